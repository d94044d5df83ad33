import type { Job } from '@shared/entities/job';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { noteJob } from '../../door/jobs';
import { type PlanChange, undoOf } from './plan-drafts';
import { outcomeText } from './plan-outcome';

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
  const work = useMutation({
    async mutationFn(changes: PlanChange[]): Promise<Job | null> {
      if (isMany(changes)) {
        const job = await api('customerPlan.startChanges', { changes });
        noteJob(job);
        return job;
      }
      const control = new AbortController();
      running.current = control;
      try {
        const outcome = await api('customerPlan.assign', { changes }, undefined, control.signal);
        toastDone(outcomeText(outcome), {
          onAction: () => void takeBackChanges(changes).then(() => toastDone('Taken back'), toastFailure),
        });
        return null;
      } catch (error) {
        if (control.signal.aborted) throw new Error('Stopped. Nothing was changed.', { cause: error });
        throw error;
      }
    },
  });
  return {
    isPending: work.isPending,
    error: work.error,
    /** Stops what is being made at once: nothing was changed. */
    stop: () => running.current?.abort(),
    /** Answers null once they are made, or the job that makes them; wherever one has gone by then. */
    save: (changes: PlanChange[]): Promise<Job | null> => work.mutateAsync(changes),
  };
}
