import type { Subscription } from '@shared/entities/subscription';
import { useApiQuery } from '../../door/use-api';

interface CustomerPlan {
  subscription: Subscription;
  /** The plan's name; empty while it is not known. */
  name: string;
}

/** What a customer is subscribed to now, by the plans' names; null while that is not known. */
export function useCustomerPlans(customer_id: string): CustomerPlan[] | null {
  const subscriptions = useApiQuery('subscription.search', { customer_id, limit: 100 });
  const live = (subscriptions.data?.items ?? []).filter((one) => one.subscription_status !== 'cancelled');
  const planIds = [...new Set(live.map((one) => one.plan_id))].toSorted();
  const plans = useApiQuery('plan.search', { plan_ids: planIds }, { enabled: planIds.length > 0 });
  if (!subscriptions.data) return null;
  const names = new Map((plans.data?.items ?? []).map((plan) => [plan.id, plan.name]));
  return live.map((subscription) => ({ subscription, name: names.get(subscription.plan_id) ?? '' }));
}
