import type { Assignment } from '@shared/entities/customer-plan';
import { insertCustomers } from '../customers/create-customer';
import type { Tx } from '../store/write';
import { termsOf } from '../subscriptions/create-many';
import { insertSubscriptions, livePlanPrices, type NewSubscription } from '../subscriptions/create-subscription';
import { takes } from '../subscriptions/line-item';
import type { StoredWorld } from './plan-world';

/**
 * Puts customers on plans on all terms that the plan of each has, or on chosen ones alone; the usage that is priced follows.
 * Customers only known from events are created.
 */
export async function beginSubscriptions(
  tx: Tx,
  begun: readonly { external_customer_id: string; to: Assignment }[],
  world: StoredWorld,
  chosen?: Readonly<ReturnType<typeof termsOf>>,
): Promise<void> {
  const unknown = [...new Set(begun.map((one) => one.external_customer_id))].filter(
    (external_id) => world.customerId(external_id) === null,
  );
  const created = await insertCustomers(
    tx,
    unknown.map((external_id) => ({ external_id, name: external_id })),
  );
  const createdIds = new Map(created.map(({ id, external_id }) => [external_id, id]));
  for (const [plan_id, ofPlan] of Map.groupBy(begun, ({ to }) => to.plan_id)) {
    const prices = await livePlanPrices(tx, plan_id);
    const terms = (chosen ?? termsOf(prices)).map((term) => ({
      ...term,
      eligible: prices.filter((price) => takes(term, price)),
    }));
    const added = ofPlan.flatMap(({ external_customer_id: external_id, to }) =>
      terms.map(
        (term): NewSubscription => ({
          ...term,
          customer: { id: world.customerId(external_id) ?? createdIds.get(external_id) ?? '', external_id },
          billing_period_count: 1,
          plan_id,
          start_date: to.start_date,
          end_date: to.end_date,
          metadata: {},
        }),
      ),
    );
    await insertSubscriptions(tx, added);
  }
}
