import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueRun, lastRun, nextRun, type ReportSchedule } from './report-schedule';

const daily = (time: string): ReportSchedule => ({ every: 'day', time, weekday: 1, day: 1 });
const weekly = (weekday: number, time = '06:00'): ReportSchedule => ({ every: 'week', time, weekday, day: 1 });
const monthly = (day: number, time = '06:00'): ReportSchedule => ({ every: 'month', time, weekday: 1, day });
const text = (at: number) => new Date(at).toISOString().slice(0, 16);

describe('the next run', () => {
  test.each<[string, ReportSchedule, string, string, string]>([
    ['later today', daily('06:30'), 'UTC', '2026-03-05T06:00Z', '2026-03-05T06:30'],
    ['tomorrow, at the very time', daily('06:30'), 'UTC', '2026-03-05T06:30Z', '2026-03-06T06:30'],
    ['in the zone', daily('06:30'), 'Asia/Tokyo', '2026-03-05T22:00Z', '2026-03-06T21:30'],
    ['winter to summer', daily('06:30'), 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T04:30'],
    ['a skipped hour', daily('02:30'), 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T01:30'],
    ['an hour that comes twice', daily('02:30'), 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T00:30'],
    ['not in the second of them', daily('02:30'), 'Europe/Berlin', '2026-10-25T00:30Z', '2026-10-26T01:30'],
    ['Monday', weekly(1), 'UTC', '2026-03-05T12:00Z', '2026-03-09T06:00'],
    ['Sunday, today', weekly(7), 'UTC', '2026-03-08T05:00Z', '2026-03-08T06:00'],
    ['the 31st of April', monthly(31), 'UTC', '2026-04-01T00:00Z', '2026-04-30T06:00'],
    ['the 31st of May after that', monthly(31), 'UTC', '2026-04-30T06:00Z', '2026-05-31T06:00'],
    ['the 30th of February', monthly(30), 'UTC', '2026-01-31T00:00Z', '2026-02-28T06:00'],
    ['a leap day', monthly(29), 'UTC', '2028-02-01T00:00Z', '2028-02-29T06:00'],
    ['over the year', monthly(1), 'UTC', '2026-12-15T00:00Z', '2027-01-01T06:00'],
  ])('%s', (_name, schedule, zone, after, expected) => {
    expect(text(nextRun(schedule, Date.parse(after), zone))).toBe(expected);
  });
});

describe('what is due', () => {
  const at = (instant: string) => Date.parse(instant);
  test('nothing before the time, one run at it, nothing once it is dealt with', () => {
    const set = at('2026-03-05T05:00Z');
    expect(dueRun(daily('06:30'), set, at('2026-03-05T06:29Z'), 'UTC')).toBeNull();
    const due = dueRun(daily('06:30'), set, at('2026-03-05T06:31Z'), 'UTC');
    expect(due && text(due)).toBe('2026-03-05T06:30');
    expect(dueRun(daily('06:30'), due ?? 0, at('2026-03-06T06:29Z'), 'UTC')).toBeNull();
  });
  test('weeks of missed runs are one, the last of them', () => {
    const due = dueRun(daily('06:30'), at('2026-01-02T06:30Z'), at('2026-03-05T20:00Z'), 'UTC');
    expect(due && text(due)).toBe('2026-03-05T06:30');
  });
  test('a time from before the schedule was set is not made up', () => {
    expect(dueRun(monthly(1), at('2026-03-05T00:00Z'), at('2026-03-20T00:00Z'), 'UTC')).toBeNull();
  });
});

test('runs follow one another without a gap, in every zone', () => {
  const schedule = fc.record({
    every: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    time: fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`),
    weekday: fc.integer({ min: 1, max: 7 }),
    day: fc.integer({ min: 1, max: 31 }),
  });
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe');
  const instant = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2032-01-01') });
  fc.assert(
    fc.property(schedule, zone, instant, (one, where, now) => {
      const next = nextRun(one, now, where);
      const last = lastRun(one, now, where);
      expect(next).toBeGreaterThan(now);
      expect(last).toBeLessThanOrEqual(now);
      expect(nextRun(one, last, where)).toBe(next);
      expect(lastRun(one, next, where)).toBe(next);
    }),
    { numRuns: 150 },
  );
});
