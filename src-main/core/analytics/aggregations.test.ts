import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

/** What every aggregation makes of events, and what it costs (wire contract 6.4, 6.8), in analytics. */
let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
beforeEach(async () => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
  catalog = await testCatalog(core);
});
afterEach(() => core.close());

const flat = (amount: string) => ({ billing_model: 'FLAT_FEE', amount });
const slab = (...tiers: [up_to: number | null, unit_amount: string, flat_amount?: string][]) => ({
  billing_model: 'TIERED',
  tier_mode: 'SLAB',
  tiers: tiers.map(([up_to, unit_amount, flat_amount = null]) => ({ up_to, unit_amount, flat_amount })),
});

/** Acme on a plan that charges for a meter of the event "used" by these terms. */
async function acme(aggregation: object, terms: object = flat('1'), { timezone = '', currency = 'usd' } = {}) {
  const meter = await core.call('meter.create', { name: 'M', event_name: 'used', aggregation } as never);
  await core.call('price.create', {
    ...catalog.usage,
    currency,
    meter_id: meter.id,
    start_date: '2026-01-01T00:00:00Z',
    ...terms,
  });
  await core.call('customer.create', { external_id: 'acme', name: 'Acme', timezone });
  await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: catalog.plan.id,
    currency,
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
  });
}

const use = (timestamp: string, n: unknown, properties: object = {}) =>
  core.call('event.ingest', {
    event_name: 'used',
    external_customer_id: 'acme',
    timestamp,
    properties: { n, ...properties },
  } as never);
const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
const item = async (fields: object = {}) =>
  (await core.call('analytics.usage', { external_customer_id: 'acme', ...march, ...fields })).items[0];
const pointsOf = async (window_size: string, fields: object = {}) =>
  (await item({ window_size, ...fields }))?.points?.map(({ timestamp, usage, cost }) => [
    timestamp.replace(':00.000Z', ''),
    usage,
    cost,
  ]);

test.each<[string, object, string, [string, string]]>([
  ['COUNT', { type: 'COUNT' }, '5', ['4', '1']],
  ['SUM', { type: 'SUM', field: 'n' }, '7.5', ['5.5', '2']],
  ['AVG', { type: 'AVG', field: 'n' }, '1.5', ['1.375', '2']],
  ['MAX', { type: 'MAX', field: 'n' }, '4', ['4', '2']],
  ['LATEST, by time of the event', { type: 'LATEST', field: 'n' }, '2', ['1.5', '2']],
  ['COUNT_UNIQUE', { type: 'COUNT_UNIQUE', field: 'who' }, '2', ['2', '1']],
  ['SUM_WITH_MULTIPLIER', { type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '0.1' }, '0.75', ['0.55', '0.2']],
  ['WEIGHTED_SUM, a plain sum here', { type: 'WEIGHTED_SUM', field: 'n' }, '7.5', ['5.5', '2']],
])('%s: in all, and each day on its own', async (_what, aggregation, total, [first, second]) => {
  await acme(aggregation, flat('2'));
  await use('2026-03-03T00:00:00Z', '2', { who: 'a' });
  await use('2026-03-02T23:00:00Z', '1.5', { who: 'a' });
  await use('2026-03-02T01:00:00Z', 4, { who: 'b' });
  await use('2026-03-02T02:00:00Z', 'many', { who: 'a' });
  await use('2026-03-02T03:00:00Z', -7);
  const double = (usage: string) => String(Number(usage) * 2);
  expect(await item()).toMatchObject({ total_usage: total, total_cost: double(total), event_count: 5 });
  expect(await pointsOf('DAY')).toEqual([
    ['2026-03-02T00:00', first, double(first)],
    ['2026-03-03T00:00', second, double(second)],
  ]);
});

test('an event counts once, however often it is sent', async () => {
  await acme({ type: 'COUNT' });
  const event = { event_name: 'used', external_customer_id: 'acme', event_id: 'one', properties: {} };
  for (const day of ['02', '02', '03'])
    await core.call('event.ingest', { ...event, timestamp: `2026-03-${day}T00:00:00Z` });
  expect(await pointsOf('DAY')).toEqual([['2026-03-03T00:00', '1', '1']]);
});

