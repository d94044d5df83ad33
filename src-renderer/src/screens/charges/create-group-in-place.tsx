import type { Group } from '@shared/entities/group';
import { groupLookupKey } from '@shared/rules/lookup-key';
import { useState } from 'react';
import { fieldError } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { TextField } from '../../components/text-field';
import { useApiMutation } from '../../door/use-api';

interface Props {
  /** What was typed in the picker. */
  name: string;
  onCreated(group: Group): void;
  onClose(): void;
}

/** Makes a price group over an open form, which stays as it is. */
export function CreateGroupInPlace({ name: typed, onCreated, onClose }: Props) {
  const create = useApiMutation('group.create');
  const [name, setName] = useState(typed);
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const lookupKey = ownKey ?? groupLookupKey(name);
  const isComplete = name.trim() !== '' && lookupKey.trim() !== '';
  return (
    <FormDialog
      title="Create Group"
      description="The form behind stays as you left it."
      submitLabel="Create Group"
      onSubmit={() =>
        create.mutate(
          { name: name.trim(), lookup_key: lookupKey.trim(), entity_type: 'price' },
          { onSuccess: onCreated },
        )
      }
      onClose={onClose}
      isPending={create.isPending}
      canSubmit={isComplete}
      error={create.error}
      fields={['name', 'lookup_key']}
    >
      <TextField
        label="Group Name"
        isRequired
        autoFocus
        maxLength={255}
        value={name}
        onChange={setName}
        error={fieldError(create.error, 'name')}
      />
      <TextField
        label="Lookup Key"
        description="Identifies the group in the API and in files. It cannot change later."
        isRequired
        isMono
        maxLength={255}
        value={lookupKey}
        onChange={setOwnKey}
        error={fieldError(create.error, 'lookup_key')}
      />
    </FormDialog>
  );
}
