import type { CommitmentInput, LineItem } from '@shared/entities/subscription';
import { toastDone, toastFailure } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';

/** Saves or, with null, removes a commitment, and says so with a way back. `name` is the charge's, in quotes. */
export function useCommitment(name: string, onDone: () => void) {
  const set = useApiMutation('subscription.setCommitment');
  const save = ({ id }: LineItem, commitment: CommitmentInput | null, before: CommitmentInput | null) =>
    set.mutate(
      { line_item_id: id, commitment },
      {
        onSuccess: () => {
          onDone();
          toastDone(`The commitment on “${name}” has been ${commitment ? 'saved' : 'removed'}`, {
            onAction: () => set.mutate({ line_item_id: id, commitment: before }, { onError: toastFailure }),
          });
        },
      },
    );
  return { save, isPending: set.isPending, error: set.error };
}
