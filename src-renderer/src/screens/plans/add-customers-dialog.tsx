import type { Customer } from '@shared/entities/customer';
import type { Plan } from '@shared/entities/plan';
import { useState } from 'react';
import { fieldError, Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { RadioCards } from '../../components/radio-cards';
import { SearchSelect } from '../../components/search-select';
import { TextArea } from '../../components/text-area';
import { toastDone } from '../../components/toast';
import { useApiQuery } from '../../door/use-api';
import { customerIds, customersText } from './customer-ids';
import { useSubscribeCustomers } from './subscribe-customers';
import { SubscriptionPreview } from './subscription-preview';
import { SubscriptionStartField } from './subscription-start-field';

type Who = 'all' | 'chosen';

/** Adds one known customer to the ids typed below. */
function KnownCustomer({ onChoose }: { onChoose(externalId: string): void }) {
  const [search, setSearch] = useState('');
  const found = useApiQuery('customer.search', { search: search.trim(), limit: 50 });
  return (
    <SearchSelect<Customer>
      label="Add a known customer"
      value={null}
      valueText=""
      placeholder="Search customers…"
      items={found.data?.items ?? []}
      itemKey={(customer) => customer.id}
      itemText={(customer) => customer.name}
      renderItem={(customer) => (
        <>
          {customer.name}{' '}
          {customer.name !== customer.external_id && <span className="text-muted">{customer.external_id}</span>}
        </>
      )}
      onSearch={setSearch}
      isLoading={found.isPending}
      onChange={(_, customer) => customer && onChoose(customer.external_id)}
    />
  );
}

interface Props {
  plan: Plan;
  onClose(): void;
}

/** Subscribes customers to a plan from a day: everyone who has usage, or those named. */
export function AddCustomersDialog({ plan, onClose }: Props) {
  const [who, setWho] = useState<Who>('all');
  const [typed, setTyped] = useState('');
  const ids = customerIds(typed);
  const form = useSubscribeCustomers({ plan, external_customer_ids: who === 'all' ? null : ids });
  const [attempts, setAttempts] = useState(0);

  const withUsage = form.customers;
  const isTried = attempts > 0;
  const idsError = isTried && who === 'chosen' && ids.length === 0 ? 'Name at least one customer.' : null;
  const dayError = isTried && form.day === '' ? 'Choose the day the subscriptions start.' : null;
  const cannot =
    plan.price_count === 0
      ? 'The plan has no charges yet. Add charges first: a subscription takes over the charges of its plan.'
      : null;

  const submit = () => {
    if (form.day === '' || (who === 'chosen' && ids.length === 0)) {
      setAttempts(attempts + 1);
      return;
    }
    form.subscribe((message) => {
      onClose();
      toastDone(message);
    });
  };

  return (
    <FormDialog
      title={`Add customers to “${plan.name}”`}
      submitLabel="Add customers"
      onSubmit={submit}
      onClose={onClose}
      isDirty={typed !== '' || form.isDayChosen}
      canSubmit={!cannot && (who === 'chosen' || withUsage > 0)}
      isPending={form.isPending}
      error={form.error}
      fields={['external_customer_ids', 'start_date']}
      attempts={attempts}
    >
      {cannot && <Notice kind="pending">{cannot}</Notice>}
      <RadioCards<Who>
        label="Customers"
        columns={1}
        value={who}
        onChange={setWho}
        cards={[
          {
            id: 'all',
            label: 'All customers with usage',
            description:
              withUsage > 0
                ? `${customersText(withUsage)} in the usage that is here. Those already on the plan are left alone.`
                : 'There is no usage yet. Import some, or choose customers.',
          },
          { id: 'chosen', label: 'Chosen customers', description: 'By the customer id that events carry.' },
        ]}
      />
      {who === 'chosen' && (
        <>
          <KnownCustomer onChoose={(id) => !ids.includes(id) && setTyped([...ids, id].join('\n'))} />
          <TextArea
            label="Customer ids"
            value={typed}
            onChange={setTyped}
            rows={4}
            placeholder={'acme\nglobex'}
            description={
              ids.length > 0
                ? `${customersText(ids.length)}. Unknown ones are created.`
                : 'One per line, or separated by commas.'
            }
            error={fieldError(form.error, 'external_customer_ids', idsError)}
          />
        </>
      )}
      <SubscriptionStartField form={form} error={dayError} />
      <SubscriptionPreview form={form} />
    </FormDialog>
  );
}
