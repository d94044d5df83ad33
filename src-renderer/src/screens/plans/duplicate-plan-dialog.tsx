import type { Plan } from '@shared/entities/plan';
import { planLookupKey } from '@shared/rules/lookup-key';
import { useState } from 'react';
import { fieldError, Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { LookupKeyField, useKeyOwner, useLinkedText } from '../../components/lookup-key-field';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { chargesText } from './charge-terms';

interface Props {
  plan: Plan;
  onClose(): void;
  onDuplicated(plan: Plan): void;
}

/** Makes a second plan with the same charges, which keep their groups. */
export function DuplicatePlanDialog({ plan, onClose, onDuplicated }: Props) {
  const clone = useApiMutation('plan.clone');
  const suggestedName = `${plan.name} (copy)`;
  const [name, setName] = useState(suggestedName);
  const key = useLinkedText(planLookupKey(name));
  const { owner, check } = useKeyOwner('plan.search', key.text.trim());
  const [attempts, setAttempts] = useState(0);
  const isTried = attempts > 0;
  const nameError = !isTried
    ? null
    : name.trim() === ''
      ? 'Give the new plan a name.'
      : name.trim() === plan.name
        ? 'Give the new plan a name of its own.'
        : null;
  const keyError = owner
    ? `Used by the plan “${owner.name}”.`
    : isTried && key.text.trim() === ''
      ? 'Give the new plan a lookup key.'
      : null;

  const submit = () => {
    const wanted = name.trim();
    if (wanted === '' || wanted === plan.name || key.text.trim() === '' || owner) {
      setAttempts(attempts + 1);
      return;
    }
    clone.mutate(
      { id: plan.id, name: wanted, lookup_key: key.text.trim() },
      {
        onSuccess: (copy) => {
          onClose();
          toastDone(`“${plan.name}” duplicated as “${copy.name}”`);
          onDuplicated(copy);
        },
        onError: check,
      },
    );
  };

  return (
    <FormDialog
      title="Duplicate Plan"
      submitLabel="Duplicate"
      onSubmit={submit}
      onClose={onClose}
      isDirty={name !== suggestedName || !key.isAutomatic}
      isPending={clone.isPending}
      error={clone.error}
      fields={['name', 'lookup_key']}
      attempts={attempts}
    >
      <Notice kind="info">
        {plan.price_count === 0 ? (
          'The plan has no charges to copy.'
        ) : (
          <>
            {chargesText(plan.price_count)} of “{plan.name}” {plan.price_count === 1 ? 'is' : 'are'} copied and{' '}
            {plan.price_count === 1 ? 'keeps its group' : 'keep their groups'}. Ended charges, subscriptions and lookup
            keys of charges are not copied.
          </>
        )}
      </Notice>
      <TextField
        label="Plan Name"
        isRequired
        autoFocus
        value={name}
        onChange={setName}
        onBlur={check}
        maxLength={255}
        error={fieldError(clone.error, 'name', nameError)}
      />
      <LookupKeyField
        lookupKey={key}
        isRequired
        onBlur={check}
        error={fieldError(clone.error, 'lookup_key', keyError)}
        description="For the API and integrations."
      />
    </FormDialog>
  );
}
