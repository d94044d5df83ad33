import type { Group } from '@shared/entities/group';
import { groupLookupKey } from '@shared/rules/lookup-key';
import { useState } from 'react';
import { useKeyOwner, useLinkedText } from '../../components/lookup-key-field';
import { useApiMutation } from '../../door/use-api';

/**
 * A price group that is about to be created: its name, the key that follows it, and what is wrong with them. It begins with
 * a name, and with a key of its own where one is given.
 */
export function useGroupDraft(initialName = '', initialKey: string | null = null) {
  const create = useApiMutation('group.create');
  const [name, setName] = useState(initialName);
  const key = useLinkedText(groupLookupKey(name), initialKey);
  const { owner, isFree, check } = useKeyOwner('group.search', key.text);
  const [attempts, setAttempts] = useState(0);
  const isTried = attempts > 0;
  const hasName = name.trim() !== '';
  const hasKey = key.text.trim() !== '';
  const takenError = owner ? `Used by the group “${owner.name}”.` : null;
  return {
    name,
    setName,
    key,
    owner,
    isFree,
    /** Asks who has the key. */
    check,
    nameError: isTried && !hasName ? 'Give the group a name.' : null,
    keyError: isTried && !hasKey ? 'Give the group a lookup key.' : takenError,
    isDirty: name !== initialName || (!key.isAutomatic && key.text !== initialKey),
    attempts,
    isPending: create.isPending,
    error: create.error,
    submit(onCreated: (group: Group) => void) {
      if (!hasName || !hasKey || owner) {
        setAttempts(attempts + 1);
        return;
      }
      create.mutate(
        { name: name.trim(), lookup_key: key.text.trim(), entity_type: 'price' },
        // A refusal names the key only; asking who has it brings the way out.
        { onSuccess: onCreated, onError: check },
      );
    },
  };
}

export type GroupDraft = ReturnType<typeof useGroupDraft>;
