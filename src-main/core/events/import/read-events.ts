import type { RowError } from '@shared/entities/row-error';
import { timestampReader } from '@shared/rules/event-timestamp';
import { factSample, mostLooked } from '../../usage/fact-sample';
import type { FactsToTell } from '../../usage/facts-to-tell';
import { batchBuilder } from '../batch-builder';
import type { EventBatch, Measured } from '../event-batch';
import type { PlainRow } from '../plain-row';
import { csvColumns, csvEventReader, delimiterOf } from './csv-events';
import { csvSplitter } from './csv-records';
import { type RowResult, rowReader } from './event-row';
import { type FileFacts, factsOfFile } from './file-facts';
import { FileRefused } from './file-refused';
import { fileText, type TextBlock } from './file-text';
import { jsonEventReader } from './json-events';
import { jsonSplitter } from './json-values';
import { plainRows } from './plain-rows';
import { keptCells } from './rejected-row';

/**
 * Rows per step. Many, because they are put in the order of the store's key: the more there are of an event name, the fewer
 * pages are touched for each.
 */
const rowsPerStep = 60_000;
/** Of the first step: storing begins with it. A thread that has just begun reads slowly, so the next ones grow little by little. */
const rowsOfFirstStep = 1_000;
const stepsGrowBy = 4;
/** Fewer when they are long: steps wait in memory. */
const bytesPerStep = 16_000_000;
/** Nor does a step read on for longer than this where little of the file is kept: progress is told, and it can be cancelled. */
const readPerStep = 32_000_000;
/** A refused row takes about as long as so many others. */
const rowsOfRefused = 4;

/** Refused rows that are told one by one; the others are only counted. */
export const toldErrors = 1_000;

/** One stretch of a file. */
export interface ImportStep {
  batch: EventBatch;
  /** Bytes of the file read so far. */
  bytes: number;
  rows_read: number;
  rows_failed: number;
  /** Left out, because a later row of their step has their id. */
  rows_replaced: number;
  /** The first line of a CSV file as it stands there; null of other files. */
  header: readonly string[] | null;
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
  /** What the events are told apart by. */
  facts: FactsToTell;
}

/**
 * Reads a CSV or JSON file as events, step by step, in memory that does not grow with the file. What the file is
 * is told by its content, never by its name. Returns what the whole file held. Throws FileRefused, before the first
 * step, when it is no usage file.
 */
export function* readEvents(file: ImportFile): Generator<ImportStep, FileFacts> {
  const facts = factsOfFile();
  const factNames = factsIn(file);
  const rows = batchBuilder({ measured: file.measured, told: factNames });
  let errors: RowError[] = [];
  let told = 0;
  let rows_read = 0;
  let rows_failed = 0;
  let rows_replaced = 0;
  let accepted = 0;
  let bytes = 0;
  let refusedOfStep = 0;
  let bytesBefore = 0;
  let isJson = false;
  let header: readonly string[] | null = null;
  const takeHeader = (names: readonly string[]) => {
    header = names;
  };

  const take = (): ImportStep => {
    const added = rows.size();
    const batch = rows.take('of the key');
    rows_replaced += added - batch.timestamp.length;
    mostRows = Math.min(rowsPerStep, stepsGrowBy * mostRows);
    facts.addCustomers(batch.external_customer_ids);
    const step = { batch, bytes, rows_read, rows_failed, rows_replaced, header, errors };
    errors = [];
    refusedOfStep = 0;
    bytesBefore = bytes;
    return step;
  };

  let mostRows = rowsOfFirstStep;
  const isFull = () => rows.size() + rowsOfRefused * refusedOfStep >= mostRows || rows.bytes() >= bytesPerStep;

  function addPlain(row: PlainRow): boolean {
    rows_read += 1;
    accepted += 1;
    rows.addPlain(row);
    return isFull();
  }

  for (const { line, result, at, format, cells } of fileRows(file, { told: factNames, facts, addPlain, takeHeader })) {
    bytes = at;
    if (result === 'full') {
      yield take();
      continue;
    }
    if (result === 'read on') {
      if (bytes - bytesBefore >= readPerStep) yield take();
      continue;
    }
    rows_read += 1;
    if ('row' in result) {
      accepted += 1;
      rows.add(result.row);
      facts.add(result.row);
      if (isFull()) yield take();
    } else {
      rows_failed += 1;
      refusedOfStep += 1;
      told += 1;
      if (told <= toldErrors) errors.push({ line, ...result.problem, ...keptCells(cells) });
      isJson = format === 'json';
      if (isJson && accepted === 0 && rows_failed === 100) throw new FileRefused(noEvents);
      if (isFull()) yield take();
    }
  }
  if (isJson && accepted === 0) throw new FileRefused(noEvents);
  if (rows_read === 0) throw new FileRefused('The file has a header line but no rows.');
  yield take();
  return facts.facts();
}

