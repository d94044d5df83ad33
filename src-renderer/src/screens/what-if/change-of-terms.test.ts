import { priceUpdate } from '@shared/entities/price';
import { flat, pack, slab, tiers, volume } from '@shared/rules/pricing-cases';
import { expect, test } from 'vitest';
import { termsOfUpdate, updateOfTerms } from './change-of-terms';
import { signedMoney, signedPercent } from './signed-money';

test.each([
  [flat('0.000000000000001')],
  [pack('5', 10, 'down')],
  [volume(tiers([10, '0.5', '1'], [null, '0.25']))],
  [slab(tiers([null, '2']))],
])('%j travels as an update and comes back', (terms) => {
  const update = updateOfTerms('price_1', terms);
  expect(termsOfUpdate(JSON.parse(JSON.stringify(update)))).toEqual(terms);
  expect(priceUpdate.safeParse(update).success).toBe(true);
});

test.each([
  ['0', '0', '60', 'no change', ''],
  ['1.5', '2.5', '61.5', '+$1.50', '+2.5%'],
  ['-0.000003', '-0.1', '0.003', '-$0.000003', '-0.1%'],
  ['2', null, '2', '+$2.00', 'new'],
  ['0.01', '0', '60', '+$0.01', 'under 0.1%'],
  ['-9999', '-100', '1', '-$9,999.00', '-99.9%'],
  ['-9999', '-100', '0', '-$9,999.00', '-100.0%'],
])('a difference of %s, %s percent, to %s reads %s %s', (difference, percent, cost_then, money, share) => {
  expect(signedMoney(difference, 'usd')).toBe(money);
  expect(signedPercent({ difference, percent, cost_then })).toBe(share);
});
