const apart = new Set(['AVG', 'MAX', 'LATEST', 'COUNT_UNIQUE']);

/**
 * What there is to know about a usage that several line items have together: only sums and counts are those of all their
 * events. Null where nothing needs to be said.
 */
export const usageNote = (aggregationType: string): string | null =>
  apart.has(aggregationType) ? 'Worked out for each customer and price on its own, then added up.' : null;

/**
 * The same about usage that is not charged. `isApart`: the report takes its events apart by source or property, so that each
 * value has a usage of its own; what is behind it is told of each customer as a whole.
 */
export function unchargedNote(aggregationType: string, isApart: boolean): string | null {
  if (!apart.has(aggregationType)) return null;
  return isApart
    ? 'Worked out for each customer and value that the report tells apart, then added up. What is behind it is worked out for each customer as a whole, and may come to another total.'
    : 'Worked out for each customer on its own, then added up.';
}
