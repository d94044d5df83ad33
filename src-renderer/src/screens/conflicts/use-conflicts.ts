import { useState } from 'react';
import { useApiQuery } from '../../door/use-api';

const step = 200;
/** As many as are decided at once. */
export const mostShown = 1000;

/** The open conflicts: the first of them, and more on request. */
export function useConflicts() {
  const [limit, setLimit] = useState(step);
  const asked = useApiQuery('conflict.list', { limit });
  return { ...asked, showMore: () => setLimit((shown) => Math.min(shown + step, mostShown)) };
}
