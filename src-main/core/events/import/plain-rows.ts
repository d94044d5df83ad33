import { parseQuantity, type Quantity, zeroQuantity } from '@shared/rules/quantity';
import { nameList } from '../name-list';
import type { PlainRow, Stretch } from '../plain-row';
import type { CsvColumns } from './csv-events';
import { longest } from './event-row';
import { type factsOfFile, isNumeric, type NameFacts, type PropertyFacts, propertyFacts } from './file-facts';
import { plainQuantity, plainTime } from './plain-numbers';

/** What is looked up once for an event name. */
interface KnownName {
  facts: NameFacts;
  /** By the place of a property's column among those of single properties. */
  properties: (PropertyFacts | undefined)[];
  /** The column of its measured property; -1 when it has none. */
  measured: number;
}

export interface PlainRows {
  /**
   * Reads and counts the row that begins at `start` and ends before the next line break or `limit`. Null, and nothing is
   * counted, when it has anything out of the ordinary: whoever reads it as text says what that is. Good until the next.
   */
  read(bytes: Buffer, start: number, limit: number, line: number): PlainRow | null;
  /** Where the row that was read last ends: at a line break, or at `limit`. */
  end(): number;
}

const [lineFeed, carriageReturn, space, quote, comma, backslash, del] = [10, 13, 32, 34, 44, 92, 127];

/**
 * Reads rows of ASCII without quotes, which nearly all of most files are, from bytes to bytes: made texts of, they take
 * four times as long and leave ten times as much to tidy away. Null when the columns are such that no row could be read so.
 */