describe('a bucketed meter', () => {
  test.each<[string, string, string, string]>([
    ['to cents', 'usd', '0.0033', '0.02'],
    ['to whole yen', 'jpy', '0.33', '2'],
  ])('is rounded once, %s', async (_what, currency, amount, cost) => {
    await acme({ type: 'SUM', field: 'n', bucket_size: 'DAY' }, flat(amount), { currency });
    for (const day of [1, 2, 3, 4, 5]) await use(`2026-03-0${day}T00:00:00Z`, 1);
    // 5 × 0.33; each bucket on its own would be nothing.
    expect(await item()).toMatchObject({ total_usage: '5', total_cost: cost });
  });

  test('prices every bucket on its own, one of nothing by the flat amount of its first tier', async () => {
    await acme({ type: 'SUM', field: 'n', bucket_size: 'DAY' }, slab([10, '0', '2'], [null, '1']));
    await use('2026-03-02T00:00:00Z', 0);
    await use('2026-03-03T00:00:00Z', 12);
    await use('2026-03-04T00:00:00Z', 'nothing');
    expect(await item()).toMatchObject({ total_usage: '12', total_cost: '8' });
    expect(await pointsOf('DAY')).toEqual([
      ['2026-03-02T00:00', '0', '2'],
      ['2026-03-03T00:00', '12', '4'],
      ['2026-03-04T00:00', '0', '2'],
    ]);
  });

  test('with groups adds the maxima of every value, each priced through the tiers', async () => {
    const grouped = { type: 'MAX', field: 'n', bucket_size: 'DAY', group_by: 'who' };
    await acme(grouped, slab([10, '1'], [null, '2']));
    for (const [n, who] of [
      [3, 'a'],
      [2, 'a'],
      [12, 'b'],
    ] as const) {
      await use('2026-03-02T00:00:00Z', n, { who });
    }
    // 3 + 10 + 2 × 2, not the 25 - 5 of 15 together.
    expect(await item()).toMatchObject({ total_usage: '15', total_cost: '17' });
  });

  test.each<[string, string, string]>([
    ['MAX', '9', '19'],
    ['SUM', '22', '22'],
  ])('shows in a coarser window its %s, and the cost of its buckets added up', async (type, usage, cost) => {
    await acme({ type, field: 'n', bucket_size: 'DAY' });
    for (const [at, n] of [
      ['02T00', 9],
      ['02T12', 3],
      ['03T00', 8],
      ['04T00', 2],
    ] as const) {
      await use(`2026-03-${at}:00:00Z`, n);
    }
    expect(await item()).toMatchObject({ total_usage: cost, total_cost: cost });
    expect(await pointsOf('WEEK')).toEqual([['2026-03-02T00:00', usage, cost]]);
  });

  test('of minutes begins a new bucket with every minute', async () => {
    await acme({ type: 'MAX', field: 'n', bucket_size: 'MINUTE' });
    await use('2026-03-02T10:07:00Z', 5);
    await use('2026-03-02T10:07:59.999Z', 3);
    await use('2026-03-02T10:08:00Z', 4);
    expect(await item()).toMatchObject({ total_usage: '9', total_cost: '9', window_size: 'MINUTE' });
    expect(await pointsOf('MINUTE')).toEqual([
      ['2026-03-02T10:07', '5', '5'],
      ['2026-03-02T10:08', '4', '4'],
    ]);
    expect(await pointsOf('15MIN')).toEqual([['2026-03-02T10:00', '5', '9']]);
  });
});

describe('a day of 25 hours', () => {
  // In Berlin from 22:00 on the 24th to 23:00 on the 25th; 02:00 to 03:00 comes at 00:00 and at 01:00.
  const day = { start_time: '2026-10-24T22:00:00Z', end_time: '2026-10-25T23:00:00Z' };
  const zone = { timezone: 'Europe/Berlin' };
  const everyHour = async () => {
    for (let hour = 0; hour < 25; hour++)
      await use(new Date(Date.parse(day.start_time) + hour * 3_600_000).toISOString(), 1);
  };

  test('is one day and 25 hours, the hour that comes twice two of them', async () => {
    await acme({ type: 'SUM', field: 'n' }, flat('1'), zone);
    await everyHour();
    expect(await pointsOf('DAY', day)).toEqual([['2026-10-24T22:00', '25', '25']]);
    const hours = await pointsOf('HOUR', day);
    expect(hours).toHaveLength(25);
    expect(hours?.slice(2, 4)).toEqual([
      ['2026-10-25T00:00', '1', '1'],
      ['2026-10-25T01:00', '1', '1'],
    ]);
    expect(await pointsOf('12HOUR', day)).toEqual([
      ['2026-10-24T22:00', '13', '13'],
      ['2026-10-25T11:00', '12', '12'],
    ]);
  });

  test.each<[string, string, string]>([
    ['HOUR', '25', '25'],
    ['DAY', '1', '1'],
  ])('has its maxima by %s', async (bucket_size, usage, cost) => {
    await acme({ type: 'MAX', field: 'n', bucket_size }, flat('1'), zone);
    await everyHour();
    expect(await item(day)).toMatchObject({ total_usage: usage, total_cost: cost, event_count: 25 });
  });

  test('is one day of a report in that zone, with the same cost', async () => {
    await core.call('environment.update', { id: core.environment_id, ...zone });
    await acme({ type: 'SUM', field: 'n' }, flat('1'), zone);
    await everyHour();
    await use('2026-10-25T23:00:00Z', 100);
    const report = await core.call('report.usageByGroup', { ...day, window_size: 'DAY' });
    expect([report.windows, report.series[0]?.cost]).toEqual([['2026-10-24T22:00:00.000Z'], ['25']]);
  });
});
