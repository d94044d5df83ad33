import { Temporal } from 'temporal-polyfill';

const dayLength = 86_400_000;
/** The calendar, weekdays with it, and by then the rules of every zone repeat after so many years. */
const cycle = { years: 400, days: 146_097 };
/** No zone has its clocks changed before the first of these years, or by other rules than ever after from the second on. */
const firstYear = 1800;
const settledYear = 2500;

/** The days of a zone, as its calendar has them: when each begins, and which one an instant falls on. */
interface Days {
  dayStart(day: number): number;
  dayOf(at: number): number;
}

/** The sum over the odd days in [first, end), counted from 1970-01-01. */
export type OddDaySum = (first: number, end: number) => number;

/**
 * Adds up what `worth` makes of the days of a zone that are not 24 hours long. A day is looked at once, and none of the
 * years after all special rules: each is like one four hundred years before.
 */
export function sumOverOddDays(zone: string, days: Days, worth: (day: number) => number): OddDaySum {
  const years = new Map<number, readonly (readonly [day: number, worth: number])[]>();

  function oddDaysOf(year: number) {
    let found = years.get(year);
    if (!found) {
      found = oddDays(zone, year, days).map((day) => [day, worth(day)]);
      years.set(year, found);
    }
    return found;
  }

  return (first, end) => {
    let sum = 0;
    for (let year = Math.max(yearOf(first), firstYear); year <= yearOf(end - 1); year += 1) {
      const cycles = Math.max(0, Math.ceil((year - settledYear) / cycle.years));
      for (const [day, worthOfDay] of oddDaysOf(year - cycles * cycle.years)) {
        const at = day + cycles * cycle.days;
        if (at >= first && at < end) sum += worthOfDay;
      }
    }
    return sum;
  };
}

const yearOf = (day: number): number => new Date(day * dayLength).getUTCFullYear();
const firstDayOf = (year: number): number => Date.UTC(year, 0, 1) / dayLength;

/** The days of a year that are longer or shorter than 24 hours, those that the zone skipped among them. */
function oddDays(zone: string, year: number, { dayStart, dayOf }: Days): number[] {
  const first = firstDayOf(year);
  const end = firstDayOf(year + 1);
  const days = new Set<number>();
  // A change at midnight of the first day is no later one than its start.
  let change = Temporal.Instant.fromEpochMilliseconds(dayStart(first) - 1)
    .toZonedDateTimeISO(zone)
    .getTimeZoneTransition('next');
  while (change && change.epochMilliseconds <= dayStart(end)) {
    const at = change.epochMilliseconds;
    for (let day = dayOf(at - 1); day <= dayOf(at); day += 1) days.add(day);
    change = change.getTimeZoneTransition('next');
  }
  return [...days].filter((day) => day >= first && day < end && dayStart(day + 1) - dayStart(day) !== dayLength);
}
