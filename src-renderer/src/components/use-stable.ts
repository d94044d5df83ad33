import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A function that stays the same one while it does what the newest rendering says: for parts that are drawn again only
 * when something about them changes. To be called from events, not while rendering.
 */
export function useStable<A extends unknown[], R>(newest: (...args: A) => R): (...args: A) => R {
  const latest = useRef(newest);
  useLayoutEffect(() => {
    latest.current = newest;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
