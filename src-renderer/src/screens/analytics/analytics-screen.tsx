import { Link } from '@tanstack/react-router';
import { ChartColumn } from 'lucide-react';
import { memo, useDeferredValue } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { Button, buttonClass } from '../../components/button';
import { Notice } from '../../components/form';
import { InSlices } from '../../components/in-slices';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { formatDays } from '../../format/date';
import { BreakdownActions } from './breakdown-actions';
import { ColumnsMenu } from './breakdown-columns';
import { breakdownCount } from './breakdown-count';
import { useBreakdownColumns } from './breakdown-store';
import { ChartActions } from './chart-actions';
import { DataAsOf } from './data-as-of';
import { DrillPanel } from './drill/drill-panel';
import {
  type DrillStep,
  inPeriodOf,
  stepOfCost,
  stepOfEntry,
  stepOfRow,
  stepOfUncharged,
  stepOfWindow,
} from './drill/drill-steps';
import { useDrill } from './drill/use-drill';
import { entryKey, entryName, groupingWords } from './entry-name';
import { ExplainCost } from './explain-cost';
import { namesText } from './hidden-series';
import { KpiCards } from './kpi-cards';
import { pricedAnewText } from './priced-anew';
import { PrintScope, useScopeText } from './print-scope';
import { RangeNote } from './range-note';
import { ReportControls } from './report-controls';
import { useReportView } from './report-view';
import { ServerComparison } from './server-comparison';
import { UnchargedUsage } from './uncharged-usage';
import { UnmeasuredEvents } from './unmeasured-events';
import { UsageBreakdown } from './usage-breakdown';
import { UsageChart } from './usage-chart';
import { useDimmed } from './use-dimmed';

type View = ReturnType<typeof useReportView>;

const noFilters = { customers: [], plans: [], groups: [], features: [], sources: [], properties: {}, only: '' };

/** Usage and cost by group over time: figures, chart, breakdown, and what is not charged yet. */
export function AnalyticsScreen() {
  usePage('Analytics', [{ label: 'Usage' }, { label: 'Analytics' }]);
  const shown = useReportView();
  const { summary, report } = shown;
  // What was pressed answers at once; the report is drawn after it, in pieces that give way to the next key.
  const drawn = useDeferredValue(shown, null);
  const told = !summary.error && !report.error && report.data;
  useStatusText(told && told.groups.length > 0 ? `${breakdownCount(told)} in the breakdown` : '');

  if (summary.error) return <Failed error={summary.error} onRetry={() => void summary.refetch()} />;
  if (!summary.data) return <LoadingState label="Loading usage" />;
  if (summary.data.event_count === 0) return <NoUsage />;
  return (
    <Page>
      <PageHeader title="Analytics" actions={<DataAsOf usage={summary.data} zone={shown.zone} now={shown.now} />} />
      <InSlices>
        <ReportControls shown={shown} canAskServer />
        <PrintScope shown={shown} />
        <RangeNote range={shown.range} misread={shown.misread} isChosen={shown.view.range !== ''} />
        {shown.view.server && (
          <ServerComparison start_time={shown.question.start_time} end_time={shown.question.end_time} />
        )}
        <InSlices>{drawn && <Answer shown={drawn} />}</InSlices>
      </InSlices>
    </Page>
  );
}