export function plainRows(
  columns: CsvColumns,
  delimiter: string,
  facts: ReturnType<typeof factsOfFile>,
  timeOf: (text: string) => number | null,
  told: readonly string[] = [],
): PlainRows | null {
  const { count, own, measuredAt } = columns;
  if (columns.event_id === -1 || columns.timestamp === -1 || delimiter.length !== 1) return null;
  const separator = delimiter.charCodeAt(0);
  const keys = own.map(({ key }) => Buffer.from(key));
  const names = nameList();
  const knownNames: KnownName[] = [];
  /** Where each cell ends; it starts behind the separator of the one before. */
  const ends = new Int32Array(count);
  const time = plainTime(timeOf);
  const row: PlainRow = {
    bytes: Buffer.alloc(0),
    event_name: { start: 0, end: 0 },
    external_customer_id: { start: 0, end: 0 },
    event_id: { start: 0, end: 0 },
    source: { start: 0, end: 0 },
    properties: Buffer.alloc(1024),
    properties_size: 0,
    timestamp: 0,
    line: 0,
    quantity: null,
    facts: told.map(() => ({ start: 0, end: 0 })),
  };
  /** The column of each fact that is told; -1 where there is none. */
  const factColumns = told.map((name) =>
    name === 'source' ? columns.source : (own.find((column) => `properties.${column.name}` === name)?.index ?? -1),
  );
  const quantity: Quantity = { units: 0, nanos: 0, femtos: 0 };
  const counted: Quantity = { units: 0, nanos: 0, femtos: 0 };
  let rowStart = 0;
  let rowEnd = 0;

  const startOf = (column: number) => (column === 0 ? rowStart : (ends[column - 1] ?? 0) + 1);
  const endOf = (column: number) => ends[column] ?? 0;
  const isEmpty = (column: number) => column === -1 || startOf(column) === endOf(column);

  /** Finds the cells of the row; false when it has other characters than plain ones, or other columns. */
  function split(bytes: Uint8Array, start: number, limit: number): boolean {
    rowStart = start;
    let column = 0;
    let at = start;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === separator) {
        if (column === count) return false;
        ends[column] = at;
        column += 1;
      } else if (byte < space || byte === backslash || byte === quote || byte >= del) {
        if (byte === lineFeed) break;
        if (byte !== carriageReturn || (at + 1 < limit && bytes[at + 1] !== lineFeed)) return false;
        if (column !== count - 1) return false;
        ends[column] = at;
        rowEnd = at + 1;
        return true;
      }
    }
    if (column !== count - 1) return false;
    ends[column] = at;
    rowEnd = at;
    return true;
  }

  /** Takes over where a cell is; false when it is longer than allowed or would have to be trimmed. */
  function place(stretch: Stretch, column: number, bytes: Uint8Array): boolean {
    if (column === -1) {
      stretch.start = 0;
      stretch.end = 0;
      return true;
    }
    stretch.start = startOf(column);
    stretch.end = endOf(column);
    if (stretch.start === stretch.end) return true;
    return stretch.end - stretch.start <= longest && bytes[stretch.start] !== space && bytes[stretch.end - 1] !== space;
  }

  function placeFacts(): void {
    for (let fact = 0; fact < factColumns.length; fact += 1) {
      const column = factColumns[fact] ?? -1;
      const stretch = row.facts[fact];
      if (column === -1 || !stretch) continue;
      stretch.start = startOf(column);
      stretch.end = endOf(column);
    }
  }

  function knownName(bytes: Uint8Array): KnownName {
    const { start, end } = row.event_name;
    const index = names.indexOfAscii(bytes, start, end);
    let known = knownNames[index];
    if (!known) {
      const [name = ''] = names.takeNew();
      known = { facts: facts.nameFacts(name), properties: [], measured: measuredAt.get(name) ?? -1 };
      knownNames[index] = known;
    }
    return known;
  }

  const textOf = (bytes: Buffer, column: number) => bytes.toString('latin1', startOf(column), endOf(column));

  function quantityOf(bytes: Buffer, column: number): Quantity | null {
    if (isEmpty(column)) return zeroQuantity;
    return plainQuantity(bytes, startOf(column), endOf(column), quantity)
      ? quantity
      : parseQuantity(textOf(bytes, column));
  }

  /** Writes the cells of properties as canonical JSON, and counts them. */
  function writeProperties(bytes: Buffer, known: KnownName): void {
    const most = rowEnd - rowStart + 4 * own.length + keys.reduce((size, key) => size + key.length, 2);
    if (row.properties.length < most) row.properties = Buffer.alloc(2 * most);
    const json = row.properties;
    let size = 1;
    json[0] = 0x7b;
    for (let property = 0; property < own.length; property += 1) {
      const column = own[property]?.index ?? 0;
      const [start, end] = [startOf(column), endOf(column)];
      if (start === end) continue;
      if (size > 1) {
        json[size] = comma;
        size += 1;
      }
      const key = keys[property] ?? json;
      for (let at = 0; at < key.length; at += 1) json[size + at] = key[at] ?? 0;
      size += key.length;
      json[size] = quote;
      for (let at = start; at < end; at += 1) json[size + 1 + at - start] = bytes[at] ?? 0;
      size += end - start + 2;
      json[size - 1] = quote;
      countProperty(bytes, known, property);
    }
    json[size] = 0x7d;
    row.properties_size = size + 1;
  }

  function countProperty(bytes: Buffer, known: KnownName, property: number): void {
    const column = own[property]?.index ?? 0;
    let of = known.properties[property];
    if (!of) {
      of = propertyFacts(known.facts, (own[property]?.key ?? '').slice(1, -2));
      known.properties[property] = of;
    }
    of.seen += 1;
    if (!of.numeric || plainQuantity(bytes, startOf(column), endOf(column), counted)) return;
    of.numeric = isNumeric(textOf(bytes, column));
  }

  return {
    end: () => rowEnd,
    read(bytes, start, limit, line) {
      if (!split(bytes, start, limit)) return null;
      if (!isEmpty(columns.properties) || !isEmpty(columns.neutralised)) return null;
      if (isEmpty(columns.event_name) || isEmpty(columns.external_customer_id) || isEmpty(columns.event_id))
        return null;
      if (!place(row.event_name, columns.event_name, bytes)) return null;
      if (!place(row.external_customer_id, columns.external_customer_id, bytes)) return null;
      if (!place(row.event_id, columns.event_id, bytes) || !place(row.source, columns.source, bytes)) return null;
      const timestamp = time(bytes, startOf(columns.timestamp), endOf(columns.timestamp));
      if (timestamp === null) return null;
      row.bytes = bytes;
      row.timestamp = timestamp;
      row.line = line;
      const known = knownName(bytes);
      row.quantity = known.measured === -1 ? null : quantityOf(bytes, known.measured);
      facts.addEvent(known.facts, timestamp);
      writeProperties(bytes, known);
      placeFacts();
      return row;
    },
  };
}
