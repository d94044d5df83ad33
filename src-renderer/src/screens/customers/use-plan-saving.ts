import type { Job } from '@shared/entities/job';
import { useEffect, useRef, useState } from 'react';
import { toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { useWatchedJob } from '../../door/jobs';
import { percentOf } from '../../format/percent';
import type { PlanChange } from './plan-drafts';
import { tellCustomerJob } from './tell-customer-job';
import { usePlanChanges } from './use-plan-changes';
import type { PlanDrafts } from './use-plan-drafts';

/**
 * Saves the edits of the grid. Those that are made are no edits any more; what was stopped, refused or begun meanwhile
 * stays, also when the grid was left in between.
 */
export function usePlanSaving(drafts: PlanDrafts) {
  const { save, stop, error } = usePlanChanges();
  const { saving, changes, beginSaving, followSaving, endSaving } = drafts;
  const [failure, setFailure] = useState<Error | null>(null);
  const jobId = saving?.job_id ?? null;
  const job = useWatchedJob(jobId);
  /** The job whose end is told here; of one that ended while the grid was left the app has told. */
  const begun = useRef<string | null>(null);
  /** What failed is told beside the edits, unless those are out of sight. */
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how the job stands decides, not what is edited meanwhile
  useEffect(() => {
    if (jobId === null || !saving) return;
    if (job?.state === 'running') {
      begun.current = jobId;
      return;
    }
    if (job && begun.current === jobId) {
      if (job.state === 'failed' && !job.can_undo) setFailure(new Error(job.message ?? 'The change failed.'));
      else tellCustomerJob(job);
    }
    begun.current = null;
    const sent = [...saving.sent].map(([key, { change }]) => ({ key, change }));
    madeOf(sent, job).then(
      (made) => endSaving(jobId, (key) => made.has(key)),
      (cause) => {
        endSaving(jobId, () => false);
        toastFailure(cause);
      },
    );
  }, [job, jobId]);
  return {
    isSaving: saving !== null,
    /** How far a job is; null while nothing is known of it. */
    percent: job ? percentOf(job.done, job.total) : null,
    error: error ?? failure,
    /** Stops what is being made: at once nothing was changed, a job keeps whom it changed. */
    stop() {
      if (jobId === null) stop();
      else void api('job.cancel', { id: jobId }).catch(toastFailure);
    },
    run() {
      setFailure(null);
      beginSaving();
      save(changes).then(
        (started) => {
          if (!started) return endSaving(null, () => true);
          begun.current = started.id;
          followSaving(started.id);
        },
        (cause) => {
          endSaving(null, () => false);
          if (!isHere.current) toastFailure(cause);
        },
      );
    },
  };
}

/** Which rows are no longer as they were sent, by their keys: after a job that did not make all of it they are asked for. */
async function madeOf(
  sent: readonly { key: string; change: PlanChange }[],
  job: Job | null,
): Promise<ReadonlySet<string>> {
  if (job?.state === 'done' && job.plan_changes?.left === 0) return new Set(sent.map(({ key }) => key));
  const { problems } = await api('customerPlan.preview', { changes: sent.map(({ change }) => change) });
  const gone = problems.filter(({ field }) => field === 'external_customer_id');
  return new Set(gone.flatMap(({ index }) => sent[index]?.key ?? []));
}
