/**
 * Events column by column, names and customers as indexes into their own short lists: cheap to hand from the thread
 * that reads a file to the one that writes. Rows are stored in order; of two rows with one event id the later one wins.
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
  event_id: string[];
  /** Canonical JSON. */
  properties: string[];
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
  for (const [index, row] of rows.entries()) {
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
    event_id: rows.map((row) => row.event_id),
    properties: rows.map((row) => row.properties),
    line,
  };
}

/** The memory of a batch's numbers: it changes hands between threads instead of being copied. */
export const buffersOf = ({ event_name, external_customer_id, source, timestamp, line }: EventBatch): ArrayBuffer[] =>
  [event_name, external_customer_id, source, timestamp, line].map(({ buffer }) => buffer as ArrayBuffer);

function indexIn(known: Map<string, number>, text: string): number {
  let index = known.get(text);
  if (index === undefined) {
    index = known.size;
    known.set(text, index);
  }
  return index;
}
