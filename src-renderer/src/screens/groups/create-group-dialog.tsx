import type { Group } from '@shared/entities/group';
import { useNavigate } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { FormDialog } from '../../components/form-dialog';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import { useGroupDraft } from './group-draft';
import { GroupFields } from './group-fields';

interface Props {
  /** An archived group that is made anew: no server brings one back. */
  again?: Group;
  onClose(): void;
}

/** Create Group: a name, a key that follows it, and what the group holds. */
export function CreateGroupDialog({ again, onClose }: Props) {
  const navigate = useNavigate();
  const draft = useGroupDraft(again?.name, again?.lookup_key);
  const submit = () =>
    draft.submit((group) => {
      onClose();
      toastDone(`Group “${group.name}” created`, {
        label: 'Open',
        onAction: () => void navigate({ to: '/groups/$groupId', params: { groupId: group.id } }),
      });
    });

  return (
    <FormDialog
      title="Create Group"
      description="A named bucket of prices that reports add up."
      submitLabel="Create Group"
      onSubmit={submit}
      onClose={onClose}
      isDirty={draft.isDirty}
      isPending={draft.isPending}
      error={draft.error}
      fields={['name', 'lookup_key']}
      attempts={draft.attempts}
    >
      <GroupFields draft={draft} hasLink />
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