/** The report below the toolbar. While the next one is worked out, the previous one stays; soon it loses its colours. */
const Answer = memo(function Answer({ shown }: { shown: View }) {
  const { report, question, sort, setView, choices, measure, days, zone } = shown;
  const { steps, go } = useDrill(shown);
  const columns = useBreakdownColumns((state) => state.columns);
  const scopeText = useScopeText(shown);
  const setDrill = (step: DrillStep | null) => step && go([step]);
  const isDimmed = useDimmed(report.isPlaceholderData);
  if (report.error) {
    return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  }
  if (!report.data) return <LoadingState label="Loading the report" rows={10} />;
  const { data } = report;
  const words = groupingWords(data.group_by);
  const anew = pricedAnewText({ entry: data.is_priced_apart ? words.one : null, filters: eventFilters(question) });
  return (
    <>
      <p role="status" className="sr-only">
        {isDimmed ? 'Working out the report; the previous one is still shown.' : ''}
      </p>
      <div aria-busy={report.isPlaceholderData} className={`flex flex-col gap-5 ${isDimmed ? 'is-stale' : ''}`}>
        <KpiCards report={data} days={days} />
        {data.groups.length > 0 ? (
          <>
            <UsageChart
              title={`${measure === 'cost' ? 'Cost' : 'Usage'} by ${words.one}`}
              report={data}
              measure={measure}
              choices={choices}
              onChoices={({ hidden, ...change }) => setView({ ...change, ...(hidden && { hidden: [...hidden] }) })}
              actions={(facts) => (
                <ChartActions facts={facts} scopeText={(days) => [scopeText(days), anew ?? ''].join(' ').trim()} />
              )}
              onPick={(start, label, currency, key) => {
                const entry = data.series.find((one) => one.currency === currency && entryKey(one) === key);
                const name = entry && entry.kind !== 'other' ? `${entryName(entry, data.group_by)}, ${label}` : label;
                const told = entry && entry.kind !== 'other' ? entry : null;
                setDrill(stepOfWindow(question, data, start, currency, name, told));
              }}
            />
            {anew && <Notice kind="info">{anew}</Notice>}
          </>
        ) : (
          <NothingCharged shown={shown} hasUncharged={data.uncharged.length > 0} />
        )}
        {
          // Compared, what is gone has its lines, also when that is everything.
          (data.groups.length > 0 || (data.previous?.groups.length ?? 0) > 0) && (
            <UsageBreakdown
              report={data}
              sort={sort}
              onSort={(next) => setView({ sort: next.field, direction: next.direction })}
              optional={columns}
              actions={
                <>
                  <ColumnsMenu />
                  <BreakdownActions report={data} input={question} range={shown.range} sort={sort} />
                </>
              }
              explainCost={(row, entry) => {
                const step = stepOfCost(inPeriodOf(row, question, data), entry, row);
                return step && <ExplainCost of={row.name} onPress={() => setDrill(step)} />;
              }}
              onDrill={(entry, row) => {
                const asked = inPeriodOf(row ?? entry, question, data);
                setDrill(row ? stepOfRow(asked, entry, row) : stepOfEntry(asked, entry));
              }}
            />
          )
        }
        <UnchargedUsage
          report={data}
          isApart={data.is_priced_apart}
          onDrill={(row) => setDrill(stepOfUncharged(question, row))}
        />
        {shown.summary.data && <UnmeasuredEvents summary={shown.summary.data} />}
      </div>
      {isDrilled(steps) && <DrillPanel steps={steps} onSteps={go} zone={zone} onClose={() => go([])} />}
    </>
  );
});

const isDrilled = (steps: DrillStep[]): steps is [DrillStep, ...DrillStep[]] => steps.length > 0;

/** Names of the filters that leave some events out, so that the others are priced without them. */
const eventFilters = ({ sources, property_filters }: View['question']): string[] => [
  ...((sources ?? []).length > 0 ? ['sources'] : []),
  ...Object.keys(property_filters ?? {}),
];

/** A button that goes when it is pressed hands the keyboard to what the report is asked with, which stays. */
const focusControls = () => document.querySelector<HTMLElement>('main [role="toolbar"] button')?.focus();

function NothingCharged({ shown, hasUncharged }: { shown: View; hasUncharged: boolean }) {
  const { view, setView, range, question } = shown;
  const filters = [
    view.customers.length > 0 && 'customers',
    view.plans.length > 0 && 'plans',
    view.groups.length > 0 && 'groups',
    view.features.length > 0 && 'features',
    ...eventFilters(question),
    view.only !== '' && 'currency',
  ].filter((one) => one !== false);
  if (hasUncharged && filters.length === 0) {
    return (
      <Notice kind="info">
        There is usage in this range, but no subscription charges for it yet. What to do is said below.
      </Notice>
    );
  }
  const days = formatDays(range);
  return (
    <EmptyState
      title="Nothing was charged in this range"
      icon={<ChartColumn aria-hidden size={24} />}
      actions={
        <>
          {filters.length > 0 && (
            <Button
              onPress={() => {
                setView(noFilters);
                focusControls();
              }}
            >
              Clear filters
            </Button>
          )}
          {view.range !== 'all' && (
            <Button
              onPress={() => {
                setView({ range: 'all', from: '', to: '' });
                focusControls();
              }}
            >
              Show all data
            </Button>
          )}
        </>
      }
    >
      {filters.length > 0
        ? `No charged usage on ${days} matches the filters by ${namesText(filters, filters.length)}.`
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
