import { expect, test } from 'vitest';
import { elementKeys } from './row-keys';
import { rowsOf } from './row-source';

const keysOf = (items: readonly (string | undefined)[]) => {
  const keyOf = elementKeys(rowsOf(items), String);
  return items.map((_, index) => keyOf(index));
};

test('a row keeps its key when another one comes in above it', () => {
  expect(keysOf(['new', 'base', 'pro']).slice(1)).toEqual(keysOf(['base', 'pro']));
});

test('no two rows of a rendering share a key, also where a page is loading or two pages overlap', () => {
  const keys = keysOf(['base', undefined, 'base', undefined, 'pro']);
  expect(new Set(keys).size).toBe(keys.length);
});
