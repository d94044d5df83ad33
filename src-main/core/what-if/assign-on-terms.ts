import type { PlanChange } from '@shared/entities/customer-plan';
import type { PlanOutcome } from '@shared/entities/plan-outcome';
import { invalid } from '@shared/errors';
import { assignPlans } from '../customer-plans/assign-plans';
import { beginSubscriptions } from '../customer-plans/begin-subscriptions';
import { checkChanges, outcomeOf } from '../customer-plans/check-changes';
import { storedWorld } from '../customer-plans/plan-world';
import type { Tx } from '../store/write';
import type { Terms } from './joining-terms';

/**
 * Makes changes of customers' plans, all of which put on one plan: as always, but whoever is put on it is subscribed on
 * these terms alone, not on all that the plan has. Customers only known from events are created.
 */
export async function assignOnTerms(
  tx: Tx,
  changes: readonly PlanChange[],
  terms: readonly Terms[],
): Promise<PlanOutcome> {
  const world = storedWorld(tx.sqlite, tx.context.environment_id, tx.now);
  const problems = checkChanges(changes, world);
  if (problems[0]) throw invalid(problems[0].message, problems[0].field, { problems });
  const outcome = outcomeOf(changes, world);
  const others = changes.filter(({ from }) => from !== null);
  if (others.length > 0) await assignPlans(tx, others);
  const begun = changes.flatMap(({ external_customer_id, from, to }) =>
    from === null && to ? [{ external_customer_id, to }] : [],
  );
  await beginSubscriptions(tx, begun, world, terms);
  return outcome;
}
