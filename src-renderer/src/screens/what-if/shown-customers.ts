import type { WhatIfView } from './what-if-view';

/** Which customers the comparison lists and in which order, for everything that is to hold the same ones. */
export const shownCustomers = ({ view, only, sort }: Pick<WhatIfView, 'view' | 'only' | 'sort'>) => ({
  search: view.search.trim(),
  only,
  sort: sort.field,
  direction: sort.direction,
});
