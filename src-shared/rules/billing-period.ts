import type { BillingPeriod } from '../entities/price';
import { type Instant, toInstant } from '../instant';

/** When a subscription runs; `cancelled_at` and `end_date` end it. */
export interface Terms {
  start_date: Instant;
  end_date: Instant | null;
  cancelled_at: Instant | null;
  billing_period: BillingPeriod;
  billing_period_count: number;
}

/** Half-open: [start, end). A one-time subscription without an end has none. */
export interface CurrentPeriod {
  current_period_start: Instant;
  current_period_end: Instant | null;
}

const day = 24 * 3600 * 1000;

/** Days of a month on average, over the 400 years after which the calendar repeats. */
const monthDays = 30.436875;

const lengths: Record<Exclude<BillingPeriod, 'ONETIME'>, { days: number } | { months: number }> = {
  DAILY: { days: 1 },
  WEEKLY: { days: 7 },
  MONTHLY: { months: 1 },
  QUARTERLY: { months: 3 },
  HALF_YEARLY: { months: 6 },
  ANNUAL: { months: 12 },
};

/** The last instant that can be written; a period that would end later ends there. */
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The billing period a subscription is in at a moment (wire contract 6.12): periods follow each other from the start
 * date, in UTC, every one of them counted from the start, so that one from January 31 turns over on the last day of
 * shorter months and on the 31st of longer ones. Before the start it is the first period; once the subscription ended it
 * is the one that it ended in. No period outlasts the subscription's end date.
 */
export function currentPeriod(terms: Terms, now: Instant): CurrentPeriod {
  const start = Date.parse(terms.start_date);
  const end = terms.end_date === null ? null : Date.parse(terms.end_date);
  if (terms.billing_period === 'ONETIME') {
    return { current_period_start: terms.start_date, current_period_end: terms.end_date };
  }
  const length = lengths[terms.billing_period];
  const count = terms.billing_period_count;
  const boundary =
    'days' in length
      ? (n: number) => start + n * length.days * count * day
      : (n: number) => addMonths(start, n * length.months * count);
  const average = ('days' in length ? length.days : length.months * monthDays) * count * day;
  // A subscription that ends on a boundary ended in the period before it.
  const ends = [terms.cancelled_at, terms.end_date].flatMap((at) => (at === null ? [] : [Date.parse(at) - 1]));
  const number = periodAt(boundary, average, Math.min(Date.parse(now), ...ends));
  const to = Math.min(boundary(number + 1), end ?? latest, latest);
  return { current_period_start: toInstant(boundary(number)), current_period_end: toInstant(to) };
}

/** The number of the period an instant falls in; 0 before the first. */
function periodAt(boundary: (n: number) => number, average: number, at: number): number {
  let number = Math.max(0, Math.floor((at - boundary(0)) / average));
  // Months are not of one length, so the guess may be a period off.
  while (number > 0 && boundary(number) > at) number--;
  while (boundary(number + 1) <= at) number++;
  return number;
}

/** The same day and time of a later month, or the last day of that month when it is shorter; Infinity when it is too far. */
function addMonths(at: number, months: number): number {
  const from = new Date(at);
  const to = new Date(at);
  to.setUTCMonth(from.getUTCMonth() + months + 1, 0);
  to.setUTCDate(Math.min(from.getUTCDate(), to.getUTCDate()));
  return Number.isNaN(to.getTime()) ? Number.POSITIVE_INFINITY : to.getTime();
}
