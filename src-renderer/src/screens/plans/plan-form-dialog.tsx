import type { Plan } from '@shared/entities/plan';
import { planLookupKey } from '@shared/rules/lookup-key';
import { useState } from 'react';
import { fieldError } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { LookupKeyField, useKeyOwner, useLinkedText } from '../../components/lookup-key-field';
import { MetadataEditor } from '../../components/metadata-editor';
import { TextArea } from '../../components/text-area';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';

interface Props {
  /** The plan to edit; a new one without it. */
  plan?: Plan;
  onClose(): void;
  onSaved?(plan: Plan): void;
}

/** Creates a plan, or edits its name, key, description and metadata. */
export function PlanFormDialog({ plan, onClose, onSaved }: Props) {
  const create = useApiMutation('plan.create');
  const update = useApiMutation('plan.update');
  const [name, setName] = useState(plan?.name ?? '');
  const derived = useLinkedText(planLookupKey(name));
  const [ownKey, setOwnKey] = useState(plan?.lookup_key ?? '');
  // The key of a plan that exists is what integrations know: it never follows the name.
  const key = plan ? { text: ownKey, isAutomatic: true, edit: setOwnKey, reset: () => undefined } : derived;
  const [description, setDescription] = useState(plan?.description ?? '');
  const [metadata, setMetadata] = useState<Record<string, string>>(plan?.metadata ?? {});
  const [isMetadataValid, setMetadataValid] = useState(true);
  const [attempts, setAttempts] = useState(0);
  const { owner, check } = useKeyOwner('plan.search', key.text.trim());
  const otherOwner = owner && owner.id !== plan?.id ? owner : null;
  const error = create.error ?? update.error;
  const nameError = attempts > 0 && name.trim() === '' ? 'Give the plan a name.' : null;
  const keyError = otherOwner ? `Used by the plan “${otherOwner.name}”.` : null;
  const isChanged =
    name !== (plan?.name ?? '') ||
    description !== (plan?.description ?? '') ||
    JSON.stringify(metadata) !== JSON.stringify(plan?.metadata ?? {}) ||
    (plan ? key.text !== plan.lookup_key : !key.isAutomatic);

  const submit = () => {
    if (name.trim() === '' || otherOwner || !isMetadataValid) {
      setAttempts(attempts + 1);
      return;
    }
    const fields = { name: name.trim(), lookup_key: key.text.trim(), description, metadata };
    const onSuccess = (saved: Plan) => {
      onClose();
      toastDone(`Plan “${saved.name}” ${plan ? 'saved' : 'created'}`);
      onSaved?.(saved);
    };
    if (plan) update.mutate({ id: plan.id, ...fields }, { onSuccess });
    else create.mutate(fields, { onSuccess });
  };

  return (
    <FormDialog
      title={plan ? 'Edit Plan' : 'Create Plan'}
      description={plan ? undefined : 'What customers subscribe to. Charges are added on its page.'}
      submitLabel={plan ? 'Save' : 'Create Plan'}
      onSubmit={submit}
      onClose={onClose}
      isDirty={isChanged}
      canSubmit={!plan || isChanged}
      isPending={create.isPending || update.isPending}
      error={error}
      fields={['name', 'lookup_key', 'description']}
      attempts={attempts}
    >
      <TextField
        label="Plan Name"
        isRequired
        autoFocus
        value={name}
        onChange={setName}
        onBlur={check}
        maxLength={255}
        error={fieldError(error, 'name', nameError)}
      />
      <LookupKeyField
        lookupKey={key}
        onBlur={check}
        error={fieldError(error, 'lookup_key', keyError)}
        description={
          plan
            ? 'Integrations find the plan by it. Change it only together with them.'
            : 'For the API and integrations. May be left empty.'
        }
      />
      <TextArea
        label="Description"
        value={description}
        onChange={setDescription}
        error={fieldError(error, 'description')}
      />
      <MetadataEditor value={metadata} onChange={setMetadata} onValidityChange={setMetadataValid} />
    </FormDialog>
  );
}
