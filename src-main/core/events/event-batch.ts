import { isAscii } from 'node:buffer';
import { gatheredRows } from './gathered-rows';
import { keyOrder } from './key-order';
import { nameList } from './name-list';

/**
 * Events column by column, names and customers as indexes into their own short lists: cheap to hand from the thread
 * that reads a file to the one that writes. Texts of a row of its own are one stretch of bytes: they change hands without
 * a copy, and SQLite takes them as they are. Rows are stored in order; of two rows with one event id the later one wins.
 */
export interface EventBatch {
  /** Names that no batch before it had; indexes count on from those of the batches before, as far as one `begins` anew. */
  event_names: string[];
  external_customer_ids: string[];
  sources: string[];
  /** Whether its names are the first: nothing of the batches before is referred to. */
  begins: boolean;
  /** Index into event_names, external_customer_ids, sources. */
  event_name: Uint32Array;
  external_customer_id: Uint32Array;
  source: Uint32Array;
  /** Epoch milliseconds. */
  timestamp: Float64Array;
  /** The event id and the properties (canonical JSON) of one row after another, in UTF-8. */
  texts: Uint8Array;
  /** Where in `texts` each row's event id ends, and its properties, with which the next row starts. */
  event_id_end: Uint32Array;
  properties_end: Uint32Array;
  /** Where each row stands in what it came from: the line of a file, the place in a list. */
  line: Uint32Array;
}

export interface BatchRow {
  event_name: string;
  external_customer_id: string;
  source: string;
  timestamp: number;
  event_id: string;
  properties: string;
  line?: number;
}

/** More names than this are told again rather than kept: memory must not grow with a file. */
const keptNames = 100_000;

/** Gathers rows as numbers and bytes, one by one: a row that stayed an object until its batch is full would outlive what is cheap. */
export interface BatchBuilder {
  add(row: BatchRow): void;
  size(): number;
  /**
   * The rows as a batch, and begins the next. In the order of the store's key, which makes the insert walk the table once
   * instead of jumping about, when that is asked for: of several rows with one event id only the last is kept then, as they
   * would replace each other.
   */
  take(order: 'as added' | 'of the key'): EventBatch;
}

/** Makes batches that are stored one after the other: a name is told once, with the first row that has it. */
export function batchBuilder(mostNames = keptNames): BatchBuilder {
  const lists = { event_names: nameList(), external_customer_ids: nameList(), sources: nameList() };
  let begins = true;
  const rows = gatheredRows();
  return {
    add(row) {
      if (rows.count() === 0 && Object.values(lists).some((list) => list.size() > mostNames)) {
        begins = true;
        for (const list of Object.values(lists)) list.clear();
      }
      rows.add(row, {
        event_name: lists.event_names.indexOf(row.event_name),
        external_customer_id: lists.external_customer_ids.indexOf(row.external_customer_id),
        source: lists.sources.indexOf(row.source),
      });
    },
    size: rows.count,
    take(order) {
      const batch: EventBatch = {
        event_names: lists.event_names.takeNew(),
        external_customer_ids: lists.external_customer_ids.takeNew(),
        sources: lists.sources.takeNew(),
        begins,
        ...rows.take(order === 'as added' ? null : (gathered) => keyOrder(gathered, lists.event_names.size())),
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

/** Where the texts of a row start. */
export const textsStart = ({ properties_end }: EventBatch, row: number): number => properties_end[row - 1] ?? 0;

/** Reads the texts of rows [from, to) of a batch. */
export function textsOf(
  batch: EventBatch,
  from: number,
  to: number,
): { eventId(row: number): string; properties(row: number): string } {
  const { texts, event_id_end, properties_end } = batch;
  const first = textsStart(batch, from);
  const bytes = Buffer.from(texts.buffer, texts.byteOffset + first, textsStart(batch, to) - first);
  // Pieces of one text cost next to nothing; only where a byte is a character are their places the same.
  const whole = isAscii(bytes) ? bytes.toString('latin1') : null;
  const text = (start: number, end: number) =>
    whole?.slice(start - first, end - first) ?? bytes.toString('utf8', start - first, end - first);
  const idEnd = (row: number) => event_id_end[row] ?? 0;
  return {
    eventId: (row) => text(textsStart(batch, row), idEnd(row)),
    properties: (row) => text(idEnd(row), properties_end[row] ?? 0),
  };
}

/** The memory of a batch's columns: it changes hands between threads instead of being copied. */
export const buffersOf = (batch: EventBatch): ArrayBuffer[] => {
  const { event_name, external_customer_id, source, timestamp, texts, event_id_end, properties_end, line } = batch;
  return [event_name, external_customer_id, source, timestamp, texts, event_id_end, properties_end, line].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
};

/** Gives the memory of a batch back at once: it is of no use any more. */
export function releaseBatch(batch: EventBatch): void {
  for (const buffer of buffersOf(batch)) buffer.transfer(0);
}
