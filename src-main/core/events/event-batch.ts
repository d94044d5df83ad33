import { isAscii } from 'node:buffer';

/**
 * Events column by column, names and customers as indexes into their own short lists: cheap to hand from the thread
 * that reads a file to the one that writes. Texts of a row of its own are one stretch of bytes: they change hands without
 * a copy, and SQLite takes them as they are. Rows are stored in order; of two rows with one event id the later one wins.
 */
export interface EventBatch {
  event_names: string[];
  external_customer_ids: string[];
  sources: string[];
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

/** Gathers rows into a batch. */
export function batchOf(rows: readonly BatchRow[]): EventBatch {
  const event_names = new Map<string, number>();
  const external_customer_ids = new Map<string, number>();
  const sources = new Map<string, number>();
  const count = rows.length;
  const event_name = new Uint32Array(count);
  const external_customer_id = new Uint32Array(count);
  const source = new Uint32Array(count);
  const timestamp = new Float64Array(count);
  const line = new Uint32Array(count);
  const event_id_end = new Uint32Array(count);
  const properties_end = new Uint32Array(count);
  let texts = Buffer.allocUnsafeSlow(count * 128 + 128);
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] as BatchRow;
    // A character takes three bytes at most.
    const most = end + 3 * (row.event_id.length + row.properties.length);
    if (most > texts.length) texts = enlarged(texts, most);
    end += texts.write(row.event_id, end);
    event_id_end[index] = end;
    end += texts.write(row.properties, end);
    properties_end[index] = end;
    event_name[index] = indexIn(event_names, row.event_name);
    external_customer_id[index] = indexIn(external_customer_ids, row.external_customer_id);
    source[index] = indexIn(sources, row.source);
    timestamp[index] = row.timestamp;
    line[index] = row.line ?? index;
  }
  return {
    event_names: [...event_names.keys()],
    external_customer_ids: [...external_customer_ids.keys()],
    sources: [...sources.keys()],
    event_name,
    external_customer_id,
    source,
    timestamp,
    texts: texts.subarray(0, end),
    event_id_end,
    properties_end,
    line,
  };
}

/** A copy with room for `size` bytes at least, in memory of its own, which can change hands. */
function enlarged(texts: Buffer, size: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(2 * size);
  texts.copy(larger);
  return larger;
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

function indexIn(known: Map<string, number>, text: string): number {
  let index = known.get(text);
  if (index === undefined) {
    index = known.size;
    known.set(text, index);
  }
  return index;
}

/** Gives the memory of a batch back at once: it is of no use any more. */
export function releaseBatch(batch: EventBatch): void {
  for (const buffer of buffersOf(batch)) buffer.transfer(0);
}
