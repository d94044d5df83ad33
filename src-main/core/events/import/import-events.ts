import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ImportedEventName, Job } from '@shared/entities/job';
import { AppError } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type { Call } from '../../deps';
import { type RunningJob, startJob } from '../../jobs/jobs';
import { type CheckpointsBeside, checkpointsBeside } from '../../store/checkpoints-beside';
import { write } from '../../store/write';
import { factsToTell } from '../../usage/facts-to-tell';
import { measuredProperties } from '../../usage/meter-rules';
import { type EventBatch, releaseBatch } from '../event-batch';
import { metersByEventName } from '../event-summary';
import { eventStore, type StoredCounts } from '../store-events';
import type { FileFacts } from './file-facts';
import { FileRefused } from './file-refused';
import { type ImportSource, sourceHere, sourceOnThread } from './import-source';
import { otherWrites } from './other-writes';
import { type ImportStep, toldErrors } from './read-events';
import { rejectedRow } from './rejected-row';
import { stoppedText } from './stopped-import';
import { stretchRows } from './stretch-rows';

/** Rows that are stored in a millisecond, until it is known. */
const firstRowsPerMs = 100;

/** A file of this size, about 100,000 rows, has the write-ahead log emptied beside, and is told apart unasked. */
const longBytes = 8_000_000;

/** Windows are told of new usage at most this often; reports of millions of events are not drawn for every chunk. */
const tellEveryMs = 500;

type ImportResult = NonNullable<Job['import']>;

/**
 * Starts importing a CSV or JSON file of any size and answers the job to follow. Rows are stored in durable
 * transactions of a few thousand, between which other calls run; of tens of thousands while nobody else writes. Rows are known by their event id: a file imported again,
 * or after it was interrupted, adds nothing twice. A row without an event id gets one made of the file's name, its
 * line and its content. A bad row is counted and told (the first 1,000 of them); a file that is no usage file ends the
 * job with one sentence and changes nothing. Cancelling keeps what was stored so far.
 */
export async function importEvents(call: Call, { path, name }: { path: string; name: string }): Promise<Job> {
  const { deps, context } = call;
  const job = startJob(deps, {
    kind: 'event_import',
    environment_id: context.environment_id,
    title: name,
    total: sizeOf(path),
    unit: 'bytes',
    import: {
      rows_read: 0,
      rows_accepted: 0,
      rows_known: 0,
      rows_replaced: 0,
      rows_failed: 0,
      header: null,
      errors: [],
      first_timestamp: null,
      last_timestamp: null,
      event_names: [],
      external_customer_ids_count: 0,
    },
  });
  const measured = measuredProperties(deps.store.sqlite, context.environment_id);
  const isLong = (job.snapshot().total ?? 0) >= longBytes;
  const facts = factsToTell(deps.store.sqlite, context.environment_id, isLong);
  const file = { path, name, now: deps.now(), measured, facts };
  const source = deps.importThread ? sourceOnThread(deps.importThread, file) : sourceHere(file);
  // Not awaited: the call is answered at once and the job goes on.
  void runImport(call, job, { source, isLong })
    .catch((error: unknown) => fail(call, job, error))
    .finally(() => source.close());
  return job.snapshot();
}

/** Null when the file cannot even be looked at; reading it tells the person. */
function sizeOf(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}

