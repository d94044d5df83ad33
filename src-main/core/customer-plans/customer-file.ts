import { contactFields, customerUpdate } from '@shared/entities/customer';
import type { RowError } from '@shared/entities/job';
import type { CustomerValues } from '../customers/customer-row';
import { type CsvRecord, csvSplitter } from '../events/import/csv-records';
import { FileRefused } from '../events/import/file-refused';
import { fileText } from '../events/import/file-text';
import { original } from '../reports/csv';

/** One row of a file of customers. What a cell leaves empty is not set. */
export interface CustomerFileRow {
  line: number;
  external_id: string;
  values: Partial<Omit<CustomerValues, 'external_id' | 'metadata'>>;
  metadata: Record<string, string>;
  plan: string;
  start_date: string;
  end_date: string;
}

export interface CustomerFileText {
  rows: CustomerFileRow[];
  problems: RowError[];
  ignored_columns: string[];
  rows_read: number;
}

const delimiters = [',', ';', '\t', '|'];
export const metadataPrefix = 'metadata.';
export const valueColumns = ['name', 'timezone', ...contactFields] as const;
/** "1" in a row whose texts got an apostrophe so that no spreadsheet runs them: the export writes it. */
export const neutralisedColumn = 'neutralised';
const ownColumns: readonly string[] = [
  'external_id',
  'plan',
  'start_date',
  'end_date',
  ...valueColumns,
  neutralisedColumn,
];
const mostRows = 50_000;

const columnName = (cell: string) => {
  const name = cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
  return name.toLowerCase().startsWith(metadataPrefix)
    ? metadataPrefix + name.slice(metadataPrefix.length)
    : name.toLowerCase();
};

/**
 * Reads a CSV file of customers (wire contract 7, import of CUSTOMERS) with the columns of their plans: the first line
 * names the columns in any order, unknown ones are ignored. Throws FileRefused when it is something else.
 */
export function readCustomerFile(path: string): CustomerFileText {
  let records: CsvRecord[] | null = null;
  let split: ReturnType<typeof csvSplitter>['split'] | null = null;
  for (const { text, isLast } of fileText(path)) {
    split ??= csvSplitter(delimiterOf(text)).split;
    records ??= [];
    for (const record of split(text, isLast)) records.push(record);
    if (records.length > mostRows + 1) {
      throw new FileRefused('The file has more than 50,000 rows. Please import it in parts.');
    }
  }
  const [header, ...rest] = records ?? [];
  if (!header || rest.length === 0) throw new FileRefused('The file has a header line but no rows.');
  return readRows(header.fields.map(columnName), rest);
}

function delimiterOf(text: string): string {
  const header = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? '';
  const found = delimiters.find((delimiter) => header.split(delimiter).map(columnName).includes('external_id'));
  if (found !== undefined) return found;
  throw new FileRefused(
    `The first line has no column "external_id". A file of customers needs it; this one has: ${header.slice(0, 200)}`,
  );
}

function readRows(names: readonly string[], records: readonly CsvRecord[]): CustomerFileText {
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) throw new FileRefused(`The first line names the column "${twice}" twice.`);
  const rows: CustomerFileRow[] = [];
  const problems: RowError[] = [];
  for (const { line, fields, problem } of records) {
    const refuse = (message: string, column: string | null = null, value: string | null = null) =>
      problems.push({ line, column, value, message });
    if (problem) refuse(problem);
    else if (fields.length !== names.length) {
      refuse(`This row has ${fields.length} columns, the first line has ${names.length}`);
    } else {
      const isNeutralised = fields[names.indexOf(neutralisedColumn)]?.trim() === '1';
      const textOf = (cell: string) => (isNeutralised ? original(cell) : cell);
      const cells = new Map(names.map((name, index) => [name, textOf(fields[index]?.trim() ?? '')]));
      const row = rowOf(line, cells);
      const wrong = wrongIn(row);
      if (wrong) refuse(wrong.message, wrong.column, cells.get(wrong.column) ?? null);
      else rows.push(row);
    }
  }
  return {
    rows,
    problems,
    ignored_columns: names.filter((name) => !ownColumns.includes(name) && !name.startsWith(metadataPrefix)),
    rows_read: records.length,
  };
}

function rowOf(line: number, cells: ReadonlyMap<string, string>): CustomerFileRow {
  const cell = (name: string) => (cells.get(name) ?? '').toWellFormed();
  const metadata: Record<string, string> = Object.create(null);
  for (const [name, value] of cells) {
    if (name.startsWith(metadataPrefix) && name !== metadataPrefix && value !== '') {
      metadata[name.slice(metadataPrefix.length)] = value.toWellFormed();
    }
  }
  return {
    line,
    external_id: cell('external_id'),
    values: Object.fromEntries(
      valueColumns.flatMap((name) => (cell(name) === '' ? [] : [[name, cell(name)]])),
    ) as CustomerFileRow['values'],
    metadata,
    plan: cell('plan'),
    start_date: cell('start_date'),
    end_date: cell('end_date'),
  };
}

/** What is wrong with the customer of a row, by the same rules as everywhere. */
function wrongIn({ external_id, values }: CustomerFileRow): { column: string; message: string } | null {
  if (external_id === '') return { column: 'external_id', message: 'Please give the external id of the customer' };
  const { error } = customerUpdate.safeParse({ external_id, ...values });
  const issue = error?.issues[0];
  if (!issue) return null;
  const message = issue.code === 'too_big' ? `This is longer than ${issue.maximum} characters` : issue.message;
  return { column: String(issue.path[0] ?? 'external_id'), message };
}
