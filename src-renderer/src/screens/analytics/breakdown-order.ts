import { Big } from '@shared/big';
import type { Report, ReportGroup, ReportRow } from '@shared/entities/analytics';
import { entryKey, entryName } from './entry-name';

export type BreakdownField = 'name' | 'usage' | 'cost';
export interface BreakdownSort {
  field: BreakdownField;
  direction: 'asc' | 'desc';
}

/** One entry in one currency; a group charged in two currencies is two lines. */
export const breakdownKey = (entry: Pick<ReportGroup, 'key' | 'kind' | 'currency'>) =>
  `${entryKey(entry)}|${entry.currency}`;

const byText = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

interface Sortable {
  name: string;
  total_usage: string | null;
  total_cost: string;
}

function compare(sort: BreakdownSort, a: Sortable, b: Sortable): number {
  const sign = sort.direction === 'asc' ? 1 : -1;
  if (sort.field === 'name') return sign * byText.compare(a.name, b.name);
  if (sort.field === 'cost') return sign * new Big(a.total_cost).cmp(b.total_cost) || byText.compare(a.name, b.name);
  // What has no usage of one kind has no place in the order: it comes last, whichever way it runs.
  if (a.total_usage === null || b.total_usage === null) {
    return Number(a.total_usage === null) - Number(b.total_usage === null) || byText.compare(a.name, b.name);
  }
  return sign * new Big(a.total_usage).cmp(b.total_usage) || byText.compare(a.name, b.name);
}

/**
 * The entries of a report in the chosen order, their rows too. "No group" is ordered like any other. Amounts of
 * different currencies cannot be compared, so each currency keeps together, in the order of the report's totals.
 */
export function orderBreakdown(
  report: Pick<Report, 'groups' | 'totals'> & Partial<Pick<Report, 'group_by'>>,
  sort: BreakdownSort,
): ReportGroup[] {
  const currencies = report.totals.map((total) => total.currency);
  return report.groups
    .map((group) => ({
      ...group,
      name: entryName(group, report.group_by ?? 'group'),
      rows: group.rows.toSorted((a: ReportRow, b: ReportRow) => compare(sort, a, b)),
    }))
    .toSorted((a, b) => currencies.indexOf(a.currency) - currencies.indexOf(b.currency) || compare(sort, a, b));
}
