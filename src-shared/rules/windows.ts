import { Temporal } from 'temporal-polyfill';
import type { WindowSize } from '../entities/meter';
import { type OddDaySum, sumOverOddDays } from './odd-days';

/** Window sizes of reports and buckets (wire contract 5.6). */
export type WindowSizeName = WindowSize;

/** Calendar days and windows of one named zone. Instants are epoch milliseconds, days count from 1970-01-01. */
export interface Calendar {
  zone: string;
  /** The first instant of a day. A day that the zone skipped starts when the next one does. */
  dayStart(day: number): number;
  /** The day an instant falls on. */
  dayOf(at: number): number;
  /** The start of the window an instant falls in. */
  startOf(size: WindowSizeName, at: number): number;
  /** The start of the window after the one that an instant falls in. */
  nextStart(size: WindowSizeName, at: number): number;
  /** Starts of all windows that overlap [from, to), ascending. The first may start before `from`. */
  windowStarts(size: WindowSizeName, from: number, to: number): number[];
  /** How many windows overlap [from, to): as many as `windowStarts` lists, without going through them. */
  countWindows(size: WindowSizeName, from: number, to: number): number;
}

const minute = 60_000;
const hour = 60 * minute;
const dayLength = 24 * hour;

const subDaySizes: Readonly<Partial<Record<WindowSizeName, number>>> = {
  MINUTE: minute,
  '15MIN': 15 * minute,
  '30MIN': 30 * minute,
  HOUR: hour,
  '3HOUR': 3 * hour,
  '6HOUR': 6 * hour,
  '12HOUR': 12 * hour,
};

const calendars = new Map<string, Calendar>();

/** The calendar of an IANA zone, made once. Throws RangeError for a zone nobody knows. */
export function calendarOf(zone: string): Calendar {
  const known = calendars.get(zone);
  if (known) return known;
  const made = zone === 'UTC' ? calendar(zone, (day) => day * dayLength) : calendar(zone, zonedDayStart(zone));
  calendars.set(zone, made);
  return made;
}

/** Looking a zone's rules up costs microseconds, so every day is looked up once. */
function zonedDayStart(zone: string): (day: number) => number {
  const starts = new Map<number, number>();
  const epoch = Temporal.PlainDate.from('1970-01-01');
  const lookUp = (day: number) => epoch.add({ days: day }).toZonedDateTime(zone).epochMilliseconds;
  lookUp(0);
  return (day) => {
    let start = starts.get(day);
    if (start === undefined) {
      start = lookUp(day);
      starts.set(day, start);
    }
    return start;
  };
}

