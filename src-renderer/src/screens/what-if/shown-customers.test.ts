import { expect, test } from 'vitest';
import { shownCustomers } from './shown-customers';
import type { WhatIfView } from './what-if-view';

test('the search, the filter and the order of the screen', () => {
  const view = { search: ' acme ' } as WhatIfView['view'];
  expect(shownCustomers({ view, only: 'more', sort: { field: 'name', direction: 'asc' } })).toEqual({
    search: 'acme',
    only: 'more',
    sort: 'name',
    direction: 'asc',
  });
});
