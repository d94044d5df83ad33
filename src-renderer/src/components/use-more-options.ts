import { type UIEvent, useState } from 'react';

/** More than fill a popover. */
const firstOptions = 16;

const movingKeys = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']);

/**
 * How many options of a long list are in the page: every one that is takes its time at each key, as the library draws
 * all of them anew. The others come as soon as one scrolls, or goes through the list by keys.
 */
export function useMoreOptions(total: number) {
  const [hasAll, setAll] = useState(false);
  return {
    most: hasAll ? total : Math.min(firstOptions, total),
    /** The list is opened, or other options are looked for: from its top again. */
    begin: () => setAll(false),
    onScroll({ currentTarget }: UIEvent<Element>) {
      if (currentTarget.scrollTop > 0) setAll(true);
    },
    onKeyDown({ key }: { key: string }) {
      if (movingKeys.has(key)) setAll(true);
    },
  };
}
