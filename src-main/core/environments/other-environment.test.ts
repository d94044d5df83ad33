import { afterAll, beforeAll, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

/** Ids of the Sandbox, asked for and referred to from Production, where the same catalog stands under other ids. */
let core: TestCore;
const foreign: Record<string, string> = {};
const own: Record<string, string> = {};
let production = '';

async function call(name: string, input: object) {
  return core.app.call(name, input, { environment_id: production });
}
async function make(name: string, input: object): Promise<string> {
  const reply = await call(name, input);
  if (!reply.ok) throw new Error(reply.error.message);
  return (reply.data as { id: string }).id;
}

const usage = {
  currency: 'usd',
  entity_type: 'PLAN',
  type: 'USAGE',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ARREAR',
  amount: '1',
} as const;
const meter = { name: 'm', event_name: 'tokens', aggregation: { type: 'COUNT' } } as const;

beforeAll(async () => {
  core = testCore();
  const catalog = await testCatalog(core);
  const price = await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id, lookup_key: 'k' });
  const customer = await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  const subscription = await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: catalog.plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
  });
  await core.call('event.ingest', { event_name: 'tokens', external_customer_id: 'acme', event_id: 'e1' });
  Object.assign(foreign, {
    group: catalog.group.id,
    plan: catalog.plan.id,
    feature: catalog.feature.id,
    meter: catalog.meter_id,
    price: price.id,
    customer: customer.id,
    subscription: subscription.id,
    event: 'e1',
  });
  const { items } = await core.call('environment.list', {});
  production = items[1]?.id ?? '';
  own.plan = await make('plan.create', { name: 'Own' });
  own.meter = await make('meter.create', meter);
  own.customer = await make('customer.create', { external_id: 'own', name: 'Own' });
  own.price = await make('price.create', { ...usage, entity_id: own.plan, meter_id: own.meter });
});
afterAll(() => core.close());

test.each([
  ['group.get', {}],
  ['group.update', { name: 'x' }],
  ['group.delete', {}],
  ['price.get', {}],
  ['price.update', { amount: '2' }],
  ['price.update', { display_name: 'x' }],
  ['price.terminate', {}],
  ['price.versions', {}],
  ['plan.get', {}],
  ['plan.update', { name: 'x' }],
  ['plan.archive', {}],
  ['plan.clone', { name: 'x', lookup_key: 'x' }],
  ['meter.get', {}],
  ['meter.update', { filters: [{ key: 'a', values: ['b'] }] }],
  ['meter.archive', {}],
  ['feature.get', {}],
  ['feature.update', { name: 'x' }],
  ['feature.archive', {}],
  ['customer.get', {}],
  ['subscription.get', {}],
  ['subscription.cancel', {}],
  ['event.get', {}],
] as const)('%s knows no id of another environment', async (name, fields) => {
  const id = foreign[name.split('.')[0] ?? ''];
  expect(id).toBeTruthy();
  const reply = await call(name, { id, ...fields });
  expect(reply.ok ? null : reply.error.code).toBe('not_found');
});

test.each<[string, string, string, () => object]>([
  [
    'price.create',
    'not_found',
    'The specified plan does not exist',
    () => ({ ...usage, entity_id: foreign.plan, meter_id: own.meter }),
  ],
  ['price.create', 'not_found', 'Meter not found', () => ({ ...usage, entity_id: own.plan, meter_id: foreign.meter })],
  [
    'price.create',
    'validation_error',
    'Some groups not found',
    () => ({ ...usage, entity_id: own.plan, meter_id: own.meter, group_id: foreign.group }),
  ],
  ['price.update', 'validation_error', 'Some groups not found', () => ({ id: own.price, group_id: foreign.group })],
  [
    'price.update',
    'validation_error',
    'Some groups not found',
    () => ({ id: own.price, group_id: foreign.group, amount: '2' }),
  ],
  ['price.lookup', 'not_found', 'Price with lookup key k was not found', () => ({ lookup_key: 'k' })],
  ['feature.create', 'not_found', 'Meter not found', () => ({ name: 'f', type: 'metered', meter_id: foreign.meter })],
  [
    'subscription.create',
    'not_found',
    'Customer not found',
    () => ({ customer_id: foreign.customer, plan_id: own.plan, currency: 'usd', billing_period: 'MONTHLY' }),
  ],
  [
    'subscription.create',
    'not_found',
    'Customer not found',
    () => ({ external_customer_id: 'acme', plan_id: own.plan, currency: 'usd', billing_period: 'MONTHLY' }),
  ],
  [
    'subscription.createMany',
    'not_found',
    'was not found',
    () => ({ plan_id: foreign.plan, external_customer_ids: ['own'], start_date: '2026-01-01T00:00:00Z' }),
  ],
])('%s: %s, %s', async (name, code, message, input) => {
  const reply = await call(name, input());
  expect(reply.ok ? null : reply.error).toMatchObject({ code, message: expect.stringContaining(message) });
});

test('lists show nothing of it, whatever ids they are asked for', async () => {
  for (const [name, input] of [
    ['group.search', { group_ids: [foreign.group] }],
    ['price.search', { group_ids: [foreign.group], expand: 'groups' }],
    ['price.search', { entity_ids: [foreign.plan] }],
    ['plan.search', { plan_ids: [foreign.plan] }],
    ['feature.search', { meter_ids: [foreign.meter] }],
    ['meter.search', { meter_ids: [foreign.meter] }],
    ['customer.search', { external_id: 'acme' }],
    ['subscription.search', { plan_id: foreign.plan }],
    ['subscription.search', { external_customer_id: 'acme' }],
  ] as const) {
    const reply = await call(name, input);
    expect(reply.ok && reply.data, name).toMatchObject({ items: [], pagination: { total: 0 } });
  }
  const events = await call('event.query', { event_id: 'e1' });
  expect(events.ok && events.data).toMatchObject({ events: [] });
});
