import type { Group } from '@shared/entities/group';
import { FormDialog } from '../../components/form-dialog';
import { useGroupDraft } from '../groups/group-draft';
import { GroupFields } from '../groups/group-fields';

interface Props {
  /** What was typed in the picker. */
  name: string;
  onCreated(group: Group): void;
  onClose(): void;
}

/** Makes a price group over an open form, which stays as it is. */
export function CreateGroupInPlace({ name, onCreated, onClose }: Props) {
  const draft = useGroupDraft(name);
  return (
    <FormDialog
      title="Create Group"
      description="The form behind stays as you left it."
      submitLabel="Create Group"
      onSubmit={() => draft.submit(onCreated)}
      onClose={onClose}
      isDirty={draft.isDirty}
      isPending={draft.isPending}
      error={draft.error}
      fields={['name', 'lookup_key']}
      attempts={draft.attempts}
    >
      <GroupFields draft={draft} />
    </FormDialog>
  );
}
