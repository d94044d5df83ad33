import { statSync } from 'node:fs';
import type { Job } from '@shared/entities/job';
import type { RowError } from '@shared/entities/row-error';
import { AppError } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type { Call } from '../deps';
import { write } from '../store/write';
import { customerRowOf, type FileColumns, type FileRecord, readCustomerFile } from './customer-file';
import { type CustomerFileTally, customerFileTally, type FileRead, toldProblems } from './customer-file-tally';
import { type CustomerScratch, customerScratch } from './customer-scratch';
import { type CustomerWork, pause, type Stretch, startCustomerWork, stopped, workSteps } from './customer-work';
import { doneLog } from './done-log';
import { importCustomerRows, planCustomerRows } from './import-customers';
import { keepLog } from './kept-logs';

interface PickedPath {
  path: string;
  name: string;
}

interface FileWork extends CustomerWork {
  scratch: CustomerScratch;
}

const unexpected =
  'The import stopped unexpectedly. Import the file again: what is stored already is not stored twice.';

/**
 * Starts working out what a CSV file of customers and their plans would do and answers the job to follow, whose
 * `customer_file` tells it; nothing is written. A file that is something else ends it with one sentence.
 */
export const startCustomerFileCheck = (call: Call, file: PickedPath): Job =>
  start(call, { kind: 'customer_check', title: file.name }, (work) => checkFile(work, file.path));

/**
 * Starts importing such a file and answers the job to follow. With `only_valid_rows` false a file with any wrong row
 * changes nothing. It is stored in durable parts, between which other calls run; cancelling keeps what was stored, and
 * the same file again does the rest. What was stored can be taken back.
 */
export const startCustomerFileImport = (call: Call, file: PickedPath & { only_valid_rows: boolean }): Job =>
  start(call, { kind: 'customer_import', title: file.name }, (work) => importFile(work, file));

function start(call: Call, what: Pick<Job, 'kind' | 'title'>, run: (work: FileWork) => Promise<void>): Job {
  const scratch = customerScratch();
  return startCustomerWork(call, what, (work) => run({ ...work, scratch }).finally(scratch.close), unexpected);
}

async function checkFile(work: FileWork, path: string): Promise<void> {
  const read = await readFile(work, path, [0, 40]);
  const tally = customerFileTally(read);
  await checkRows(work, read.columns, tally, [40, 100]);
  work.job.finish('done', { done: 100, customer_file: tally.told() });
}

async function importFile(work: FileWork, { path, only_valid_rows }: { path: string; only_valid_rows: boolean }) {
  const { job, call } = work;
  const read = await readFile(work, path, [0, 15]);
  if (!only_valid_rows) {
    const checked = customerFileTally(read);
    await checkRows(work, read.columns, checked, [15, 30]);
    const told = checked.told();
    const [first] = told.problems;
    if (first) {
      job.finish('failed', {
        message: `Line ${first.line}: ${first.message}. Nothing was changed.`,
        customer_file: told,
      });
      return;
    }
  }
  const tally = customerFileTally(read);
  const log = doneLog();
  let stored = 0;
  let failure: unknown = null;
  try {
    await eachPart(work, read, [30, 100], async (records) => {
      const rows = records.map((record) => customerRowOf(read.columns, record));
      const { plan, done } = await write(call.deps, call.context, (tx) =>
        importCustomerRows(tx, rows, only_valid_rows),
      );
      log.add(done);
      tally.add(plan, records);
      stored += rows.length - plan.problems.length;
    });
  } catch (error) {
    failure = error;
  }
  keepLog(call.deps, { job, log });
  const customer_file = tally.told();
  const kept = `${stored} of ${read.rows} rows are imported and stay; the same file again does the rest.`;
  if (failure === null) job.finish('done', { done: 100, customer_file });
  else if (failure === stopped) job.finish('cancelled', { message: `Stopped. ${kept}`, customer_file });
  else if (failure instanceof AppError) job.finish('failed', { message: `${failure.message}. ${kept}`, customer_file });
  else throw failure;
}

async function readFile({ job, scratch }: FileWork, path: string, stretch: Stretch): Promise<FileRead> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let columns: FileColumns = { header: [], names: [], ignored: [] };
  let rows = 0;
  let failed = 0;
  const problems: RowError[] = [];
  for (const step of readCustomerFile(path)) {
    columns = step.columns;
    rows += step.rows;
    failed += step.problems.length;
    problems.push(...step.problems.slice(0, toldProblems - problems.length));
    scratch.add(step.records);
    await pause(job, stretch, step.bytes, size);
  }
  return { columns, rows, failed, problems };
}

async function checkRows(
  work: FileWork,
  columns: FileColumns,
  tally: CustomerFileTally,
  stretch: Stretch,
): Promise<void> {
  const { deps, context } = work.call;
  const { environment_id } = context;
  await eachPart(work, tally, stretch, async (records) => {
    const place = { sqlite: deps.store.sqlite, environment_id, now: toInstant(deps.now()) };
    const rows = records.map((record) => customerRowOf(columns, record));
    tally.add(planCustomerRows(place, rows), records);
  });
}

/** Runs a step of the store for every part of the file; other calls run in between. Throws `stopped`. */
async function eachPart(
  work: FileWork,
  { rows }: { rows: number },
  stretch: Stretch,
  run: (records: FileRecord[]) => Promise<void>,
): Promise<void> {
  const steps = workSteps(work, stretch, rows);
  try {
    for (const records of work.scratch.parts(steps.rows)) await steps.run(records.length, () => run(records));
  } finally {
    await steps.end();
  }
}
