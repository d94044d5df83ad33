import type { InputOf } from '@shared/contract';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';

type Change = NonNullable<InputOf<'whatIf.compare'>['changes']>[number];

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
let core: TestCore;
let ids: Record<'basic' | 'pro' | 'compute' | 'call' | 'proCall' | 'fee' | 'meter', string>;

/** Ada uses 100 calls and Bob 10 on Basic, one dollar each; Cy has 50 without a subscription. */
beforeEach(async () => {
  core = testCore({ start: '2026-04-02T00:00:00Z' });
  const { call } = core;
  const group = await call('group.create', { name: 'Compute', lookup_key: 'compute', entity_type: 'price' });
  const basic = await call('plan.create', { name: 'Basic' });
  const pro = await call('plan.create', { name: 'Pro' });
  const feature = await call('feature.create', {
    name: 'Calls',
    type: 'metered',
    meter: { event_name: 'call', aggregation: { type: 'SUM', field: 'n' } },
  });
  const terms = {
    entity_type: 'PLAN',
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'usd',
    meter_id: feature.meter_id,
    start_date: '2026-01-01T00:00:00Z',
  } as const;
  const price = await call('price.create', { ...terms, entity_id: basic.id, amount: '1' });
  // Begins after the usage: what a plan costs today is what is tried.
  const proPrice = await call('price.create', {
    ...terms,
    entity_id: pro.id,
    billing_model: 'TIERED',
    tier_mode: 'SLAB',
    tiers: [
      { up_to: 20, unit_amount: '2' },
      { up_to: null, unit_amount: '0.5' },
    ],
    group_id: group.id,
    start_date: '2026-04-01T00:00:00Z',
  });
  const fee = await call('price.create', { ...terms, entity_id: basic.id, type: 'FIXED', meter_id: null, amount: '9' });
  for (const [external_id, name] of [
    ['ada', 'Ada Ångström'],
    ['bob', 'Bob'],
  ] as const) {
    await call('customer.create', { external_id, name });
    await call('subscription.create', {
      plan_id: basic.id,
      external_customer_id: external_id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-01-01T00:00:00Z',
    });
  }
  for (const [external_customer_id, n] of Object.entries({ ada: 100, bob: 10, cy: 50 })) {
    const event = { event_name: 'call', external_customer_id, timestamp: '2026-03-05T10:00:00Z', properties: { n } };
    await call('event.ingest', event);
  }
  ids = {
    basic: basic.id,
    pro: pro.id,
    compute: group.id,
    call: price.id,
    proCall: proPrice.id,
    fee: fee.id,
    meter: feature.meter_id ?? '',
  };
});
afterEach(() => core.close());

const compare = (...changes: Change[]) => core.call('whatIf.compare', { ...march, changes });
const editTo = (part: object): Change => ({ kind: 'edit_price', update: { id: ids.call, ...part } });

test('an edited price: now, then, and whom it concerns', async () => {
  const { totals, groups, prices } = await compare(editTo({ amount: '1.25' }));
  expect(totals).toEqual([
    {
      currency: 'usd',
      cost_now: '110',
      cost_then: '137.5',
      difference: '27.5',
      percent: '25',
      pays_more: 2,
      pays_less: 0,
      pays_same: 0,
      largest_increase: expect.objectContaining({ external_id: 'ada', difference: '25' }),
      largest_decrease: null,
    },
  ]);
  expect(groups).toMatchObject([{ name: 'No group', rows: [{ name: 'Calls', usage_now: '110', usage_then: '110' }] }]);
  expect(prices).toMatchObject([{ price_id: ids.call, cost_then: '137.5' }]);
});

test('another group moves the cost, and the total stays', async () => {
  const { totals, groups } = await compare(editTo({ group_id: ids.compute }));
  expect(totals).toMatchObject([{ difference: '0', percent: '0', pays_same: 2, largest_increase: null }]);
  expect(groups.map(({ name, difference, percent }) => [name, difference, percent])).toEqual([
    ['No group', '-110', '-100'],
    ['Compute', '110', null],
  ]);
});

test('all versions of a price take the terms, unless only the one is asked for', async () => {
  const { id } = await core.call('price.update', {
    id: ids.call,
    amount: '3',
    effective_from: '2026-03-20T00:00:00Z',
  });
  const all = await compare({ kind: 'edit_price', update: { id, amount: '2' } });
  expect(all.totals).toMatchObject([{ cost_now: '110', cost_then: '220' }]);
  const one = await compare({ kind: 'edit_price', update: { id, amount: '2' }, all_versions: false });
  expect(one.totals).toMatchObject([{ difference: '0' }]);
});

