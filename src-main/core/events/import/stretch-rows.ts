/** While somebody edits, no call waits longer for a transaction of an import. */
const msBesideEdits = 40;
/** The first call of somebody who begins to edit waits that long. */
const msAlone = 300;
/** Fewer rows are not worth a transaction. */
const leastRows = 2_000;

/**
 * How many of the rows left are stored in the next transaction, by how many were stored in a millisecond last: as many as
 * may be, because every transaction writes each page that it touches, in stretches of about one size.
 */
export function stretchRows(left: number, rowsPerMs: number, isBesideEdits: boolean): number {
  const most = Math.max(leastRows, Math.round(rowsPerMs * (isBesideEdits ? msBesideEdits : msAlone)));
  return Math.ceil(left / Math.ceil(left / most));
}
