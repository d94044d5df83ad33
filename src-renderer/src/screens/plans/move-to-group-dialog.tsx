import type { Price } from '@shared/entities/price';
import { useState } from 'react';
import { fieldError, Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { useApiMutation } from '../../door/use-api';
import { GroupPicker } from '../charges/group-picker';
import { chargeName } from './charge-terms';

/** Moves one charge to another group, or out of its group. */
export function MoveToGroupDialog({ price, onClose }: { price: Price; onClose(): void }) {
  const update = useApiMutation('price.update');
  const [chosen, setChosen] = useState<{ id: string | null; name: string }>({ id: price.group_id, name: '' });
  const isChanged = chosen.id !== price.group_id;

  const submit = () =>
    update.mutate(
      { id: price.id, group_id: chosen.id ?? '' },
      {
        onSuccess: () => {
          onClose();
          const place = chosen.id === null ? 'now has no group' : `moved to “${chosen.name}”`;
          toastDone(`${chargeName(price)} ${place}`, {
            onAction: () =>
              void api('price.update', { id: price.id, group_id: price.group_id ?? '' }).catch(toastFailure),
          });
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
      isPending={update.isPending}
      error={update.error}
      fields={['group_id']}
    >
      <GroupPicker
        value={chosen.id}
        onChange={(id, group) => setChosen({ id, name: group?.name ?? '' })}
        error={fieldError(update.error, 'group_id')}
      />
      <Notice kind="info">Reports go by a charge's present group: its past usage moves with it.</Notice>
    </FormDialog>
  );
}
