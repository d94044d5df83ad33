import { type BatchRow, batchOf, type EventBatch } from '../event-batch';

/**
 * The rows as a batch in the order of the store's key, which makes the insert walk the table once instead of jumping
 * about. Of several rows with one event id only the last is kept: they would replace each other in file order.
 */
export function orderedBatch(rows: readonly BatchRow[]): EventBatch {
  const kept = isAscending(rows) ? rows : lastOfEachId(rows);
  const ordered = [...Map.groupBy(kept, ({ event_name }) => event_name).values()].flatMap((ofName) =>
    ofName.every((row, index) => index === 0 || compare(ofName[index - 1] ?? row, row) <= 0)
      ? ofName
      : ofName.sort(compare),
  );
  return batchOf(ordered);
}

/** Whether each row's id is greater than the one before, as the ids of a log often are: no two are the same then. */
const isAscending = (rows: readonly BatchRow[]) =>
  rows.every((row, index) => index === 0 || (rows[index - 1]?.event_id ?? '') < row.event_id);

function lastOfEachId(rows: readonly BatchRow[]): readonly BatchRow[] {
  const byId = new Map<string, BatchRow>();
  for (const row of rows) byId.set(row.event_id, row);
  return byId.size === rows.length ? rows : [...byId.values()];
}

const compare = (a: BatchRow, b: BatchRow) => a.timestamp - b.timestamp || (a.event_id < b.event_id ? -1 : 1);
