import type { Job } from '@shared/entities/job';
import { AppError } from '@shared/errors';
import type { Call } from '../deps';
import { type RunningJob, startJob } from '../jobs/jobs';
import { write } from '../store/write';
import { usageOfMeter } from './after-catalog-change';
import { metersOf } from './meter-rules';
import { refuseWhileRunning } from './start-verify';

/**
 * Starts building every roll-up of an environment anew from the raw events and answers the job to follow. One meter is
 * one transaction, between which other calls run; stopping keeps the meters done so far. Refused while a check runs.
 */
export function startRebuild(call: Call): Job {
  const { deps, context } = call;
  const { environment_id } = context;
  refuseWhileRunning(deps, environment_id);
  const meters = metersOf(deps.store.sqlite, environment_id);
  const job = startJob(deps, {
    kind: 'rollup_rebuild',
    environment_id,
    title: 'Rebuilding usage',
    total: meters.length,
    unit: 'steps',
    import: null,
  });
  // Not awaited: the call is answered at once and the job goes on.
  void rebuild(
    call,
    job,
    meters.map(({ id }) => id),
  ).catch((error: unknown) => {
    const isTold = error instanceof AppError;
    if (!isTold) deps.log('error', 'a rebuild of usage failed', { error: String((error as Error)?.stack ?? error) });
    const message = isTold ? error.message : 'The rebuild stopped unexpectedly. What was rebuilt is kept; try again.';
    job.finish('failed', { message });
  });
  return job.snapshot();
}

async function rebuild(call: Call, job: RunningJob, meterIds: readonly string[]): Promise<void> {
  const { deps } = call;
  for (const [done, id] of meterIds.entries()) {
    if (!deps.store.sqlite.open) return;
    if (job.isCancelled()) {
      return job.finish('cancelled', { message: `Stopped. ${done} of ${meterIds.length} meters were rebuilt.` });
    }
    await deps.enqueue(() => rebuildMeter(call, id));
    job.update({ done: done + 1 });
  }
  job.finish('done', {});
}

const rebuildMeter = ({ deps, context }: Call, id: string) =>
  write(deps, context, async (tx) => {
    // Prices that nothing charges by any more included.
    tx.sqlite
      .prepare('delete from usage_price_days where price in (select number from prices where meter_id = ?)')
      .run(id);
    usageOfMeter(tx, id);
    tx.changed('event');
  });
