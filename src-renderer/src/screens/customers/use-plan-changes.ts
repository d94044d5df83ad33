import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { noteJob, useWatchedJob } from '../../door/jobs';
import { percentOf } from '../../format/percent';
import { type PlanChange, undoOf } from './plan-drafts';
import { outcomeText } from './plan-outcome';
import { tellCustomerJob } from './tell-customer-job';

/** So many are made at once, all or none: other calls wait for them. */
const mostAtOnce = 100;

/** Whether changes are made a step after the other, as a job. */
export const isMany = (changes: readonly PlanChange[]): boolean => changes.length > mostAtOnce;

/** Takes changes back that were made at once or with others in one step: whoever was taken off a plan is on it as before. */
export async function takeBackChanges(changes: readonly PlanChange[]): Promise<void> {
  const input = { changes: undoOf(changes), take_back: true };
  if (isMany(changes)) noteJob(await api('customerPlan.startChanges', input));
  else await api('customerPlan.assign', input);
}

/**
 * Makes changes of customers' plans and offers to take them back: few of them at once, all or none; very many as a job, a
 * step after the other.
 */
export function usePlanChanges() {
  const running = useRef<AbortController | null>(null);
  const assign = useMutation({
    async mutationFn(changes: PlanChange[]) {
      const control = new AbortController();
      running.current = control;
      try {
        return await api('customerPlan.assign', { changes }, undefined, control.signal);
      } catch (error) {
        if (control.signal.aborted) throw new Error('Stopped. Nothing was changed.', { cause: error });
        throw error;
      }
    },
  });
  const [jobId, setJobId] = useState<string | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const job = useWatchedJob(jobId);
  const whenDone = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!job || job.state === 'running') return;
    setJobId(null);
    if (job.state === 'failed' && !job.can_undo) return setFailure(new Error(job.message ?? 'The change failed.'));
    tellCustomerJob(job);
    whenDone.current();
  }, [job]);
  return {
    isPending: assign.isPending || jobId !== null,
    /** How far a job is; null while nothing is known of it. */
    percent: job ? percentOf(job.done, job.total) : null,
    error: assign.error ?? failure,
    /** Stops what is being made: at once nothing was changed, a job keeps whom it changed. */
    stop() {
      if (jobId === null) running.current?.abort();
      else void api('job.cancel', { id: jobId }).catch(toastFailure);
    },
    /** `onDone` runs once they are made; with `follows` false as soon as a job that makes them goes on by itself. */
    save(changes: PlanChange[], onDone: () => void, { follows = true } = {}) {
      setFailure(null);
      if (isMany(changes)) {
        assign.reset();
        whenDone.current = onDone;
        api('customerPlan.startChanges', { changes }).then((started) => {
          noteJob(started);
          if (follows) setJobId(started.id);
          else onDone();
        }, setFailure);
        return;
      }
      assign.mutate(changes, {
        onSuccess: (outcome) => {
          onDone();
          toastDone(outcomeText(outcome), {
            onAction: () => void takeBackChanges(changes).then(() => toastDone('Taken back'), toastFailure),
          });
        },
      });
    },
  };
}
