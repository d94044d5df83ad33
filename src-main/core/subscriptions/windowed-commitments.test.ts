import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { exportTo, readRows, testFolder } from '../report-files/test-report';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

/** Highest of a day, a day at a time, at 1 each: 15 on the 2nd, 4 on the 3rd; asked for the first five days of March. */
let core: TestCore;
let plan_id = '';
let price_id = '';
const folder = testFolder();
beforeEach(async () => {
  core = testCore();
  plan_id = (await testCatalog(core)).plan.id;
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  price_id = await priceOf({ type: 'MAX', field: 'n', bucket_size: 'DAY' });
  await use('2026-03-02T09:00:00Z', 15);
  await use('2026-03-02T12:00:00Z', 12);
  await use('2026-03-03T12:00:00Z', 4);
});
afterEach(() => core.close());
afterAll(() => folder.remove());

async function priceOf(aggregation: object, terms: object = { billing_model: 'FLAT_FEE', amount: '1' }) {
  const meter = await core.call('meter.create', {
    name: 'Peak',
    event_name: 'peak',
    aggregation,
    reset_usage: 'BILLING_PERIOD',
  } as never);
  const price = await core.call('price.create', {
    entity_type: 'PLAN',
    entity_id: plan_id,
    type: 'USAGE',
    meter_id: meter.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    start_date: '2026-01-01T00:00:00Z',
    ...terms,
  } as never);
  return price.id;
}

const use = (timestamp: string, n: number, properties: object = {}) =>
  core.call('event.ingest', {
    event_name: 'peak',
    external_customer_id: 'acme',
    source: 'api',
    timestamp,
    properties: { n, ...properties },
  });

const subscribe = (commitment: object, fields: object = {}, price = price_id) =>
  core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
    line_item_commitments: { [price]: { is_window_commitment: true, ...commitment } },
    ...fields,
  });

const days = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-06T00:00:00Z' };
const item = async (fields: object = {}) =>
  (await core.call('analytics.usage', { external_customer_id: 'acme', ...days, ...fields })).items[0];
const report = (fields: object = {}) => core.call('report.usageByGroup', { ...days, ...fields });

const ten = { commitment_amount: 10, overage_factor: 1.5 };
const trueUp = { enable_true_up: true };

test.each<[string, object, string, [string, string, string]]>([
  ['usage beyond it counts times the factor, window by window', ten, '21.5', ['14', '7.5', '0']],
  ['every window below it is trued up, those without usage too', { ...ten, ...trueUp }, '57.5', ['14', '7.5', '36']],
  ['a quantity, at the price of one window', { commitment_quantity: 10, ...trueUp }, '55', ['14', '5', '36']],
  ['a factor of one changes nothing', { commitment_amount: 10 }, '19', ['14', '5', '0']],
])('%s', async (_what, commitment, cost, [utilized, overage, true_up]) => {
  await subscribe(commitment);
  const answer = await item();
  expect(answer).toMatchObject({ total_usage: '19', subtotal: cost, total_cost: cost });
  expect(answer?.commitment_info).toMatchObject({
    amount: '10',
    is_windowed: true,
    computed_commitment_utilized_amount: utilized,
    computed_overage_amount: overage,
    computed_true_up_amount: true_up,
  });
  expect((await report()).totals).toEqual([{ currency: 'usd', total_cost: cost }]);
});

test('points show what becomes of each window; the series of a report says the same', async () => {
  await subscribe({ ...ten, ...trueUp });
  const points = (await item({ window_size: 'DAY' }))?.points;
  expect(points?.map(({ usage, cost, event_count }) => [usage, cost, event_count])).toEqual([
    ['0', '10', 0],
    ['15', '17.5', 2],
    ['4', '10', 1],
    ['0', '10', 0],
    ['0', '10', 0],
  ]);
  expect(points?.[1]).toMatchObject({
    computed_commitment_utilized_amount: '10',
    computed_overage_amount: '7.5',
    computed_true_up_amount: '0',
  });
  expect((await report({ window_size: 'DAY' })).series[0]?.cost).toEqual(['10', '17.5', '10', '10', '10']);
  expect((await item({ window_size: 'WEEK' }))?.points).toMatchObject([{ cost: '10' }, { cost: '47.5', usage: '15' }]);
});

