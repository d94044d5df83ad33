import { DateField } from '../../components/date-fields';
import { fieldError } from '../../components/form';
import type { SubscribeCustomers } from './subscribe-customers';

interface Props {
  form: SubscribeCustomers;
  /** The form's own objection. */
  error?: string | null;
}

/** The day from which the usage of subscribed customers is priced. */
export function SubscriptionStartField({ form, error }: Props) {
  return (
    <DateField
      label="Start Date"
      isRequired
      value={form.day}
      onChange={form.setDay}
      description={
        form.hasUsage
          ? 'The first day of usage, unless you choose another. Usage before it is not priced.'
          : 'Usage before this day is not priced.'
      }
      error={fieldError(form.error, 'start_date', error)}
    />
  );
}
