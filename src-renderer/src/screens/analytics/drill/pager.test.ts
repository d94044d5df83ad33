import { expect, test } from 'vitest';
import { lastOffset } from './pager';

test.each([
  [0, 0],
  [1, 0],
  [50, 0],
  [51, 50],
  [100, 50],
  [101, 100],
])('of %i rows the last page of 50 begins at %i', (total, offset) => {
  expect(lastOffset(total, 50)).toBe(offset);
});
