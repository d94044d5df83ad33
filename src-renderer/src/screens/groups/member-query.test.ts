import { expect, it } from 'vitest';
import { memberQuery } from './member-query';

const now = '2026-03-07T00:00:00.000Z';

it.each([
  ['all', { allow_expired_prices: true }],
  ['current', { allow_expired_prices: false }],
  // A price that starts at this very moment has started.
  ['active', { allow_expired_prices: false, start_date_lt: '2026-03-07T00:00:00.001Z' }],
] as const)('asks for %s members', (view, query) => {
  expect(memberQuery(view, now)).toEqual(query);
});

it('asks for upcoming members by their start and for inactive ones by their end', () => {
  expect(memberQuery('upcoming', now)).toMatchObject({
    allow_expired_prices: false,
    filters: [{ field: 'start_date', operator: 'after', value: { date: now } }],
  });
  expect(memberQuery('inactive', now)).toMatchObject({
    allow_expired_prices: true,
    filters: [{ field: 'end_date', operator: 'before', value: { date: now } }],
  });
});
