import type { InputOf } from '@shared/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

type Changes = InputOf<'whatIf.make'>['changes'];

const since = '2026-01-01T00:00:00.000Z';
const may = { start_time: '2026-05-01T00:00:00.000Z', end_time: '2026-06-01T00:00:00.000Z' };
let core: TestCore;
let basic: string;
let pro: string;
let meter_id: string;

/** Two plans without charges; whoever makes a call is charged for it by what a test gives them. */
beforeEach(async () => {
  core = testCore({ start: '2026-06-15T00:00:00Z' });
  ({ id: basic } = await core.call('plan.create', { name: 'Basic' }));
  ({ id: pro } = await core.call('plan.create', { name: 'Pro' }));
  const feature = await core.call('feature.create', {
    name: 'Calls',
    type: 'metered',
    meter: { event_name: 'call', aggregation: { type: 'COUNT' } },
  });
  meter_id = feature.meter_id ?? '';
});
afterEach(() => core.close());

const chargeOf = (entity_id: string, amount: string, part: Partial<InputOf<'price.create'>> = {}) => ({
  entity_type: 'PLAN' as const,
  entity_id,
  type: 'USAGE' as const,
  billing_model: 'FLAT_FEE' as const,
  billing_period: 'MONTHLY' as const,
  invoice_cadence: 'ARREAR' as const,
  currency: 'usd',
  meter_id,
  amount,
  start_date: since,
  ...part,
});
const price = (...of: Parameters<typeof chargeOf>) => core.call('price.create', chargeOf(...of));
const use = (external_customer_id: string, timestamp = '2026-05-20T10:00:00Z') =>
  core.call('event.ingest', { event_name: 'call', external_customer_id, timestamp });
const put = (external_customer_id: string, plan_id: string, start_date = since, end_date: string | null = null) =>
  core.call('customerPlan.assign', {
    changes: [{ external_customer_id, from: null, to: { plan_id, start_date, end_date } }],
  });
const subscribe = (external_customer_id: string, plan_id: string, currency: string, start_date = since) =>
  core.call('subscription.create', {
    plan_id,
    external_customer_id,
    currency,
    billing_period: 'MONTHLY',
    start_date,
  });
const archive = async (external_id: string) => {
  const { items } = await core.call('customer.search', { external_id });
  await core.call('customer.archive', { id: items[0]?.id ?? '' });
};
const swap = (part: object = {}): Changes => [{ kind: 'swap_plan', from_plan_id: basic, to_plan_id: pro, ...part }];
const everyone = (part: object = {}): Changes => [{ kind: 'everyone_on_plan', plan_id: pro, ...part }];

const charged = async () =>
  Object.fromEntries((await core.call('report.usageByGroup', may)).totals.map((one) => [one.currency, one.total_cost]));

/** What changes would cost in May, once it is what they do cost when they are made from the first of May. */
async function made(changes: Changes) {
  const { totals } = await core.call('whatIf.compare', { ...may, changes, scope: 'everything' });
  const tried = totals.filter((one) => one.cost_then !== '0').map((one) => [one.currency, one.cost_then]);
  const told = await core.call('whatIf.review', { changes, effective_from: may.start_time });
  expect(told.problems).toEqual([]);
  await core.call('whatIf.make', { changes, effective_from: may.start_time });
  expect(await charged()).toEqual(Object.fromEntries(tried));
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
  return Object.fromEntries(tried);
}

test('a customer who is on both plans is charged once by the one that stays', async () => {
  await price(basic, '1');
  await price(pro, '2');
  await put('ada', basic);
  await put('ada', pro);
  await use('ada');
  expect(await made(swap())).toEqual({ usd: '2' });
});

