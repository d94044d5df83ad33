import type { Group } from '@shared/entities/group';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { toastDone } from '../../components/toast';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { pricesText } from './group-list';
import { moveBack } from './move-back';
import { PriceNames } from './price-names';

interface Props {
  group: Group;
  priceIds: readonly string[];
  onClose(): void;
  onRemoved(): void;
}

/** Takes prices out of a group, with the way back. */
export function RemoveMembersDialog({ group, priceIds, onClose, onRemoved }: Props) {
  const first = useApiQuery('price.search', {
    price_ids: [...priceIds],
    allow_expired_prices: true,
    limit: 10,
    expand: 'plan,meters',
  });
  const remove = useApiMutation('price.moveToGroup');
  const confirm = () =>
    remove.mutate(
      { ids: [...priceIds], group_id: null },
      {
        onSuccess: ({ moved }) => {
          onRemoved();
          onClose();
          toastDone(`${pricesText(moved)} removed from “${group.name}”`, {
            onAction: () => moveBack(priceIds.map((id) => ({ id, group_id: group.id }))),
          });
        },
      },
    );
  return (
    <ConfirmDialog
      title={`Remove ${pricesText(priceIds.length)} from “${group.name}”?`}
      confirmLabel="Remove from group"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <PriceNames prices={first.data?.items ?? []} total={priceIds.length} />
      <p>Their past usage moves to “No group” in reports too. Nothing changes in what is charged.</p>
    </ConfirmDialog>
  );
}
