const apart = new Set(['AVG', 'MAX', 'LATEST', 'COUNT_UNIQUE']);

/**
 * What there is to know about a usage that several line items have together: only sums and counts are those of all their
 * events. Null where nothing needs to be said.
 */
export const usageNote = (aggregationType: string): string | null =>
  apart.has(aggregationType) ? 'Worked out for each customer and price on its own, then added up.' : null;
