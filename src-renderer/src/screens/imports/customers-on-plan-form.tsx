import type { Plan } from '@shared/entities/plan';
import { calendarOf } from '@shared/rules/windows';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { DateField } from '../../components/date-fields';
import { fieldError, Notice } from '../../components/form';
import { SearchSelect } from '../../components/search-select';
import { toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { useEnvironment } from '../../door/environment';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { formatDay } from '../../format/date';
import { formatNumber } from '../../format/quantity';
import { dayText, instantsOf } from '../analytics/range-presets';

/** What putting customers on a plan needs, and whether it can be done now. */
export interface CustomersOnPlan {
  plan: Plan | null;
  setPlan(plan: Plan | null): void;
  /** First day of the subscriptions, in the environment's zone. */
  day: string;
  setDay(day: string): void;
  customers: number;
  canSubmit: boolean;
  error: Error | null;
  isPending: boolean;
  /** Answers a sentence about what was done. */
  submit(onDone: (message: string) => void): void;
}

const count = (value: number, one: string, many: string) =>
  `${formatNumber(String(value))} ${value === 1 ? one : many}`;

/** The state of the form: plan and first day; the first day of usage unless another is chosen. */
export function useCustomersOnPlan(): CustomersOnPlan {
  const { timezone } = useEnvironment();
  const summary = useApiQuery('event.summary', {});
  const create = useApiMutation('subscription.createMany');
  const [plan, setPlan] = useState<Plan | null>(null);
  const [chosenDay, setDay] = useState<string | null>(null);
  const first = summary.data?.first_timestamp;
  const day = chosenDay ?? (first ? dayText(calendarOf(timezone).dayOf(Date.parse(first))) : '');
  const live = useApiQuery('plan.get', { id: plan?.id ?? '' }, { enabled: plan !== null, keepPrevious: false });
  const current = live.data ?? plan;
  return {
    plan: current,
    setPlan,
    day,
    setDay,
    customers: summary.data?.external_customer_ids_count ?? 0,
    canSubmit: current !== null && current.price_count > 0 && day !== '' && !create.isPending,
    error: create.error,
    isPending: create.isPending,
    submit(onDone) {
      if (!current) return;
      const { start_time } = instantsOf({ from: day, to: day }, timezone);
      create.mutate(
        { plan_id: current.id, external_customer_ids: null, start_date: start_time },
        {
          onSuccess: ({ created, skipped, customers_created }) =>
            onDone(
              [
                `${count(created, 'subscription', 'subscriptions')} to ${current.name} from ${formatDay(day)}`,
                customers_created > 0 && `${count(customers_created, 'customer', 'customers')} created`,
                skipped > 0 && `${count(skipped, 'customer was', 'customers were')} on the plan already`,
              ]
                .filter(Boolean)
                .join('; '),
            ),
        },
      );
    },
  };
}

/** Plan and first day of the subscriptions. A plan can be created in place. */
export function CustomersOnPlanFields({ form }: { form: CustomersOnPlan }) {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const plans = useApiQuery('plan.search', { search: wanted, status: 'published', limit: 50 });
  const createPlan = (name: string) => {
    api('plan.create', { name: name || 'Base Plan' }).then(form.setPlan, toastFailure);
  };
  return (
    <>
      <SearchSelect<Plan>
        label="Plan"
        isRequired
        value={form.plan?.id ?? null}
        valueText={form.plan?.name ?? ''}
        items={plans.data?.items ?? []}
        itemKey={(plan) => plan.id}
        itemText={(plan) => plan.name}
        renderItem={(plan) => (
          <>
            <span className="block">{plan.name}</span>
            <span className="block text-13 text-muted">{count(plan.price_count, 'charge', 'charges')}</span>
          </>
        )}
        onSearch={setSearch}
        isLoading={plans.isFetching}
        onChange={(_, plan) => plan && form.setPlan(plan)}
        onCreate={createPlan}
        createLabel={(text) => `Create plan “${text || 'Base Plan'}”`}
        searchPlaceholder="Search plans…"
        placeholder="Choose a plan…"
        error={fieldError(form.error, 'plan_id')}
      />
      {form.plan && form.plan.price_count === 0 && (
        <Notice kind="pending">
          {form.plan.name} has no charges yet, so it cannot be subscribed to.{' '}
          <Link
            to="/plans/$planId/charges/new"
            params={{ planId: form.plan.id }}
            className="rounded-control font-medium underline"
          >
            Add charges
          </Link>
        </Notice>
      )}
      <DateField
        label="From"
        isRequired
        value={form.day}
        onChange={form.setDay}
        description="The first day of usage, unless you choose another. Usage before it is not charged."
        error={fieldError(form.error, 'start_date')}
      />
    </>
  );
}
