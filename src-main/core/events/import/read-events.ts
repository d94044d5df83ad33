import type { RowError } from '@shared/entities/job';
import { timestampReader } from '@shared/rules/event-timestamp';
import { batchBuilder } from '../batch-builder';
import type { EventBatch, Measured } from '../event-batch';
import { csvEventReader, delimiterOf } from './csv-events';
import { csvSplitter } from './csv-records';
import { type RowResult, rowReader } from './event-row';
import { type FileFacts, factsOfFile } from './file-facts';
import { FileRefused } from './file-refused';
import { fileText } from './file-text';
import { jsonEventReader } from './json-events';

/**
 * Rows per step. Many, because they are put in the order of the store's key: the more there are of an event name, the fewer
 * pages are touched for each.
 */
const rowsPerStep = 30_000;
/** Fewer when they are long: steps wait in memory. */
const bytesPerStep = 16_000_000;

/** Refused rows that are told one by one; the others are only counted. */
export const toldErrors = 1_000;

/** One stretch of a file. */
export interface ImportStep {
  batch: EventBatch;
  /** Bytes of the file read so far. */
  bytes: number;
  rows_read: number;
  rows_failed: number;
  /** Refused rows of this stretch, as long as fewer than 1,000 have been told. */
  errors: RowError[];
}

export interface ImportFile {
  path: string;
  /** As the person knows it; part of the id of rows that have none. */
  name: string;
  /** Epoch milliseconds: the time of rows without a timestamp. */
  now: number;
  /** What meters read as a number. */
  measured: Measured;
}

/**
 * Reads a CSV or JSON-lines file as events, step by step, in memory that does not grow with the file. What the file is
 * is told by its content, never by its name. Returns what the whole file held. Throws FileRefused, before the first
 * step, when it is no usage file.
 */
export function* readEvents(file: ImportFile): Generator<ImportStep, FileFacts> {
  const facts = factsOfFile();
  const rows = batchBuilder({ measured: file.measured });
  let errors: RowError[] = [];
  let told = 0;
  let rows_read = 0;
  let rows_failed = 0;
  let accepted = 0;
  let bytes = 0;
  let isJson = false;

  const take = (): ImportStep => {
    const batch = rows.take('of the key');
    facts.addCustomers(batch.external_customer_ids);
    const step = { batch, bytes, rows_read, rows_failed, errors };
    errors = [];
    return step;
  };

  for (const { line, result, at, format } of fileRows(file)) {
    bytes = at;
    rows_read += 1;
    if ('row' in result) {
      accepted += 1;
      rows.add(result.row);
      facts.add(result.row);
      if (rows.size() >= rowsPerStep || rows.bytes() >= bytesPerStep) yield take();
    } else {
      rows_failed += 1;
      told += 1;
      if (told <= toldErrors) errors.push({ line, ...result.problem });
      isJson = format === 'json';
      if (isJson && accepted === 0 && rows_failed === 100) throw new FileRefused(noEvents);
    }
  }
  if (isJson && accepted === 0) throw new FileRefused(noEvents);
  if (rows_read === 0) throw new FileRefused('The file has a header line but no rows.');
  yield take();
  return facts.facts();
}

const noEvents = 'No line of this file is a usage event. Choose a CSV file or a file with one JSON event per line.';

interface FileRow {
  line: number;
  result: RowResult;
  /** Bytes of the file read so far. */
  at: number;
  format: 'csv' | 'json';
}

/** The rows of a file, whatever its format. */
function* fileRows({ path, name, now, measured }: ImportFile): Generator<FileRow> {
  const rows = rowReader(name, now, timestampReader());
  let read: ((text: string, isLast: boolean, at: number) => Generator<FileRow>) | null = null;
  for (const { text, bytes, isLast } of fileText(path)) {
    read ??= formatOf(text) === 'json' ? jsonRows(rows) : csvRows(rows, text, measured);
    yield* read(text, isLast, bytes);
  }
}

/** What the file is, by how it starts. */
function formatOf(text: string): 'csv' | 'json' {
  const start = text.slice(0, 1000).trimStart();
  if (start === '') throw new FileRefused('The file is empty.');
  if (start.startsWith('{')) return 'json';
  if (start.startsWith('[')) {
    throw new FileRefused(
      'This file is one JSON list. Events are imported from JSON lines: one event object per line.',
    );
  }
  if (start.startsWith('<')) throw new FileRefused('This is a web page or XML, not a CSV or JSON-lines file.');
  return 'csv';
}

function csvRows(rows: ReturnType<typeof rowReader>, firstText: string, measured: Measured) {
  const firstLine = /^\s*([^\r\n]*)/.exec(firstText)?.[1] ?? '';
  const splitter = csvSplitter(delimiterOf(firstLine));
  let read: ReturnType<typeof csvEventReader> | null = null;
  return function* (text: string, isLast: boolean, at: number): Generator<FileRow> {
    for (const record of splitter.split(text, isLast)) {
      if (read) yield { line: record.line, result: read(record), at, format: 'csv' };
      else read = csvEventReader(record.fields, rows, measured);
    }
  };
}

function jsonRows(rows: ReturnType<typeof rowReader>) {
  const read = jsonEventReader(rows);
  let rest = '';
  let line = 0;
  return function* (text: string, isLast: boolean, at: number): Generator<FileRow> {
    const lines = (rest + text).split('\n');
    rest = isLast ? '' : (lines.pop() ?? '');
    for (const content of lines) {
      line += 1;
      const row = content.trim();
      if (row !== '') yield { line, result: read(row, line), at, format: 'json' };
    }
  };
}
