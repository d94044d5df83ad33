import type { Price } from '@shared/entities/price';
import { useState } from 'react';
import { fieldError, Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { GroupPicker } from '../charges/group-picker';
import { moveBack } from '../groups/move-back';
import { chargeName } from './charge-terms';

/** Moves one charge to another group, or out of its group. */
export function MoveToGroupDialog({ price, onClose }: { price: Price; onClose(): void }) {
  const move = useApiMutation('price.moveToGroup');
  const [chosen, setChosen] = useState<{ id: string | null; name: string }>({ id: price.group_id, name: '' });
  const isChanged = chosen.id !== price.group_id;

  const submit = () =>
    move.mutate(
      { ids: [price.id], group_id: chosen.id },
      {
        onSuccess: () => {
          onClose();
          const place = chosen.id === null ? 'now has no group' : `moved to “${chosen.name}”`;
          toastDone(`${chargeName(price)} ${place}`, { onAction: () => moveBack([price]) });
        },
      },
    );

  return (
    <FormDialog
      title={`Move “${chargeName(price)}” to a group`}
      submitLabel="Move"
      onSubmit={submit}
      onClose={onClose}
      isDirty={isChanged}
      canSubmit={isChanged}
      isPending={move.isPending}
      error={move.error}
      fields={['group_id']}
    >
      <GroupPicker
        value={chosen.id}
        onChange={(id, group) => setChosen({ id, name: group?.name ?? '' })}
        error={fieldError(move.error, 'group_id')}
      />
      <Notice kind="info">Reports go by a charge's present group: its past usage moves with it.</Notice>
    </FormDialog>
  );
}
