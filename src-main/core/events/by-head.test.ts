import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventIdKeys, headOfKey } from '../store/event-id-key';
import { headSorter } from './by-head';

const anyKey = fc.oneof(
  fc.constantFrom(0, 1, 65_535, 65_536, eventIdKeys - 1),
  fc.integer({ min: 0, max: eventIdKeys - 1 }),
  fc.integer({ min: 7 * 65_536, max: 9 * 65_536 }),
);

test('rows are put together by the heads of their keys, which are in order, and stay in order themselves', () => {
  const keysByHead = headSorter();
  fc.assert(
    fc.property(fc.array(anyKey), (keys) => {
      const { heads, starts, rows } = keysByHead(Float64Array.from(keys));
      const found = heads.map((head, at) => [head, [...rows.subarray(starts[at], starts[at + 1])]]);
      const expected = Map.groupBy(keys.keys(), (row) => headOfKey(keys[row] ?? 0));
      expect(found).toEqual([...expected].sort(([a], [b]) => a - b));
    }),
  );
});
