import { calendarOf } from './windows';

/** The ranges that a report may name instead of days. */
export const reportRangeIds = [
  'today',
  'yesterday',
  '7d',
  '30d',
  'last_week',
  'this_month',
  'last_month',
  'all',
] as const;
export type ReportRangeId = (typeof reportRangeIds)[number];

/** What a named range depends on. */
export interface RangeFacts {
  /** IANA zone in which days begin and end. */
  zone: string;
  /** Epoch milliseconds. */
  now: number;
  /** Epoch milliseconds of the oldest and the newest usage; null while there is none. */
  first: number | null;
  last: number | null;
}

const dayLength = 86_400_000;
const firstOfMonth = (day: number, months = 0): number => {
  const date = new Date(day * dayLength);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / dayLength;
};
// 1970-01-01 was a Thursday; weeks begin on Monday.
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

/** The days that a named range means now, both included, counted from 1970-01-01 in the zone. */
export function daysOfRange(id: ReportRangeId, { zone, now, first, last }: RangeFacts): { from: number; to: number } {
  const { dayOf } = calendarOf(zone);
  const today = dayOf(now);
  switch (id) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: today - 1, to: today - 1 };
    case '7d':
      return { from: today - 6, to: today };
    case '30d':
      return { from: today - 29, to: today };
    case 'last_week':
      return { from: mondayOf(today) - 7, to: mondayOf(today) - 1 };
    case 'this_month':
      return { from: firstOfMonth(today), to: today };
    case 'last_month':
      return { from: firstOfMonth(today, -1), to: firstOfMonth(today) - 1 };
    case 'all':
      return first === null || last === null ? { from: today, to: today } : { from: dayOf(first), to: dayOf(last) };
  }
}
