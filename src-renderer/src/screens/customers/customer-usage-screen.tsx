import { useNavigate, useParams } from '@tanstack/react-router';
import { Link2, Printer } from 'lucide-react';
import { useState } from 'react';
import { usePage } from '../../app/page';
import { Button } from '../../components/button';
import { Chip } from '../../components/chip';
import { ActionMenu } from '../../components/menu';
import { Page, PageHeader } from '../../components/page-header';
import { ErrorState, LoadingState } from '../../components/states';
import { useApiQuery } from '../../door/use-api';
import { formatDays } from '../../format/date';
import { DataAsOf } from '../analytics/data-as-of';
import { paperActions } from '../analytics/paper-actions';
import { PaperFoot } from '../analytics/paper-foot';
import { RangeNote } from '../analytics/range-note';
import { RangePicker } from '../analytics/report-toolbar';
import { useReportView } from '../analytics/report-view';
import { ShowAllData } from '../analytics/show-all-data';
import { ArchiveCustomerDialog } from './archive-customer-dialog';
import { CustomerMenu } from './customer-menu';
import { CustomerReport } from './customer-report';
import { ShareUsageDialog } from './share-usage-dialog';

/** One customer's usage. Another customer is another page: figures of the one before must not be seen under its name. */
export function CustomerUsageScreen() {
  const { customerId } = useParams({ from: '/customers/$customerId' });
  return <CustomerUsage key={customerId} customerId={customerId} />;
}

/** What is there to look at together: none of it can be edited, and it prints well. */
function CustomerUsage({ customerId }: { customerId: string }) {
  const customer = useApiQuery('customer.get', { id: customerId }, { keepPrevious: false });
  const name = customer.data?.name || customer.data?.external_id || 'Customer';
  usePage(name, [{ label: 'Usage' }, { label: 'Customers', to: '/customers' }, { label: name }]);
  const shown = useReportView({ customer_ids: [customerId] });
  const { presets, range, setView, summary, zone, now } = shown;
  const [isSharing, setSharing] = useState(false);
  const [isArchiving, setArchiving] = useState(false);
  const navigate = useNavigate();

  if (customer.error) {
    return (
      <Page>
        <PageHeader title="Customer" />
        <ErrorState error={customer.error} onRetry={() => void customer.refetch()} />
      </Page>
    );
  }
  const days = formatDays(range);
  if (!customer.data) return <LoadingState label="Loading the customer" />;
  const isArchived = customer.data.status === 'archived';
  return (
    <div className="min-h-full bg-sunken print:bg-surface">
      <div className="mx-auto flex w-full max-w-280 flex-col gap-4 px-6 py-5 print:p-0">
        <PageHeader
          title={name}
          actions={
            <>
              <span className="print:hidden">
                <RangePicker presets={presets} range={range} onRange={setView} />
              </span>
              {isArchived ? (
                <Chip kind="neutral">Archived</Chip>
              ) : (
                <Button
                  icon={<Link2 aria-hidden size={16} />}
                  onPress={() => setSharing(true)}
                  className="print:hidden"
                >
                  Share usage link…
                </Button>
              )}
              <PrintButton name={`usage_${customer.data.external_id}_${range.from}_${range.to}`} />
              <span className="print:hidden">
                {!isArchived && (
                  <CustomerMenu customer={customer.data} name={name} onArchive={() => setArchiving(true)} />
                )}
              </span>
            </>
          }
        >
          {name === customer.data.external_id ? null : `External ID ${customer.data.external_id}. `}
          Usage of {days}
        </PageHeader>
        <PaperFoot text={`Usage of ${name} · ${days}`} />
        {isArchiving && (
          <ArchiveCustomerDialog
            customer={customer.data}
            onArchived={() => void navigate({ to: '/customers' })}
            onClose={() => setArchiving(false)}
          />
        )}
        {isSharing && <ShareUsageDialog customer={customer.data} onClose={() => setSharing(false)} />}
        <RangeNote range={range} misread={shown.misread} isChosen />
        <Answer shown={shown} />
        {summary.data && (
          <div>
            <DataAsOf usage={{ ...summary.data, ingested_from: '' }} zone={zone} now={now} />
          </div>
        )}
      </div>
    </div>
  );
}

/** Prints the page, or saves it as a PDF where the host can. */
function PrintButton({ name }: { name: string }) {
  const actions = paperActions(name);
  const [only] = actions;
  const icon = <Printer aria-hidden size={16} />;
  return (
    <span className="print:hidden">
      {actions.length === 1 && only ? (
        <Button icon={icon} onPress={only.onAction}>
          {only.label}
        </Button>
      ) : (
        <ActionMenu label="Print or PDF" trigger={<Button icon={icon}>Print or PDF</Button>} actions={actions} />
      )}
    </span>
  );
}

function Answer({ shown }: { shown: ReturnType<typeof useReportView> }) {
  const { report, summary, days, measure, choices, sort, setView } = shown;
  const failed = report.error ?? summary.error;
  if (failed) {
    return <ErrorState error={failed} onRetry={() => void (summary.error ? summary : report).refetch()} />;
  }
  if (!report.data) return <LoadingState label="Loading the report" rows={10} />;
  return (
    <CustomerReport
      report={report.data}
      days={days}
      measure={measure}
      choices={choices}
      onChoices={({ hidden, ...change }) => setView({ ...change, ...(hidden && { hidden: [...hidden] }) })}
      sort={sort}
      onSort={(next) => setView({ sort: next.field, direction: next.direction })}
      isStale={report.isPlaceholderData}
      empty={null}
      emptyActions={<ShowAllData onRange={setView} />}
    />
  );
}
