import type { Customer } from '@shared/entities/customer';
import { FormDialog } from '../../components/form-dialog';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { useCustomerDraft } from './customer-draft';
import { CustomerFields, customerFieldNames } from './customer-fields';

interface Props {
  customer: Customer;
  onClose(): void;
}

/** Changes what is known of a customer; its external ID only as long as it never was on a plan. Mount it while open. */
export function EditCustomerDialog({ customer, onClose }: Props) {
  const { id, name, external_id, email } = customer;
  const update = useApiMutation('customer.update');
  const draft = useCustomerDraft({ name, external_id, email });
  const plans = useApiQuery('subscription.search', { customer_id: id, limit: 1 });
  const submit = () =>
    draft.submit((wanted) =>
      update.mutate(
        { id, ...wanted },
        {
          onSuccess: () => {
            onClose();
            toastDone(`Changed ${wanted.name}`, {
              onAction: () =>
                void api('customer.update', { id, external_id, email, ...(name !== '' && { name }) })
                  .then(() => toastDone(`${name || external_id} is as before`))
                  .catch(toastFailure),
            });
          },
        },
      ),
    );
  return (
    <FormDialog
      title="Edit customer"
      submitLabel="Save"
      onSubmit={submit}
      onClose={onClose}
      isDirty={draft.isDirty}
      canSubmit={draft.isDirty}
      isPending={update.isPending}
      error={update.error}
      fields={customerFieldNames}
      attempts={draft.attempts}
    >
      <CustomerFields draft={draft} error={update.error} isIdFixed={(plans.data?.pagination.total ?? 1) > 0} />
    </FormDialog>
  );
}
