import { isAscii } from 'node:buffer';
import type { Quantity } from '@shared/rules/quantity';
import type { ToldColumn } from '../usage/telling';

/**
 * Events column by column, names and customers as indexes into their own short lists: cheap to hand from the thread
 * that reads a file to the one that writes. Texts of a row of its own are one stretch of bytes, which change hands without
 * a copy. Rows are stored in order; of two rows with one event id the later one wins.
 */
export interface EventBatch {
  /** Names that no batch before it had; indexes count on from those of the batches before, as far as one `begins` anew. */
  event_names: string[];
  external_customer_ids: string[];
  sources: string[];
  /** Of each of these event names the property whose number was read with the row; null when none was. */
  measured: (string | null)[];
  /** Whether its names are the first: nothing of the batches before is referred to. */
  begins: boolean;
  /** Index into event_names, external_customer_ids, sources. */
  event_name: Uint32Array;
  external_customer_id: Uint32Array;
  source: Uint32Array;
  /** Epoch milliseconds. */
  timestamp: Float64Array;
  /** 1 where the row says no time, and has that at which it came in. */
  is_undated: Uint8Array;
  /** The event ids of one row after another in UTF-8, and where each ends. */
  event_ids: Uint8Array;
  event_id_end: Uint32Array;
  /** The key of each event id, before its environment is known. */
  id_key: Float64Array;
  /** The same for the properties (canonical JSON). */
  properties: Uint8Array;
  properties_end: Uint32Array;
  /** 1 where the measured number was read: what it is worth is `units`, `nanos` and `femtos`. */
  is_read: Uint8Array;
  units: Float64Array;
  nanos: Uint32Array;
  femtos: Uint32Array;
  /** Where each row stands in what it came from: the line of a file, the place in a list. */
  line: Uint32Array;
  /** What is told of the rows by facts: the same ones in the same order in every batch of an import. */
  told: ToldColumn[];
}

export interface BatchRow {
  event_name: string;
  external_customer_id: string;
  source: string;
  timestamp: number;
  /** Whether it says no time: an event that is stored already keeps the one it has. */
  is_undated?: boolean;
  event_id: string;
  properties: string;
  line?: number;
  /** What the measured property of its event name is worth, where that is known already. */
  quantity?: Quantity | null;
}

/** Of event names the property that meters read a number from: it is read with the row, where a reader can do so cheaply. */
export type Measured = Record<string, string>;

export interface BatchTexts {
  eventId(row: number): string;
  properties(row: number): string;
}

/** Reads the texts of rows [from, to) of a batch. */
export function textsOf(
  { event_ids, event_id_end, properties, properties_end }: EventBatch,
  from: number,
  to: number,
): BatchTexts {
  return {
    eventId: textsIn(event_ids, event_id_end, from, to),
    properties: textsIn(properties, properties_end, from, to),
  };
}

function textsIn(texts: Uint8Array, ends: Uint32Array, from: number, to: number): (row: number) => string {
  const first = ends[from - 1] ?? 0;
  const bytes = Buffer.from(texts.buffer, texts.byteOffset + first, (ends[to - 1] ?? 0) - first);
  // Pieces of one text cost next to nothing; only where a byte is a character are their places the same.
  let whole: string | null | undefined;
  return (row) => {
    if (whole === undefined) whole = isAscii(bytes) ? bytes.toString('latin1') : null;
    const [start, end] = [(ends[row - 1] ?? 0) - first, (ends[row] ?? 0) - first];
    return whole?.slice(start, end) ?? bytes.toString('utf8', start, end);
  };
}

/** The memory of a batch's columns: it changes hands between threads instead of being copied. */
export const buffersOf = (batch: EventBatch): ArrayBuffer[] => {
  const { event_name, external_customer_id, source, timestamp, is_undated, line, is_read, units, nanos, femtos } =
    batch;
  const numbers = [
    event_name,
    external_customer_id,
    source,
    timestamp,
    is_undated,
    batch.id_key,
    line,
    is_read,
    units,
    nanos,
    femtos,
  ];
  const texts = [batch.event_ids, batch.event_id_end, batch.properties, batch.properties_end];
  const told = batch.told.flatMap(({ value }) => value ?? []);
  return [...numbers, ...texts, ...told].map(({ buffer }) => buffer as ArrayBuffer);
};

/** Gives the memory of a batch back at once: it is of no use any more. */
export function releaseBatch(batch: EventBatch): void {
  for (const buffer of buffersOf(batch)) buffer.transfer(0);
}
