import type { BatchRow, EventBatch } from './event-batch';

/** The columns of a batch: what it has of every row. */
export type BatchColumns = Omit<EventBatch, 'event_names' | 'external_customer_ids' | 'sources' | 'begins'>;

/** Indexes of a row's names. */
export type RowIndexes = Record<'event_name' | 'external_customer_id' | 'source', number>;

/** What was gathered, in room that is used again. Only the first `count` rows are of it. */
export interface GatheredRows extends BatchColumns {
  count: number;
  texts: Buffer;
  /** Whether each event id is greater than the one before, as the ids of a log often are: no two are the same then. */
  ascending: boolean;
}

const firstRoom = 64;
const bytesPerRow = 128;

/** Gathers rows in columns that are used for one batch after the other; `take` copies them out in an order. */
export function gatheredRows() {
  let rows = withRoom(firstRoom);
  let end = 0;
  let lastId = '';

  function add(row: BatchRow, indexes: RowIndexes): void {
    const index = rows.count;
    if (index === rows.timestamp.length) rows = enlarged(rows);
    // A character takes three bytes at most.
    const most = end + 3 * (row.event_id.length + row.properties.length);
    if (most > rows.texts.length) rows.texts = copyWithRoom(rows.texts, 2 * most);
    end += rows.texts.write(row.event_id, end);
    rows.event_id_end[index] = end;
    end += rows.texts.write(row.properties, end);
    rows.properties_end[index] = end;
    rows.event_name[index] = indexes.event_name;
    rows.external_customer_id[index] = indexes.external_customer_id;
    rows.source[index] = indexes.source;
    rows.timestamp[index] = row.timestamp;
    rows.line[index] = row.line ?? index;
    if (index > 0 && row.event_id <= lastId) rows.ascending = false;
    lastId = row.event_id;
    rows.count = index + 1;
  }

  /** The rows that `orderOf` names, in its order; all as they came when it is null. In memory that can change hands. */
  function take(orderOf: ((rows: GatheredRows) => Uint32Array) | null): BatchColumns {
    const columns = orderOf ? inOrder(rows, orderOf(rows)) : asTheyCame(rows, end);
    rows.count = 0;
    rows.ascending = true;
    end = 0;
    return columns;
  }

  return { add, take, count: () => rows.count };
}

function withRoom(room: number): GatheredRows {
  return {
    count: 0,
    ascending: true,
    event_name: new Uint32Array(room),
    external_customer_id: new Uint32Array(room),
    source: new Uint32Array(room),
    timestamp: new Float64Array(room),
    texts: Buffer.allocUnsafeSlow(room * bytesPerRow),
    event_id_end: new Uint32Array(room),
    properties_end: new Uint32Array(room),
    line: new Uint32Array(room),
  };
}

function enlarged(rows: GatheredRows): GatheredRows {
  const larger = withRoom(2 * rows.timestamp.length);
  for (const column of [
    'event_name',
    'external_customer_id',
    'source',
    'event_id_end',
    'properties_end',
    'line',
  ] as const) {
    larger[column].set(rows[column]);
  }
  larger.timestamp.set(rows.timestamp);
  const texts = rows.texts.length > larger.texts.length ? rows.texts : copyWithRoom(rows.texts, larger.texts.length);
  return { ...larger, texts, count: rows.count, ascending: rows.ascending };
}

function copyWithRoom(texts: Buffer, size: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(size);
  texts.copy(larger);
  return larger;
}

function asTheyCame(rows: GatheredRows, end: number): BatchColumns {
  const { count } = rows;
  return {
    event_name: rows.event_name.slice(0, count),
    external_customer_id: rows.external_customer_id.slice(0, count),
    source: rows.source.slice(0, count),
    timestamp: rows.timestamp.slice(0, count),
    texts: Uint8Array.prototype.slice.call(rows.texts, 0, end),
    event_id_end: rows.event_id_end.slice(0, count),
    properties_end: rows.properties_end.slice(0, count),
    line: rows.line.slice(0, count),
  };
}

function inOrder(rows: GatheredRows, order: Uint32Array): BatchColumns {
  const count = order.length;
  const columns = {
    event_name: new Uint32Array(count),
    external_customer_id: new Uint32Array(count),
    source: new Uint32Array(count),
    timestamp: new Float64Array(count),
    event_id_end: new Uint32Array(count),
    properties_end: new Uint32Array(count),
    line: new Uint32Array(count),
  };
  const texts = Buffer.allocUnsafeSlow(rows.properties_end[rows.count - 1] ?? 0);
  let end = 0;
  for (let place = 0; place < count; place += 1) {
    const row = order[place] ?? 0;
    const start = rows.properties_end[row - 1] ?? 0;
    const idEnd = rows.event_id_end[row] ?? 0;
    const propertiesEnd = rows.properties_end[row] ?? 0;
    rows.texts.copy(texts, end, start, propertiesEnd);
    columns.event_id_end[place] = end + idEnd - start;
    end += propertiesEnd - start;
    columns.properties_end[place] = end;
    columns.event_name[place] = rows.event_name[row] ?? 0;
    columns.external_customer_id[place] = rows.external_customer_id[row] ?? 0;
    columns.source[place] = rows.source[row] ?? 0;
    columns.timestamp[place] = rows.timestamp[row] ?? 0;
    columns.line[place] = rows.line[row] ?? 0;
  }
  return { ...columns, texts: texts.subarray(0, end) };
}
