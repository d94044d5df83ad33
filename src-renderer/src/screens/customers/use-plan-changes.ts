import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { type PlanChange, undoOf } from './plan-drafts';
import { outcomeText } from './plan-outcome';

/** Makes changes of customers' plans, all or none of them, and offers to take them back. */
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
  return {
    isPending: assign.isPending,
    error: assign.error,
    /** Stops what is being made, where it still can be: then nothing was changed. */
    stop: () => running.current?.abort(),
    save(changes: PlanChange[], onDone: () => void) {
      assign.mutate(changes, {
        onSuccess: (outcome) => {
          onDone();
          toastDone(outcomeText(outcome), {
            onAction: () =>
              void api('customerPlan.assign', { changes: undoOf(changes) }).then(
                () => toastDone('Taken back'),
                toastFailure,
              ),
          });
        },
      });
    },
  };
}
