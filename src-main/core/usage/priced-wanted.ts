import type { Calendar } from '@shared/rules/windows';

/** Whole days: [first_day, end_day). */
export interface DaySpan {
  first_day: number;
  end_day: number;
}

/**
 * The ranges whose cost is kept ready beside that of every day, newest first: the 30 days up to the newest usage, the
 * calendar months with usage and, for each, as many days before it, which reports compare it with.
 */
export function wantedRanges(calendar: Calendar, usedDays: Iterable<number>): DaySpan[] {
  const used = [...usedDays];
  if (used.length === 0) return [];
  const newest = used.reduce((most, day) => Math.max(most, day));
  const months = new Set(used.map((day) => calendar.startOf('MONTH', calendar.dayStart(day))));
  const ranges = [{ first_day: newest - 29, end_day: newest + 1 }];
  for (const start of [...months].sort((a, b) => b - a)) {
    ranges.push({ first_day: calendar.dayOf(start), end_day: calendar.dayOf(calendar.nextStart('MONTH', start)) });
  }
  return ranges.flatMap((range) => [range, before(range)]);
}

const before = ({ first_day, end_day }: DaySpan): DaySpan => ({
  first_day: first_day - (end_day - first_day),
  end_day: first_day,
});

/**
 * The span from the first to the last of some ascending days on which a price charges for usage; null for none. Costs
 * are kept by it: "this month" and "the month so far" are one span, and stay it until there is usage on another day.
 */
export function usedSpan(days: readonly number[]): DaySpan | null {
  const first = days[0];
  const last = days.at(-1);
  return first === undefined || last === undefined ? null : { first_day: first, end_day: last + 1 };
}
