import { expect, test } from 'vitest';
import { filterText } from './filter-text';

const named = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ({ id, name: id.toUpperCase() }));

test('a filter is told by the names of what it leaves', () => {
  expect(filterText(['a'], named, 'plan', 'plans')).toBe('plan A');
  expect(filterText(['b', 'a'], named, 'plan', 'plans')).toBe('plans B and A');
  expect(filterText(['a', 'b', 'c', 'd', 'e', 'f', 'g'], named, 'plan', 'plans')).toBe(
    'plans A, B, C, D, E and 2 more',
  );
});

test('and by their number while a name is not known', () => {
  expect(filterText(['a', 'z'], named, 'plan', 'plans')).toBe('2 plans');
});
