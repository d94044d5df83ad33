import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

/** Which line items are priced, and for how long (wire contract 6.7), in March. */
let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
beforeEach(async () => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
  catalog = await testCatalog(core);
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
});
afterEach(() => core.close());

const slabs = {
  billing_model: 'TIERED',
  tier_mode: 'SLAB',
  tiers: [
    { up_to: 10, unit_amount: '1' },
    { up_to: null, unit_amount: '0.5' },
  ],
} as const;

const charge = (terms: object = { amount: '1' }) =>
  core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z', ...terms });
const subscribe = (fields: object = {}) =>
  core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: catalog.plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
    ...fields,
  });
const use = (timestamp: string, n: number, event_name = 'tokens') =>
  core.call('event.ingest', { event_name, external_customer_id: 'acme', timestamp, properties: { n } });
const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
const usage = (fields: object = {}) =>
  core.call('analytics.usage', { external_customer_id: 'acme', ...march, window_size: 'DAY', ...fields });

describe('a subscription within the range', () => {
  const start = '2026-03-10T12:00:00Z';
  const end = '2026-03-20T00:00:00Z';

  test.each<[string, object, string | null, [string, string][]]>([
    [
      'begins: what was used before is not charged',
      { start_date: start },
      null,
      [
        ['2026-03-10', '10'],
        ['2026-03-19', '100'],
        ['2026-03-20', '1000'],
      ],
    ],
    [
      'ends: what is used at that moment is not charged',
      { end_date: end },
      null,
      [
        ['2026-03-10', '11'],
        ['2026-03-19', '100'],
      ],
    ],
    [
      'begins and ends',
      { start_date: start, end_date: end },
      null,
      [
        ['2026-03-10', '10'],
        ['2026-03-19', '100'],
      ],
    ],
    ['is cancelled within a day', { start_date: start }, '2026-03-19T23:59:59.999Z', [['2026-03-10', '10']]],
    ['is cancelled at once', { start_date: start }, start, []],
    ['is cancelled before its end', { end_date: end }, '2026-03-19T00:00:00Z', [['2026-03-10', '11']]],
  ])('%s', async (_what, fields, cancelled_at, expected) => {
    await use('2026-03-10T11:59:59.999Z', 1);
    await use('2026-03-10T12:00:00Z', 10);
    await use('2026-03-19T23:59:59.999Z', 100);
    await use('2026-03-20T00:00:00Z', 1000);
    await charge();
    const { id } = await subscribe(fields);
    if (cancelled_at) await core.call('subscription.cancel', { id, cancelled_at });
    const { items, total_cost, currency } = await usage();
    const points = items.flatMap((item) => item.points ?? []);
    expect(points.map(({ timestamp, usage: used }) => [timestamp.slice(0, 10), used])).toEqual(expected);
    expect(total_cost).toBe(String(expected.reduce((sum, [, used]) => sum + Number(used), 0)));
    expect(currency).toBe('usd');
  });
});

