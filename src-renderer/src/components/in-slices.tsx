import { type ReactNode, useDeferredValue } from 'react';

/**
 * Draws what is in it right after what is around it, in slices that give way to keys and clicks. For parts that take long
 * to draw for the first time: a screen, a tab, a page whose data has come. Later changes are drawn as everywhere.
 */
export function InSlices({ children }: { children: ReactNode }) {
  return useDeferredValue(true, false) ? children : null;
}