test('another plan counts with the prices it has today, for everyone or for some', async () => {
  const all = await compare({ kind: 'swap_plan', from_plan_id: ids.basic, to_plan_id: ids.pro });
  expect(all.totals).toMatchObject([{ cost_now: '110', cost_then: '100', pays_more: 1, pays_less: 1 }]);
  expect(all.totals[0]?.largest_decrease).toMatchObject({ external_id: 'ada', cost_then: '80', percent: '-20' });
  const bob = (await core.call('customer.search', { search: 'bob' })).items.map(({ id }) => id);
  const some = await compare({ kind: 'swap_plan', from_plan_id: ids.basic, to_plan_id: ids.pro, customer_ids: bob });
  expect(some.totals).toMatchObject([{ cost_now: '110', cost_then: '120', pays_more: 1, pays_same: 1 }]);
});

test('everyone on a plan counts customers that only events know; changes work together', async () => {
  const everyone: Change = { kind: 'everyone_on_plan', plan_id: ids.pro };
  expect((await compare(everyone)).totals).toMatchObject([{ cost_now: '110', cost_then: '155', pays_more: 2 }]);
  const cheaper: Change = {
    kind: 'edit_price',
    update: { id: ids.proCall, billing_model: 'FLAT_FEE', amount: '0.1' },
  };
  expect((await compare(cheaper, everyone)).totals).toMatchObject([{ cost_then: '16' }]);
  expect((await compare({ ...everyone, currency: 'EUR' })).totals).toMatchObject([{ cost_then: '0' }]);
});

test('a draft charges beside what is there', async () => {
  const price = {
    entity_type: 'PLAN',
    entity_id: ids.basic,
    type: 'USAGE',
    billing_model: 'PACKAGE',
    amount: '7',
    transform_quantity: { divide_by: 100, round: 'up' },
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'USD',
    meter_id: ids.meter,
  } as const;
  const { totals, prices } = await compare({ kind: 'draft_price', price });
  expect(totals).toMatchObject([{ difference: '14' }]);
  expect(prices).toMatchObject([{ price_id: 'draft:0', cost_now: '0', cost_then: '14', percent: null }, {}]);
});

test('customers page by page, found by folded text, in every order', async () => {
  const list = async (input: object) => {
    const changes = [editTo({ amount: '2' })];
    const { items, pagination } = await core.call('whatIf.customers', { ...march, changes, ...input });
    return [pagination.total, ...items.map(({ external_id }) => external_id)];
  };
  expect(await list({})).toEqual([2, 'ada', 'bob']);
  expect(await list({ limit: 1, offset: 1 })).toEqual([2, 'bob']);
  expect(await list({ search: 'angstrom' })).toEqual([1, 'ada']);
  expect(await list({ direction: 'asc' })).toEqual([2, 'bob', 'ada']);
  expect(await list({ sort: 'name', direction: 'desc' })).toEqual([2, 'bob', 'ada']);
  expect(await list({ sort: 'cost_now', direction: 'asc' })).toEqual([2, 'bob', 'ada']);
  expect(await list({ currency: 'eur' })).toEqual([0]);
  expect(await list({ only: 'more' })).toEqual([2, 'ada', 'bob']);
  expect(await list({ only: 'less' })).toEqual([0]);
});

test('an archived customer is still compared, stays on the plan as when it is made, and is marked', async () => {
  const [ada] = (await core.call('customer.search', { external_id: 'ada' })).items;
  for (const { id } of (await core.call('subscription.search', { customer_id: ada?.id })).items) {
    await core.call('subscription.cancel', { id });
  }
  await core.call('customer.archive', { id: ada?.id ?? '' });
  const archived = { name: 'Ada Ångström', is_archived: true, difference: '100' };
  const named = { largest_increase: expect.objectContaining(archived) };
  expect((await compare(editTo({ amount: '2' }))).totals).toMatchObject([{ cost_now: '110', ...named }]);
  const swap = await compare({ kind: 'swap_plan', from_plan_id: ids.basic, to_plan_id: ids.pro });
  expect(swap.totals).toMatchObject([{ cost_now: '110', cost_then: '120' }]);
  const made = await core.call('whatIf.make', {
    changes: [{ kind: 'everyone_on_plan', plan_id: ids.pro }],
    effective_from: '2026-05-01T00:00:00Z',
  });
  expect(made.plan_changes.map((change) => change.external_customer_id)).toEqual(['bob', 'bob', 'cy']);
});

