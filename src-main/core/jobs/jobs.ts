import type { Job } from '@shared/entities/job';
import { AppError, notFound } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type { Deps } from '../deps';
import type { Store } from '../store/open';

/** Progress is told at most this often. */
const tellEveryMs = 100;

/** How many finished jobs are remembered. */
const keptJobs = 50;

interface Entry {
  job: Job;
  cancel: AbortController;
}

const entriesOf = new WeakMap<Store, Map<string, Entry>>();

function entries({ store }: Deps): Map<string, Entry> {
  let known = entriesOf.get(store);
  if (!known) {
    known = new Map();
    entriesOf.set(store, known);
  }
  return known;
}

/** A running job as its own code sees it. */
export interface RunningJob {
  readonly id: string;
  /** The job as it stands. */
  snapshot(): Job;
  isCancelled(): boolean;
  /** Ends what is waited for, such as an answer over the network, when the person cancels. */
  signal: AbortSignal;
  /** Changes what is known of the job; told to the windows at most ten times a second. */
  update(fields: Partial<Job>): void;
  /** Ends the job and tells it at once. */
  finish(state: 'done' | 'failed' | 'cancelled', fields: Partial<Job>): void;
  /** Changes what is known of a job that has ended; told at once. */
  amend(fields: Partial<Job>): void;
}

/** Starts a job; it lives in this process only, as the work itself does. */
export function startJob(
  deps: Deps,
  what: Pick<Job, 'kind' | 'environment_id' | 'title' | 'total' | 'unit' | 'import'>,
): RunningJob {
  const job: Job = {
    ...what,
    id: deps.newId('job'),
    state: 'running',
    done: 0,
    started_at: toInstant(deps.now()),
    finished_at: null,
    message: null,
  };
  const known = entries(deps);
  const entry: Entry = { job, cancel: new AbortController() };
  known.set(job.id, entry);
  for (const [id, { job: old }] of known) {
    if (known.size <= keptJobs) break;
    if (old.state !== 'running') known.delete(id);
  }
  let toldAt = 0;
  const tell = () => {
    toldAt = performance.now();
    deps.publish({ type: 'job', job: entry.job });
  };
  tell();
  return {
    id: job.id,
    snapshot: () => entry.job,
    isCancelled: () => entry.cancel.signal.aborted,
    signal: entry.cancel.signal,
    update(fields) {
      entry.job = { ...entry.job, ...fields };
      if (performance.now() - toldAt >= tellEveryMs) tell();
    },
    finish(state, fields) {
      entry.job = { ...entry.job, ...fields, state, finished_at: toInstant(deps.now()) };
      tell();
    },
    amend(fields) {
      entry.job = { ...entry.job, ...fields };
      tell();
    },
  };
}

/** Whether any job is at work in this process. */
export const hasRunningJob = (deps: Deps): boolean =>
  [...entries(deps).values()].some(({ job }) => job.state === 'running');

/** The jobs of an environment, newest first. */
export const listJobs = (deps: Deps, environment_id: string): Job[] =>
  [...entries(deps).values()]
    .map(({ job }) => job)
    .filter((job) => job.environment_id === environment_id)
    .reverse();

/** Throws not_found. */
export const getJob = (deps: Deps, environment_id: string, id: string): Job => entryOf(deps, environment_id, id).job;

/** Asks a running job to stop; it does so after the step it is in, and waits for no answer any more. Throws when it has ended already. */
export function cancelJob(deps: Deps, environment_id: string, id: string): Job {
  const entry = entryOf(deps, environment_id, id);
  if (entry.job.state !== 'running') throw new AppError('invalid_operation', 'This job has already ended');
  entry.cancel.abort();
  return entry.job;
}

function entryOf(deps: Deps, environment_id: string, id: string): Entry {
  const entry = entries(deps).get(id);
  if (!entry || entry.job.environment_id !== environment_id) throw notFound('Job not found');
  return entry;
}
