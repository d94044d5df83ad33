import type { Group } from '@shared/entities/group';
import { groupLookupKey } from '@shared/rules/lookup-key';
import { Link, useNavigate } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../components/button';
import { fieldError } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { LookupKeyField, useKeyOwner, useLinkedText } from '../../components/lookup-key-field';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import { useEnvironment } from '../../door/environment';
import { useApiMutation, useApiQuery } from '../../door/use-api';

interface TakenProps {
  owner: Pick<Group, 'id' | 'name'>;
  /** The name to make a free key from. */
  wish: string;
  onUse(key: string): void;
}

/** Who has the key, and the next free one. */
function KeyTaken({ owner, wish, onUse }: TakenProps) {
  const free = useApiQuery('group.suggestKey', { name: wish }).data?.lookup_key;
  return (
    <p className="-mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
      <Link
        to="/groups/$groupId"
        params={{ groupId: owner.id }}
        className="min-w-0 break-words rounded-control text-link underline"
      >
        Open “{owner.name}”
      </Link>
      {free && (
        <Button
          kind="quiet"
          className="h-auto! min-h-6 whitespace-normal! break-all text-link!"
          onPress={() => onUse(free)}
        >
          Use {free}
        </Button>
      )}
    </p>
  );
}

/** Create Group: a name, a key that follows it, and what the group holds. */
export function CreateGroupDialog({ onClose }: { onClose(): void }) {
  const environment = useEnvironment();
  const navigate = useNavigate();
  const create = useApiMutation('group.create');
  const [name, setName] = useState('');
  const key = useLinkedText(groupLookupKey(name));
  const { owner, isFree, check } = useKeyOwner('group.search', key.text);
  const keyInput = useRef<HTMLInputElement>(null);
  const [attempts, setAttempts] = useState(0);
  const isTried = attempts > 0;
  const nameError = isTried && name.trim() === '' ? 'Give the group a name.' : null;
  const keyError =
    isTried && key.text.trim() === ''
      ? 'Give the group a lookup key.'
      : owner
        ? `Used by the group “${owner.name}”.`
        : null;

  // The button that was pressed goes away with the conflict: the focus goes to what it filled in.
  const take = (freeKey: string) => {
    key.edit(freeKey);
    keyInput.current?.focus();
  };
  const submit = () => {
    if (name.trim() === '' || key.text.trim() === '' || owner) {
      setAttempts(attempts + 1);
      return;
    }
    create.mutate(
      { name: name.trim(), lookup_key: key.text.trim(), entity_type: 'price' },
      {
        onSuccess: (group) => {
          onClose();
          toastDone(`Group “${group.name}” created`, {
            label: 'Open',
            onAction: () => void navigate({ to: '/groups/$groupId', params: { groupId: group.id } }),
          });
        },
        // The answer names the key only; asking who has it brings the link and the free key.
        onError: check,
      },
    );
  };

  return (
    <FormDialog
      title="Create Group"
      description="A named bucket of prices that reports add up."
      submitLabel="Create Group"
      onSubmit={submit}
      onClose={onClose}
      isDirty={name !== '' || !key.isAutomatic}
      isPending={create.isPending}
      error={create.error}
      fields={['name', 'lookup_key']}
      attempts={attempts}
    >
      <TextField
        label="Group Name"
        isRequired
        autoFocus
        value={name}
        onChange={setName}
        onBlur={check}
        maxLength={255}
        description="For people: shown in charges, analytics and reports."
        error={fieldError(create.error, 'name', nameError)}
      />
      <LookupKeyField
        lookupKey={key}
        inputRef={keyInput}
        isRequired
        onBlur={check}
        error={keyError ?? (isFree ? null : fieldError(create.error, 'lookup_key'))}
        description={
          isFree ? `✓ Free in ${environment.name}` : 'For the API and integrations. It cannot be changed later.'
        }
      />
      {owner && <KeyTaken owner={owner} wish={key.text.replace(/^group-/, '')} onUse={take} />}
      <TextField
        label="Entity Type"
        value="Price"
        prefix={<Lock aria-hidden size={14} />}
        onChange={() => undefined}
        isReadOnly
        description="Groups hold prices. What a group holds is fixed when it is created."
      />
    </FormDialog>
  );
}
