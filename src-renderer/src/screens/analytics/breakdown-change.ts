import type { Report, ReportGroup, ReportRow } from '@shared/entities/analytics';
import { breakdownKey } from './breakdown-order';
import { changeBetween, changePercentText } from './percent';

/** What each entry, each of its rows and each currency cost in the period before; null when the report does not compare. */
export interface CostBefore {
  /** Of what is not told apart: all that was not told apart then. */
  ofEntry(entry: ReportGroup): string;
  ofRow(row: ReportRow, entry: ReportGroup): string;
  ofCurrency(currency: string): string;
}

export function costBefore(report: Pick<Report, 'previous'>): CostBefore | null {
  const { previous } = report;
  if (!previous) return null;
  const entries = new Map(
    previous.groups.map((entry) => {
      const rows = new Map(entry.rows.map(({ key, total_cost }) => [key, total_cost]));
      return [breakdownKey(entry), { cost: entry.total_cost, rows }];
    }),
  );
  const totals = new Map(previous.totals.map((total) => [total.currency, total.total_cost]));
  return {
    ofEntry: (entry) => entries.get(breakdownKey(entry))?.cost ?? '0',
    ofRow: ({ key }, entry) => entries.get(breakdownKey(entry))?.rows.get(key) ?? '0',
    ofCurrency: (currency) => totals.get(currency) ?? '0',
  };
}

/** A change as a column shows it: "+12.5%", "New" when it cost nothing before, "Same". */
export function changeCell(before: string, after: string): string {
  const { direction, percent } = changeBetween(before, after);
  if (direction === 'same') return 'Same';
  return percent === null ? 'New' : changePercentText(percent, after, { signed: true });
}
