/**
 * Events column by column, names and customers as indexes into their own short lists: cheap to hand from the thread
 * that reads a file to the one that writes. Rows are stored in order; of two rows with one event id the later one wins.
 */
export interface EventBatch {
  event_names: string[];
  external_customer_ids: string[];
  sources: string[];
  /** Index into event_names, external_customer_ids, sources. */
  event_name: number[];
  external_customer_id: number[];
  source: number[];
  /** Epoch milliseconds. */
  timestamp: number[];
  event_id: string[];
  /** Canonical JSON. */
  properties: string[];
  /** Where each row stands in what it came from: the line of a file, the place in a list. */
  line: number[];
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
  const batch: EventBatch = {
    event_names: [],
    external_customer_ids: [],
    sources: [],
    event_name: [],
    external_customer_id: [],
    source: [],
    timestamp: [],
    event_id: [],
    properties: [],
    line: [],
  };
  for (const [index, row] of rows.entries()) {
    batch.event_name.push(indexIn(event_names, row.event_name));
    batch.external_customer_id.push(indexIn(external_customer_ids, row.external_customer_id));
    batch.source.push(indexIn(sources, row.source));
    batch.timestamp.push(row.timestamp);
    batch.event_id.push(row.event_id);
    batch.properties.push(row.properties);
    batch.line.push(row.line ?? index);
  }
  batch.event_names = [...event_names.keys()];
  batch.external_customer_ids = [...external_customer_ids.keys()];
  batch.sources = [...sources.keys()];
  return batch;
}

function indexIn(known: Map<string, number>, text: string): number {
  let index = known.get(text);
  if (index === undefined) {
    index = known.size;
    known.set(text, index);
  }
  return index;
}