const noEvents = 'Nothing in this file is a usage event. Choose a CSV file or a file with one JSON event per line.';

interface FileRow {
  line: number;
  /** In place of a row `full` when those added so far are enough for a step, and `read on` behind every block of the file. */
  result: RowResult | 'full' | 'read on';
  /** Bytes of the file read so far. */
  at: number;
  format: 'csv' | 'json';
  /** The row as it stands in the file: its cells, or its one text. */
  cells?: readonly string[];
}

/** What the events of a file are told apart by: what was asked for, and what the first of them show to be likely. */
function factsIn(file: ImportFile): string[] {
  const { names, likely } = file.facts;
  if (!likely) return names;
  const { event_names, measured, most } = likely;
  const sample = factSample();
  let looked = 0;
  const isEnough = () => looked >= mostLooked;
  function see(event_name: string, source: string, properties: string): boolean {
    if (event_names.includes(event_name)) sample.see(source, properties);
    looked += 1;
    return isEnough();
  }
  const addPlain = ({ bytes, event_name, source, properties, properties_size }: PlainRow) => {
    const textOf = (text: Uint8Array, start: number, end: number) =>
      Buffer.from(text.buffer, text.byteOffset + start, end - start).toString('latin1');
    const name = textOf(bytes, event_name.start, event_name.end);
    return see(name, textOf(bytes, source.start, source.end), textOf(properties, 0, properties_size));
  };
  const takers = { told: [], facts: factsOfFile(), addPlain, takeHeader() {} };
  for (const { result, at } of fileRows(file, takers)) {
    if (result === 'read on') looked += at >= readPerStep ? mostLooked : 0;
    else if (result !== 'full') {
      if ('row' in result) see(result.row.event_name, result.row.source, result.row.properties);
      else looked += 1;
    }
    if (isEnough()) break;
  }
  const more = sample.likely().filter((name) => !names.includes(name) && !measured.includes(name));
  return [...names, ...more.slice(0, most)];
}

/** Takes over a plain row, which is counted already; answers whether there are enough for a step. */
type AddPlain = (row: PlainRow) => boolean;
type Facts = ReturnType<typeof factsOfFile>;

interface Takers {
  /** The facts that rows are told by. */
  told: readonly string[];
  facts: Facts;
  addPlain: AddPlain;
  /** Takes the first line of a CSV file. */
  takeHeader(names: readonly string[]): void;
}

/** The rows of a file, whatever its format, but for those that went to `addPlain`. */
function* fileRows({ path, name, now, measured }: ImportFile, takers: Takers): Generator<FileRow> {
  const rows = rowReader(name, now, timestampReader());
  let format: FileRow['format'] | null = null;
  let read: ((block: TextBlock) => Generator<FileRow>) | null = null;
  for (const block of fileText(path)) {
    format ??= formatOf(block.text);
    read ??= format === 'json' ? jsonRows(rows) : csvRows(rows, block.text, { measured, ...takers });
    yield* read(block);
    yield { line: 0, result: 'read on', at: block.bytes, format };
  }
}

