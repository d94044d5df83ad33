import type { Plan } from '@shared/entities/plan';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { fieldError, Notice } from '../../components/form';
import { SearchSelect } from '../../components/search-select';
import { toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { useApiQuery } from '../../door/use-api';
import { chargesText } from '../plans/charge-terms';
import { bestPlansFirst } from '../plans/plans-by-text';
import { useSubscribeCustomers } from '../plans/subscribe-customers';
import { SubscriptionPreview } from '../plans/subscription-preview';
import { SubscriptionStartField } from '../plans/subscription-start-field';

/** The state of the form that puts all customers with usage on a plan, and whether that can be done now. */
export function useCustomersOnPlan() {
  const [chosen, setPlan] = useState<Plan | null>(null);
  const live = useApiQuery('plan.get', { id: chosen?.id ?? '' }, { enabled: chosen !== null, keepPrevious: false });
  const plan = live.data ?? chosen;
  const form = useSubscribeCustomers({ plan, external_customer_ids: null });
  return {
    ...form,
    plan,
    setPlan,
    canSubmit: plan !== null && plan.price_count > 0 && form.day !== '' && !form.isPending,
    /** Answers a sentence about what was done. */
    submit: form.subscribe,
  };
}

export type CustomersOnPlan = ReturnType<typeof useCustomersOnPlan>;

/** All there are, as a rule: the one that is called as typed may be the oldest. */
const mostPlans = 1000;

/** Plan and first day of the subscriptions. A plan can be created in place. */
export function CustomersOnPlanFields({ form }: { form: CustomersOnPlan }) {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const plans = useApiQuery('plan.search', { search: wanted, status: 'published', limit: mostPlans });
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
        items={bestPlansFirst(search, plans.data?.items ?? [])}
        itemKey={(plan) => plan.id}
        itemText={(plan) => plan.name}
        renderItem={(plan) => (
          <>
            <span className="block">{plan.name}</span>
            <span className="block text-13 text-muted">{chargesText(plan.price_count)}</span>
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
      <SubscriptionStartField form={form} />
      <SubscriptionPreview form={form} />
    </>
  );
}
