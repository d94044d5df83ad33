import { DateField } from '../../components/date-fields';
import { fieldError } from '../../components/form';
import { useEnvironment } from '../../door/environment';
import { pastStartNote } from '../customers/past-start';
import type { SubscribeCustomers } from './subscribe-customers';

interface Props {
  form: SubscribeCustomers;
  /** The form's own objection. */
  error?: string | null;
}

/** The day from which the usage of subscribed customers is priced. */
export function SubscriptionStartField({ form, error }: Props) {
  const { timezone } = useEnvironment();
  return (
    <DateField
      label="Start Date"
      isRequired
      value={form.day}
      onChange={form.setDay}
      description={[
        form.hasUsage
          ? 'The first day of usage, unless you choose another. Usage before it is not priced.'
          : 'Usage before this day is not priced.',
        pastStartNote(form.day, timezone),
      ]
        .filter((text) => text !== null)
        .join(' ')}
      error={fieldError(form.error, 'start_date', error)}
    />
  );
}
