import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Job } from '@shared/entities/job';
import type { UsageCheck } from '@shared/entities/usage-check';
import { AppError } from '@shared/errors';
import type { Call, Deps } from '../deps';
import { listJobs, type RunningJob, startJob } from '../jobs/jobs';
import type { FromVerifyThread, VerifyThreadData } from './verify-thread';
import { verifyUsage } from './verify-usage';

/** How often a wish to stop is looked for. */
const lookEveryMs = 100;

/**
 * Starts counting all usage of an environment again and answers the job to follow, whose `usage_check` tells what
 * differs. Nothing is changed. Refused while such a check or a rebuild runs.
 */
export function startVerify({ deps, context }: Call): Job {
  const { environment_id } = context;
  refuseWhileRunning(deps, environment_id);
  const job = startJob(deps, {
    kind: 'usage_check',
    environment_id,
    title: 'Checking usage',
    total: null,
    unit: 'rows',
    import: null,
  });
  // Not awaited: the call is answered at once and the job goes on.
  void (deps.exportThread ? verifyOnThread(deps, deps.exportThread, job) : verifyHere(deps, job)).catch((error) =>
    fail(deps, job, String((error as Error)?.stack ?? error)),
  );
  return job.snapshot();
}

/** Throws while a check or a rebuild of this environment runs. */
export function refuseWhileRunning(deps: Deps, environment_id: string): void {
  const isRunning = listJobs(deps, environment_id).some(
    ({ kind, state }) => state === 'running' && (kind === 'usage_check' || kind === 'rollup_rebuild'),
  );
  if (isRunning) throw new AppError('invalid_operation', 'Usage is being checked or rebuilt already');
}

async function verifyOnThread(deps: Deps, thread: URL, job: RunningJob): Promise<void> {
  const { environment_id } = job.snapshot();
  const worker = new Worker(thread, {
    workerData: { file: deps.store.file, verifyUsageOf: environment_id } satisfies VerifyThreadData,
    name: 'check',
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 512 },
  });
  let end: UsageCheck | string | null = null;
  let isRunning = true;
  worker.on('message', (message: FromVerifyThread) => {
    if ('progress' in message) job.update(message.progress);
    else end = 'check' in message ? message.check : message.broken;
  });
  worker.on('error', (error) => {
    end = String(error);
  });
  const ended = new Promise<void>((resolve) => worker.on('exit', () => resolve())).then(() => {
    isRunning = false;
  });
  while (isRunning && !job.isCancelled() && deps.store.sqlite.open)
    await Promise.race([ended, setTimeout(lookEveryMs)]);
  await worker.terminate();
  await ended;
  finish(deps, job, end);
}

/** On this thread, as one step of its queue: for stores in memory, which no other thread can see. */
async function verifyHere(deps: Deps, job: RunningJob): Promise<void> {
  await deps.enqueue(async () => {
    const steps = verifyUsage(deps.store.sqlite, job.snapshot().environment_id);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return finish(deps, job, value);
      job.update(value);
    }
  });
}

/** Ends the job: with what was found, with what broke, or stopped. */
function finish(deps: Deps, job: RunningJob, end: UsageCheck | string | null): void {
  if (end === null) job.finish('cancelled', { message: 'Stopped. Nothing was changed.' });
  else if (typeof end === 'string') fail(deps, job, end);
  else job.finish('done', { done: end.events, total: end.events, usage_check: end });
}

function fail(deps: Deps, job: RunningJob, error: string): void {
  deps.log('error', 'a check of usage failed', { error });
  job.finish('failed', { message: 'The check stopped unexpectedly. Nothing was changed; please try again.' });
}
