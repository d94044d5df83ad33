import type { OutputOf, Parsed } from '@shared/contract';
import { toInstant } from '@shared/instant';
import type { Call } from '../deps';
import { whoJoins } from '../subscriptions/who-joins';
import { usageTouched } from './usage-touched';

/** What putting many customers on a plan would do, and mean for usage that is here already; nothing is written. */
export function previewMany(
  input: Parsed<'customerPlan.previewMany'>,
  { deps, context: { environment_id } }: Call,
): OutputOf<'customerPlan.previewMany'> {
  const place = { sqlite: deps.store.sqlite, environment_id, now: toInstant(deps.now()) };
  const { known, unknown, skipped } = whoJoins(place, input);
  const joining = [
    ...known.map(({ customer, start_date }) => ({ external_customer_id: customer.external_id, start_date })),
    ...unknown.map((external_customer_id) => ({ external_customer_id, start_date: input.start_date })),
  ];
  const changes = joining.map(({ external_customer_id, start_date }) => ({
    external_customer_id,
    from: null,
    to: { plan_id: input.plan_id, start_date, end_date: null },
  }));
  return { put: changes.length, skipped, customers_created: unknown.length, ...usageTouched(place, changes) };
}
