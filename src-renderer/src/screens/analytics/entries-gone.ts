import type { Report, ReportGroup, ReportRow } from '@shared/entities/analytics';
import { breakdownKey } from './breakdown-order';

type Compared = Pick<Report, 'groups' | 'totals' | 'previous'>;

/**
 * A compared report with the entries, rows and currencies, too, that only cost something in the period before: now they
 * cost nothing, and with them the column of the period before adds up. Any other report stays as it is.
 */
export function withEntriesGone<T extends Compared>(report: T): T {
  const { previous } = report;
  if (!previous) return report;
  const before = new Map(previous.groups.map((entry) => [breakdownKey(entry), entry]));
  const keys = new Set(report.groups.map(breakdownKey));
  return {
    ...report,
    groups: [
      ...report.groups.map((entry) => withRowsGone(entry, before.get(breakdownKey(entry)))),
      ...previous.groups.flatMap((entry) => (keys.has(breakdownKey(entry)) ? [] : [entryGone(entry)])),
    ],
    totals: withCurrenciesGone(report.totals, previous.totals),
  };
}

type Totals = Report['totals'];

/** Totals with the currencies, too, that only cost something in the period before: now they cost nothing. */
export function withCurrenciesGone(totals: Totals, before: Totals): Totals {
  const known = new Set(totals.map(({ currency }) => currency));
  const gone = before.filter(({ currency }) => !known.has(currency));
  return [...totals, ...gone.map(({ currency }) => ({ currency, total_cost: '0' }))];
}

const nothing = { total_cost: '0', event_count: 0 };

const rowGone = (row: ReportRow): ReportRow => ({ ...row, ...nothing, total_usage: '0' });

const entryGone = (entry: ReportGroup): ReportGroup => ({
  ...entry,
  ...nothing,
  total_usage: entry.total_usage === null ? null : '0',
  rows: entry.rows.map(rowGone),
});

function withRowsGone(entry: ReportGroup, before: ReportGroup | undefined): ReportGroup {
  const keys = new Set(entry.rows.map(({ key }) => key));
  const gone = before?.rows.filter(({ key }) => !keys.has(key)) ?? [];
  return gone.length === 0 ? entry : { ...entry, rows: [...entry.rows, ...gone.map(rowGone)] };
}

/** Whether there is only something of it in the period before. */
export const isGone = ({ event_count, total_cost }: Pick<ReportRow, 'event_count' | 'total_cost'>): boolean =>
  event_count === 0 && total_cost === '0';