function calendar(zone: string, dayStart: (day: number) => number): Calendar {
  const oddDays = new Map<string, number[]>();

  /** The day that was asked for last: events come in order of time, more or less. */
  let last = { day: 0, start: 0, end: 0 };

  function dayOf(at: number): number {
    if (at >= last.start && at < last.end) return last.day;
    let day = Math.floor(at / dayLength);
    while (dayStart(day) > at) day--;
    while (dayStart(day + 1) <= at) day++;
    last = { day, start: dayStart(day), end: dayStart(day + 1) };
    return day;
  }

  /** Window starts of a day that is not 24 hours long. */
  function startsOfOddDay(day: number, length: number): number[] {
    const key = `${day}/${length}`;
    let starts = oddDays.get(key);
    if (!starts) {
      starts = oddDayStarts(zone, dayStart(day), dayStart(day + 1), length);
      oddDays.set(key, starts);
    }
    return starts;
  }

  /** [start, next start] of the window around an instant. */
  function windowAround(size: WindowSizeName, at: number): readonly [number, number] {
    const day = dayOf(at);
    const length = subDaySizes[size];
    if (length === undefined) {
      const first = firstDay(size, day);
      return [dayStart(first), dayStart(dayAfter(size, first))];
    }
    const start = dayStart(day);
    const end = dayStart(day + 1);
    if (end - start === dayLength) {
      const from = start + Math.floor((at - start) / length) * length;
      return [from, from + length];
    }
    const starts = startsOfOddDay(day, length);
    const index = starts.findLastIndex((candidate) => candidate <= at);
    return [starts[index] ?? start, starts[index + 1] ?? end];
  }

  /** How many windows of its day come before the one around an instant. */
  function indexInDay(size: WindowSizeName, day: number, at: number): number {
    const length = subDaySizes[size];
    if (length === undefined) return 0;
    const start = dayStart(day);
    if (dayStart(day + 1) - start === dayLength) return Math.floor((at - start) / length);
    return startsOfOddDay(day, length).findLastIndex((candidate) => candidate <= at);
  }

  const surpluses = new Map<number, OddDaySum>();

  /** How many windows days have more than as many of 24 hours would; windows of a length that divides a day. */
  function surplusOf(length: number): OddDaySum {
    let surplus = surpluses.get(length);
    if (!surplus) {
      surplus = sumOverOddDays(zone, { dayStart, dayOf }, (day) => {
        const start = dayStart(day);
        const end = dayStart(day + 1);
        return (start < end ? oddDayStarts(zone, start, end, length).length : 0) - dayLength / length;
      });
      surpluses.set(length, surplus);
    }
    return surplus;
  }

  function countWindows(size: WindowSizeName, from: number, to: number): number {
    if (from >= to) return 0;
    const first = dayOf(from);
    const last = dayOf(to - 1);
    if (size === 'WEEK') return (firstDay(size, last) - firstDay(size, first)) / 7 + 1;
    if (size === 'MONTH') return monthOf(last) - monthOf(first) + 1;
    const length = subDaySizes[size] ?? dayLength;
    const ofDays = (last - first) * (dayLength / length) + surplusOf(length)(first, last);
    return ofDays + indexInDay(size, last, to - 1) - indexInDay(size, first, from) + 1;
  }

  return {
    zone,
    dayStart,
    dayOf,
    startOf: (size, at) => windowAround(size, at)[0],
    nextStart: (size, at) => windowAround(size, at)[1],
    windowStarts(size, from, to) {
      const starts: number[] = [];
      let at = from;
      while (at < to) {
        const [start, next] = windowAround(size, at);
        starts.push(start);
        at = next;
      }
      return starts;
    },
    countWindows,
  };
}

/** The day a DAY, WEEK (Monday) or MONTH window starts on (wire contract 6.11). */
function firstDay(size: WindowSizeName, day: number): number {
  if (size === 'DAY') return day;
  // 1970-01-01 was a Thursday, the fourth day of its week.
  if (size === 'WEEK') return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * dayLength);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / dayLength;
}

/** The month of a day, counted from January of the year 0. */
function monthOf(day: number): number {
  const date = new Date(day * dayLength);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function dayAfter(size: WindowSizeName, first: number): number {
  if (size === 'DAY') return first + 1;
  if (size === 'WEEK') return first + 7;
  const date = new Date(first * dayLength);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / dayLength;
}

/**
 * Window starts of a day whose clock is put forward or back. Windows follow the wall clock; those up to an hour start
 * anew at the change, so that the hour that comes twice is two windows; longer ones are an hour shorter or longer.
 */
function oddDayStarts(zone: string, start: number, end: number, length: number): number[] {
  const starts = new Set<number>([start]);
  let from = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone);
  if (length > hour) {
    const midnight = from.toPlainDate().toPlainDateTime();
    for (let offset = 0; offset < dayLength; offset += length) {
      const at = midnight.add({ milliseconds: offset }).toZonedDateTime(zone).epochMilliseconds;
      if (at > start && at < end) starts.add(at);
    }
    return [...starts].sort((a, b) => a - b);
  }
  while (from.epochMilliseconds < end) {
    const change = from.getTimeZoneTransition('next');
    const to = Math.min(change?.epochMilliseconds ?? end, end);
    const wall = from.hour * hour + from.minute * minute + from.second * 1000 + from.millisecond;
    starts.add(from.epochMilliseconds);
    const first = from.epochMilliseconds + ((length - (wall % length)) % length);
    for (let at = first; at < to; at += length) starts.add(at);
    if (!change || to === end) break;
    from = change;
  }
  return [...starts].sort((a, b) => a - b);
}
