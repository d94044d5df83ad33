import type { InputOf } from '@shared/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

type Change = InputOf<'whatIf.make'>['changes'][number];

const may = '2026-05-01T00:00:00.000Z';
const since = '2026-01-01T00:00:00.000Z';
let core: TestCore;
let ids: Record<'basic' | 'pro' | 'empty' | 'call' | 'meter', string>;

/** Ada and Bob are on Basic at one dollar a call, Cy has usage alone; Pro costs two dollars. */
beforeEach(async () => {
  core = testCore({ start: '2026-04-02T00:00:00Z' });
  const { call } = core;
  const plan = async (name: string) => (await call('plan.create', { name })).id;
  const [basic, pro, empty] = [await plan('Basic'), await plan('Pro'), await plan('Empty')];
  const { meter_id } = await call('feature.create', {
    name: 'Calls',
    type: 'metered',
    meter: { event_name: 'call', aggregation: { type: 'COUNT' } },
  });
  const price = async (entity_id: string, amount: string) =>
    (await call('price.create', { ...draftOf(entity_id, meter_id ?? ''), amount, start_date: since })).id;
  const callPrice = await price(basic, '1');
  await price(pro, '2');
  for (const external_id of ['ada', 'bob']) {
    await call('customer.create', { external_id, name: external_id.toUpperCase() });
    await assign([{ external_customer_id: external_id, from: null, to: on(basic) }]);
  }
  for (const external_customer_id of ['ada', 'bob', 'cy']) {
    await call('event.ingest', { event_name: 'call', external_customer_id, timestamp: '2026-05-20T10:00:00Z' });
  }
  ids = { basic, pro, empty, call: callPrice, meter: meter_id ?? '' };
});
afterEach(() => core.close());

const draftOf = (entity_id: string, meter_id: string) =>
  ({
    entity_type: 'PLAN',
    entity_id,
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    amount: '3',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'usd',
    meter_id,
  }) as const;

const on = (plan_id: string, start_date = since, end_date: string | null = null) => ({ plan_id, start_date, end_date });
const assign = (changes: InputOf<'customerPlan.assign'>['changes']) => core.call('customerPlan.assign', { changes });
const swap = (part: object = {}): Change => ({
  kind: 'swap_plan',
  from_plan_id: ids.basic,
  to_plan_id: ids.pro,
  ...part,
});
const make = (changes: Change[], part: object = {}) =>
  core.call('whatIf.make', { changes, effective_from: may, ...part });
const review = (changes: Change[], part: object = {}) =>
  core.call('whatIf.review', { changes, effective_from: may, ...part });
const list = async () =>
  (await core.call('customerPlan.list', {})).items.map(
    ({ external_id, plan_name, start_date, end_date }) =>
      `${external_id} ${plan_name || '–'} ${start_date?.slice(0, 10) ?? ''}..${end_date?.slice(0, 10) ?? ''}`,
  );
const costInMay = async () =>
  (await core.call('report.usageByGroup', { start_time: may, end_time: '2026-06-01T00:00:00Z' })).totals;
const swapped = (changes: InputOf<'customerPlan.assign'>['changes']) =>
  changes.map(({ external_customer_id, from, to }) => ({ external_customer_id, from: to, to: from }));

test('a move ends the old plan as the new one begins, and one undo takes all of it back', async () => {
  const before = await list();
  const told = await review([swap()]);
  expect(told).toMatchObject({
    problems: [],
    outcome: { put: 2, changed: 2 },
    customers_gaining: 2,
    customers_losing: 2,
  });
  expect(told.plan_steps.map((step) => [step.customer_name, step.from_plan_name, step.to_plan_name])).toEqual([
    ['ADA', 'Basic', 'Basic'],
    ['ADA', '', 'Pro'],
    ['BOB', 'Basic', 'Basic'],
    ['BOB', '', 'Pro'],
  ]);
  expect(await list()).toEqual(before);
  const made = await make([swap()]);
  expect(made.plan_changes).toEqual(told.plan_steps.map(({ change }) => change));
  expect(await list()).toEqual([
    'ada Basic 2026-01-01..2026-05-01',
    'ada Pro 2026-05-01..',
    'bob Basic 2026-01-01..2026-05-01',
    'bob Pro 2026-05-01..',
    'cy – ..',
  ]);
  expect(await costInMay()).toEqual([{ currency: 'usd', total_cost: '4' }]);
  await assign(swapped(made.plan_changes));
  expect(await list()).toEqual(before);
  expect(await costInMay()).toEqual([{ currency: 'usd', total_cost: '2' }]);
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
});

