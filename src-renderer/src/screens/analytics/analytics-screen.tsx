import { Link } from '@tanstack/react-router';
import { ChartColumn } from 'lucide-react';
import { usePage, useStatusText } from '../../app/page';
import { Button, buttonClass } from '../../components/button';
import { Notice } from '../../components/form';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { formatDay } from '../../format/date';
import { formatCount } from '../../format/quantity';
import { BreakdownActions } from './breakdown-actions';
import { DataAsOf } from './data-as-of';
import { KpiCards } from './kpi-cards';
import { newestRange } from './range-presets';
import { CustomerFilter, GroupFilter, PlanFilter } from './report-filters';
import { MeasureSelect, RangePicker, WindowSelect } from './report-toolbar';
import { useReportView } from './report-view';
import { RowPrices } from './row-prices';
import { UnchargedUsage } from './uncharged-usage';
import { UnmeasuredEvents } from './unmeasured-events';
import { UsageBreakdown } from './usage-breakdown';
import { UsageChart } from './usage-chart';

type View = ReturnType<typeof useReportView>;

const allFilters = { customers: [], plans: [], groups: [] };

/** Usage and cost by group over time: figures, chart, breakdown, and what is not charged yet. */
export function AnalyticsScreen() {
  usePage('Analytics', [{ label: 'Usage' }, { label: 'Analytics' }]);
  const shown = useReportView();
  const { summary, report } = shown;
  const rowCount = report.data?.groups.reduce((sum, group) => sum + group.rows.length, 0) ?? 0;
  useStatusText(report.data ? `${formatCount(rowCount)} features in the breakdown` : '');

  if (summary.error) return <Failed error={summary.error} onRetry={() => void summary.refetch()} />;
  if (!summary.data) return <LoadingState label="Loading usage" />;
  if (summary.data.event_count === 0) return <NoUsage />;
  return (
    <Page>
      <PageHeader
        title="Analytics"
        actions={<DataAsOf at={summary.data.ingested_at} zone={shown.zone} now={shown.now} />}
      />
      <ReportToolbar shown={shown} />
      {shown.range.id === newestRange && shown.view.range === '' && (
        <p className="text-13 text-secondary">
          The newest usage is of {formatDay(shown.range.to)}, so these are the 30 days up to then.
        </p>
      )}
      <Answer shown={shown} />
    </Page>
  );
}

function ReportToolbar({ shown }: { shown: View }) {
  const { view, setView, presets, range, days, size, measure } = shown;
  return (
    <div role="toolbar" aria-label="Report" className="flex flex-wrap items-center gap-2">
      <RangePicker presets={presets} range={range} onRange={setView} />
      <CustomerFilter chosen={view.customers} onChange={(customers) => setView({ customers })} />
      <PlanFilter chosen={view.plans} onChange={(plans) => setView({ plans })} />
      <GroupFilter chosen={view.groups} onChange={(groups) => setView({ groups })} />
      <div className="flex items-center gap-2 sm:ml-auto">
        <MeasureSelect value={measure} onChange={(next) => setView({ measure: next })} />
        <WindowSelect value={size} days={days} onChange={(next) => setView({ window: next })} />
      </div>
    </div>
  );
}

/** The report below the toolbar. While the next one is worked out, the previous one stays, dimmed. */
function Answer({ shown }: { shown: View }) {
  const { report, question, sort, setView, choices, measure, days } = shown;
  if (report.error) {
    return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  }
  if (!report.data) return <LoadingState label="Loading the report" rows={10} />;
  const { data } = report;
  const hasCharges = data.groups.length > 0;
  return (
    <div
      aria-busy={report.isPlaceholderData}
      className={`flex flex-col gap-5 transition-opacity ${report.isPlaceholderData ? 'opacity-60' : ''}`}
    >
      <KpiCards report={data} days={days} />
      {hasCharges ? (
        <>
          <UsageChart
            title={measure === 'cost' ? 'Cost by group' : 'Usage by group'}
            report={data}
            measure={measure}
            choices={choices}
            onChoices={({ hidden, ...change }) => setView({ ...change, ...(hidden && { hidden: [...hidden] }) })}
          />
          <UsageBreakdown
            report={data}
            sort={sort}
            onSort={(next) => setView({ sort: next.field, direction: next.direction })}
            actions={<BreakdownActions report={data} input={question} sort={sort} />}
            explainCost={(row) => <RowPrices row={row} />}
          />
        </>
      ) : (
        <NothingCharged shown={shown} hasUncharged={data.uncharged.length > 0} />
      )}
      <UnchargedUsage report={data} />
      {shown.summary.data && <UnmeasuredEvents summary={shown.summary.data} />}
    </div>
  );
}

function NothingCharged({ shown, hasUncharged }: { shown: View; hasUncharged: boolean }) {
  const { view, setView, range } = shown;
  const filters = [
    view.customers.length > 0 && 'customers',
    view.plans.length > 0 && 'plans',
    view.groups.length > 0 && 'groups',
  ].filter((one) => one !== false);
  if (hasUncharged && filters.length === 0) {
    return (
      <Notice kind="info">
        There is usage in this range, but no subscription charges for it yet. What to do is said below.
      </Notice>
    );
  }
  const days = range.from === range.to ? formatDay(range.from) : `${formatDay(range.from)} – ${formatDay(range.to)}`;
  return (
    <EmptyState
      title="Nothing was charged in this range"
      icon={<ChartColumn aria-hidden size={24} />}
      actions={
        <>
          {filters.length > 0 && <Button onPress={() => setView(allFilters)}>Clear filters</Button>}
          <Button onPress={() => setView({ range: 'all', from: '', to: '' })}>Show all data</Button>
        </>
      }
    >
      {filters.length > 0
        ? `No charged usage on ${days} matches the filters by ${filters.join(' and ')}.`
        : `There is no measured usage on ${days}.`}
    </EmptyState>
  );
}

function NoUsage() {
  return (
    <Page>
      <PageHeader title="Analytics" />
      <EmptyState
        title="No usage yet"
        icon={<ChartColumn aria-hidden size={24} />}
        actions={
          <>
            <Link to="/imports" className={buttonClass('primary')}>
              Import a usage file
            </Link>
            <Link to="/plans" className={buttonClass()}>
              Go to Plans
            </Link>
          </>
        }
      >
        Analytics shows what each group earns: usage and cost over time, by group and feature. It needs usage events.
      </EmptyState>
    </Page>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry(): void }) {
  return (
    <Page>
      <PageHeader title="Analytics" />
      <ErrorState error={error} onRetry={onRetry} />
    </Page>
  );
}
