import { contactFields, customerUpdate } from '@shared/entities/customer';
import type { RowError } from '@shared/entities/row-error';
import type { CustomerValues } from '../customers/customer-row';
import { columnsInWords } from '../events/import/columns-in-words';
import { type CsvRecord, csvSplitter } from '../events/import/csv-records';
import { FileRefused } from '../events/import/file-refused';
import { fileText } from '../events/import/file-text';
import { keptCells } from '../events/import/rejected-row';
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

/** A row as it stands in the file. */
export interface FileRecord {
  line: number;
  fields: string[];
}

/** What the first line says. */
export interface FileColumns {
  /** As they stand there. */
  header: string[];
  names: string[];
  /** Those that mean nothing here. */
  ignored: string[];
}

/** One stretch of a file. */
export interface FileStep {
  columns: FileColumns;
  /** Rows that are right by themselves, with whom each is about. */
  records: (FileRecord & { external_id: string })[];
  problems: RowError[];
  rows: number;
  /** Bytes of the file read so far. */
  bytes: number;
}

/** As many as are read in some 20 ms: whoever reads lets others in between. */
const rowsPerStep = 1000;

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
 * Reads a CSV file of customers (wire contract 7, import of CUSTOMERS) with the columns of their plans, in steps: the
 * first line names the columns in any order, unknown ones are ignored. Throws FileRefused when it is something else.
 */
export function* readCustomerFile(path: string): Generator<FileStep, void> {
  let split: ReturnType<typeof csvSplitter>['split'] | null = null;
  let columns: FileColumns | null = null;
  let rows = 0;
  for (const { text, isLast, bytes } of fileText(path)) {
    split ??= csvSplitter(delimiterOf(text)).split;
    let step: Omit<FileStep, 'columns'> = { records: [], problems: [], rows: 0, bytes };
    for (const record of split(text, isLast)) {
      if (columns === null) columns = columnsOf(record.fields);
      else {
        addRecord(step, columns, record);
        rows += 1;
        if (step.rows === rowsPerStep) {
          yield { columns, ...step };
          step = { records: [], problems: [], rows: 0, bytes };
        }
      }
    }
    if (columns) yield { columns, ...step };
  }
  if (rows === 0) throw new FileRefused('The file has a header line but no rows.');
}

function delimiterOf(text: string): string {
  const header = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? '';
  const found = delimiters.find((delimiter) => header.split(delimiter).map(columnName).includes('external_id'));
  if (found !== undefined) return found;
  const likely = delimiters.reduce((best, delimiter) =>
    header.split(delimiter).length > header.split(best).length ? delimiter : best,
  );
  const columns = columnsInWords(header.split(likely).map(columnName));
  throw new FileRefused(
    `The first line has no column "external_id". A file of customers needs it; this one has: ${columns}`,
  );
}

function columnsOf(header: string[]): FileColumns {
  const names = header.map(columnName);
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) throw new FileRefused(`The first line names the column "${twice}" twice.`);
  const ignored = names.filter((name) => !ownColumns.includes(name) && !name.startsWith(metadataPrefix));
  return { header, names, ignored };
}

function addRecord(step: Omit<FileStep, 'columns'>, columns: FileColumns, { line, fields, problem }: CsvRecord): void {
  const refuse = (message: string, column: string | null = null, value: string | null = null) =>
    step.problems.push({ line, column, value, message, ...keptCells(fields) });
  step.rows += 1;
  if (problem) {
    refuse(problem);
  } else if (fields.length !== columns.names.length) {
    refuse(`This row has ${fields.length} columns, the first line has ${columns.names.length}`);
  } else {
    const row = customerRowOf(columns, { line, fields });
    const wrong = wrongIn(row);
    if (wrong) refuse(wrong.message, wrong.column, fields[columns.names.indexOf(wrong.column)]?.trim() ?? null);
    else step.records.push({ external_id: row.external_id, line, fields });
  }
}

/** What a row says. */
export function customerRowOf({ names }: FileColumns, { line, fields }: FileRecord): CustomerFileRow {
  const isNeutralised = fields[names.indexOf(neutralisedColumn)]?.trim() === '1';
  const textOf = (cell: string) => (isNeutralised ? original(cell) : cell);
  return rowOf(line, new Map(names.map((name, index) => [name, textOf(fields[index]?.trim() ?? '')])));
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
