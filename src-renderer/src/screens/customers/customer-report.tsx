import type { Report } from '@shared/entities/analytics';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/states';
import type { BreakdownSort } from '../analytics/breakdown-order';
import type { Measure } from '../analytics/chart-series';
import { KpiCards } from '../analytics/kpi-cards';
import { UsageBreakdown } from '../analytics/usage-breakdown';
import { type ChartChoices, UsageChart } from '../analytics/usage-chart';

interface Props {
  report: Report;
  days: number;
  measure: Measure;
  choices: ChartChoices;
  onChoices(change: Partial<ChartChoices>): void;
  sort: BreakdownSort;
  onSort(sort: BreakdownSort): void;
  /** The report of the previous range is shown while the next one is worked out. */
  isStale: boolean;
  /** What is said, and what can be done, when nothing was charged in the range. */
  empty: ReactNode;
  emptyActions?: ReactNode;
}

/** One customer's figures, trend and breakdown, to look at: the same in the app and on the page of a link. */
export function CustomerReport(props: Props) {
  const { report, days, measure, choices, onChoices, sort, onSort, isStale, empty, emptyActions } = props;
  return (
    <div aria-busy={isStale} className={`flex flex-col gap-4 ${isStale ? 'is-stale' : ''}`}>
      <KpiCards report={report} days={days} />
      {report.groups.length === 0 ? (
        <EmptyState title="No charged usage in this range" actions={emptyActions}>
          {empty}
        </EmptyState>
      ) : (
        <>
          <UsageChart title="Usage Trend" report={report} measure={measure} choices={choices} onChoices={onChoices} />
          <UsageBreakdown report={report} sort={sort} onSort={onSort} />
        </>
      )}
    </div>
  );
}
