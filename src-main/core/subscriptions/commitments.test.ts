import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

/** Fifteen units at a price of 1 each, unless said otherwise. */
let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
let price_id = '';
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  price_id = (await core.call('price.create', { ...catalog.usage, amount: '1', start_date: '2026-01-01T00:00:00Z' }))
    .id;
});
afterEach(() => core.close());

const subscribe = (commitment: object | null, fields: object = {}) =>
  core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: catalog.plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
    ...(commitment && { line_item_commitments: { [price_id]: commitment } }),
    ...fields,
  });

const use = (n: number, at = '2026-03-02T12:00:00Z', source = 'api') =>
  core.call('event.ingest', {
    event_name: 'tokens',
    external_customer_id: 'acme',
    timestamp: at,
    source,
    properties: { n },
  });

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
const usage = (fields: object = {}) =>
  core.call('analytics.usage', { external_customer_id: 'acme', ...march, ...fields });

/** What the customer is charged; the report must say the same, whoever is counted. */
async function charged(): Promise<string> {
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
  const { total_cost } = await usage();
  for (const count_customers of [false, true]) {
    for (const window_size of ['HOUR', 'MONTH'] as const) {
      const report = await core.call('report.usageByGroup', { ...march, count_customers, window_size });
      expect(report.totals[0]?.total_cost ?? '0').toBe(total_cost);
      expect(report.groups[0]?.total_cost ?? '0').toBe(total_cost);
    }
  }
  return total_cost;
}

const ten = { commitment_amount: 10, overage_factor: 1.5 };

test.each<[string, object, number, string]>([
  ['usage beyond it counts times the overage factor', ten, 15, '17.5'],
  ['usage below it stays as it is', ten, 4, '4'],
  ['usage below it is trued up', { ...ten, enable_true_up: true }, 4, '10'],
  ['a quantity, beyond', { commitment_type: 'quantity', commitment_quantity: 10, overage_factor: 2 }, 15, '20'],
  ['a quantity, trued up', { commitment_quantity: '10', enable_true_up: true }, 4, '10'],
  ['without a factor', { commitment_amount: '10' }, 15, '15'],
])('%s', async (_what, commitment, n, cost) => {
  await use(n);
  await subscribe(commitment);
  expect(await charged()).toBe(cost);
});

test('what it made of the cost is told', async () => {
  await use(15);
  await subscribe({ ...ten, enable_true_up: true, commitment_duration: 'MONTHLY' });
  const [item] = (await usage()).items;
  expect(item).toMatchObject({ total_usage: '15', subtotal: '17.5', total_cost: '17.5' });
  expect(item?.commitment_info).toEqual({
    type: 'amount',
    amount: '10',
    quantity: '0',
    duration: 'MONTHLY',
    overage_factor: '1.5',
    true_up_enabled: true,
    is_windowed: false,
    computed_commitment_utilized_amount: '10',
    computed_overage_amount: '7.5',
    computed_true_up_amount: '0',
  });
});

test.each<[string, object, number, string, string]>([
  ['beyond it', ten, 15, '2.5', 'What is beyond the $10 committed to is charged 1.5 times: $2.50 more'],
  ['below it', { ...ten, enable_true_up: true }, 4, '6', '$10 was committed to: $6 is charged on top of what was used'],
  [
    'beyond a quantity',
    { commitment_quantity: '10', overage_factor: 2 },
    15,
    '5',
    'What is beyond the 10 units ($10) committed to is charged 2 times: $5 more',
  ],
  [
    'below a quantity',
    { commitment_quantity: '10', enable_true_up: true },
    4,
    '6',
    '10 units ($10) were committed to: $6 is charged on top of what was used',
  ],
])('how it was computed is told: %s', async (_what, commitment, n, added, sentence) => {
  await use(n);
  await subscribe(commitment);
  const { walks, total_cost } = await core.call('report.explain', { ...march, price_id });
  expect(walks[0]?.commitment).toEqual({ usage_cost: String(n), added, sentence });
  expect(total_cost).toBe(String(n + Number(added)));
});

test('is trued up where nothing was used, and before the first event', async () => {
  await subscribe({ commitment_amount: '10', enable_true_up: true });
  expect(await charged()).toBe('10');
  expect((await usage()).items).toMatchObject([{ total_usage: '0', event_count: 0, total_cost: '10' }]);
  await use(3, '2026-01-05T00:00:00Z');
  expect(await charged()).toBe('10');
});

test('an unused line item shows its commitment even when it costs nothing', async () => {
  await subscribe({ commitment_amount: '10' });
  expect(await charged()).toBe('0');
  expect((await usage()).items).toMatchObject([{ total_cost: '0', commitment_info: { amount: '10' } }]);
});

