import { startTransition, useEffect, useState } from 'react';

/** What is drawn at first, and then at once: about a dialog's height. */
const step = 15;

/** How many of so many rows are drawn by now: a few at first, all of them some moments later, each time a task of its own. */
export function useGrowing(total: number): number {
  const [drawn, setDrawn] = useState(step);
  useEffect(() => {
    if (drawn < total) startTransition(() => setDrawn(drawn + step));
  }, [drawn, total]);
  return Math.min(drawn, total);
}
