import type { Group } from '@shared/entities/group';
import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { toastDone, toastFailure } from '../../components/toast';
import { useApiQuery } from '../../door/use-api';
import { pricesText } from './group-list';
import { movePrices } from './move-prices';
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
  const remove = useMutation({
    mutationFn: () => movePrices(priceIds.map((id) => ({ id, group_id: null }))),
    onSuccess: () => {
      onRemoved();
      onClose();
      toastDone(`${pricesText(priceIds.length)} removed from “${group.name}”`, {
        onAction: () => void movePrices(priceIds.map((id) => ({ id, group_id: group.id }))).catch(toastFailure),
      });
    },
  });
  return (
    <ConfirmDialog
      title={`Remove ${pricesText(priceIds.length)} from “${group.name}”?`}
      confirmLabel="Remove from group"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <PriceNames prices={first.data?.items ?? []} total={priceIds.length} />
      <p>Their past usage moves to “No group” in reports too. Nothing changes in what is charged.</p>
    </ConfirmDialog>
  );
}