describe('price versions within the range', () => {
  const noon = '2026-03-15T12:00:00Z';
  const told = async () =>
    (await usage()).items
      .map(({ price_id, total_usage, total_cost, points }) => ({
        price_id,
        total_usage,
        total_cost,
        points: points?.map(({ timestamp, usage: used, cost }) => `${timestamp.slice(0, 10)} ${used} ${cost}`),
      }))
      .sort((a, b) => Number(a.total_cost) - Number(b.total_cost));

  test('are two items, each priced from zero, both with a point on the day of the change', async () => {
    const { id } = await charge(slabs);
    await subscribe();
    await use('2026-03-14T00:00:00Z', 8);
    await use('2026-03-15T11:59:59.999Z', 8);
    await use('2026-03-15T12:00:00Z', 8);
    await use('2026-03-16T00:00:00Z', 8);
    const next = await core.call('price.update', {
      id,
      effective_from: noon,
      tiers: [
        { up_to: 10, unit_amount: '2' },
        { up_to: null, unit_amount: '1' },
      ],
    } as never);
    expect(await told()).toEqual([
      { price_id: id, total_usage: '16', total_cost: '13', points: ['2026-03-14 8 8', '2026-03-15 8 8'] },
      { price_id: next.id, total_usage: '16', total_cost: '26', points: ['2026-03-15 8 16', '2026-03-16 8 16'] },
    ]);
  });

  test('of another model price what is theirs, and one that is still to come is left out', async () => {
    const { id } = await charge({ amount: '1' });
    await subscribe();
    await use('2026-03-10T00:00:00Z', 5);
    await use('2026-03-20T00:00:00Z', 15);
    const next = await core.call('price.update', {
      id,
      effective_from: noon,
      billing_model: 'PACKAGE',
      amount: '7',
      transform_quantity: { divide_by: 10, round: 'up' },
    } as never);
    await core.call('price.update', { id: next.id, effective_from: '2026-05-01T00:00:00Z', amount: '9' } as never);
    expect(await told()).toMatchObject([
      { price_id: id, total_usage: '5', total_cost: '5' },
      { price_id: next.id, total_usage: '15', total_cost: '14' },
    ]);
  });

  test('that had no usage are left out', async () => {
    const { id } = await charge();
    await subscribe();
    await use('2026-03-20T00:00:00Z', 3);
    const next = await core.call('price.update', { id, amount: '2', effective_from: noon } as never);
    expect(await told()).toMatchObject([{ price_id: next.id, total_usage: '3', total_cost: '6' }]);
  });

  test('a range that ends at the change, or begins at it, has one of them', async () => {
    const { id } = await charge();
    await subscribe();
    await use('2026-03-15T11:59:59.999Z', 3);
    await use(noon, 5);
    const next = await core.call('price.update', { id, amount: '2', effective_from: noon } as never);
    const of = async (range: object) =>
      (await usage(range)).items.map(({ price_id, total_cost }) => [price_id, total_cost]);
    expect(await of({ end_time: noon })).toEqual([[id, '3']]);
    expect(await of({ start_time: noon })).toEqual([[next.id, '10']]);
  });

  test('a price that has ended goes on charging what was used before', async () => {
    const { id } = await charge();
    await subscribe();
    await use('2026-03-10T00:00:00Z', 3);
    await use('2026-03-20T00:00:00Z', 4);
    await core.call('price.terminate', { id, end_date: noon });
    expect(await told()).toMatchObject([{ price_id: id, total_usage: '3', total_cost: '3' }]);
  });
});

test('a meter that no line item charges by is left out once there is a subscription, and shown while there is none', async () => {
  await core.call('feature.create', {
    name: 'Pages',
    type: 'metered',
    meter: { event_name: 'pages', aggregation: { type: 'COUNT' } },
  });
  await charge();
  await use('2026-03-10T00:00:00Z', 3);
  await use('2026-03-10T00:00:00Z', 1, 'pages');
  expect((await usage()).items.map(({ name }) => name)).toEqual(['Pages', 'Tokens']);
  await subscribe();
  expect((await usage()).items.map(({ name }) => name)).toEqual(['Tokens']);
});

test('two plans that charge by one meter are two items', async () => {
  const first = await charge();
  const other = await core.call('plan.create', { name: 'Other' });
  const second = await charge({ entity_id: other.id, amount: '3' });
  await subscribe();
  await subscribe({ plan_id: other.id });
  await use('2026-03-10T00:00:00Z', 2);
  const { items, total_cost } = await usage();
  expect(items.map(({ price_id, plan_id, total_cost: cost }) => [price_id, plan_id, cost]).sort()).toEqual(
    [
      [first.id, catalog.plan.id, '2'],
      [second.id, other.id, '6'],
    ].sort(),
  );
  expect(total_cost).toBe('8');
});

test.each<[string, [currency: string, cost: string]]>([
  ['active', ['usd', '2']],
  ['trialing', ['usd', '2']],
  ['paused', ['usd', '2']],
  ['draft', ['', '0']],
  ['incomplete', ['', '0']],
])('a subscription that is %s', async (status, expected) => {
  await charge();
  const { id } = await subscribe();
  await use('2026-03-10T00:00:00Z', 2);
  // Nothing in the app leads to these, but a subscription may come with them from elsewhere.
  core.store.sqlite.prepare('update subscriptions set subscription_status = ? where id = ?').run(status, id);
  const { currency, total_cost, items } = await usage();
  expect([currency, total_cost]).toEqual(expected);
  expect(items.map(({ total_usage }) => total_usage)).toEqual(['2']);
});

