/**
 * Makes the profile of the ingest benchmark, without any event: features with roll-ups of every kind (sums, counts, the
 * greatest, the latest, distinct values), flat, slab and package prices, and every customer of the file on the plan.
 *
 *   node tools/bench/ingest-catalog.mjs PROFILE_FOLDER CUSTOMERS
 */
import { customersOf } from '../example-usage/customers.mjs';
import { randomSource } from '../example-usage/random.mjs';
import { openCore } from './core-client.mjs';

const [profile = '', customers = '0'] = process.argv.slice(2);
const flat = { billing_model: 'FLAT_FEE', amount: '0.01' };
const slab = {
  billing_model: 'TIERED',
  tier_mode: 'SLAB',
  tiers: [
    { up_to: 100, unit_amount: '0.02' },
    { up_to: null, unit_amount: '0.01' },
  ],
};
const packages = { billing_model: 'PACKAGE', amount: '1.5', transform_quantity: { divide_by: 50, round: 'up' } };
const features = [
  { event_name: 'llm.used', aggregation: { type: 'SUM', field: 'units' }, terms: flat },
  { event_name: 'llm.used', aggregation: { type: 'COUNT_UNIQUE', field: 'model' }, terms: flat },
  { event_name: 'gpu.used', aggregation: { type: 'SUM', field: 'units' }, terms: slab },
  { event_name: 'gpu.used', aggregation: { type: 'MAX', field: 'units' }, terms: flat },
  { event_name: 'storage.used', aggregation: { type: 'SUM', field: 'units' }, terms: packages },
  { event_name: 'storage.used', aggregation: { type: 'LATEST', field: 'units' }, terms: flat },
  { event_name: 'support.requested', aggregation: { type: 'COUNT' }, terms: flat },
];

const core = await openCore(profile);
const plan = await core.call('plan.create', { name: 'Bench' });
for (const { event_name, aggregation, terms } of features) {
  const { meter_id } = await core.call('feature.create', {
    name: `${aggregation.type} of ${event_name}`,
    type: 'metered',
    meter: { event_name, aggregation },
  });
  await core.call('price.create', {
    ...terms,
    type: 'USAGE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'usd',
    entity_type: 'PLAN',
    entity_id: plan.id,
    meter_id,
    start_date: '2020-01-01T00:00:00Z',
  });
}
await core.call('subscription.createMany', {
  plan_id: plan.id,
  external_customer_ids: customersOf(Number(customers), randomSource(1)).ids,
  start_date: '2020-01-01T00:00:00Z',
});
await core.close();
