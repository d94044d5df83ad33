import { type BatchRow, batchOf, type EventBatch } from '../event-batch';

/**
 * The rows as a batch in the order of the store's key, which makes the insert walk the table once instead of jumping
 * about. Of several rows with one event id only the last is kept: they would replace each other in file order.
 */
export function orderedBatch(rows: readonly BatchRow[]): EventBatch {
  const byId = new Map<string, BatchRow>();
  for (const row of rows) byId.set(row.event_id, row);
  const kept = byId.size === rows.length ? rows : [...byId.values()];
  const ordered = [...Map.groupBy(kept, ({ event_name }) => event_name).values()].flatMap((ofName) =>
    ofName.every((row, index) => index === 0 || compare(ofName[index - 1] ?? row, row) <= 0)
      ? ofName
      : ofName.sort(compare),
  );
  return batchOf(ordered);
}

const compare = (a: BatchRow, b: BatchRow) => a.timestamp - b.timestamp || (a.event_id < b.event_id ? -1 : 1);
