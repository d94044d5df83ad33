import { expect, test } from 'vitest';
import { rowAfterKey } from './grid-keys';
import { gridLayout } from './grid-layout';

test.each([
  ['ArrowDown', 0, 1],
  ['j', 8, 9],
  ['j', 9, 9],
  ['ArrowUp', 0, 0],
  ['k', 5, 4],
  ['PageDown', 3, 7],
  ['PageDown', 8, 9],
  ['PageUp', 2, 0],
  ['Home', 7, 0],
  ['End', 0, 9],
  ['Enter', 3, null],
  ['x', 3, null],
])('%s from row %i of 10 leads to %s', (key, current, expected) => {
  expect(rowAfterKey(key, current, 10, 4)).toBe(expected);
});

test('a table is at least as wide as its columns need', () => {
  expect(gridLayout(['minmax(14rem, 2fr)', '6rem', undefined])).toEqual({
    template: 'minmax(14rem, 2fr) 6rem minmax(8rem, 1fr)',
    minWidth: '28rem',
  });
});
