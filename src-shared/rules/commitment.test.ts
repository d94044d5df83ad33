import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Commitment, chargedInAll, underCommitment } from './commitment';
import { anyTerms, centsBetween, flat, slab, tiers } from './pricing-cases';
import { costDigits, fromScaled, toScaled } from './scaled-decimal';
import { compilePrice } from './scaled-pricing';

const commitment = (fields: Partial<Commitment>): Commitment => ({
  type: 'amount',
  amount: null,
  quantity: null,
  duration: null,
  overage_factor: '1',
  true_up_enabled: false,
  is_windowed: false,
  ...fields,
});

const one = compilePrice(flat('1'));
const costOf = (text: string) => toScaled(text, costDigits);
const textOf = (cost: bigint) => fromScaled(cost, costDigits);

const ten = { amount: '10', overage_factor: '1.5' };
const trueUp = { true_up_enabled: true };
const tenUnits = { type: 'quantity' as const, quantity: '10', overage_factor: '2' };

describe('a cost under a commitment (6.8, 6.10)', () => {
  test.each<[string, Partial<Commitment>, string, [string, string, string, string]]>([
    ['beyond it, times the factor', ten, '15', ['17.5', '10', '7.5', '0']],
    ['at it', ten, '10', ['10', '10', '0', '0']],
    ['below it', ten, '4', ['4', '4', '0', '0']],
    ['below it, trued up', { ...ten, ...trueUp }, '4', ['10', '4', '0', '6']],
    ['nothing, trued up', { ...ten, ...trueUp }, '0', ['10', '0', '0', '10']],
    ['nothing', ten, '0', ['0', '0', '0', '0']],
    ['beyond it, trued up', { ...ten, ...trueUp }, '15', ['17.5', '10', '7.5', '0']],
    ['a factor of one changes nothing', { amount: '10' }, '15', ['15', '10', '5', '0']],
    ['beyond a quantity', tenUnits, '15', ['20', '10', '10', '0']],
    ['below a quantity, trued up', { ...tenUnits, ...trueUp }, '3', ['10', '3', '0', '7']],
    [
      'a digit beyond the last is rounded',
      { amount: '0', overage_factor: '1.5' },
      `0.${'0'.repeat(29)}1`,
      [`0.${'0'.repeat(29)}2`, '0', `0.${'0'.repeat(29)}2`, '0'],
    ],
  ])('%s', (_what, fields, cost, expected) => {
    const parts = underCommitment(costOf(cost), commitment(fields), one);
    expect([chargedInAll(parts), parts.utilized, parts.overage, parts.true_up].map(textOf)).toEqual(expected);
  });

  test('a quantity is committed to at the price of its tiers', () => {
    const price = compilePrice(slab(tiers([10, '5'], [null, '1'])));
    const parts = underCommitment(costOf('50'), commitment({ type: 'quantity', quantity: '20', ...trueUp }), price);
    expect([parts.utilized, parts.true_up].map(textOf)).toEqual(['50', '10']);
  });
});

test('a commitment never makes usage cheaper, and a trued-up one never costs less than it', () => {
  const any = fc.record({
    type: fc.constantFrom('amount' as const, 'quantity' as const),
    amount: centsBetween(0, 9_999),
    quantity: centsBetween(0, 9_999),
    overage_factor: centsBetween(100, 400),
    true_up_enabled: fc.boolean(),
  });
  fc.assert(
    fc.property(anyTerms, any, centsBetween(0, 20_000), (terms, fields, cost) => {
      const price = compilePrice(terms);
      const plain = costOf(cost);
      const parts = underCommitment(plain, commitment(fields), price);
      const charged = chargedInAll(parts);
      expect(charged >= plain).toBe(true);
      expect([parts.utilized, parts.overage, parts.true_up].every((part) => part >= 0n)).toBe(true);
      const committed = underCommitment(0n, commitment({ ...fields, ...trueUp }), price).true_up;
      if (fields.true_up_enabled) expect(charged >= committed).toBe(true);
      expect(parts.overage > 0n && parts.true_up > 0n).toBe(false);
    }),
  );
});
