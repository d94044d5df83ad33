import { namesText } from './hidden-series';

const apart = 'so the total is not what the customers pay.';

/**
 * Why a report's total is not what customers pay (wire contract 6.8): its entries, or the events its filters leave, are
 * priced from zero. Null when it is. `entry` is what one is called where entries are priced on their own, else null;
 * `filters` are the names of those by source and property.
 */
export function pricedAnewText({
  entry,
  filters,
}: {
  entry: string | null;
  filters: readonly string[];
}): string | null {
  const anew = 'tiers and packages begin anew';
  const without = 'and minimum commitments do not apply';
  if (entry !== null) return `Each ${entry} is priced on its own here, from zero: ${anew} in each ${without}, ${apart}`;
  if (filters.length === 0) return null;
  return `Only events that match the ${filters.length === 1 ? 'filter' : 'filters'} by ${namesText(filters, filters.length)} are priced here, from zero: ${anew} ${without}, ${apart}`;
}

/** Why the windows of a chart do not add up to the cost of their range. */
export const windowsApartText = (windowWord: string, windows: string, range: string): string =>
  `Each ${windowWord} is priced on its own here: tiers and packages start anew in each, and what counts for the whole range (minimum commitments, rounding) is left out. The windows add up to ${windows}, the whole range costs ${range}.`;
