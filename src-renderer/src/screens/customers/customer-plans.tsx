import type { Customer } from '@shared/entities/customer';
import { useApiQuery } from '../../door/use-api';

/** The plans a customer is on, by name. */
export function CustomerPlans({ customer }: { customer: Customer }) {
  const subscriptions = useApiQuery('subscription.search', { customer_id: customer.id, limit: 100 });
  const live = (subscriptions.data?.items ?? []).filter((one) => one.subscription_status !== 'cancelled');
  const planIds = [...new Set(live.map((one) => one.plan_id))].toSorted();
  const plans = useApiQuery('plan.search', { plan_ids: planIds }, { enabled: planIds.length > 0 });
  if (!subscriptions.data) return null;
  if (planIds.length === 0) return <span className="text-muted">None</span>;
  const names = (plans.data?.items ?? []).map((plan) => plan.name).join(', ');
  return <span title={names}>{names}</span>;
}
