import { expect, test } from 'vitest';
import { withBillingAnchor } from './anchored-months';
import { calendarOf } from './windows';

const monthOf = (anchor: string, zone: string, at: string) =>
  new Date(withBillingAnchor(calendarOf(zone), Date.parse(anchor)).startOf('MONTH', Date.parse(at))).toISOString();

test.each([
  ['the anchor itself', '2024-01-05T14:30:45Z', 'UTC', '2024-01-05T14:30:45Z', '2024-01-05T00:00:00.000Z'],
  ['the first moment of its day', '2024-01-05T14:30:45Z', 'UTC', '2024-01-05T00:00:00Z', '2024-01-05T00:00:00.000Z'],
  ['just before its day', '2024-01-05T14:30:45Z', 'UTC', '2024-01-04T23:59:59.999Z', '2023-12-05T00:00:00.000Z'],
  ['years after it', '2024-01-05T00:00:00Z', 'UTC', '2026-03-01T00:00:00Z', '2026-02-05T00:00:00.000Z'],
  ['years before it', '2030-01-05T00:00:00Z', 'UTC', '2026-03-05T00:00:00Z', '2026-03-05T00:00:00.000Z'],
  ['a month without a 31st', '2026-01-31T00:00:00Z', 'UTC', '2026-03-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
  ['the 31st again after it', '2026-01-31T00:00:00Z', 'UTC', '2026-04-01T00:00:00Z', '2026-03-31T00:00:00.000Z'],
  ['a leap day', '2024-02-29T12:00:00Z', 'UTC', '2026-03-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
  ['summer time', '2026-01-14T23:00:00Z', 'Europe/Berlin', '2026-06-20T00:00:00Z', '2026-06-14T22:00:00.000Z'],
])('a month starts by %s', (_what, anchor, zone, at, expected) => {
  expect(monthOf(anchor, zone, at)).toBe(expected);
});

test('one window serves events in any order, and other sizes follow the calendar', () => {
  const windowing = withBillingAnchor(calendarOf('UTC'), Date.parse('2026-01-10T00:00:00Z'));
  const starts = ['2026-05-01', '2026-01-01', '2026-05-10'].map((day) =>
    new Date(windowing.startOf('MONTH', Date.parse(`${day}T00:00:00Z`))).toISOString().slice(0, 10),
  );
  expect(starts).toEqual(['2026-04-10', '2025-12-10', '2026-05-10']);
  expect(windowing.startOf('DAY', Date.parse('2026-05-10T13:00:00Z'))).toBe(Date.parse('2026-05-10T00:00:00Z'));
});

test.each([
  ['none', '2026-05-10T00:00:00Z', '2026-05-10T00:00:00Z'],
  ['part of one', '2026-05-10T00:00:00Z', '2026-05-10T00:00:00.001Z'],
  ['both sides of a beginning', '2026-03-30T21:59:59.999Z', '2026-03-30T22:00:00.001Z'],
  ['years around the anchor', '2019-07-01T12:00:00Z', '2031-02-28T00:00:00Z'],
])('months are counted as they are walked: %s', (_what, start, end) => {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  const windowing = withBillingAnchor(calendarOf('Europe/Berlin'), Date.parse('2026-01-31T09:00:00Z'));
  let walked = 0;
  for (let at = from; at < to; at = windowing.nextStart('MONTH', at)) walked += 1;
  expect(windowing.countWindows('MONTH', from, to)).toBe(walked);
  expect(windowing.countWindows('DAY', from, to)).toBe(calendarOf('Europe/Berlin').countWindows('DAY', from, to));
});