test('keeping the old plans charges by both, and says so before', async () => {
  expect(await review([swap()], { old_plans: 'keep' })).toMatchObject({ outcome: { put: 2, changed: 0 } });
  await make([swap()], { old_plans: 'keep' });
  expect(await costInMay()).toEqual([{ currency: 'usd', total_cost: '6' }]);
});

test('only the chosen customers move, and an agreed end stays', async () => {
  const [ada] = (await core.call('customer.search', { external_id: 'ada' })).items;
  await assign([
    { external_customer_id: 'ada', from: on(ids.basic), to: on(ids.basic, since, '2026-08-01T00:00:00Z') },
  ]);
  await make([swap({ customer_ids: [ada?.id] })]);
  expect((await list()).slice(0, 3)).toEqual([
    'ada Basic 2026-01-01..2026-05-01',
    'ada Pro 2026-05-01..2026-08-01',
    'bob Basic 2026-01-01..',
  ]);
});

test('what has ended by then stays, and what begins later begins on the new plan', async () => {
  await assign([
    { external_customer_id: 'ada', from: on(ids.basic), to: on(ids.basic, since, '2026-04-01T00:00:00Z') },
    { external_customer_id: 'bob', from: on(ids.basic), to: on(ids.basic, '2026-07-01T00:00:00Z') },
  ]);
  await make([swap()]);
  expect(await list()).toEqual(['ada Basic 2026-01-01..2026-04-01', 'bob Pro 2026-07-01..', 'cy – ..']);
});

test('everyone on a plan: whoever is there stays, others move, and usage without a plan gets one', async () => {
  await assign([
    { external_customer_id: 'bob', from: on(ids.basic), to: null },
    { external_customer_id: 'bob', from: null, to: on(ids.pro, '2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z') },
  ]);
  const everyone: Change = { kind: 'everyone_on_plan', plan_id: ids.pro };
  const { plan_changes } = await make([everyone, swap()]);
  expect(await list()).toEqual([
    'ada Basic 2026-01-01..2026-05-01',
    'ada Pro 2026-05-01..',
    'bob Pro 2026-05-01..',
    'cy Pro 2026-05-01..',
  ]);
  expect(await core.fail('whatIf.make', { changes: [everyone], effective_from: may })).toMatchObject({
    code: 'validation_error',
    field: 'changes',
  });
  await assign(swapped(plan_changes));
  expect((await list())[1]).toBe('bob Pro 2026-06-01..2026-07-01');
});

test('moves to a plan that customers are on for a while become one time on it', async () => {
  await assign([
    { external_customer_id: 'ada', from: null, to: on(ids.pro, '2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z') },
  ]);
  await make([swap()]);
  expect((await list()).slice(0, 2)).toEqual(['ada Basic 2026-01-01..2026-05-01', 'ada Pro 2026-05-01..']);
});

/** Puts Ada on Pro in dollars and euros, each from a day of its own. */
async function inTwoCurrencies(usd_from: string, eur_from: string) {
  await core.call('price.create', { ...draftOf(ids.pro, ids.meter), amount: '5', currency: 'eur', start_date: since });
  const subscribe = (currency: string, start_date: string) =>
    core.call('subscription.create', {
      ...{ plan_id: ids.pro, external_customer_id: 'ada', currency, start_date, billing_period: 'MONTHLY' },
    });
  return [await subscribe('usd', usd_from), await subscribe('eur', eur_from)] as const;
}
const totalsIn = async (start_time: string, end_time: string) =>
  Object.fromEntries(
    (await core.call('report.usageByGroup', { start_time, end_time })).totals.map((one) => [
      one.currency,
      one.total_cost,
    ]),
  );

test('of a plan that a customer has in several currencies none is stretched, ended or revived', async () => {
  core.clock.set('2026-06-15T00:00:00Z');
  const [usd] = await inTwoCurrencies(since, since);
  await core.call('subscription.cancel', { id: usd.id, cancelled_at: '2026-05-10T00:00:00Z' });
  const before = await list();
  const costs = () => totalsIn(may, '2026-06-01T00:00:00.000Z');
  expect(await costs()).toEqual({ usd: '2', eur: '5' });
  const { plan_changes } = await make([swap()], { effective_from: '2026-06-01T00:00:00Z' });
  expect(await list()).toEqual([
    'ada Basic 2026-01-01..2026-06-01',
    'ada Pro 2026-01-01..',
    'ada Pro 2026-01-01..2026-05-10',
    'bob Basic 2026-01-01..2026-06-01',
    'bob Pro 2026-06-01..',
    'cy – ..',
  ]);
  expect(await costs()).toEqual({ usd: '2', eur: '5' });
  await core.call('customerPlan.assign', { changes: swapped(plan_changes), take_back: true });
  expect(await list()).toEqual(before);
  expect(await core.call('subscription.get', { id: usd.id })).toMatchObject({ subscription_status: 'cancelled' });
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
});