test('only windows in which the line item charges are trued up, one that its start cuts included', async () => {
  await subscribe({ ...ten, ...trueUp }, { start_date: '2026-03-03T06:00:00Z', end_date: '2026-03-05T00:00:00Z' });
  expect(await item()).toMatchObject({ total_cost: '20', total_usage: '4' });
});

test('is trued up before the first event, and left out where nothing was used or trued up', async () => {
  await core.call('customer.create', { external_id: 'new', name: 'New' });
  await subscribe({ ...ten, ...trueUp }, { external_customer_id: 'new' });
  expect(await item({ external_customer_id: 'new', window_size: 'DAY' })).toMatchObject({
    total_usage: '0',
    total_cost: '50',
    event_count: 0,
  });
  expect((await report()).totals).toEqual([{ currency: 'usd', total_cost: '50' }]);
});

test('a day of 23 hours has 23 windows of an hour', async () => {
  await core.call('customer.create', { external_id: 'berlin', name: 'Berlin', timezone: 'Europe/Berlin' });
  const hourly = await priceOf({ type: 'SUM', field: 'n', bucket_size: 'HOUR' });
  await subscribe({ commitment_amount: 1, ...trueUp }, { external_customer_id: 'berlin' }, hourly);
  const day = { start_time: '2026-03-28T23:00:00Z', end_time: '2026-03-29T22:00:00Z' };
  const { items } = await core.call('analytics.usage', { external_customer_id: 'berlin', ...day });
  expect(items.find(({ price_id: id }) => id === hourly)).toMatchObject({ total_cost: '23' });
});

test('up to the end of time it is one number, and windows nobody could read are refused', async () => {
  const minutes = await priceOf({ type: 'SUM', field: 'n', bucket_size: 'MINUTE' });
  await subscribe({ commitment_amount: 1, ...trueUp }, {}, minutes);
  const forever = {
    external_customer_id: 'acme',
    start_time: '2026-03-01T00:00:00Z',
    end_time: '9999-03-01T00:00:00Z',
  };
  const { items } = await core.call('analytics.usage', forever);
  const all = (Date.parse(forever.end_time) - Date.parse(forever.start_time)) / 60_000;
  // 15, 12 and 4 in one minute each.
  expect(items.find(({ price_id: id }) => id === minutes)).toMatchObject({ total_cost: `${all + 15 + 12 + 4 - 3}` });
  const refused = { code: 'validation_error', field: 'window_size', details: { most_windows: 100_000 } };
  for (const window_size of ['MINUTE', 'DAY'] as const) {
    expect(await core.fail('analytics.usage', { ...forever, window_size })).toMatchObject(refused);
  }
  // A part of the usage is under no commitment, so that only what was used has windows.
  expect(
    (await core.call('analytics.usage', { ...forever, sources: ['api'], window_size: 'MINUTE' })).items,
  ).toHaveLength(2);
});

test('groups of a tiered meter are one window together', async () => {
  const grouped = { type: 'MAX', field: 'n', bucket_size: 'DAY', group_by: 'kind' };
  const tiers = [
    { up_to: 10, unit_amount: '1' },
    { up_to: null, unit_amount: '2' },
  ];
  const price = await priceOf(grouped, { billing_model: 'TIERED', tier_mode: 'SLAB', tiers });
  await use('2026-03-04T01:00:00Z', 3, { kind: 'a' });
  await use('2026-03-04T02:00:00Z', 12, { kind: 'b' });
  await subscribe({ commitment_amount: 15, overage_factor: 2 }, {}, price);
  const { items } = await core.call('analytics.usage', { external_customer_id: 'acme', ...days });
  // 3 + 14 on the 4th, 2 beyond 15; 10 + 2 × 5 on the 2nd, 5 beyond; 4 on the 3rd.
  expect(items.find(({ price_id: id }) => id === price)).toMatchObject({ total_cost: '48' });
});

test('is rounded once, as bucketed meters are', async () => {
  const price = await priceOf(
    { type: 'SUM', field: 'n', bucket_size: 'DAY' },
    { billing_model: 'FLAT_FEE', amount: '0.0015' },
  );
  await subscribe({ commitment_amount: '0.006', overage_factor: '1.1' }, {}, price);
  const { items } = await core.call('analytics.usage', { external_customer_id: 'acme', ...days });
  const answer = items.find(({ price_id: id }) => id === price);
  // 27 and 4 units: 0.006 + 0.0345 × 1.1, and 0.006.
  expect([answer?.total_cost, answer?.commitment_info?.computed_overage_amount]).toEqual(['0.05', '0.03795']);
});

