import type { BatchRow, EventBatch, Measured } from './event-batch';
import { type GatheredRows, gatheredRows } from './gathered-rows';
import { keyOrder } from './key-order';
import { nameList } from './name-list';
import type { PlainRow } from './plain-row';
import { toldColumns } from './told-columns';

/** More names than this are told again rather than kept: memory must not grow with a file. */
const keptNames = 100_000;

/** Gathers rows as numbers and bytes, one by one: a row that stayed an object until its batch is full would outlive what is cheap. */
export interface BatchBuilder {
  add(row: BatchRow): void;
  addPlain(row: PlainRow): void;
  size(): number;
  /** Of the rows' texts. */
  bytes(): number;
  /**
   * The rows as a batch, and begins the next. In the order of the store's key, which makes the insert walk the table once
   * instead of jumping about, when that is asked for: of several rows with one event id only the last is kept then, as they
   * would replace each other.
   */
  take(order: 'as added' | 'of the key'): EventBatch;
}

interface BatchOptions {
  measured?: Measured;
  mostNames?: number;
  /** The facts that rows are told by. */
  told?: readonly string[];
}

/** Makes batches that are stored one after the other: a name is told once, with the first row that has it. */
export function batchBuilder({ measured = {}, mostNames = keptNames, told = [] }: BatchOptions = {}): BatchBuilder {
  const lists = { event_names: nameList(), external_customer_ids: nameList(), sources: nameList() };
  let begins = true;
  const rows = gatheredRows();
  const facts = toldColumns(told);
  function forgetTooMany() {
    if (rows.count() > 0 || Object.values(lists).every((list) => list.size() <= mostNames)) return;
    begins = true;
    for (const list of Object.values(lists)) list.clear();
  }
  /** Of the plain row at hand. */
  const indexes = { event_name: 0, external_customer_id: 0, source: 0 };
  return {
    addPlain(row) {
      forgetTooMany();
      const { bytes, event_name, external_customer_id, source } = row;
      indexes.event_name = lists.event_names.indexOfAscii(bytes, event_name.start, event_name.end);
      indexes.external_customer_id = lists.external_customer_ids.indexOfAscii(
        bytes,
        external_customer_id.start,
        external_customer_id.end,
      );
      indexes.source = lists.sources.indexOfAscii(bytes, source.start, source.end);
      facts.addPlain(rows.count(), row);
      rows.addPlain(row, indexes);
    },
    add(row) {
      forgetTooMany();
      facts.add(rows.count(), row);
      rows.add(row, {
        event_name: lists.event_names.indexOf(row.event_name),
        external_customer_id: lists.external_customer_ids.indexOf(row.external_customer_id),
        source: lists.sources.indexOf(row.source),
      });
    },
    size: rows.count,
    bytes: rows.bytes,
    take(order) {
      const event_names = lists.event_names.takeNew();
      const count = rows.count();
      let kept: Uint32Array | null = null;
      const orderOf = (gathered: GatheredRows) => {
        kept = keyOrder(gathered, lists.event_names.size());
        return kept;
      };
      const columns = rows.take(order === 'as added' ? null : orderOf);
      const batch: EventBatch = {
        event_names,
        measured: event_names.map((name) => (Object.hasOwn(measured, name) ? (measured[name] ?? null) : null)),
        external_customer_ids: lists.external_customer_ids.takeNew(),
        sources: lists.sources.takeNew(),
        begins,
        ...columns,
        told: facts.take(count, kept),
      };
      begins = false;
      return batch;
    },
  };
}

/** Gathers rows into a batch of its own. */
export function batchOf(rows: readonly BatchRow[]): EventBatch {
  const builder = batchBuilder();
  for (const row of rows) builder.add(row);
  return builder.take('as added');
}
