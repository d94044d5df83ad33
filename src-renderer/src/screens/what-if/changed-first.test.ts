import { expect, test } from 'vitest';
import { changedFirst } from './changed-first';

test('a currency in which something changes stands before those in which nothing does', () => {
  const total = (currency: string, difference: string, pays_more = 0) => ({
    currency,
    difference,
    pays_more,
    pays_less: pays_more,
  });
  const totals = [total('usd', '0'), total('eur', '0', 1), total('gbp', '0'), total('jpy', '12')];
  expect(changedFirst(totals).map(({ currency }) => currency)).toEqual(['eur', 'jpy', 'usd', 'gbp']);
});
