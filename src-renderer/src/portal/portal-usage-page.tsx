import type { PortalUsage } from '@shared/entities/portal-link';
import { Printer } from 'lucide-react';
import { Button } from '../components/button';
import { PageHeader } from '../components/page-header';
import { ErrorState, LoadingState } from '../components/states';
import { formatDateTime, formatDays } from '../format/date';
import { RangePicker } from '../screens/analytics/report-toolbar';
import { ShowAllData } from '../screens/analytics/show-all-data';
import { CustomerReport } from '../screens/customers/customer-report';
import '../styles/print.css';
import { usePrintInLight } from '../preferences/use-print-in-light';
import { LinkEnded } from './ask-portal';
import { LinkEndedState } from './link-ended-state';
import { usePortalView } from './use-portal-view';

interface Props {
  token: string;
  frame: PortalUsage;
}

/** One customer's usage as that customer sees it: figures, trend and breakdown, and nothing to edit or to go to. */
export function PortalUsagePage({ token, frame }: Props) {
  const { customer_name, timezone, expires_at } = frame;
  const { usage, presets, range, days, setRange, choices, changeChoices, sort, setSort } = usePortalView(token, frame);
  usePrintInLight();
  if (usage.error instanceof LinkEnded) return <LinkEndedState />;
  const dayText = formatDays(range);
  const report = usage.data?.report;
  return (
    <div className="mx-auto flex w-full max-w-280 flex-col gap-4 px-4 py-5 sm:px-6 print:p-0">
      <PageHeader
        title={customer_name}
        actions={
          <>
            <span className="flex max-w-full min-w-0 print:hidden">
              <RangePicker presets={presets} range={range} onRange={setRange} />
            </span>
            <Button icon={<Printer aria-hidden size={16} />} onPress={() => window.print()} className="print:hidden">
              Print
            </Button>
          </>
        }
      >
        Usage of {dayText}
      </PageHeader>
      {usage.error ? (
        <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />
      ) : report ? (
        <CustomerReport
          report={report}
          days={days}
          measure="cost"
          choices={choices}
          onChoices={changeChoices}
          sort={sort}
          onSort={setSort}
          isStale={usage.isPlaceholderData}
          empty={frame.first_usage === null ? 'There is no charged usage yet.' : `Nothing was charged on ${dayText}.`}
          emptyActions={frame.first_usage !== null && <ShowAllData onRange={setRange} />}
        />
      ) : (
        <LoadingState label="Loading the report" rows={10} />
      )}
      <footer className="flex flex-wrap justify-between gap-x-6 gap-y-1 text-13 text-muted">
        {usage.dataUpdatedAt > 0 && (
          <p>As of {formatDateTime(new Date(usage.dataUpdatedAt).toISOString(), { zone: timezone })}</p>
        )}
        <p className="print:hidden">This link works until {formatDateTime(expires_at, { zone: timezone })}</p>
      </footer>
    </div>
  );
}
