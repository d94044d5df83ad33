import { eventIdKey } from '../store/event-id-key';
import type { BatchRow, EventBatch } from './event-batch';
import type { PlainRow } from './plain-row';

/** The columns of a batch: what it has of every row. */
export type BatchColumns = Omit<
  EventBatch,
  'event_names' | 'external_customer_ids' | 'sources' | 'measured' | 'begins' | 'told'
>;

/** Indexes of a row's names. */
export type RowIndexes = Record<'event_name' | 'external_customer_id' | 'source', number>;

/** What was gathered, in room that is used again. Only the first `count` rows are of it. */
export interface GatheredRows extends BatchColumns {
  count: number;
  event_ids: Buffer;
  properties: Buffer;
  /** Whether each event id is greater than the one before, as the ids of a log often are: no two are the same then. */
  ascending: boolean;
}

const firstRoom = 64;
const bytesPerText = 64;

/** Gathers rows in columns that are used for one batch after the other; `take` copies them out in an order. */
export function gatheredRows() {
  let rows = withRoom(firstRoom);

  /** Where the text ends in its column. */
  function write(column: 'event_ids' | 'properties', text: string, start: number): number {
    // A character takes three bytes at most.
    const most = start + 3 * text.length;
    if (most > rows[column].length) rows[column] = copyWithRoom(rows[column], 2 * most);
    return start + rows[column].write(text, start);
  }

  /** The same of a text in bytes. */
  function copy(column: 'event_ids' | 'properties', text: Uint8Array, from: number, to: number, start: number): number {
    const end = start + to - from;
    if (end > rows[column].length) rows[column] = copyWithRoom(rows[column], 2 * end);
    const texts = rows[column];
    // Faster than a call for the few bytes that they are.
    for (let at = from; at < to; at += 1) texts[start + at - from] = text[at] ?? 0;
    return end;
  }

  function add(row: BatchRow, indexes: RowIndexes): void {
    const index = rows.count;
    if (index === rows.timestamp.length) rows = enlarged(rows);
    rows.event_id_end[index] = write('event_ids', row.event_id, rows.event_id_end[index - 1] ?? 0);
    rows.properties_end[index] = write('properties', row.properties, rows.properties_end[index - 1] ?? 0);
    addNumbers(index, row, indexes);
    rows.is_undated[index] = row.is_undated ? 1 : 0;
  }

  function addPlain(row: PlainRow, indexes: RowIndexes): void {
    const index = rows.count;
    if (index === rows.timestamp.length) rows = enlarged(rows);
    const { bytes, event_id, properties, properties_size } = row;
    const idStart = rows.event_id_end[index - 1] ?? 0;
    rows.event_id_end[index] = copy('event_ids', bytes, event_id.start, event_id.end, idStart);
    const start = rows.properties_end[index - 1] ?? 0;
    rows.properties_end[index] = copy('properties', properties, 0, properties_size, start);
    addNumbers(index, row, indexes);
    rows.is_undated[index] = 0;
  }

  function addNumbers(
    index: number,
    row: Pick<BatchRow, 'timestamp' | 'line' | 'quantity'>,
    indexes: RowIndexes,
  ): void {
    rows.event_name[index] = indexes.event_name;
    rows.external_customer_id[index] = indexes.external_customer_id;
    rows.source[index] = indexes.source;
    rows.timestamp[index] = row.timestamp;
    rows.id_key[index] = eventIdKey(rows.event_ids, rows.event_id_end[index - 1] ?? 0, rows.event_id_end[index] ?? 0);
    rows.line[index] = row.line ?? index;
    rows.is_read[index] = row.quantity ? 1 : 0;
    if (row.quantity) {
      rows.units[index] = row.quantity.units;
      rows.nanos[index] = row.quantity.nanos;
      rows.femtos[index] = row.quantity.femtos;
    }
    if (index > 0 && rows.ascending) rows.ascending = isAfterTheOneBefore(rows, index);
    rows.count = index + 1;
  }

  /** The rows that `orderOf` names, in its order; all as they came when it is null. In memory that can change hands. */
  function take(orderOf: ((rows: GatheredRows) => Uint32Array) | null): BatchColumns {
    const columns = orderOf ? inOrder(rows, orderOf(rows)) : asTheyCame(rows);
    rows.count = 0;
    rows.ascending = true;
    return columns;
  }

  const bytes = () => lastEnd(rows.event_id_end, rows.count) + lastEnd(rows.properties_end, rows.count);

  return { add, addPlain, take, bytes, count: () => rows.count };
}

