import { anyTerms } from '@shared/rules/pricing-cases';
import { joinQuantity } from '@shared/rules/scaled-decimal';
import { compilePrice } from '@shared/rules/scaled-pricing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costSums } from './cost-sums';

const parts = fc.record({
  // Near the bounds of tiers and packages, and as big as the store can hold.
  units: fc.oneof(
    fc.integer({ min: 0, max: 120 }),
    fc.constantFrom(0, 10, 20, 50, 100, 1000),
    fc.integer({ min: 0, max: 4e15 }),
  ),
  nanos: fc.oneof(fc.constant(0), fc.constantFrom(1, 999_999_999), fc.integer({ min: 0, max: 999_999_999 })),
  femtos: fc.oneof(fc.constant(0), fc.constantFrom(1, 999_999)),
  spilled: fc.oneof({ weight: 9, arbitrary: fc.constant(0n) }, fc.constant(8_000_000_000_000_000n)),
});

test('many quantities cost the sum of what each of them costs', () => {
  fc.assert(
    fc.property(anyTerms, fc.array(parts, { maxLength: 30 }), (terms, quantities) => {
      const price = compilePrice(terms);
      const sums = costSums(price);
      const expected = { usage: 0n, cost: 0n, event_count: 0 };
      for (const { units, nanos, femtos, spilled } of quantities) {
        const quantity = joinQuantity(spilled + BigInt(units), BigInt(nanos), BigInt(femtos));
        sums.add(2, units, nanos, femtos, spilled);
        expected.usage += quantity;
        expected.cost += price.cost(quantity);
        expected.event_count += 2;
      }
      expect(sums.settle()).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});

test.each(['up', 'down'] as const)(
  'packages rounded %s are those of the rule, next to a whole number of them as well',
  (round) => {
    const price = compilePrice({
      billing_model: 'PACKAGE',
      amount: '1',
      tier_mode: null,
      tiers: null,
      transform_quantity: { divide_by: 9_999_991, round },
    });
    for (const [units, nanos, femtos] of [
      [9_999_991, 0, 0],
      [9_999_991, 1, 0],
      [9_999_991, 0, 1],
      [9_999_990, 999_999_999, 0],
      [9_999_990, 999_999_999, 999_999],
      [9_999_991 * 400_000_000, 1, 0],
    ] as const) {
      const sums = costSums(price);
      sums.add(1, units, nanos, femtos, 0n);
      expect(sums.settle().cost).toBe(price.cost(joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos))));
    }
  },
);
