import { aggregationTypes } from '@shared/entities/meter';
import { expect, test } from 'vitest';
import { unchargedNote, usageNote } from './usage-note';

test('only what can be added up over customers goes without a word', () => {
  expect(aggregationTypes.filter((type) => usageNote(type) === null)).toEqual([
    'COUNT',
    'SUM',
    'SUM_WITH_MULTIPLIER',
    'WEIGHTED_SUM',
  ]);
});

test('an average that is not charged says when what is behind it comes to another total', () => {
  expect(unchargedNote('SUM', true)).toBeNull();
  expect(unchargedNote('AVG', false)).toBe('Worked out for each customer on its own, then added up.');
  expect(unchargedNote('AVG', true)).toContain('may come to another total');
});
