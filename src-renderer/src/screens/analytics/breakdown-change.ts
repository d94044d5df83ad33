import type { Report, ReportGroup } from '@shared/entities/analytics';
import { breakdownKey } from './breakdown-order';
import { changeBetween, formatPercent } from './percent';

/** What each entry and each currency cost in the period before; null when the report does not compare. */
export interface CostBefore {
  ofEntry(entry: ReportGroup): string | null;
  ofCurrency(currency: string): string;
}

export function costBefore(report: Pick<Report, 'previous'>): CostBefore | null {
  const { previous } = report;
  if (!previous) return null;
  const costs = new Map(previous.entries.map((entry) => [breakdownKey(entry), entry.total_cost]));
  const totals = new Map(previous.totals.map((total) => [total.currency, total.total_cost]));
  return {
    // What stands for several entries stood for others then.
    ofEntry: (entry) => (entry.kind === 'other' ? null : (costs.get(breakdownKey(entry)) ?? '0')),
    ofCurrency: (currency) => totals.get(currency) ?? '0',
  };
}

/** A change as a column shows it: "+12.5%", "New" when it cost nothing before, "Same". */
export function changeCell(before: string, after: string): string {
  const { direction, percent } = changeBetween(before, after);
  if (direction === 'same') return 'Same';
  return percent === null ? 'New' : formatPercent(percent, { signed: true });
}
