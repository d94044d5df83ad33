import type { Plan } from '@shared/entities/plan';
import { formatCount } from '../../../format/quantity';

/** Who is affected by a change of one of a plan's charges, in a sentence. */
export function subscriptionCount(plan: Plan | null): string {
  if (!plan) return 'How many subscriptions this touches is not known.';
  if (plan.subscription_count === 0) return `No subscription is on ${plan.name}.`;
  if (plan.subscription_count === 1) return `One subscription is on ${plan.name}.`;
  return `${formatCount(plan.subscription_count)} subscriptions are on ${plan.name}.`;
}
