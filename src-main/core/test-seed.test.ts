import { expect, test } from 'vitest';
import { testSeed } from './test-seed';

test('the same sources give the same seed, unless another is asked for', () => {
  const seed = testSeed(undefined);
  expect(testSeed(undefined)).toBe(seed);
  expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 30).toBe(true);
  expect(testSeed('7')).toBe(7);
});
