import type { InputOf } from '@shared/contract';
import { addDecimals, sumDecimals } from '@shared/decimal';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportTo, readRows, testFolder } from '../report-files/test-report';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

/** A customer that was archived, and the next one with its external id, whose plan began before the other one's ended. */
let core: TestCore;
let before: string;
let next: string;
beforeEach(() => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => core.close());

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
const slabs = {
  billing_model: 'TIERED',
  tier_mode: 'SLAB',
  tiers: [
    { up_to: 4, unit_amount: '1' },
    { up_to: null, unit_amount: '0.5' },
  ],
} as const;
const flat = { billing_model: 'FLAT_FEE', amount: '2' } as const;
const commitment = { commitment_amount: '100', overage_factor: '1', enable_true_up: true };

type Aggregation = InputOf<'meter.create'>['aggregation'];

async function twoHolders(aggregation: Aggregation, terms: object, committed: object | null = null) {
  const { plan, usage } = await testCatalog(core);
  const meter = await core.call('meter.create', { name: 'Used', event_name: 'used', aggregation });
  const start_date = '2026-01-01T00:00:00Z';
  const price = await core.call('price.create', { ...usage, meter_id: meter.id, start_date, ...terms });
  const hold = async (name: string, from: string) => {
    const customer = await core.call('customer.create', { external_id: 'acme', name });
    const subscription = await core.call('subscription.create', {
      external_customer_id: 'acme',
      plan_id: plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: from,
      ...(committed && { line_item_commitments: { [price.id]: committed } }),
    });
    return { customer_id: customer.id, id: subscription.id };
  };
  const first = await hold('Before', '2026-03-02T00:00:00Z');
  await core.call('subscription.cancel', { id: first.id, cancelled_at: '2026-03-10T00:00:00Z' });
  await core.call('customer.archive', { id: first.customer_id });
  const second = await hold('Next', '2026-03-05T12:00:00Z');
  // One that nobody is charged for, then one of the first, one of both and two of the second.
  for (const [index, at] of ['01T09', '02T09', '07T09', '15T09', '20T09'].entries()) {
    await core.call('event.ingest', {
      event_id: `event-${index}`,
      event_name: 'used',
      external_customer_id: 'acme',
      timestamp: `2026-03-${at}:00:00Z`,
      source: index % 2 === 0 ? 'api' : 'sdk',
      properties: { n: index + 2, k: index < 3 ? 'a' : 'b' },
    });
  }
  before = first.customer_id;
  next = second.customer_id;
  return { first, second };
}

const report = (input: object = {}) => core.call('report.usageByGroup', { ...march, ...input });
const costIn = ({ totals }: Awaited<ReturnType<typeof report>>) => totals[0]?.total_cost ?? '0';

const shapes: [string, Aggregation, object, object | null][] = [
  ['a sum at a flat price', { type: 'SUM', field: 'n' }, flat, null],
  ['a sum in tiers', { type: 'SUM', field: 'n' }, slabs, null],
  ['a sum with commitments', { type: 'SUM', field: 'n' }, slabs, commitment],
  ['distinct values', { type: 'COUNT_UNIQUE', field: 'k' }, slabs, null],
  ['buckets', { type: 'MAX', field: 'n', bucket_size: 'DAY' }, flat, null],
  [
    'buckets that are committed to',
    { type: 'SUM', field: 'n', bucket_size: 'DAY' },
    flat,
    { ...commitment, is_window_commitment: true },
  ],
];

describe.each(shapes)('two holders of one external id, charged for %s', (_shape, aggregation, terms, committed) => {
  test('are each charged their own line items, whatever asks', async () => {
    const { second } = await twoHolders(aggregation, terms, committed);
    const apart = await report({ group_by: 'customer' });
    const costs = new Map(apart.groups.map(({ key, total_cost }) => [key, total_cost]));
    expect([...costs.keys()].toSorted()).toEqual([before, next].toSorted());

    for (const [id, other] of [
      [before, next],
      [next, before],
    ] as const) {
      for (const count_customers of [false, true]) {
        for (const group_by of ['group', 'customer', 'plan']) {
          const asked = await report({ customer_ids: [id], group_by, count_customers, window_size: 'DAY' });
          expect(costIn(asked)).toBe(costs.get(id));
          // A charge that is somebody else's is not told as none.
          expect(asked.uncharged.map(({ event_count }) => event_count)).toEqual([1]);
        }
      }
      const breakdown = await fileRows({ kind: 'breakdown', customer_ids: [id] });
      expect(breakdown.map((row) => [row.customer_id, row.total_cost])).toEqual([[id, costs.get(id)]]);
      const at = { ...march, customer_ids: [id], group_by: 'customer', currency: 'usd' };
      const ofEntry = (key: string) =>
        core.call('report.drill', { ...at, entry: { kind: 'customer', key }, level: 'customers' });
      expect((await ofEntry(id)).rows.map(({ total_cost }) => total_cost)).toEqual([costs.get(id)]);
      expect((await ofEntry(other)).rows).toEqual([]);
      expect((await core.call('report.drill', { ...at, level: 'events' })).events.length).toBe(id === next ? 3 : 2);
    }
    expect(costIn(await report({ customer_ids: [before, next] }))).toBe(costIn(apart));
    expect(costIn(apart)).toBe(addDecimals(costs.get(before) ?? '', costs.get(next) ?? ''));

    const { items, total_cost } = await core.call('analytics.usage', { external_customer_id: 'acme', ...march });
    expect(items.map(({ subscription_id }) => subscription_id)).toEqual([second.id]);
    expect(total_cost).toBe(costs.get(next));
  });

  test('are apart by what events say too', async () => {
    await twoHolders(aggregation, terms, committed);
    for (const group_by of ['source', 'properties.k']) {
      const eventsOf = async (customer_ids: string[]) =>
        (await report({ group_by, customer_ids })).groups.reduce((sum, { event_count }) => sum + event_count, 0);
      expect([await eventsOf([before]), await eventsOf([next]), await eventsOf([before, next])]).toEqual([2, 3, 5]);
    }
  });
});

