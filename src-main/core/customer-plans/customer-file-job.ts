import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Job } from '@shared/entities/job';
import type { RowError } from '@shared/entities/row-error';
import { AppError } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type { Call } from '../deps';
import { FileRefused } from '../events/import/file-refused';
import { type RunningJob, startJob } from '../jobs/jobs';
import { write } from '../store/write';
import { customerRowOf, type FileColumns, type FileRecord, readCustomerFile } from './customer-file';
import { type CustomerFileTally, customerFileTally, type FileRead, toldProblems } from './customer-file-tally';
import { type CustomerScratch, customerScratch } from './customer-scratch';
import { importCustomerRows, planCustomerRows } from './import-customers';

/** As many rows as are stored in some 50 ms: no other call waits longer. */
const rowsPerPart = 500;

interface PickedPath {
  path: string;
  name: string;
}

/**
 * Starts working out what a CSV file of customers and their plans would do and answers the job to follow, whose
 * `customer_file` tells it; nothing is written. A file that is something else ends it with one sentence.
 */
export const startCustomerFileCheck = (call: Call, file: PickedPath): Job =>
  start(call, { kind: 'customer_check', title: file.name }, (work) => checkFile(work, file.path));

/**
 * Starts importing such a file and answers the job to follow. With `only_valid_rows` false a file with any wrong row
 * changes nothing. It is stored in durable parts, between which other calls run; cancelling keeps what was stored, and
 * the same file again does the rest.
 */
export const startCustomerFileImport = (call: Call, file: PickedPath & { only_valid_rows: boolean }): Job =>
  start(call, { kind: 'customer_import', title: file.name }, (work) => importFile(work, file));

interface Work {
  call: Call;
  job: RunningJob;
  scratch: CustomerScratch;
}

/** Thrown where a job that was cancelled stops. */
const stopped = Symbol('stopped');

function start(call: Call, what: Pick<Job, 'kind' | 'title'>, run: (work: Work) => Promise<void>): Job {
  const { deps, context } = call;
  const { environment_id } = context;
  const job = startJob(deps, { ...what, environment_id, total: 100, unit: 'steps', import: null });
  const scratch = customerScratch();
  // Not awaited: the call is answered at once and the job goes on.
  void run({ call, job, scratch })
    .catch((error: unknown) => {
      if (!deps.store.sqlite.open) return;
      if (error === stopped) job.finish('cancelled', { message: 'Stopped. Nothing was changed.' });
      else if (error instanceof FileRefused || error instanceof AppError)
        job.finish('failed', { message: error.message });
      else {
        deps.log('error', 'a file of customers failed', { error: String((error as Error)?.stack ?? error) });
        job.finish('failed', {
          message:
            'The import stopped unexpectedly. Import the file again: what is stored already is not stored twice.',
        });
      }
    })
    .finally(scratch.close);
  return job.snapshot();
}

async function checkFile(work: Work, path: string): Promise<void> {
  const read = await readFile(work, path, [0, 40]);
  const tally = customerFileTally(read);
  await checkRows(work, read.columns, tally, [40, 100]);
  work.job.finish('done', { done: 100, customer_file: tally.told() });
}

async function importFile(work: Work, { path, only_valid_rows }: { path: string; only_valid_rows: boolean }) {
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
  const { environment_id, caller } = call.context;
  const context = { environment_id, ...(caller !== undefined && { caller }) };
  let stored = 0;
  try {
    await eachPart(work, read, [30, 100], async (records) => {
      const rows = records.map((record) => customerRowOf(read.columns, record));
      const plan = await write(call.deps, context, (tx) => importCustomerRows(tx, rows, only_valid_rows));
      tally.add(plan, records);
      stored += rows.length - plan.problems.length;
    });
  } catch (error) {
    if (error !== stopped && !(error instanceof AppError)) throw error;
    const kept = `${stored} of ${read.rows} rows are imported and stay; the same file again does the rest.`;
    if (error === stopped) job.finish('cancelled', { message: `Stopped. ${kept}`, customer_file: tally.told() });
    else job.finish('failed', { message: `${error.message}. ${kept}`, customer_file: tally.told() });
    return;
  }
  job.finish('done', { done: 100, customer_file: tally.told() });
}

/** Percent of the whole job that a part of it goes through. */
type Stretch = [from: number, to: number];

async function readFile({ job, scratch }: Work, path: string, stretch: Stretch): Promise<FileRead> {
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

async function checkRows(work: Work, columns: FileColumns, tally: CustomerFileTally, stretch: Stretch): Promise<void> {
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
  { call: { deps }, job, scratch }: Work,
  { rows }: { rows: number },
  stretch: Stretch,
  run: (records: FileRecord[]) => Promise<void>,
): Promise<void> {
  let done = 0;
  for (const records of scratch.parts(rowsPerPart)) {
    await deps.enqueue(() => run(records));
    done += records.length;
    await pause(job, stretch, done, rows);
    if (!deps.store.sqlite.open) throw stopped;
  }
}

/** Tells how far it is and lets others in. Throws `stopped` once somebody cancelled. */
async function pause(job: RunningJob, [from, to]: Stretch, done: number, total: number): Promise<void> {
  job.update({ done: Math.floor(from + (to - from) * Math.min(1, done / Math.max(1, total))) });
  await setImmediate();
  if (job.isCancelled()) throw stopped;
}
