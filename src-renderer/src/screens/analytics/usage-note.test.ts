import { aggregationTypes } from '@shared/entities/meter';
import { expect, test } from 'vitest';
import { usageNote } from './usage-note';

test('only what can be added up over customers goes without a word', () => {
  expect(aggregationTypes.filter((type) => usageNote(type) === null)).toEqual([
    'COUNT',
    'SUM',
    'SUM_WITH_MULTIPLIER',
    'WEIGHTED_SUM',
  ]);
});