test.each([
  ['a sum', { type: 'SUM', field: 'n' }],
  ['the last value', { type: 'LATEST', field: 'n' }],
  ['distinct values', { type: 'COUNT_UNIQUE', field: 'k' }],
] as const)('usage of the day is read once where both are asked about, of %s', async (_name, aggregation) => {
  await twoHolders(aggregation, flat);
  // Of few events everybody's are read, whoever is asked about.
  for (const index of [0, 1, 2]) {
    await core.call('event.ingest', {
      event_id: `another-${index}`,
      event_name: 'used',
      external_customer_id: 'another',
      timestamp: '2026-03-15T12:00:00Z',
      properties: { n: 1, k: 'a' },
    });
  }
  const day = { start_time: '2026-03-15T00:00:00Z', end_time: '2026-03-16T00:00:00Z' };
  for (const customer_ids of [[next], [before, next]]) {
    const { groups, totals } = await report({ ...day, customer_ids });
    expect(groups.map(({ event_count }) => event_count)).toEqual([1]);
    expect(totals).toMatchObject([{ total_cost: aggregation.type === 'COUNT_UNIQUE' ? '2' : '10' }]);
  }
});

const folder = testFolder();
afterAll(folder.remove);

async function fileRows(input: Omit<InputOf<'report.export'>, 'target' | 'start_time' | 'end_time'>) {
  const path = folder.in('rows.csv');
  await exportTo(core, { ...march, ...input }, { path, kind: 'file' });
  return readRows(path);
}

test('an event is told with the customer that it was charged to', async () => {
  const { first, second } = await twoHolders({ type: 'SUM', field: 'n' }, flat);
  const chargedTo = async (id: string) => {
    const { processed_events } = await core.call('event.lookup', { id });
    return processed_events.map(({ customer_id, subscription_id }) => [customer_id, subscription_id]);
  };
  expect(await chargedTo('event-0')).toEqual([[next, null]]);
  expect(await chargedTo('event-1')).toEqual([[before, first.id]]);
  expect((await chargedTo('event-2')).toSorted()).toEqual(
    [
      [before, first.id],
      [next, second.id],
    ].toSorted(),
  );
  expect(await chargedTo('event-3')).toEqual([[next, second.id]]);
});

test('files tell each with their own charges, and both where nobody in particular is asked for', async () => {
  await twoHolders({ type: 'SUM', field: 'n' }, flat);
  const both = [
    ['Before (archived)', '14'],
    ['Next', '30'],
  ];
  const series = await fileRows({ kind: 'series', group_by: 'customer', window_size: 'MONTH' });
  expect(series.map((row) => [row.entry_name, row.cost]).toSorted()).toEqual(both);
  // Their events are the same ones, so that they share a file where each customer has one.
  const target = { path: folder.path, kind: 'folder' } as const;
  const apart = { ...march, kind: 'series', split: 'customer', window_size: 'MONTH' } as const;
  const { export: made } = await exportTo(core, { ...apart, group_by: 'customer' }, target);
  expect(made).toMatchObject({ files: 1, rows: 2 });

  for (const [id, cost] of [
    [before, '14'],
    [next, '30'],
  ] as const) {
    const rows = await fileRows({ kind: 'usage_analytics', customer_ids: [id] });
    expect([...new Set(rows.map((row) => row.customer_id))]).toEqual([id]);
    expect(sumDecimals(rows.map((row) => row.total_cost ?? ''))).toBe(cost);
    const ofOne = await fileRows({ kind: 'series', window_size: 'DAY', customer_ids: [id] });
    expect(sumDecimals(ofOne.map((row) => row.cost ?? ''))).toBe(cost);
  }
});