/** What the file is, by how it starts. */
function formatOf(text: string): 'csv' | 'json' {
  const start = text.slice(0, 1000).trimStart();
  if (start === '') throw new FileRefused('The file is empty.');
  if (start.startsWith('{') || start.startsWith('[')) return 'json';
  if (start.startsWith('<')) throw new FileRefused('This is a web page or XML, not a CSV or JSON-lines file.');
  return 'csv';
}

interface CsvSettings extends Takers {
  measured: Measured;
}

function csvRows(
  rows: ReturnType<typeof rowReader>,
  firstText: string,
  { measured, told, facts, addPlain, takeHeader }: CsvSettings,
): (block: TextBlock) => Generator<FileRow> {
  const firstLine = /^\s*([^\r\n]*)/.exec(firstText)?.[1] ?? '';
  const delimiter = delimiterOf(firstLine);
  const splitter = csvSplitter(delimiter);
  let readers: { read: ReturnType<typeof csvEventReader>; plain: ReturnType<typeof plainRows> } | null = null;

  function* rowsOf(text: string, isLast: boolean, at: number): Generator<FileRow> {
    for (const record of splitter.split(text, isLast)) {
      if (readers) {
        yield { line: record.line, result: readers.read(record), at, format: 'csv', cells: record.fields };
        continue;
      }
      const columns = csvColumns(record.fields, measured);
      takeHeader(record.fields);
      const plain = plainRows(columns, delimiter, facts, timestampReader(), told);
      readers = { read: csvEventReader(columns, rows), plain };
    }
  }

  /** Reads the lines of [start, end), none of which has a quote. */
  function* linesOf(bytes: Buffer, start: number, end: number, at: number): Generator<FileRow> {
    if (!readers?.plain) return;
    const { plain, read } = readers;
    for (let from = start; from < end; ) {
      const line = splitter.line();
      const row = plain.read(bytes, from, end, line);
      const stop = row ? plain.end() : lineEnd(bytes, from, end);
      if (!row) {
        const text = bytes.toString('latin1', from, stop).replace(/\r$/, '');
        const record = { line, fields: text.split(delimiter), problem: null };
        if (text !== '') yield { line, result: read(record), at, format: 'csv', cells: record.fields };
      } else if (addPlain(row)) yield { line, result: 'full', at, format: 'csv' };
      splitter.passLine();
      from = stop + 1;
    }
  }

  return function* (block) {
    const { ascii, isLast, bytes: at } = block;
    if (ascii === null) return yield* rowsOf(block.text, isLast, at);
    let from = 0;
    // The first record tells how to read the others.
    while (readers === null && from < ascii.length) {
      const next = Math.min(lineEnd(ascii, from, ascii.length) + 1, ascii.length);
      yield* rowsOf(ascii.toString('latin1', from, next), isLast && next === ascii.length, at);
      from = next;
    }
    if (readers?.plain && splitter.isBetweenRecords()) {
      const end = plainEnd(ascii, from, isLast);
      yield* linesOf(ascii, from, end, at);
      from = Math.max(from, end);
    }
    if (from < ascii.length || isLast) yield* rowsOf(ascii.toString('latin1', from, ascii.length), isLast, at);
  };
}

/** Where a line ends: at its line break, or at `end`. */
function lineEnd(bytes: Buffer, from: number, end: number): number {
  const found = bytes.indexOf(10, from);
  return found === -1 || found > end ? end : found;
}

/** Up to where there are whole lines without a quote: behind one the next line may be part of a record. */
function plainEnd(bytes: Buffer, from: number, isLast: boolean): number {
  const quote = bytes.indexOf(34, from);
  if (quote === -1 && isLast) return bytes.length;
  return bytes.lastIndexOf(10, quote === -1 ? bytes.length - 1 : quote) + 1;
}

function jsonRows(rows: ReturnType<typeof rowReader>) {
  const read = jsonEventReader(rows);
  const splitter = jsonSplitter();
  return function* ({ text, isLast, bytes: at }: TextBlock): Generator<FileRow> {
    for (const value of splitter.split(text, isLast)) {
      for (const row of read(value)) yield { ...row, at, format: 'json' };
    }
  };
}
