import { expect, test } from 'vitest';
import { formatRelative } from './relative';

const now = Date.parse('2026-03-07T12:00:00Z');

test.each([
  ['2026-03-07T12:00:00Z', 'now'],
  ['2026-03-07T11:59:01Z', 'now'],
  ['2026-03-07T12:00:05Z', 'now'],
  ['2026-03-07T11:59:00Z', '1 minute ago'],
  ['2026-03-07T11:00:01Z', '59 minutes ago'],
  ['2026-03-07T11:00:00Z', '1 hour ago'],
  ['2026-03-06T12:00:01Z', '23 hours ago'],
  ['2026-03-06T12:00:00Z', 'yesterday'],
  ['2026-02-06T12:00:00Z', '29 days ago'],
  ['2026-02-05T12:00:00Z', 'Feb 5, 2026'],
])('%s is %s at noon of March 7, 2026', (instant, text) => {
  expect(formatRelative(instant, now, 'en-US')).toBe(text);
});

test('it speaks the given language', () => {
  expect(formatRelative('2026-03-07T11:55:00Z', now, 'de-DE')).toBe('vor 5 Minuten');
});