test.each<[string, object]>([
  ['a source', { sources: ['api'] }],
  ['groups', { group_by: ['source'] }],
])('is not on a part of the usage: %s', async (_what, fields) => {
  await subscribe({ ...ten, ...trueUp });
  expect(await item(fields)).toMatchObject({ total_cost: '19', commitment_info: null });
});

test('goes on with the next version, and every step down adds up', async () => {
  await subscribe({ ...ten, ...trueUp });
  await core.call('price.update', { id: price_id, amount: '2', effective_from: '2026-03-03T00:00:00Z' } as never);
  const [first, second] = (await core.call('analytics.usage', { external_customer_id: 'acme', ...days })).items;
  expect([first?.total_cost, second?.total_cost].sort()).toEqual(['27.5', '30']);
  const total_cost = '57.5';
  const at = { ...days, currency: 'usd', entry: { kind: 'none' as const, key: '' } };
  for (const level of ['features', 'prices', 'customers'] as const) {
    const { totals, rows } = await core.call('report.drill', { ...at, level });
    expect(totals[0]?.total_cost).toBe(total_cost);
    expect(rows.reduce((sum, row) => sum + Number(row.total_cost), 0)).toBe(Number(total_cost));
  }
  const { walks, total_cost: explained } = await core.call('report.explain', { ...at, price_id });
  expect(explained).toBe('27.5');
  expect(walks[0]?.commitment).toEqual({
    usage_cost: '15',
    added: '12.5',
    sentence:
      '$10 was committed to in every window: windows below it, unused ones too, are charged $10 on top of what they ' +
      'used; what windows used beyond it is charged 1.5 times, $2.50 more',
  });
});

test.each<[string, object, string, string, string]>([
  [
    'beyond it alone',
    ten,
    '19',
    '2.5',
    '$10 was committed to in every window: what windows used beyond it is charged 1.5 times, $2.50 more',
  ],
  [
    'a quantity at no higher price',
    { commitment_quantity: 10, ...trueUp },
    '19',
    '36',
    '10 units ($10) were committed to in every window: windows below it, unused ones too, are charged $36 on top of what they used',
  ],
])('is told: %s', async (_what, commitment, usage_cost, added, sentence) => {
  await subscribe(commitment);
  const { walks } = await core.call('report.explain', { ...days, price_id });
  expect(walks[0]?.commitment).toEqual({ usage_cost, added, sentence });
});

test('what is behind a window of the chart is the cost drawn there, to the last digit', async () => {
  const terms = { billing_model: 'FLAT_FEE', amount: '0.333' };
  const price = await priceOf({ type: 'MAX', field: 'n', bucket_size: 'DAY' }, terms);
  await subscribe({ commitment_amount: 1, overage_factor: 1.5 }, {}, price);
  const asked = { ...days, group_by: 'feature', window_size: 'DAY' as const };
  const { windows, series } = await report(asked);
  const [peak] = series.filter(({ cost }) => cost[1] !== '15');
  expect(peak?.cost[1]).toBe('6.9925');
  const [, start_time, end_time] = windows;
  const at = { start_time: start_time ?? '', end_time: end_time ?? '', price_id: price };
  for (const [of_range, cost, usage_cost, added] of [
    [days, '6.9925', '4.995', '1.9975'],
    [null, '6.99', '5', '1.99'],
  ] as const) {
    const { totals } = await core.call('report.drill', { ...at, of_range, level: 'customers' });
    expect(totals[0]?.total_cost).toBe(cost);
    const { total_cost, walks } = await core.call('report.explain', { ...at, of_range });
    expect(total_cost).toBe(cost);
    expect(walks[0]?.commitment).toMatchObject({ usage_cost, added });
    expect(walks[0]?.rounding === null).toBe(of_range !== null);
  }
});

test('files of usage have what it adds as a row of its own, and add up to the report', async () => {
  await subscribe({ ...ten, ...trueUp });
  for (const kind of ['breakdown', 'usage_analytics'] as const) {
    await exportTo(core, { ...days, kind }, { path: folder.in(`${kind}.csv`), kind: 'file' });
    const rows = readRows(folder.in(`${kind}.csv`));
    expect(
      rows.reduce((sum, row) => sum + Number(row.total_cost), 0),
      kind,
    ).toBe(57.5);
  }
});