test('time on the new plan that begins later or ends goes on as one, with its tiers', async () => {
  await price(basic, '1');
  const tiers = [
    { up_to: 2, unit_amount: '10' },
    { up_to: null, unit_amount: '1' },
  ];
  await price(pro, '0', { billing_model: 'TIERED', tier_mode: 'SLAB', tiers });
  await put('ada', basic);
  await put('ada', pro, '2026-05-10T00:00:00.000Z', '2026-05-20T00:00:00.000Z');
  await put('bob', basic);
  await put('bob', pro, '2026-07-01T00:00:00.000Z');
  for (const day of ['05', '08', '15', '25']) {
    await use('ada', `2026-05-${day}T10:00:00Z`);
    await use('bob', `2026-05-${day}T10:00:00Z`);
  }
  expect(await made(swap())).toEqual({ usd: '44' });
});

test('two plans that are left for one are charged once by it', async () => {
  const { id: other } = await core.call('plan.create', { name: 'Other' });
  await price(basic, '1');
  await price(other, '1');
  await price(pro, '2');
  await put('ada', basic);
  await put('ada', other, '2026-05-15T00:00:00.000Z');
  await use('ada', '2026-05-05T10:00:00Z');
  await use('ada');
  expect(await made([...swap(), ...swap({ from_plan_id: other })])).toEqual({ usd: '4' });
});

test('subscriptions in one currency after another land on the terms of the new plan once', async () => {
  await price(basic, '1');
  await price(basic, '1', { currency: 'eur' });
  await price(pro, '2');
  await core.call('customer.create', { external_id: 'ada', name: 'Ada' });
  const { id } = await subscribe('ada', basic, 'usd');
  await core.call('subscription.cancel', { id, cancelled_at: '2026-05-10T00:00:00Z' });
  await subscribe('ada', basic, 'eur', '2026-05-10T00:00:00Z');
  await use('ada', '2026-05-05T10:00:00Z');
  await use('ada');
  expect(await made(swap())).toEqual({ usd: '4' });
});

test('the new plan charges for another period', async () => {
  await price(basic, '1');
  await price(pro, '2', { billing_period: 'ANNUAL' });
  await put('ada', basic);
  await use('ada');
  expect(await made(swap())).toEqual({ usd: '2' });
});

test('the new plan charges in more currencies and periods', async () => {
  await price(basic, '1');
  await price(pro, '2');
  await price(pro, '3', { currency: 'eur' });
  await price(pro, '4', { billing_period: 'ANNUAL' });
  await put('ada', basic);
  await use('ada');
  expect(await made(swap())).toEqual({ usd: '6', eur: '3' });
});

test('everyone on a plan on the terms that were chosen, and no others', async () => {
  await price(pro, '2');
  await price(pro, '3', { currency: 'eur' });
  await use('bob');
  expect(await made(everyone({ currency: 'usd', billing_period: 'MONTHLY' }))).toEqual({ usd: '2' });
  const { items } = await core.call('customerPlan.list', {});
  expect(items.map(({ external_id, plan_name }) => [external_id, plan_name])).toEqual([['bob', 'Pro']]);
});

test('terms that the plan does not have are refused by their place', async () => {
  await price(pro, '2');
  await use('bob');
  const changes = everyone({ currency: 'eur' });
  const input = { changes, effective_from: may.start_time };
  const message = 'Pro has no charges in EUR. Choose other terms.';
  expect((await core.call('whatIf.review', input)).problems).toEqual([{ index: 0, customer_name: '', message }]);
  expect(await core.fail('whatIf.make', input)).toMatchObject({ field: 'changes.0.currency', message });
});

test('everyone on a plan: who is on it keeps it, who left it before is on it again', async () => {
  await price(basic, '1');
  await price(pro, '2');
  await price(pro, '3', { currency: 'eur' });
  await core.call('customer.create', { external_id: 'ada', name: 'Ada' });
  await subscribe('ada', pro, 'usd');
  await put('bob', pro, since, '2026-04-01T00:00:00.000Z');
  await put('bob', basic);
  for (const customer of ['ada', 'bob', 'cy']) await use(customer);
  expect(await made(everyone())).toEqual({ usd: '6', eur: '6' });
});

