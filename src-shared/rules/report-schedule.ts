import { Temporal } from 'temporal-polyfill';

/** When a report is written by itself, in the environment's zone. */
export interface ReportSchedule {
  every: 'day' | 'week' | 'month';
  /** "06:30" */
  time: string;
  /** 1 = Monday to 7 = Sunday; only weekly. */
  weekday: number;
  /** 1 to 31, in a shorter month its last day; only monthly. */
  day: number;
}

/** The first time after an instant (epoch milliseconds) that a schedule names. */
export function nextRun(schedule: ReportSchedule, after: number, zone: string): number {
  let date = dateOf(after, zone).subtract({ days: 1 });
  for (;;) {
    date = firstDateFrom(schedule, date);
    const at = instantOf(schedule, date, zone);
    if (at > after) return at;
    date = date.add({ days: 1 });
  }
}

/** The last time at or before an instant (epoch milliseconds) that a schedule names. */
export function lastRun(schedule: ReportSchedule, now: number, zone: string): number {
  const span = { day: { days: 2 }, week: { days: 9 }, month: { days: 63 } }[schedule.every];
  let at = nextRun(schedule, dateOf(now, zone).subtract(span).toZonedDateTime(zone).epochMilliseconds, zone);
  for (;;) {
    const next = nextRun(schedule, at, zone);
    if (next > now) return at;
    at = next;
  }
}

/**
 * The run that is due: the last time named before now, unless it has been dealt with. However many were missed while
 * the app was closed, they are made up once. Null when nothing is due. All in epoch milliseconds.
 */
export function dueRun(schedule: ReportSchedule, dealtWith: number, now: number, zone: string): number | null {
  const at = lastRun(schedule, now, zone);
  return at > dealtWith ? at : null;
}

const dateOf = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

/** The first date on or after another that the schedule names. */
function firstDateFrom({ every, weekday, day }: ReportSchedule, date: Temporal.PlainDate): Temporal.PlainDate {
  if (every === 'day') return date;
  if (every === 'week') return date.add({ days: (weekday - date.dayOfWeek + 7) % 7 });
  const inMonth = date.with({ day }, { overflow: 'constrain' });
  if (Temporal.PlainDate.compare(inMonth, date) >= 0) return inMonth;
  return date.with({ day: 1 }).add({ months: 1 }).with({ day }, { overflow: 'constrain' });
}

/** A time that a clock change skips is the one as long after the change; one that comes twice is the first. */
const instantOf = ({ time }: ReportSchedule, date: Temporal.PlainDate, zone: string): number =>
  date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
