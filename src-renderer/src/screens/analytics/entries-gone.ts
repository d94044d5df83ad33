import type { Report, ReportGroup } from '@shared/entities/analytics';
import { breakdownKey } from './breakdown-order';

type Compared = Pick<Report, 'groups' | 'totals' | 'previous'>;

/**
 * A compared report with the entries and currencies, too, that only cost something in the period before: now they cost
 * nothing, and with them the column of the period before adds up. Any other report stays as it is.
 */
export function withEntriesGone<T extends Compared>(report: T): T {
  const { previous } = report;
  if (!previous) return report;
  const keys = new Set(report.groups.map(breakdownKey));
  // What was not told apart then cannot be told whether it is here now.
  const gone = previous.entries.filter((entry) => entry.kind !== 'other' && !keys.has(breakdownKey(entry)));
  const known = new Set(report.totals.map(({ currency }) => currency));
  return {
    ...report,
    groups: [...report.groups, ...gone.map(groupGone)],
    totals: [
      ...report.totals,
      ...previous.totals.flatMap(({ currency }) => (known.has(currency) ? [] : [{ currency, total_cost: '0' }])),
    ],
  };
}

const groupGone = ({ key, kind, name, currency }: NonNullable<Report['previous']>['entries'][number]): ReportGroup => ({
  key,
  kind,
  name,
  currency,
  stands_for: 1,
  group_id: kind === 'group' ? key : null,
  lookup_key: '',
  total_cost: '0',
  total_usage: '0',
  event_count: 0,
  rows: [],
});
