import { expect, test } from 'vitest';
import { tierChanges } from './tier-diff';

const tier = (up_to: number | null, unit_amount: string, flat_amount: string | null = null) => ({
  up_to,
  unit_amount,
  flat_amount,
});
const before = [tier(10, '1'), tier(20, '2'), tier(null, '3')];
const kinds = (after: typeof before) =>
  tierChanges(before, after).map((row) =>
    row.isSame ? 'same' : row.before ? (row.after ? 'changed' : 'removed') : 'new',
  );

test.each([
  [
    [tier(10, '1.0', '0'), tier(20, '2'), tier(null, '3')],
    ['same', 'same', 'same'],
  ],
  [
    [tier(10, '1'), tier(25, '2'), tier(null, '3')],
    ['same', 'changed', 'same'],
  ],
  [
    [tier(10, '1'), tier(null, '3')],
    ['same', 'removed', 'same'],
  ],
  [
    [tier(10, '1'), tier(20, '2'), tier(30, '4'), tier(null, '3', '1')],
    ['same', 'same', 'new', 'changed'],
  ],
  [[], ['removed', 'removed', 'removed']],
])('%j: %j', (after, expected) => {
  expect(kinds(after)).toEqual(expected);
});
