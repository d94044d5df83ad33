import { expect, test } from 'vitest';
import { pricedAnewText } from './priced-anew';

test.each([
  [{ entry: null, filters: [] }, null],
  [
    { entry: 'source', filters: ['source'] },
    'Each source is priced on its own here, from zero: tiers and packages begin anew in each and minimum commitments do not apply, so the total is not what the customers pay.',
  ],
  [
    { entry: null, filters: ['source'] },
    'Only events that match the filter by source are priced here, from zero: tiers and packages begin anew and minimum commitments do not apply, so the total is not what the customers pay.',
  ],
])('%o reads %s', (asked, text) => expect(pricedAnewText(asked)).toBe(text));

test('several filters are all named', () => {
  expect(pricedAnewText({ entry: null, filters: ['source', 'region'] })).toMatch(
    /the filters by source and region are/,
  );
});
