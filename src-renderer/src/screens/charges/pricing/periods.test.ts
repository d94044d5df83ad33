import { expect, test } from 'vitest';
import { dayStart, monthStart, nextPeriodStart } from './periods';

test.each([
  ['DAILY', '2026-03-07T10:00:00Z', 'UTC', '2026-03-08T00:00:00.000Z'],
  ['WEEKLY', '2026-03-07T10:00:00Z', 'UTC', '2026-03-09T00:00:00.000Z'],
  ['WEEKLY', '2026-03-09T00:00:00Z', 'UTC', '2026-03-16T00:00:00.000Z'],
  ['MONTHLY', '2026-01-31T10:00:00Z', 'UTC', '2026-02-01T00:00:00.000Z'],
  ['MONTHLY', '2026-12-31T23:59:59Z', 'UTC', '2027-01-01T00:00:00.000Z'],
  ['QUARTERLY', '2026-03-31T10:00:00Z', 'UTC', '2026-04-01T00:00:00.000Z'],
  ['QUARTERLY', '2026-11-02T10:00:00Z', 'UTC', '2027-01-01T00:00:00.000Z'],
  ['HALF_YEARLY', '2026-06-30T10:00:00Z', 'UTC', '2026-07-01T00:00:00.000Z'],
  ['ANNUAL', '2026-01-01T00:00:00Z', 'UTC', '2027-01-01T00:00:00.000Z'],
  // Still February in New York, and its clocks are put forward before April.
  ['MONTHLY', '2026-03-01T03:00:00Z', 'America/New_York', '2026-03-01T05:00:00.000Z'],
  ['MONTHLY', '2026-03-02T03:00:00Z', 'America/New_York', '2026-04-01T04:00:00.000Z'],
  ['DAILY', '2026-03-07T20:00:00Z', 'Asia/Kolkata', '2026-03-08T18:30:00.000Z'],
] as const)('the next %s period after %s in %s starts %s', (period, at, zone, start) => {
  expect(nextPeriodStart(period, at, zone)).toBe(start);
});

test('a one-time charge has no next period', () => {
  expect(nextPeriodStart('ONETIME', '2026-03-07T10:00:00Z', 'UTC')).toBeNull();
});

test('months and days start at midnight of the zone', () => {
  expect(monthStart('2026-03-31T20:00:00Z', 'Asia/Kolkata')).toBe('2026-03-31T18:30:00.000Z');
  expect(dayStart('2026-03-07T02:00:00Z', 'America/New_York')).toBe('2026-03-06T05:00:00.000Z');
});
