import { expect, test } from 'vitest';
import { effectiveError, effectiveMoment, newEffective } from './effective';

const now = '2026-03-07T10:00:00.000Z';
const monthly = { billing_period: 'MONTHLY' as const, start_date: '2026-01-01T00:00:00.000Z' };
const upcoming = { billing_period: 'MONTHLY' as const, start_date: '2026-05-10T00:00:00.000Z' };
const once = { billing_period: 'ONETIME' as const, start_date: null };

test('the next period is the default; a one-time charge has none', () => {
  expect(newEffective(monthly, now)).toEqual({ choice: 'next', at: null });
  expect(newEffective(once, now)).toEqual({ choice: 'now', at: null });
  expect(newEffective({ ...once, start_date: upcoming.start_date }, now)).toEqual({
    choice: 'custom',
    at: upcoming.start_date,
  });
});

test.each([
  ['next', null, monthly, '2026-04-01T00:00:00.000Z'],
  ['next', null, upcoming, '2026-06-01T00:00:00.000Z'],
  ['now', null, monthly, now],
  ['custom', '2026-02-01T00:00:00.000Z', monthly, '2026-02-01T00:00:00.000Z'],
] as const)('%s (%s) of %j is %s', (choice, at, price, moment) => {
  expect(effectiveMoment({ choice, at }, price, now, 'UTC')).toBe(moment);
});

test.each([
  ['now', null, monthly, null],
  ['custom', null, monthly, 'Choose when the new version starts'],
  ['custom', '2025-12-31T00:00:00Z', monthly, 'The new version cannot start before the charge itself does'],
  ['custom', '2026-01-01T00:00:00Z', monthly, null],
  ['now', null, upcoming, 'The new version cannot start before the charge itself does'],
] as const)('%s (%s) of %j: %s', (choice, at, price, message) => {
  expect(effectiveError({ choice, at }, price, now, 'UTC')).toBe(message);
});
