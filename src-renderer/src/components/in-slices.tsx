import { type ReactNode, startTransition, useEffect, useState } from 'react';

/**
 * Draws what is in it right after what is around it, in slices that give way to keys and clicks. For parts that take long
 * to draw for the first time: a screen, a tab, a page whose data has come. One in another is a step of its own. Later
 * changes are drawn as everywhere.
 */
export function InSlices({ children }: { children: ReactNode }) {
  const [isNext, setNext] = useState(false);
  useEffect(() => startTransition(() => setNext(true)), []);
  return isNext ? children : null;
}
