import { expect, test } from 'vitest';
import { hasGrownFilters } from './grown-filters';

const meter = (filters: { key: string; values: string[] }[], field = 'n') => ({
  event_name: 'tokens',
  aggregation: { type: 'SUM', field },
  filters,
});
const region = (...values: string[]) => ({ key: 'region', values });

test.each([
  ['a value more', meter([region('eu')]), meter([region('us', 'eu')]), true],
  ['a key more', meter([]), meter([region('eu')]), true],
  ['the same', meter([region('eu')]), meter([region('eu')]), true],
  ['a value less', meter([region('eu', 'us')]), meter([region('us')]), false],
  ['a key less', meter([region('eu')]), meter([]), false],
  ['another aggregation', meter([]), meter([region('eu')], 'm'), false],
  ['no meter', null, meter([]), false],
  ['no meter any more', meter([]), null, false],
])('%s', (_name, before, after, isGrown) => {
  expect(hasGrownFilters(before, after)).toBe(isGrown);
});
