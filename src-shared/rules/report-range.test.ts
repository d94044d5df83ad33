import { expect, test } from 'vitest';
import { daysOfRange, type ReportRangeId } from './report-range';

const day = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
const facts = { zone: 'America/New_York', first: Date.parse('2024-05-06T03:00:00Z'), last: null };

test.each<[ReportRangeId, string, string, string]>([
  // Still the last day of February in New York.
  ['today', '2026-03-01T03:00:00Z', '2026-02-28', '2026-02-28'],
  ['yesterday', '2026-03-01T12:00:00Z', '2026-02-28', '2026-02-28'],
  ['7d', '2026-03-07T12:00:00Z', '2026-03-01', '2026-03-07'],
  ['30d', '2026-03-30T12:00:00Z', '2026-03-01', '2026-03-30'],
  ['this_month', '2024-02-29T12:00:00Z', '2024-02-01', '2024-02-29'],
  ['last_month', '2024-03-31T12:00:00Z', '2024-02-01', '2024-02-29'],
  ['last_month', '2026-01-31T12:00:00Z', '2025-12-01', '2025-12-31'],
  // A Monday and a Sunday.
  ['last_week', '2026-03-02T12:00:00Z', '2026-02-23', '2026-03-01'],
  ['last_week', '2026-03-08T12:00:00Z', '2026-02-23', '2026-03-01'],
  ['all', '2026-03-08T12:00:00Z', '2026-03-08', '2026-03-08'],
])('%s at %s is %s to %s', (id, now, from, to) => {
  const days = daysOfRange(id, { ...facts, now: Date.parse(now) });
  expect([day(days.from), day(days.to)]).toEqual([from, to]);
});

test('all data reaches from the oldest to the newest usage, future usage included', () => {
  const days = daysOfRange('all', { ...facts, now: 0, last: Date.parse('2031-01-01T12:00:00Z') });
  expect([day(days.from), day(days.to)]).toEqual(['2024-05-05', '2031-01-01']);
});