async function runImport(
  call: Call,
  job: RunningJob,
  { source, isLong }: { source: ImportSource; isLong: boolean },
): Promise<void> {
  const { deps, context } = call;
  const store = eventStore(deps.store.sqlite, context.environment_id, { ofOneFile: true });
  const others = otherWrites(deps.store.sqlite);
  const result = resultOf(job);
  /** Rows that could be read but not counted. */
  let refusedRows = 0;
  /** Rows that repeat an id of a step before. */
  let repeatedRows = 0;
  let rowsPerMs = firstRowsPerMs;
  let untold = false;
  let toldAt = performance.now();

  /** One transaction. */
  const storeRows = (batch: EventBatch, stretch: { first: number; end: number }) =>
    write(deps, context, async (tx) => {
      const stored = store.store(batch, Date.parse(tx.now), job.snapshot().title, stretch);
      const isTold = (untold || changed(stored)) && performance.now() - toldAt >= tellEveryMs;
      if (isTold) tx.changed('event');
      return { ...stored, isTold };
    });
  /** Notes how fast so many rows are stored. */
  async function timed<T>(rows: number, work: () => Promise<T>): Promise<T> {
    const before = performance.now();
    const done = await work();
    rowsPerMs = rows / Math.max(1, performance.now() - before);
    return done;
  }
  /** Only what is committed counts. */
  const tally = ({ isTold, ...stored }: Awaited<ReturnType<typeof storeRows>>) => {
    const { accepted, known, repeated, refused } = stored;
    result.rows_accepted += accepted;
    result.rows_known += known;
    result.rows_replaced += repeated;
    repeatedRows += repeated;
    result.rows_failed += refused.length;
    refusedRows += refused.length;
    const told = refused.slice(0, toldErrors).map((row) => rejectedRow(row, result.header));
    result.errors = [...result.errors, ...told].slice(0, toldErrors);
    untold = !isTold && (untold || changed(stored));
    if (isTold) toldAt = performance.now();
  };
  const tellRest = () => {
    if (untold) deps.publish({ type: 'changed', environment_id: context.environment_id, topics: ['event'] });
    untold = false;
  };
  /** What became of the rows where it ended early: a part of a step may have been stored, between edits. */
  const soFar = (): ImportResult => {
    const { rows_accepted, rows_known, rows_replaced, rows_failed } = result;
    const told = rows_accepted + rows_known + rows_replaced + rows_failed;
    return { ...result, rows_read: Math.max(result.rows_read, told) };
  };

  let checkpoints = null as CheckpointsBeside | null;

  /** Answers false when it was cancelled in between. */
  async function storeStep({ batch, header }: ImportStep): Promise<boolean> {
    result.header = header ? [...header] : null;
    const count = batch.timestamp.length;
    // For a file that is soon read it would take longer to begin.
    if (isLong) checkpoints ??= checkpointsBeside(deps);
    for (let first = 0; first < count; ) {
      // Other calls are let in.
      await setImmediate();
      if (job.isCancelled() || !deps.store.sqlite.open) return false;
      const end = first + stretchRows(count - first, rowsPerMs, others.recently());
      const stretch = { first, end };
      tally(await deps.enqueue(() => timed(end - first, () => others.own(() => storeRows(batch, stretch)))));
      first = end;
      checkpoints?.wrote();
    }
    releaseBatch(batch);
    return true;
  }

  async function storeAll(): Promise<void> {
    for (;;) {
      const next = await source.next();
      const isStored = 'step' in next && (await storeStep(next.step));
      if (!deps.store.sqlite.open) return;
      if (job.isCancelled()) {
        tellRest();
        const message = stoppedText(result.rows_accepted);
        return job.finish('cancelled', { message, import: soFar() });
      }
      if ('step' in next && isStored) {
        result.rows_read = next.step.rows_read;
        result.rows_replaced = next.step.rows_replaced + repeatedRows;
        result.rows_failed = next.step.rows_failed + refusedRows;
        result.errors = [...result.errors, ...next.step.errors].slice(0, toldErrors);
        job.update({ done: next.step.bytes, import: { ...result } });
      }
      if ('facts' in next) {
        tellRest();
        // It may have grown before it was opened.
        const { done } = job.snapshot();
        return job.finish('done', { done, total: done, import: { ...result, ...factsFor(call, next.facts) } });
      }
    }
  }

  try {
    await storeAll();
  } catch (error) {
    tellRest();
    job.update({ import: soFar() });
    throw error;
  } finally {
    await checkpoints?.end();
  }
}

/** Whether rows made anything another than it was; one that repeats an id may have. */
const changed = ({ accepted, repeated }: StoredCounts) => accepted + repeated > 0;

const resultOf = (job: RunningJob): ImportResult => {
  const { import: result } = job.snapshot();
  if (!result) throw new Error('not an import');
  return { ...result };
};

/** What the file held, with the meters that measure it already. */
function factsFor({ deps, context }: Call, facts: FileFacts): Partial<ImportResult> {
  const meters = metersByEventName(deps.store.sqlite, context.environment_id);
  return {
    first_timestamp: facts.first_timestamp === null ? null : toInstant(facts.first_timestamp),
    last_timestamp: facts.last_timestamp === null ? null : toInstant(facts.last_timestamp),
    external_customer_ids_count: facts.external_customer_ids_count,
    event_names: facts.event_names.map(
      (name): ImportedEventName => ({ ...name, meter_ids: meters.get(name.event_name) ?? [] }),
    ),
  };
}

function fail({ deps }: Call, job: RunningJob, error: unknown): void {
  if (error instanceof FileRefused || error instanceof AppError) {
    job.finish('failed', { message: error.message });
    return;
  }
  deps.log('error', 'an import failed', { error: String((error as Error)?.stack ?? error) });
  job.finish('failed', {
    message: `${whyStopped(error)} Import the file again: what is stored already is not stored twice.`,
  });
}

function whyStopped(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL') return 'The disk with the data of Pricebook is full. Make room on it first.';
  if (code.startsWith('SQLITE_IOERR')) {
    return 'The disk with the data of Pricebook could not be read or written. Check it, and whether it is full, first.';
  }
  return 'The import stopped unexpectedly.';
}
