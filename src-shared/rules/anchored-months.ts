import { Temporal } from 'temporal-polyfill';
import type { Calendar, WindowSizeName } from './windows';

/** What cuts time into windows. */
export type Windowing = Pick<Calendar, 'zone' | 'startOf' | 'nextStart' | 'countWindows'>;

/**
 * A calendar whose months begin on the anchor's day in its zone, at midnight as all its windows do: an anchor of the 31st
 * clamps to the last day of a shorter month (wire contract 6.11). Other windows stay as they are. The anchor in epoch
 * milliseconds.
 */
export function withBillingAnchor(calendar: Calendar, anchor: number): Windowing {
  const first = Temporal.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(calendar.zone).toPlainDate();
  const startOfMonth = (months: number) => first.add({ months }).toZonedDateTime(calendar.zone).epochMilliseconds;
  // Events come in order of time, so the month of the last one is mostly the month of the next.
  let current = 0;
  let start = startOfMonth(0);
  let end = startOfMonth(1);

  function monthStart(at: number): number {
    if (at >= start && at < end) return start;
    const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(calendar.zone);
    let months = (day.year - first.year) * 12 + day.month - first.month;
    while (startOfMonth(months) > at) months -= 1;
    while (startOfMonth(months + 1) <= at) months += 1;
    current = months;
    start = startOfMonth(months);
    end = startOfMonth(months + 1);
    return start;
  }
  /** Months from the one of the anchor to the one around an instant. */
  function monthsTo(at: number): number {
    monthStart(at);
    return current;
  }
  return {
    zone: calendar.zone,
    startOf: (size: WindowSizeName, at: number) => (size === 'MONTH' ? monthStart(at) : calendar.startOf(size, at)),
    nextStart(size: WindowSizeName, at: number) {
      if (size !== 'MONTH') return calendar.nextStart(size, at);
      monthStart(at);
      return end;
    },
    countWindows(size: WindowSizeName, from: number, to: number) {
      if (size !== 'MONTH') return calendar.countWindows(size, from, to);
      return from < to ? monthsTo(to - 1) - monthsTo(from) + 1 : 0;
    },
  };
}
