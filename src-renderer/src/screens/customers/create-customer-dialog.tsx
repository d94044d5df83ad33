import { useNavigate } from '@tanstack/react-router';
import { FormDialog } from '../../components/form-dialog';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { useCustomerDraft } from './customer-draft';
import { CustomerFields, customerFieldNames } from './customer-fields';

/** Adds one customer by hand; many come by a file. Mount it while open. */
export function CreateCustomerDialog({ onClose }: { onClose(): void }) {
  const create = useApiMutation('customer.create');
  const navigate = useNavigate();
  const draft = useCustomerDraft();
  const submit = () =>
    draft.submit((wanted) =>
      create.mutate(wanted, {
        onSuccess: ({ name, external_id }) => {
          onClose();
          toastDone(`Customer “${name}” added`, {
            label: 'Put on a plan',
            onAction: () => void navigate({ to: '/customers', search: { view: 'plans', search: external_id } }),
          });
        },
      }),
    );
  return (
    <FormDialog
      title="Add customer"
      description="Usage that names its external ID is charged to it, also what is here already."
      submitLabel="Add customer"
      onSubmit={submit}
      onClose={onClose}
      isDirty={draft.isDirty}
      isPending={create.isPending}
      error={create.error}
      fields={customerFieldNames}
      attempts={draft.attempts}
    >
      <CustomerFields draft={draft} error={create.error} />
    </FormDialog>
  );
}