test.each<[string, object]>([
  ['a source', { sources: ['api'] }],
  ['a property', { property_filters: { n: ['15'] } }],
  ['groups', { group_by: ['source'] }],
])('is not on a part of the usage: %s', async (_what, fields) => {
  await use(15);
  await subscribe({ ...ten, enable_true_up: true });
  expect((await usage(fields)).items).toMatchObject([{ total_cost: '15', commitment_info: null }]);
});

test('points are priced without it', async () => {
  await use(15);
  await subscribe(ten);
  const [item] = (await usage({ window_size: 'DAY' })).items;
  expect([item?.total_cost, item?.points?.map(({ cost }) => cost)]).toEqual(['17.5', ['15']]);
});

test('what is behind a window of the chart is told as the chart draws it, without it', async () => {
  await use(15);
  await subscribe({ ...ten, enable_true_up: true });
  const behind = async (start: string, end: string, of_window: boolean) => {
    const of_range = of_window ? { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' } : null;
    const at = { start_time: `${start}T00:00:00Z`, end_time: `${end}T00:00:00Z`, of_range, price_id };
    const { totals, rows } = await core.call('report.drill', { ...at, level: 'customers' });
    const { total_cost, walks } = await core.call('report.explain', at);
    expect(rows.map((row) => row.total_cost)).toEqual(totals.map((total) => total.total_cost));
    expect(total_cost).toBe(totals[0]?.total_cost ?? '0');
    return [totals[0]?.total_cost, walks[0]?.commitment?.added];
  };
  expect(await behind('2026-03-02', '2026-03-03', true)).toEqual(['15', undefined]);
  expect(await behind('2026-03-02', '2026-03-03', false)).toEqual(['17.5', '2.5']);
  // Nothing was used: only of a whole range is that trued up.
  expect(await behind('2026-03-05', '2026-03-06', true)).toEqual([undefined, undefined]);
  expect(await behind('2026-03-05', '2026-03-06', false)).toEqual(['10', '10']);
});

test('goes on with the next version of the price', async () => {
  await use(15);
  await use(20, '2026-03-20T00:00:00Z');
  await subscribe(ten);
  await core.call('price.update', { id: price_id, amount: '2', effective_from: '2026-03-10T00:00:00Z' });
  // 10 + 5 × 1.5 before, 10 + 30 × 1.5 after.
  expect(await charged()).toBe('72.5');
});

describe('of an existing line item', () => {
  test('is set and ended, which the history tells', async () => {
    await use(15);
    const subscription = await subscribe(null);
    const line_item_id = subscription.line_items?.[0]?.id ?? '';
    expect(await charged()).toBe('15');
    const after = await core.call('subscription.setCommitment', { line_item_id, commitment: ten });
    expect(after.line_items?.[0]).toMatchObject({ commitment_type: 'amount', commitment_amount: '10' });
    expect(await charged()).toBe('17.5');
    await core.call('subscription.setCommitment', { line_item_id, commitment: null });
    expect(await charged()).toBe('15');
    const { changes } = await core.call('change.list', {});
    expect(changes.at(-1)?.fields).toMatchObject({ commitment_amount: { from: '10', to: null } });
  });

  test('is refused where there is no such line item', async () => {
    const { code } = await core.fail('subscription.setCommitment', { line_item_id: 'subs_line_x', commitment: ten });
    expect(code).toBe('not_found');
  });
});

test.each<[string, object, string]>([
  ['to nothing', {}, 'Please say which quantity is committed to: a number greater than 0'],
  ['to zero', { commitment_amount: 0 }, 'Please say which amount is committed to: a number greater than 0'],
  ['to both', { ...ten, commitment_quantity: 5 }, 'Please commit to either an amount or a quantity'],
  ['with a factor below 1', { ...ten, overage_factor: '0.5' }, 'The overage factor must be at least 1'],
])('refuses a commitment %s', async (_what, commitment, message) => {
  const error = await core.fail('subscription.create', {
    external_customer_id: 'acme',
    plan_id: catalog.plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    line_item_commitments: { [price_id]: commitment },
  });
  expect(error.message).toBe(message);
});

test('refuses a commitment for a price that is not charged, and by window where the meter has none', async () => {
  const create = (line_item_commitments: object) =>
    core.fail('subscription.create', {
      external_customer_id: 'acme',
      plan_id: catalog.plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      line_item_commitments,
    });
  expect((await create({ price_x: ten })).message).toMatch('usage price that the subscription takes');
  expect((await create({ [price_id]: { ...ten, is_window_commitment: true } })).message).toMatch(
    'Configure bucket_size on the meter',
  );
});
