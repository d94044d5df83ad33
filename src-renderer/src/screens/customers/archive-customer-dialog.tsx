import type { Customer } from '@shared/entities/customer';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';

interface Props {
  customer: Customer;
  onArchived(): void;
  onClose(): void;
}

/** Archives a customer, and says before what that means for the reports. Mount it while open. */
export function ArchiveCustomerDialog({ customer, onArchived, onClose }: Props) {
  const archive = useApiMutation('customer.archive');
  const name = customer.name || customer.external_id;
  const confirm = () =>
    archive.mutate(
      { id: customer.id },
      {
        onSuccess: () => {
          onArchived();
          toastDone(`Archived ${name}`);
        },
      },
    );
  return (
    <ConfirmDialog
      title={`Archive ${name}?`}
      confirmLabel="Archive customer"
      isDangerous
      isPending={archive.isPending}
      error={archive.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      What it was charged stays in the reports of the past, marked as archived. Its plans have to have ended. The
      external ID is free again afterwards: new events that carry it are charged to nobody until another customer has
      it.
    </ConfirmDialog>
  );
}