test.each([
  [
    'has a successor',
    async (id: string) => core.call('price.update', { id, amount: '9', effective_from: may.end_time }),
  ],
  ['ends', async (id: string) => core.call('price.terminate', { id, end_date: may.end_time })],
])('a price that %s just after the range prices all of it', async (_what, end) => {
  core.clock.set('2026-05-25T00:00:00Z');
  await price(basic, '1');
  const { id } = await price(pro, '2');
  await price(pro, '5', { start_date: may.end_time });
  await end(id);
  await put('ada', basic);
  await use('ada');
  expect(await made(swap())).toEqual({ usd: '2' });
});

test('a draft does not reach a cancelled subscription, unless it moves to its plan', async () => {
  await price(basic, '1');
  await put('ada', basic);
  await use('ada', '2026-05-10T10:00:00Z');
  const { items } = await core.call('subscription.search', {});
  await core.call('subscription.cancel', { id: items[0]?.id ?? '', cancelled_at: '2026-05-20T00:00:00Z' });
  expect(await made([{ kind: 'draft_price', price: chargeOf(basic, '7') }])).toEqual({ usd: '1' });
  expect(await made([{ kind: 'draft_price', price: chargeOf(pro, '7') }, ...swap()])).toEqual({ usd: '7' });
});

test('an archived customer is charged as before, and not moved', async () => {
  await price(basic, '1');
  await price(pro, '2');
  await put('ada', basic, since, '2026-05-25T00:00:00.000Z');
  await put('bob', basic);
  for (const customer of ['ada', 'bob', 'cy']) await use(customer);
  await archive('ada');
  await core.call('customer.create', { external_id: 'cy', name: 'Cy' });
  await archive('cy');
  expect(await made(swap())).toEqual({ usd: '3' });
});

test('everyone leaves out archived customers', async () => {
  await price(basic, '1');
  await price(pro, '2');
  await put('ada', basic, since, '2026-05-25T00:00:00.000Z');
  for (const customer of ['ada', 'bob', 'cy']) await use(customer);
  await archive('ada');
  await core.call('customer.create', { external_id: 'cy', name: 'Cy' });
  await archive('cy');
  expect(await made(everyone())).toEqual({ usd: '3' });
});

test('another group takes what the newest version charges for, as when it is saved', async () => {
  const { id } = await price(basic, '1');
  await put('ada', basic);
  const version = await core.call('price.update', { id, amount: '2', effective_from: '2026-05-10T00:00:00Z' });
  const group = await core.call('group.create', { name: 'Compute', lookup_key: 'compute', entity_type: 'price' });
  await use('ada', '2026-05-05T10:00:00Z');
  await use('ada');
  const changes: Changes = [{ kind: 'edit_price', update: { id, group_id: group.id } }];
  const tried = await core.call('whatIf.compare', { ...may, changes });
  expect(tried.groups.map((one) => [one.name, one.cost_then])).toContainEqual(['Compute', '2']);
  await core.call('whatIf.make', { changes, effective_from: may.start_time });
  expect((await core.call('price.get', { id: version.id })).group_id).toBe(group.id);
  const { groups } = await core.call('report.usageByGroup', may);
  expect(groups.map((one) => [one.name, one.total_cost])).toContainEqual(['Compute', '2']);
});

test('of two edits of one price the last counts, whichever versions they were tried on', async () => {
  const { id } = await price(basic, '1');
  await put('ada', basic);
  const version = await core.call('price.update', { id, amount: '2', effective_from: '2026-02-01T00:00:00Z' });
  await use('ada');
  const edit = (of: string, amount: string) =>
    ({ kind: 'edit_price', update: { id: of, amount }, all_versions: false }) as const;
  expect(await made([edit(version.id, '7'), edit(version.id, '8')])).toEqual({ usd: '8' });
});
