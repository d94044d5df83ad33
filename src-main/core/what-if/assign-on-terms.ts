import type { PlanChange } from '@shared/entities/customer-plan';
import type { PlanOutcome } from '@shared/entities/plan-outcome';
import { invalid } from '@shared/errors';
import { assignPlans } from '../customer-plans/assign-plans';
import { checkChanges, outcomeOf } from '../customer-plans/check-changes';
import { storedWorld } from '../customer-plans/plan-world';
import { insertCustomers } from '../customers/create-customer';
import type { Tx } from '../store/write';
import { insertSubscriptions, livePlanPrices } from '../subscriptions/create-subscription';
import { takes } from '../subscriptions/line-item';
import type { Terms } from './joining-terms';

/**
 * Makes changes of customers' plans, all of which put on one plan: as always, but whoever is put on it is subscribed on
 * these terms alone, not on all that the plan has. Customers only known from events are created.
 */
export async function assignOnTerms(
  tx: Tx,
  changes: readonly PlanChange[],
  { plan_id, terms }: { plan_id: string; terms: readonly Terms[] },
): Promise<PlanOutcome> {
  const world = storedWorld(tx.sqlite, tx.context.environment_id, tx.now);
  const problems = checkChanges(changes, world);
  if (problems[0]) throw invalid(problems[0].message, problems[0].field, { problems });
  const outcome = outcomeOf(changes, world);
  const others = changes.filter(({ from }) => from !== null);
  if (others.length > 0) await assignPlans(tx, others);
  const begun = changes.flatMap(({ external_customer_id, from, to }) =>
    from === null && to ? [{ external_id: external_customer_id, to }] : [],
  );
  const unknown = begun.filter(({ external_id }) => world.customerId(external_id) === null);
  const created = await insertCustomers(
    tx,
    [...new Set(unknown.map(({ external_id }) => external_id))].map((external_id) => ({
      external_id,
      name: external_id,
    })),
  );
  const createdIds = new Map(created.map(({ id, external_id }) => [external_id, id]));
  const prices = await livePlanPrices(tx, plan_id);
  await insertSubscriptions(
    tx,
    begun.flatMap(({ external_id, to: { start_date, end_date } }) =>
      terms.map((term) => ({
        ...term,
        eligible: prices.filter((price) => takes(term, price)),
        customer: { id: world.customerId(external_id) ?? createdIds.get(external_id) ?? '', external_id },
        billing_period_count: 1,
        plan_id,
        start_date,
        end_date,
        metadata: {},
      })),
    ),
  );
  return outcome;
}