test('an archived customer and the one who has its external id now are compared apart, as reports keep them', async () => {
  const [ada] = (await core.call('customer.search', { external_id: 'ada' })).items;
  const [first] = (await core.call('subscription.search', { customer_id: ada?.id })).items;
  await core.call('subscription.cancel', { id: first?.id ?? '', cancelled_at: '2026-03-10T00:00:00Z' });
  await core.call('customer.archive', { id: ada?.id ?? '' });
  const successor = await core.call('customer.create', { external_id: 'ada', name: 'Ada Two' });
  await core.call('subscription.create', {
    plan_id: ids.basic,
    external_customer_id: 'ada',
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-03-10T00:00:00Z',
  });
  const later = { event_name: 'call', external_customer_id: 'ada', timestamp: '2026-03-20T10:00:00Z' };
  await core.call('event.ingest', { ...later, properties: { n: 30 } });

  const changes = [editTo({ amount: '2' })];
  const { totals } = await compare(...changes);
  expect(totals).toMatchObject([{ cost_now: '140', pays_more: 3, largest_increase: { customer_id: ada?.id } }]);
  const { items } = await core.call('whatIf.customers', { ...march, changes });
  expect(items.map((one) => [one.customer_id, one.external_id, one.name, one.is_archived, one.cost_then])).toEqual([
    [ada?.id, 'ada', 'Ada Ångström', true, '200'],
    [successor.id, 'ada', 'Ada Two', false, '60'],
    [expect.any(String), 'bob', 'Bob', false, '20'],
  ]);
  // Only the successor moves: 20 calls at 2 dollars and 10 at half a dollar.
  const swap: Change = {
    kind: 'swap_plan',
    from_plan_id: ids.basic,
    to_plan_id: ids.pro,
    customer_ids: [successor.id],
  };
  const moved = await core.call('whatIf.customers', { ...march, changes: [swap] });
  expect(moved.items.map((one) => [one.name, one.cost_now, one.cost_then])).toEqual([
    ['Ada Two', '30', '45'],
    ['Ada Ångström', '100', '100'],
    ['Bob', '10', '10'],
  ]);
  const { csv } = await core.call('whatIf.export', { ...march, changes, by: 'customer' });
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  expect(rows.map((row) => [row.customer_id, row.customer_name])).toEqual([
    [ada?.id, 'Ada Ångström (archived)'],
    [successor.id, 'Ada Two'],
    [expect.any(String), 'Bob'],
  ]);
  const found = await core.call('whatIf.customers', { ...march, changes, search: 'archived' });
  expect(found.items.map((one) => one.customer_id)).toEqual([ada?.id]);
});

test('files hold exact numbers', async () => {
  const changes = [editTo({ amount: '1.000000000000001' })];
  const rowsOf = async (by: 'group' | 'price' | 'customer') => {
    const { csv, file_name, row_count } = await core.call('whatIf.export', { ...march, changes, by });
    expect(file_name).toMatch(/^what-if_.+_2026-03-01_2026-03-31\.csv$/);
    const rows = parse(csv, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(row_count);
    return rows;
  };
  expect(await rowsOf('group')).toMatchObject([{ feature_name: 'Calls', difference: '0.00000000000011' }]);
  expect(await rowsOf('price')).toMatchObject([{ price_id: ids.call, cost_then: '110.00000000000011' }]);
  expect(await rowsOf('customer')).toMatchObject([{ customer_external_id: 'ada' }, { customer_external_id: 'bob' }]);
});

test('a file of customers holds those that the list shows, in its order; other files hold everything', async () => {
  const changes = [editTo({ amount: '2' })];
  const idsOf = async (input: object, by: 'group' | 'price' | 'customer' = 'customer') => {
    const { csv, row_count } = await core.call('whatIf.export', { ...march, changes, by, ...input });
    const rows = parse(csv, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(row_count);
    return rows.map(({ customer_external_id, price_id }) => customer_external_id ?? price_id);
  };
  expect(await idsOf({ search: 'angstrom' })).toEqual(['ada']);
  expect(await idsOf({ only: 'more' })).toEqual(['ada', 'bob']);
  expect(await idsOf({ only: 'less' })).toEqual([]);
  expect(await idsOf({ direction: 'asc' })).toEqual(['bob', 'ada']);
  expect(await idsOf({ sort: 'name', direction: 'desc' })).toEqual(['bob', 'ada']);
  expect(await idsOf({ search: 'angstrom', only: 'less' }, 'price')).toEqual([ids.call]);
});

test.each<[string, () => Change, object]>([
  [
    'a fixed charge',
    () => ({ kind: 'edit_price', update: { id: ids.fee, amount: '1' } }),
    { field: 'changes.0.update.id' },
  ],
  ['an unknown price', () => ({ kind: 'edit_price', update: { id: 'price_x' } }), { code: 'not_found' }],
  ['a negative amount', () => editTo({ amount: '-1' }), { field: 'changes.0.update.amount' }],
  ['tiers that are missing', () => editTo({ billing_model: 'TIERED' }), { field: 'changes.0.update.tiers' }],
  ['an unknown group', () => editTo({ group_id: 'group_x' }), { field: 'changes.0.update.group_id' }],
  [
    'an unknown plan',
    () => ({ kind: 'swap_plan', from_plan_id: ids.basic, to_plan_id: 'plan_x' }),
    { code: 'not_found', field: 'changes.0.to_plan_id' },
  ],
  ['an unknown lens', () => ({ kind: 'everyone_on_plan', plan_id: 'plan_x' }), { field: 'changes.0.plan_id' }],
])('refuses %s and says where', async (_what, change, error) => {
  expect(await core.fail('whatIf.compare', { ...march, changes: [change()] })).toMatchObject(error);
});

test('refuses a range that ends before it starts', async () => {
  const input = { start_time: march.end_time, end_time: march.start_time };
  expect(await core.fail('whatIf.compare', input)).toMatchObject({ field: 'end_time' });
});
