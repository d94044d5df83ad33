import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { useApiMutation } from '../../door/use-api';
import { type PlanChange, undoOf } from './plan-drafts';
import { outcomeText } from './plan-outcome';

/** Makes changes of customers' plans, all or none of them, and offers to take them back. */
export function usePlanChanges() {
  const assign = useApiMutation('customerPlan.assign');
  return {
    isPending: assign.isPending,
    error: assign.error,
    save(changes: PlanChange[], onDone: () => void) {
      assign.mutate(
        { changes },
        {
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
        },
      );
    },
  };
}
