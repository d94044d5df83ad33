/**
 * The one metadata key that proves, on a server without idempotency keys, who made a row: it holds the id of the operation
 * that made it. Never shown, never edited, never exported.
 */
export const markKey = 'pricebook_operation';

/** Metadata as a person knows it. */
export function withoutMark(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const { [markKey]: _mark, ...rest } = metadata;
  return rest;
}
