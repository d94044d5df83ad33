/**
 * Makes the profile of the analytics benchmark: the catalog and the customers' subscriptions, without any event.
 *
 *   node tools/bench/analytics-catalog.mjs PROFILE_FOLDER
 */
import { customerId, customers, plans, prices, termsOf } from './analytics-data.mjs';
import { openCore } from './core-client.mjs';

const [profile = ''] = process.argv.slice(2);
const core = await openCore(profile);
const planIds = [];
for (let plan = 0; plan < plans; plan += 1) {
  planIds.push((await core.call('plan.create', { name: `Plan ${plan}` })).id);
}
const groups = new Map();
for (const [feature, price] of prices.entries()) {
  const { event_name, group: name } = price;
  if (!groups.has(name)) {
    groups.set(name, (await core.call('group.create', { name, lookup_key: name, entity_type: 'price' })).id);
  }
  const { meter_id } = await core.call('feature.create', {
    name: event_name,
    type: 'metered',
    meter: { event_name, aggregation: { type: 'SUM', field: 'units' } },
  });
  await core.call('price.create', {
    ...termsOf(price),
    type: 'USAGE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'usd',
    group_id: groups.get(name),
    entity_type: 'PLAN',
    entity_id: planIds[feature % plans],
    meter_id,
    start_date: '2025-12-01T00:00:00Z',
  });
}
for (const [plan, plan_id] of planIds.entries()) {
  await core.call('subscription.createMany', {
    plan_id,
    external_customer_ids: Array.from({ length: customers / plans }, (_, turn) => customerId(plan + turn * plans)),
    start_date: '2025-12-01T00:00:00Z',
  });
}
await core.close();
