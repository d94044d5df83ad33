import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowSizes as sizes } from '../entities/meter';
import { calendarOf, type WindowSizeName } from './windows';

const hour = 3_600_000;
const zones = [
  'UTC',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Africa/Casablanca',
];
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const at = (text: string) => Date.parse(text);
const startsIn = (zone: string, size: WindowSizeName, from: string, to: string) =>
  calendarOf(zone).windowStarts(size, at(from), at(to)).map(iso);

/** The wall clock of a zone as the platform itself tells it: an independent witness. */
function wallClock(zone: string, ms: number) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  });
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return { date: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}`, weekday: part.weekday };
}

describe('days', () => {
  test('a day is 23, 24 or 25 hours long where clocks change', () => {
    const lengths = (zone: string, from: string, days: number) => {
      const { dayOf, dayStart } = calendarOf(zone);
      const first = dayOf(at(from));
      return Array.from({ length: days }, (_, day) => (dayStart(first + day + 1) - dayStart(first + day)) / hour);
    };
    expect(lengths('America/New_York', '2026-03-07T12:00Z', 3)).toEqual([24, 23, 24]);
    expect(lengths('America/New_York', '2026-10-31T12:00Z', 3)).toEqual([24, 25, 24]);
    expect(lengths('Australia/Lord_Howe', '2026-04-04T00:00Z', 3)).toEqual([24, 24.5, 24]);
    expect(lengths('Asia/Kolkata', '2026-03-07T12:00Z', 2)).toEqual([24, 24]);
    // Samoa went straight from 29 to 31 December 2011.
    expect(lengths('Pacific/Apia', '2011-12-29T20:00Z', 3)).toEqual([24, 0, 24]);
  });

  test('days start at local midnight', () => {
    expect(startsIn('America/New_York', 'DAY', '2026-03-07T05:00Z', '2026-03-10T04:00Z')).toEqual([
      '2026-03-07T05:00',
      '2026-03-08T05:00',
      '2026-03-09T04:00',
    ]);
    expect(startsIn('Asia/Kolkata', 'DAY', '2026-03-06T18:30Z', '2026-03-07T18:30Z')).toEqual(['2026-03-06T18:30']);
    // Midnight itself was skipped when summer time began there.
    expect(startsIn('America/Sao_Paulo', 'DAY', '2017-10-15T03:00Z', '2017-10-16T02:00Z')).toEqual([
      '2017-10-15T03:00',
    ]);
    expect(startsIn('Pacific/Apia', 'DAY', '2011-12-29T20:00Z', '2011-12-31T20:00Z')).toEqual([
      '2011-12-29T10:00',
      '2011-12-30T10:00',
      '2011-12-31T10:00',
    ]);
  });
});

describe('windows', () => {
  test('weeks start on Monday and months on the first', () => {
    expect(startsIn('UTC', 'WEEK', '2026-03-07T00:00Z', '2026-03-17T00:00Z')).toEqual([
      '2026-03-02T00:00',
      '2026-03-09T00:00',
      '2026-03-16T00:00',
    ]);
    expect(startsIn('America/New_York', 'MONTH', '2026-02-01T05:00Z', '2026-04-01T04:00Z')).toEqual([
      '2026-02-01T05:00',
      '2026-03-01T05:00',
    ]);
    expect(startsIn('UTC', 'WEEK', '1969-12-30T00:00Z', '1970-01-02T00:00Z')).toEqual(['1969-12-29T00:00']);
    expect(startsIn('UTC', 'MONTH', '1969-12-31T00:00Z', '1970-01-01T00:00Z')).toEqual(['1969-12-01T00:00']);
  });

  test('the hour that comes twice is two windows, the one that is skipped is none', () => {
    expect(startsIn('America/New_York', 'HOUR', '2026-03-08T06:00Z', '2026-03-08T09:00Z')).toEqual([
      '2026-03-08T06:00',
      '2026-03-08T07:00',
      '2026-03-08T08:00',
    ]);
    expect(startsIn('America/New_York', 'HOUR', '2026-11-01T04:00Z', '2026-11-01T08:00Z')).toHaveLength(4);
    // Half an hour is repeated: 01:30 to 02:00 comes twice.
    expect(startsIn('Australia/Lord_Howe', 'HOUR', '2026-04-04T14:00Z', '2026-04-04T16:30Z')).toEqual([
      '2026-04-04T14:00',
      '2026-04-04T15:00',
      '2026-04-04T15:30',
    ]);
    expect(startsIn('Asia/Kolkata', 'HOUR', '2026-03-06T18:30Z', '2026-03-06T20:30Z')).toEqual([
      '2026-03-06T18:30',
      '2026-03-06T19:30',
    ]);
  });

  test('longer parts of a day follow the wall clock over a change', () => {
    expect(startsIn('America/New_York', '12HOUR', '2026-03-08T05:00Z', '2026-03-09T04:00Z')).toEqual([
      '2026-03-08T05:00',
      '2026-03-08T16:00',
    ]);
    expect(startsIn('America/New_York', '6HOUR', '2026-11-01T04:00Z', '2026-11-02T05:00Z')).toEqual([
      '2026-11-01T04:00',
      '2026-11-01T11:00',
      '2026-11-01T17:00',
      '2026-11-01T23:00',
    ]);
  });

  test('the range is half-open, an empty one has no window', () => {
    expect(startsIn('UTC', 'DAY', '2026-03-07T00:00Z', '2026-03-07T00:00Z')).toEqual([]);
    expect(startsIn('UTC', 'DAY', '2026-03-07T00:00Z', '2026-03-07T00:00:01Z')).toEqual(['2026-03-07T00:00']);
    expect(() => calendarOf('Mars/Olympus')).toThrow(RangeError);
  });
});

describe('windows are counted as they are listed', () => {
  const days = (count: number) => count * 24 * hour;
  // Spans that hold a few thousand windows of each size, so that listing them takes no time.
  const spans: Readonly<Record<WindowSizeName, number>> = {
    MINUTE: days(3),
    '15MIN': days(40),
    '30MIN': days(80),
    HOUR: days(400),
    '3HOUR': days(800),
    '6HOUR': days(1000),
    '12HOUR': days(1500),
    DAY: days(3000),
    WEEK: days(6000),
    MONTH: days(20_000),
  };
  const eras = [at('1890-01-01'), at('2008-01-01'), at('2026-01-01'), at('2480-01-01'), at('9950-01-01')];

  test.each(sizes)('%s', (size) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones, 'Pacific/Kiritimati', 'America/Caracas', 'Europe/Dublin'),
        fc.constantFrom(...eras),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(1, 60_000, hour / 4, hour),
        (zone, era, start, length, grain) => {
          const from = era + Math.floor((start * days(9000)) / grain) * grain;
          const to = from + Math.floor((length * spans[size]) / grain) * grain;
          const { windowStarts, countWindows } = calendarOf(zone);
          expect(countWindows(size, from, to)).toBe(windowStarts(size, from, to).length);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['a day that is an hour shorter', 'America/New_York', 'MINUTE', '2026-03-08T05:00Z', '2026-03-09T04:00Z', 23 * 60],
    [
      'windows cut where half an hour comes twice',
      'Australia/Lord_Howe',
      'HOUR',
      '2026-04-04T13:00Z',
      '2026-04-05T13:30Z',
      25,
    ],
    ['a day that was skipped', 'Pacific/Apia', 'DAY', '2011-12-29T10:00Z', '2012-01-01T10:00Z', 3],
    ['a day that was skipped with its year', 'Pacific/Kiritimati', 'DAY', '1994-12-30T12:00Z', '1995-01-02T10:00Z', 3],
    ['an empty range', 'UTC', 'DAY', '2026-03-09T05:00Z', '2026-03-09T05:00Z', 0],
  ] as const)('%s', (_what, zone, size, from, to, count) => {
    expect(calendarOf(zone).countWindows(size, at(from), at(to))).toBe(count);
    expect(startsIn(zone, size, from, to)).toHaveLength(count);
  });

  test('all the hours there are to come, and one more in each year in which half of one comes twice', () => {
    const hours = (zone: string) => calendarOf(zone).countWindows('HOUR', at('2026-01-01'), at('9999-12-31'));
    expect(hours('UTC')).toBe((at('9999-12-31') - at('2026-01-01')) / hour);
    expect(hours('Australia/Lord_Howe') - hours('UTC')).toBe(9999 - 2025);
  });
});

describe('in any zone, at any time', () => {
  const anyZone = fc.constantFrom(...zones);
  const instant = fc.integer({ min: at('2008-01-01'), max: at('2030-01-01') });

  test('windows leave no gap and never overlap', () => {
    fc.assert(
      fc.property(anyZone, fc.constantFrom(...sizes), instant, (zone, size, moment) => {
        const { startOf, nextStart } = calendarOf(zone);
        const start = startOf(size, moment);
        const next = nextStart(size, moment);
        expect(start).toBeLessThanOrEqual(moment);
        expect(next).toBeGreaterThan(moment);
        expect(startOf(size, start)).toBe(start);
        expect(startOf(size, next - 1)).toBe(start);
        expect(startOf(size, next)).toBe(next);
      }),
      { numRuns: 1000 },
    );
  });

  test('a window holds one local hour, day, week or month, as the platform tells the time', () => {
    fc.assert(
      fc.property(anyZone, instant, (zone, moment) => {
        const { startOf, nextStart, dayOf } = calendarOf(zone);
        const clock = (ms: number) => wallClock(zone, ms);
        const now = clock(moment);
        expect(clock(startOf('DAY', moment)).date).toBe(now.date);
        expect(clock(nextStart('DAY', moment) - 1).date).toBe(now.date);
        expect(clock(startOf('DAY', moment) - 1).date).not.toBe(now.date);
        expect(new Date(dayOf(moment) * 24 * hour).toISOString().slice(0, 10)).toBe(now.date);
        expect(clock(startOf('HOUR', moment)).time.slice(0, 2)).toBe(now.time.slice(0, 2));
        expect(clock(startOf('MONTH', moment)).date).toBe(`${now.date.slice(0, 7)}-01`);
        expect(clock(startOf('WEEK', moment)).weekday).toBe('Mon');
        expect(moment - startOf('WEEK', moment)).toBeLessThanOrEqual(7 * 24 * hour + hour);
      }),
      { numRuns: 400 },
    );
  });
});
