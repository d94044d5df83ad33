import type { Group } from '@shared/entities/group';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { LoadingState } from '../../components/states';
import { toastDone } from '../../components/toast';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { pricesText } from './group-list';
import { PriceNames } from './price-names';

interface Props {
  group: Group;
  onClose(): void;
  onArchived?(): void;
}

const shown = 10;

/** Says what archiving a group does to its prices before it is done. */
export function ArchiveGroupDialog({ group, onClose, onArchived }: Props) {
  const archive = useApiMutation('group.delete');
  const members = useApiQuery('price.search', {
    group_ids: [group.id],
    allow_expired_prices: true,
    limit: shown,
    expand: 'plan',
  });
  const total = members.data?.pagination.total ?? group.member_count;

  const confirm = () =>
    archive.mutate(
      { id: group.id },
      {
        onSuccess: ({ ungrouped_prices }) => {
          onClose();
          onArchived?.();
          const effect = ungrouped_prices > 0 ? `, ${pricesText(ungrouped_prices)} ungrouped` : '';
          toastDone(`Group “${group.name}” archived${effect}`);
        },
      },
    );

  return (
    <ConfirmDialog
      title={`Archive “${group.name}”?`}
      confirmLabel="Archive Group"
      isDangerous
      isPending={archive.isPending}
      error={archive.error ?? members.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {members.isPending ? (
        <LoadingState rows={2} label="Counting its prices" />
      ) : total === 0 ? (
        <p>The group has no prices, so nothing else changes.</p>
      ) : (
        <>
          <p>
            <strong className="font-semibold text-ink">{pricesText(total)}</strong> will have no group.{' '}
            {total === 1
              ? 'It keeps its amount and goes on being charged'
              : 'They keep their amounts and go on being charged'}
            ; past usage moves to “No group” in reports too.
          </p>
          <PriceNames prices={members.data?.items ?? []} total={total} />
        </>
      )}
      <p>The group cannot be brought back. Its lookup key becomes free.</p>
    </ConfirmDialog>
  );
}
