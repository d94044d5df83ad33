import type { PendingChange } from '@shared/entities/sync';
import { toastDone, toastFailure } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { countText } from '../../format/quantity';
import { fieldLabel, nameOf } from './change-words';

export type ChangeKey = Pick<PendingChange, 'entity' | 'id'>;

const changes = (count: number) => countText(count, 'change', 'changes');
const keys = (items: readonly ChangeKey[]) => items.map(({ entity, id }) => ({ entity, id }));

/** What can be done with pending changes; each says what it did. */
export function useChangeActions() {
  const revert = useApiMutation('pending.revert');
  const hold = useApiMutation('pending.hold');
  const release = useApiMutation('pending.release');
  const send = useApiMutation('pending.send');
  return {
    isBusy: revert.isPending || hold.isPending || release.isPending || send.isPending,
    hold: (items: readonly ChangeKey[]) =>
      hold.mutate(
        { items: keys(items) },
        { onSuccess: ({ held }) => toastDone(`${changes(held)} held back`), onError: toastFailure },
      ),
    release: (items: readonly ChangeKey[]) =>
      release.mutate(
        { items: keys(items) },
        { onSuccess: ({ released }) => toastDone(`${changes(released)} released`), onError: toastFailure },
      ),
    /** Sends what was reviewed, as it was seen; `onStale` when it is not so any more. */
    send: (items: readonly PendingChange[], onDone: () => void, onStale: () => void) =>
      send.mutate(
        { items: items.map(({ entity, id, last_at }) => ({ entity, id, last_at })) },
        {
          onSuccess: ({ released }) => {
            toastDone(`Sending ${changes(released)}`);
            onDone();
          },
          onError: (error) => {
            toastFailure(error);
            if (error.code === 'version_conflict') onStale();
          },
        },
      ),
    revertField: (change: PendingChange, field: string) =>
      revert.mutate(
        { items: [{ entity: change.entity, id: change.id, fields: [field] }] },
        {
          onSuccess: () => toastDone(`${fieldLabel(field)} of “${nameOf(change)}” is as on the server again`),
          onError: toastFailure,
        },
      ),
    revert: (items: readonly ChangeKey[], onDone?: () => void) =>
      revert.mutate(
        { items: keys(items) },
        {
          onSuccess: ({ reverted, refused }) => {
            if (reverted > 0) toastDone(`${changes(reverted)} taken back`);
            for (const { name, message } of refused.slice(0, 3)) toastFailure(new Error(`“${name}”: ${message}`));
            onDone?.();
          },
          onError: toastFailure,
        },
      ),
  };
}

export type ChangeActions = ReturnType<typeof useChangeActions>;