test('the currency is that of the first subscription, of each item its own', async () => {
  const yen = await core.call('plan.create', { name: 'Yen' });
  await charge({ entity_id: yen.id, currency: 'jpy', amount: '100' });
  await charge();
  await subscribe({ plan_id: yen.id, currency: 'jpy' });
  await subscribe();
  await use('2026-03-10T00:00:00Z', 2);
  const { currency, total_cost, items } = await usage();
  expect([currency, total_cost]).toEqual(['jpy', '202']);
  expect(items.map((item) => [item.currency, item.total_cost]).sort()).toEqual([
    ['jpy', '200'],
    ['usd', '2'],
  ]);
});

describe('a line item whose events came to nothing', () => {
  const useNothing = () =>
    core.call('event.ingest', {
      event_name: 'tokens',
      external_customer_id: 'acme',
      timestamp: '2026-03-10T00:00:00Z',
      properties: { n: 'many' },
    });
  const flat = {
    billing_model: 'TIERED',
    tier_mode: 'SLAB',
    tiers: [{ up_to: null, unit_amount: '1', flat_amount: '2' }],
  };
  const told = async (fields: object = {}) =>
    (await usage(fields)).items.map(({ total_usage, total_cost, event_count }) => [
      total_usage,
      total_cost,
      event_count,
    ]);

  test('is left out, and so is a group without usage', async () => {
    await charge();
    await subscribe();
    await useNothing();
    expect(await told()).toEqual([]);
    await use('2026-03-11T00:00:00Z', 3);
    expect(await told()).toEqual([['3', '3', 2]]);
    expect(await told({ group_by: ['properties.n'] })).toEqual([['3', '3', 1]]);
  });

  test('is told with its commitment, where that counts', async () => {
    const price = await charge();
    await subscribe({ line_item_commitments: { [price.id]: { commitment_amount: '10', overage_factor: '1' } } });
    await useNothing();
    expect(await told()).toEqual([['0', '0', 1]]);
    expect(await told({ group_by: ['source'] })).toEqual([]);
  });

  test('is not told with its commitment when it ended the moment it began', async () => {
    const start_date = '2026-05-10T00:00:00Z';
    const price = await charge();
    const { id: subscription } = await subscribe({ start_date });
    // Given its next version from the moment on at which the subscription begins.
    const next = await core.call('price.update', { id: price.id, amount: '2', effective_from: start_date });
    const { line_items = [] } = await core.call('subscription.get', { id: subscription });
    const commitment = { commitment_amount: '10', overage_factor: '1' };
    for (const { id: line_item_id } of line_items ?? []) {
      await core.call('subscription.setCommitment', { line_item_id, commitment });
    }
    const may = { start_time: '2026-05-01T00:00:00Z', end_time: '2026-06-01T00:00:00Z' };
    const { items } = await usage(may);
    expect(line_items?.map(({ price_id }) => price_id)).toEqual([price.id, next.id]);
    expect(items.map(({ price_id }) => price_id)).toEqual([next.id]);
  });

  test('is told when a bucket of nothing costs a flat amount', async () => {
    const meter = await core.call('meter.create', {
      name: 'Buckets',
      event_name: 'tokens',
      aggregation: { type: 'SUM', field: 'n', bucket_size: 'DAY' },
    });
    await charge({ ...flat, meter_id: meter.id });
    await subscribe();
    await useNothing();
    expect(await told()).toEqual([['0', '2', 1]]);
  });

  test('without a subscription it is a meter that was used, and reports tell it', async () => {
    await useNothing();
    expect(await told()).toEqual([['0', '0', 1]]);
    await charge();
    await subscribe();
    const { groups } = await core.call('report.usageByGroup', march);
    expect(groups.map(({ total_usage, event_count }) => [total_usage, event_count])).toEqual([['0', 1]]);
  });
});
