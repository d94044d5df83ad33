import { canonicalJson, parseExactJson } from '@shared/rules/canonical-json';
import { parseQuantity, zeroQuantity } from '@shared/rules/quantity';
import type { Measured } from '../event-batch';
import { columnsInWords } from './columns-in-words';
import type { CsvRecord } from './csv-records';
import { problem, type RowReader, type RowResult, rowOrRefusal } from './event-row';
import { FileRefused } from './file-refused';
import { notUtf8 } from './file-text';

const delimiters = [',', ';', '\t', '|'];
const required = ['event_name', 'external_customer_id'] as const;
const prefix = 'properties.';

/** The delimiter under which the first line has an event's columns. Throws FileRefused when there is none. */
export function delimiterOf(header: string): string {
  const found = delimiters.find((delimiter) =>
    required.every((column) => columnsOf(header, delimiter).includes(column)),
  );
  if (found !== undefined) return found;
  const likely = delimiters.reduce((best, delimiter) =>
    header.split(delimiter).length > header.split(best).length ? delimiter : best,
  );
  const columns = columnsOf(header, likely);
  const missing = required.filter((column) => !columns.includes(column)).map((column) => `"${column}"`);
  throw new FileRefused(
    `The first line has no column ${missing.join(' and no column ')}. A usage file needs event_name and external_customer_id; this one has: ${columnsInWords(columns)}`,
  );
}

const columnsOf = (header: string, delimiter: string) => header.split(delimiter).map(columnName);
const columnName = (cell: string) => {
  const name = cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
  return name.toLowerCase().startsWith(prefix) ? prefix + name.slice(prefix.length) : name.toLowerCase();
};

/** Where the columns of an event are; -1 where there is no such column. */
export interface CsvColumns {
  count: number;
  event_name: number;
  external_customer_id: number;
  event_id: number;
  timestamp: number;
  source: number;
  /** The one of JSON. */
  properties: number;
  neutralised: number;
  /** The columns of single properties in the order of canonical JSON, with their names as JSON writes them and a colon. */
  own: readonly { name: string; index: number; key: string }[];
  /** Of event names the column of their measured property. */
  measuredAt: ReadonlyMap<string, number>;
}

/** What the first record says. Throws FileRefused when it names a column twice. */
export function csvColumns(header: readonly string[], measured: Measured): CsvColumns {
  const names = header.map(columnName);
  if (names.some((name) => name.startsWith(prefix) && name.includes(notUtf8))) {
    throw new FileRefused('The first line is not UTF-8 text. Save the file as UTF-8 (in Excel: "CSV UTF-8").');
  }
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) throw new FileRefused(`The first line names the column "${twice}" twice.`);
  const at = (name: string) => names.indexOf(name);
  const own = names
    .flatMap((name, index) => (name.startsWith(prefix) ? { name: name.slice(prefix.length), index } : []))
    .filter(({ name }) => name !== '')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, index }) => ({ name, index, key: `${JSON.stringify(name)}:` }));
  const measuredAt = new Map<string, number>(
    Object.entries(measured).flatMap(([event_name, property]) =>
      own.flatMap(({ name, index }) => (name === property ? [[event_name, index] as const] : [])),
    ),
  );
  return {
    count: names.length,
    event_name: at('event_name'),
    external_customer_id: at('external_customer_id'),
    event_id: at('event_id'),
    timestamp: at('timestamp'),
    source: at('source'),
    properties: at('properties'),
    neutralised: at('neutralised'),
    own,
    measuredAt,
  };
}

/**
 * Reads CSV records as events (wire contract 7, import of EVENTS): the first record names the columns, in any order;
 * unknown columns are ignored, an empty cell is "not set". Properties come from `properties.<name>` columns, as text, and
 * from one `properties` column of JSON; where both name a property the column of its own wins.
 */
export function csvEventReader(columns: CsvColumns, rows: RowReader): (record: CsvRecord) => RowResult {
  const { own, measuredAt } = columns;
  const read = ({ fields, line, problem: broken }: CsvRecord): RowResult => {
    if (broken) return problem(broken);
    if (fields.length !== columns.count) {
      return problem(`This row has ${fields.length} columns, the first line has ${columns.count}`);
    }
    const mark = fields[columns.neutralised];
    const cell = (index: number) => fields[index]?.trim() ?? '';
    const text = (index: number) => {
      if (mark === '2') return withoutApostrophe(fields[index] ?? '');
      return mark === '1' ? withoutApostrophe(cell(index)) : cell(index);
    };
    let properties: string;
    const given = cell(columns.properties);
    if (given === '') properties = ownProperties(fields, own);
    else {
      const parsed = parseObject(given);
      if (!parsed) return problem('This is not a JSON object such as {"model": "small"}', 'properties', given);
      for (const { name, index } of own) if (fields[index]) parsed[name] = fields[index];
      properties = canonicalJson(parsed);
    }
    const event = {
      event_name: text(columns.event_name),
      external_customer_id: text(columns.external_customer_id),
      event_id: text(columns.event_id),
      timestamp: cell(columns.timestamp),
      source: text(columns.source),
      properties,
    };
    const result = rows.read(event, line, !fields.some((field) => field.includes(notUtf8)));
    if (given === '' && 'row' in result) {
      const cell = fields[measuredAt.get(event.event_name) ?? -1];
      // Of no value is what cannot be counted: the store says so.
      if (cell !== undefined) result.row.quantity = cell === '' ? zeroQuantity : parseQuantity(cell);
    }
    return result;
  };
  return (record) => rowOrRefusal(() => read(record));
}

/** The text of a cell that our own export put an apostrophe before, so that no spreadsheet runs it. */
const withoutApostrophe = (text: string) => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

// Anything JSON writes with a backslash.
const needsEscape = /["\\\p{Cc}\p{Cs}]/u;

/** The cells of property columns, sorted by name, as canonical JSON. */
function ownProperties(fields: readonly string[], own: readonly { index: number; key: string }[]): string {
  let json = '{';
  for (const { index, key } of own) {
    const value = fields[index];
    if (!value) continue;
    json += `${json.length > 1 ? ',' : ''}${key}${needsEscape.test(value) ? JSON.stringify(value) : `"${value}"`}`;
  }
  return `${json}}`;
}

/** A JSON object's own fields; null when the text is anything else. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value = parseExactJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? // Without a prototype, so that a property named __proto__ is one like any other.
        Object.assign(Object.create(null), value)
      : null;
  } catch {
    return null;
  }
}
