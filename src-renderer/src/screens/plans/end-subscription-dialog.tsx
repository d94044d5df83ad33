import type { Plan } from '@shared/entities/plan';
import type { Subscription } from '@shared/entities/subscription';
import { useState } from 'react';
import { InstantField } from '../../components/date-fields';
import { fieldError, Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { formatDateTime } from '../../format/date';

interface Props {
  plan: Plan;
  subscription: Subscription;
  onClose(): void;
}

/** Ends a customer's subscription, now or at a moment. */
export function EndSubscriptionDialog({ plan, subscription, onClose }: Props) {
  const cancel = useApiMutation('subscription.cancel');
  const [end, setEnd] = useState<string | null>(null);
  const customer = subscription.external_customer_id;
  const isTooEarly = end !== null && Date.parse(end) < Date.parse(subscription.start_date);
  const ownError = isTooEarly ? `The subscription starts ${formatDateTime(subscription.start_date)}.` : null;
  return (
    <FormDialog
      title={`End the subscription of “${customer}”?`}
      submitLabel="End subscription"
      onSubmit={() =>
        cancel.mutate(
          { id: subscription.id, cancelled_at: end },
          {
            onSuccess: () => {
              onClose();
              toastDone(`The subscription of “${customer}” to “${plan.name}” has been ended`);
            },
          },
        )
      }
      onClose={onClose}
      isDirty={end !== null}
      canSubmit={!isTooEarly}
      isPending={cancel.isPending}
      error={cancel.error}
      fields={['cancelled_at']}
    >
      <InstantField
        label="End Date (optional)"
        value={end}
        onChange={setEnd}
        min={subscription.start_date}
        description="Empty means now."
        error={fieldError(cancel.error, 'cancelled_at', ownError)}
      />
      <Notice kind="info">
        Usage of “{customer}” from {end ? formatDateTime(end) : 'now'} on is no longer priced by “{plan.name}”. Usage
        before stays as it is.
      </Notice>
    </FormDialog>
  );
}
