import type { Group } from '@shared/entities/group';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { toastUndone } from '../../app/toast-undone';
import { fieldError } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { StaysHere } from '../../components/stays-here';
import { TextField } from '../../components/text-field';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { useApiMutation } from '../../door/use-api';

/** Renames a group; its key stays, because integrations refer to it. */
export function RenameGroupDialog({ group, onClose }: { group: Group; onClose(): void }) {
  const update = useApiMutation('group.update');
  const [name, setName] = useState(group.name);
  const [attempts, setAttempts] = useState(0);
  const wanted = name.trim();
  const ownError = attempts > 0 && wanted === '' ? 'Give the group a name.' : null;

  const submit = () => {
    if (wanted === '') {
      setAttempts(attempts + 1);
      return;
    }
    update.mutate(
      { id: group.id, name: wanted },
      {
        onSuccess: () => {
          onClose();
          toastDone(`Group renamed to “${wanted}”`, {
            onAction: () =>
              void api('group.update', { id: group.id, name: group.name })
                .then(() => toastUndone(`The group is “${group.name}” again`, 'group', [group.id]))
                .catch(toastFailure),
          });
        },
      },
    );
  };

  return (
    <FormDialog
      title="Rename Group"
      submitLabel="Rename"
      onSubmit={submit}
      onClose={onClose}
      isDirty={name !== group.name}
      canSubmit={wanted !== group.name}
      isPending={update.isPending}
      error={update.error}
      fields={['name']}
      attempts={attempts}
    >
      <TextField
        label="Group Name"
        isRequired
        autoFocus
        value={name}
        onChange={setName}
        maxLength={255}
        error={fieldError(update.error, 'name', ownError)}
      />
      <StaysHere entity="group" changes={[{ field: 'name', label: 'Group Name', from: group.name, to: wanted }]} />
      <TextField
        label="Lookup Key"
        isMono
        isReadOnly
        prefix={<Lock aria-hidden size={14} />}
        value={group.lookup_key}
        onChange={() => undefined}
        description="Fixed after creation: integrations find the group by it."
      />
    </FormDialog>
  );
}