/** Whether the bytes of a row's event id come after those of the row before. */
function isAfterTheOneBefore({ event_ids, event_id_end }: GatheredRows, row: number): boolean {
  const before = event_id_end[row - 2] ?? 0;
  const start = event_id_end[row - 1] ?? 0;
  const length = (event_id_end[row] ?? 0) - start;
  for (let at = 0; at < length; at += 1) {
    if (before + at === start) return true;
    const difference = (event_ids[start + at] ?? 0) - (event_ids[before + at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** The columns of numbers, which are all treated alike. */
const numberColumns = {
  event_name: Uint32Array,
  external_customer_id: Uint32Array,
  source: Uint32Array,
  timestamp: Float64Array,
  is_undated: Uint8Array,
  id_key: Float64Array,
  event_id_end: Uint32Array,
  properties_end: Uint32Array,
  line: Uint32Array,
  is_read: Uint8Array,
  units: Float64Array,
  nanos: Uint32Array,
  femtos: Uint32Array,
};
type NumberColumn = keyof typeof numberColumns;
const columnNames = Object.keys(numberColumns) as NumberColumn[];
type NumberColumns = { [column in NumberColumn]: InstanceType<(typeof numberColumns)[column]> };

/** Every column of numbers, made in one way. */
const eachColumn = (make: (column: NumberColumn) => NumberColumns[NumberColumn]): NumberColumns =>
  Object.fromEntries(columnNames.map((column) => [column, make(column)])) as unknown as NumberColumns;

const withRoom = (room: number): GatheredRows => ({
  count: 0,
  ascending: true,
  event_ids: Buffer.allocUnsafeSlow(room * bytesPerText),
  properties: Buffer.allocUnsafeSlow(room * bytesPerText),
  ...eachColumn((column) => new numberColumns[column](room)),
});

function enlarged(rows: GatheredRows): GatheredRows {
  const larger = withRoom(2 * rows.timestamp.length);
  for (const column of columnNames) larger[column].set(rows[column]);
  for (const column of ['event_ids', 'properties'] as const) {
    larger[column] =
      rows[column].length > larger[column].length ? rows[column] : copyWithRoom(rows[column], larger[column].length);
  }
  return { ...larger, count: rows.count, ascending: rows.ascending };
}

function copyWithRoom(texts: Buffer, size: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(size);
  texts.copy(larger);
  return larger;
}

const lastEnd = (ends: Uint32Array, count: number) => ends[count - 1] ?? 0;

const asTheyCame = (rows: GatheredRows): BatchColumns => ({
  ...eachColumn((column) => rows[column].slice(0, rows.count)),
  event_ids: Uint8Array.prototype.slice.call(rows.event_ids, 0, lastEnd(rows.event_id_end, rows.count)),
  properties: Uint8Array.prototype.slice.call(rows.properties, 0, lastEnd(rows.properties_end, rows.count)),
});

function inOrder(rows: GatheredRows, order: Uint32Array): BatchColumns {
  const columns = eachColumn((column) => ordered(rows[column], new numberColumns[column](order.length), order));
  return {
    ...columns,
    event_ids: textsInOrder(rows.event_ids, rows.event_id_end, columns.event_id_end, order),
    properties: textsInOrder(rows.properties, rows.properties_end, columns.properties_end, order),
  };
}

/** The texts that end at `ends`, put in order; `newEnds` becomes where they end then. */
function textsInOrder(texts: Buffer, ends: Uint32Array, newEnds: Uint32Array, order: Uint32Array): Uint8Array {
  let size = 0;
  for (const row of order) size += (ends[row] ?? 0) - (ends[row - 1] ?? 0);
  const inOrder = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] ?? 0;
    at += texts.copy(inOrder, at, ends[row - 1] ?? 0, ends[row]);
    newEnds[place] = at;
  }
  return inOrder;
}

function ordered<T extends NumberColumns[NumberColumn]>(from: ArrayLike<number>, to: T, order: Uint32Array): T {
  for (let place = 0; place < order.length; place += 1) to[place] = from[order[place] ?? 0] ?? 0;
  return to;
}
