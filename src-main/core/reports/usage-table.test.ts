import { joinQuantity } from '@shared/rules/scaled-decimal';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageTables } from './usage-table';

const addition = fc.record({
  owner: fc.integer({ min: 0, max: 60 }),
  part: fc.integer({ min: 0, max: 60 }),
  units: fc.constantFrom(0, 1, 4_000_000_000_000_000),
  // More than a quantity has, so that few of them are as many as millions.
  nanos: fc.constantFrom(0, 999_999_999, 4_000_000_000_000_000),
  femtos: fc.constantFrom(0, 1, 999_999),
  spilled: fc.constantFrom(0n, 0n, 0n, 9_007_199_254_740_993n),
});

test('sums are exact at any size, with nanos and femtos carried over, in a table that served before as well', () => {
  const tables = usageTables();
  fc.assert(
    fc.property(fc.array(addition, { maxLength: 3000, size: 'max' }), (additions) => {
      const table = tables.take();
      const expected = new Map<string, [number, bigint]>();
      for (const { owner, part, units, nanos, femtos, spilled } of additions) {
        table.add(owner, part, 3, units, nanos, femtos, spilled);
        const key = `${owner}/${part}`;
        const [count, sum] = expected.get(key) ?? [0, 0n];
        const quantity = joinQuantity(spilled + BigInt(units), BigInt(nanos), BigInt(femtos));
        expected.set(key, [count + 3, sum + quantity]);
      }
      const told = new Map<string, [number, bigint]>();
      table.each((owner, part, event_count, units, nanos, femtos, spilled) => {
        expect([nanos < 1e9, femtos < 1e6, Number.isSafeInteger(units)]).toEqual([true, true, true]);
        const quantity = joinQuantity(spilled + BigInt(units), BigInt(nanos), BigInt(femtos));
        told.set(`${owner}/${part}`, [event_count, quantity]);
      });
      expect(table.size()).toBe(expected.size);
      expect(told).toEqual(expected);
      tables.giveBack(table);
    }),
    { numRuns: 15 },
  );
});
