import { setImmediate } from 'node:timers/promises';
import type { Job } from '@shared/entities/job';
import { AppError } from '@shared/errors';
import type { Call } from '../deps';
import { FileRefused } from '../events/import/file-refused';
import { type RunningJob, startJob } from '../jobs/jobs';
import { pace } from '../jobs/pace';
import { seldomTold } from '../jobs/seldom-told';
import { type CheckpointsBeside, checkpointsBeside } from '../store/checkpoints-beside';

/** Long work on customers under way. */
export interface CustomerWork {
  call: Call;
  job: RunningJob;
}

/** Thrown where a job that was cancelled stops. */
export const stopped = Symbol('stopped');

/** Percent of the whole job that a part of it goes through. */
export type Stretch = [from: number, to: number];

/**
 * Starts long work on customers, in percent, and answers its job: `run` finishes that. What it throws ends the job:
 * `stopped` as cancelled, a refusal with its sentence, anything else with the one given here.
 */
export function startCustomerWork(
  { deps, context }: Call,
  what: Pick<Job, 'kind' | 'title'>,
  run: (work: CustomerWork) => Promise<void>,
  unexpected: string,
): Job {
  const { environment_id, caller } = context;
  const job = startJob(deps, { ...what, environment_id, total: 100, unit: 'steps', import: null });
  const told = seldomTold(deps.publish);
  const call: Call = {
    deps: { ...deps, publish: told.publish },
    // The flag and the key of the call that began it are not about the steps.
    context: { environment_id, ...(caller !== undefined && { caller }) },
  };
  // Not awaited: the call is answered at once and the job goes on.
  void run({ call, job })
    .catch((error: unknown) => {
      if (!deps.store.sqlite.open) return;
      if (error === stopped) job.finish('cancelled', { message: 'Stopped. Nothing was changed.' });
      else if (error instanceof FileRefused || error instanceof AppError)
        job.finish('failed', { message: error.message });
      else {
        deps.log('error', `${what.kind} failed`, { error: String((error as Error)?.stack ?? error) });
        job.finish('failed', { message: unexpected });
      }
    })
    .finally(told.flush);
  return job.snapshot();
}

/** Tells how far it is and lets others in. Throws `stopped` once somebody cancelled. */
export async function pause(job: RunningJob, [from, to]: Stretch, done: number, total: number): Promise<void> {
  job.update({ done: Math.floor(from + (to - from) * Math.min(1, done / Math.max(1, total))) });
  await setImmediate();
  if (job.isCancelled()) throw stopped;
}

/**
 * A customer on a plan of 20 charges with a quarter of usage takes some 3 ms, one that is only created far less. What a step
 * takes besides, each charge of the plan its part, makes steps of a few customers cost many times as much.
 */
const stepsOfCustomers = { ms: 80, first: 20, fewest: 20, most: 500, block: 1 };

/** From so many rows on a thread moves what is written into the database file: for fewer it would take longer to begin. */
const manyRows = 1000;

export interface WorkSteps {
  /** How many rows the next step should have. */
  rows(): number;
  /** Runs one step of so many rows in the queue of calls, others in between. Throws `stopped`. */
  run(rows: number, step: () => Promise<void>): Promise<void>;
  /** To be called after the last one, however it ended. */
  end(): Promise<void>;
}

/** Steps of long work in the store, each as long as other calls may wait. `total` rows are the whole stretch. */
export function workSteps({ call: { deps }, job }: CustomerWork, stretch: Stretch, total: number): WorkSteps {
  const { rows, took } = pace(stepsOfCustomers);
  let checkpoints: CheckpointsBeside | null = null;
  let done = 0;
  return {
    rows,
    async run(count, step) {
      await deps.enqueue(async () => {
        const begun = performance.now();
        await step();
        took(count, performance.now() - begun);
      });
      done += count;
      if (done > manyRows) checkpoints ??= checkpointsBeside(deps);
      checkpoints?.wrote();
      await pause(job, stretch, done, total);
      if (!deps.store.sqlite.open) throw stopped;
    },
    end: async () => checkpoints?.end(),
  };
}
