import type { Settled, Settlement } from '../analytics/account';

/** A settlement that may still grow. */
export interface OpenSettlement extends Settlement {
  windows: Map<number, Settled>;
}

/** Adds what something comes to, in all and window by window. */
export function addSettlement(sum: OpenSettlement, part: Settlement): void {
  addTo(sum, part);
  for (const [window, ofWindow] of part.windows) addToWindow(sum, window, ofWindow);
}

function addTo(sum: Settled, part: Settled) {
  sum.usage += part.usage;
  sum.cost += part.cost;
  sum.event_count += part.event_count;
}

function addToWindow({ windows }: OpenSettlement, window: number, part: Settled) {
  const known = windows.get(window);
  if (known) addTo(known, part);
  else windows.set(window, { ...part });
}
