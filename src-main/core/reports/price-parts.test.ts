import { joinQuantity } from '@shared/rules/scaled-decimal';
import { compilePrice } from '@shared/rules/scaled-pricing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChargedPrice } from '../analytics/charged-prices';
import type { SumRow } from '../analytics/stored-quantity';
import { addPartsToSeries, partsOfPrices } from './price-parts';

const windowOfDay = (day: number) => Math.floor(day / 3);

const priceOf = (number: number, amount: string) =>
  ({
    number,
    compiled: compilePrice({
      billing_model: 'FLAT_FEE',
      amount,
      tier_mode: null,
      tiers: null,
      transform_quantity: { divide_by: 1, round: 'up' },
    }),
  }) as ChargedPrice;

const size = fc.oneof(
  fc.nat({ max: 1_000_000 }),
  fc.nat({ max: 3_000_000_000_000 }),
  fc.maxSafeNat(),
  fc.constant(Number.MAX_SAFE_INTEGER),
);
const row = fc.record({ price: fc.nat({ max: 4 }), day: fc.nat({ max: 8 }), units: size, nanos: size, femtos: size });
const amount = fc.oneof(
  fc.constantFrom('0', '0.003', '1', '12.5', '0.000000000000001', '98765432109876.123456789012345'),
  fc.nat({ max: 100_000 }).map((thousandths) => (thousandths / 1000).toFixed(3)),
);

test('usage and cost by window are what integers of any size say, or nothing when a total is too big', () => {
  let known = 0;
  const property = fc.property(
    fc.array(amount, { minLength: 5, maxLength: 5 }),
    fc.uniqueArray(row, { selector: ({ price, day }) => `${price}/${day}`, maxLength: 20 }),
    (amounts, rows) => {
      const prices = new Map(amounts.map((text, number) => [number, priceOf(number, text)]));
      const stored = rows.map(({ price, day, units, nanos, femtos }): SumRow => [units, nanos, femtos, 1, price, day]);
      const parts = partsOfPrices(stored, prices, 3, windowOfDay);
      const sum = (part: 'units' | 'nanos' | 'femtos', price: number) =>
        rows.filter((each) => each.price === price).reduce((total, each) => total + BigInt(each[part]), 0n);
      const isTooBig = amounts.some((_, price) =>
        (['units', 'nanos', 'femtos'] as const).some((part) => sum(part, price) > Number.MAX_SAFE_INTEGER),
      );
      expect(parts === null).toBe(isTooBig);
      if (!parts) return;
      known += 1;
      const usage = [1n, 0n, 0n];
      const cost = [2n, 0n, 0n];
      addPartsToSeries(parts, usage, cost);
      const expectedUsage = [1n, 0n, 0n];
      const expectedCost = [2n, 0n, 0n];
      for (const { price, day, units, nanos, femtos } of rows) {
        const quantity = joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos));
        const window = windowOfDay(day);
        expectedUsage[window] = (expectedUsage[window] ?? 0n) + quantity;
        expectedCost[window] = (expectedCost[window] ?? 0n) + (prices.get(price)?.compiled.cost(quantity) ?? 0n);
      }
      expect([usage, cost]).toEqual([expectedUsage, expectedCost]);
      for (const { price, usage: total, event_count } of parts) {
        const { number } = price;
        expect(total).toBe(joinQuantity(sum('units', number), sum('nanos', number), sum('femtos', number)));
        expect(event_count).toBe(rows.filter((each) => each.price === number).length);
      }
    },
  );
  fc.assert(property, { numRuns: 500 });
  expect(known).toBeGreaterThan(100);
});

test('a difference below zero is left to integers', () => {
  const prices = new Map([[0, priceOf(0, '1')]]);
  expect(partsOfPrices([[-1, 0, 0, -1, 0, 0]], prices, 1, windowOfDay)).toBeNull();
});
