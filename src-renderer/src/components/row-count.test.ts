import { expect, test } from 'vitest';
import { rowCount } from './row-count';
import { rowsOf } from './row-source';

const none = rowsOf([]);

test('rows are counted once they are known', () => {
  expect(rowCount(rowsOf(['a']), 'customer', 'customers')).toBe('1 customer');
  expect(rowCount(none, 'customer', 'customers')).toBe('0 customers');
});

test('a list that is loading or failed is not told to be empty', () => {
  expect(rowCount({ ...none, isLoading: true }, 'customer', 'customers')).toBe('');
  expect(rowCount({ ...none, error: new Error('The disk failed.') }, 'customer', 'customers')).toBe('');
});