test('everyone on a plan leaves whoever has it in two currencies as they are', async () => {
  await inTwoCurrencies(since, '2026-02-01T00:00:00Z');
  await assign([{ external_customer_id: 'ada', from: on(ids.basic), to: null }]);
  await make([{ kind: 'everyone_on_plan', plan_id: ids.pro }]);
  // Three customers with a call each.
  expect(await totalsIn(may, '2026-06-01T00:00:00.000Z')).toEqual({ usd: '6', eur: '15' });
});

test('between times on a plan that a move would join only the gap is filled', async () => {
  const [usd] = await inTwoCurrencies('2026-02-01T00:00:00Z', '2026-07-01T00:00:00Z');
  const ended = on(ids.pro, '2026-02-01T00:00:00Z', '2026-06-01T00:00:00Z');
  await assign([{ external_customer_id: 'ada', from: on(ids.pro, usd.start_date), to: ended }]);
  await make([swap()]);
  expect((await list()).slice(0, 4)).toEqual([
    'ada Basic 2026-01-01..2026-05-01',
    'ada Pro 2026-02-01..2026-06-01',
    'ada Pro 2026-06-01..2026-07-01',
    'ada Pro 2026-07-01..',
  ]);
});

test('a plan that is left in two currencies is back in both when that is taken back', async () => {
  await inTwoCurrencies(since, '2026-06-01T00:00:00Z');
  const before = await list();
  const back = [swap({ from_plan_id: ids.pro, to_plan_id: ids.basic })];
  const { plan_changes } = await make(back);
  expect((await list()).slice(0, 2)).toEqual(['ada Basic 2026-01-01..', 'ada Pro 2026-01-01..2026-05-01']);
  await core.call('customerPlan.assign', { changes: swapped(plan_changes), take_back: true });
  expect(await list()).toEqual(before);
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
});

test('an edited price becomes a version, a draft a charge, and a plan that had none can be moved to', async () => {
  const edit: Change = { kind: 'edit_price', update: { id: ids.call, amount: '5' } };
  const draft: Change = { kind: 'draft_price', price: draftOf(ids.empty, ids.meter) };
  const changes = [edit, draft, swap({ to_plan_id: ids.empty })];
  expect(await review(changes)).toMatchObject({
    versions: [{ index: 0, price_id: ids.call }],
    charges: [{ index: 1 }],
    problems: [],
    outcome: { put: 2 },
  });
  expect(await make(changes)).toMatchObject({ versions: 1, charges: 1, outcome: { put: 2, changed: 2 } });
  expect(await costInMay()).toEqual([{ currency: 'usd', total_cost: '6' }]);
  const { items } = await core.call('price.versions', { id: ids.call });
  expect(items.map(({ amount, start_date, end_date }) => [amount, start_date, end_date])).toEqual([
    ['1', since, may],
    ['5', may, null],
  ]);
  // Tried on the first version, it is made on the newest one.
  await make([{ kind: 'edit_price', update: { id: ids.call, amount: '6' } }], {
    effective_from: '2026-06-01T00:00:00Z',
  });
  expect((await core.call('price.versions', { id: ids.call })).items).toHaveLength(3);
});

test('what cannot be made is told by its place, and nothing of the rest is made', async () => {
  const edit: Change = { kind: 'edit_price', update: { id: ids.call, amount: '5' } };
  const changes = [edit, swap({ to_plan_id: ids.empty })];
  const told = await review(changes);
  expect(told.problems).toMatchObject([{ customer_name: 'ADA' }, { customer_name: 'BOB' }]);
  expect(told.problems[0]?.message).toContain('Empty has no charges yet');
  expect(await core.fail('whatIf.make', { changes, effective_from: may })).toMatchObject({ field: 'plan_id' });
  expect((await core.call('price.versions', { id: ids.call })).items).toHaveLength(1);
  const early = { effective_from: '2025-01-01T00:00:00Z' };
  expect((await review([edit], early)).problems).toMatchObject([{ index: 0 }]);
  expect(await core.fail('whatIf.make', { changes: [edit], ...early })).toMatchObject({
    field: 'changes.0.update.effective_from',
  });
});

test.each<[string, object, string]>([
  ['no change', { changes: [] }, 'changes'],
  ['an unknown plan', { changes: [{ kind: 'everyone_on_plan', plan_id: 'plan_x' }] }, 'changes.0.plan_id'],
  ['an unknown price', { changes: [{ kind: 'edit_price', update: { id: 'price_x' } }] }, 'changes.0.update'],
])('refuses %s', async (_what, part, field) => {
  expect(await core.fail('whatIf.make', { effective_from: may, ...part })).toMatchObject({ field });
});
