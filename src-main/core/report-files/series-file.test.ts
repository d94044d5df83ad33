import { reportFileInput } from '@shared/entities/report-file';
import { toInstant } from '@shared/instant';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deps } from '../deps';
import { chargedCore } from '../reports/test-charged-core';
import { sampleCore } from '../sample/test-sample';
import type { TestCore } from '../test-core';
import { planFile } from './plan-file';
import { seriesFile } from './series-file';

let core: TestCore;
beforeAll(async () => {
  core = await sampleCore();
});
afterAll(() => core.close());

const rowsOf = (asked: object, held: number, byCustomer = false, { store, environment_id } = core) => {
  const input = reportFileInput.parse({
    kind: 'series',
    start_time: '2026-02-17T05:00:00Z',
    end_time: '2026-04-01T00:00:00Z',
    ...asked,
  });
  const call = { deps: { store } as Deps, context: { environment_id } };
  const { batches, steps } = seriesFile(input, call, byCustomer, held);
  const done: number[] = [];
  const lines = [...batches()].flatMap((batch) => {
    done.push(batch.done);
    return batch.rows.map(({ line }) => line);
  });
  expect(done.at(-1)).toBeCloseTo(steps);
  expect(done.toSorted((a, b) => a - b)).toEqual(done);
  return lines;
};

test.each([
  ['group', 'WEEK'],
  ['feature', 'DAY'],
  ['plan', '12HOUR'],
  ['source', 'WEEK'],
  ['properties.region', 'MONTH'],
])('a series by %s and %s says the same, however little of it may be held', (group_by, window_size) => {
  const whole = rowsOf({ group_by, window_size }, 300_000);
  expect(whole.length).toBeGreaterThan(2);
  for (const held of [1, 7, 40]) expect(rowsOf({ group_by, window_size }, held)).toEqual(whole);
});

const trueUp = { commitment_amount: 10, overage_factor: 1.5, enable_true_up: true };

/** Two customers of a meter with buckets, one of them committed to each bucket or none, and sixty events in March. */
async function bucketedCore(type: 'MAX' | 'SUM', bucket_size: string, committed: boolean): Promise<TestCore> {
  const aggregation = { type, field: 'n', bucket_size } as Parameters<typeof chargedCore>[2];
  const bucketed = await chargedCore('2026-04-01T00:00:00.000Z', undefined, aggregation);
  const { items: customers } = await bucketed.call('customer.search', { external_ids: ['bert'] });
  await bucketed.call('customer.update', { id: customers[0]?.id ?? '', timezone: 'America/New_York' });
  if (committed) {
    const { items } = await bucketed.call('subscription.search', {
      external_customer_id: 'anna',
      with_line_items: true,
    });
    const line_item_id = items[0]?.line_items?.[0]?.id ?? '';
    const commitment = { is_window_commitment: true, ...trueUp };
    await bucketed.call('subscription.setCommitment', { line_item_id, commitment });
  }
  const events = Array.from({ length: 60 }, (_, index) => ({
    event_name: 'used',
    external_customer_id: index % 2 === 0 ? 'anna' : 'bert',
    source: `s${index % 3}`,
    timestamp: toInstant(Date.UTC(2026, 2, 1, index * 11)),
    properties: { n: ((index * 7) % 13) + 1 },
  }));
  await bucketed.call('event.ingestBulk', { events });
  return bucketed;
}

test.each<['MAX' | 'SUM', string, boolean, string, string]>([
  ['MAX', 'MONTH', false, 'group', 'DAY'],
  ['MAX', 'WEEK', false, 'source', 'WEEK'],
  ['MAX', 'WEEK', false, 'group', '12HOUR'],
  ['MAX', 'DAY', false, 'source', '6HOUR'],
  ['SUM', 'DAY', false, 'feature', '6HOUR'],
  ['SUM', 'WEEK', false, 'source', 'DAY'],
  ['MAX', 'DAY', true, 'group', '6HOUR'],
  ['MAX', 'HOUR', true, 'plan', 'DAY'],
  ['SUM', 'WEEK', true, 'group', 'DAY'],
  ['SUM', 'MONTH', true, 'group', 'DAY'],
])(
  'no bucket is charged twice (%s of a %s, commitment: %s, by %s and %s), however little may be held',
  async (...row) => {
    const [type, bucket_size, committed, group_by, window_size] = row;
    const bucketed = await bucketedCore(type, bucket_size, committed);
    const asked = { group_by, window_size };
    const whole = rowsOf(asked, 300_000, false, bucketed);
    expect(whole.length).toBeGreaterThan(2);
    for (const held of [1, 7]) expect(rowsOf(asked, held, false, bucketed)).toEqual(whole);
    await bucketed.close();
  },
);

test('by customer as many rows come as ever, some customers at a time', () => {
  const asked = { group_by: 'customer', window_size: 'WEEK' };
  const whole = rowsOf(asked, 300_000);
  const entries = new Set(whole.map((line) => line.split(',')[3]));
  expect(entries.size).toBeGreaterThan(3);
  expect(rowsOf(asked, 20).toSorted()).toEqual(whole.toSorted());
});

test.each([
  ['properties.region', { group_by: 'properties.region', window_size: 'MONTH' }, ['properties.region']],
  ['source', { group_by: 'source', window_size: 'DAY' }, ['source']],
  ['group', { group_by: 'group', window_size: 'DAY' }, []],
  ['hours', { group_by: 'source', window_size: 'HOUR' }, []],
  ['another than a filter', { group_by: 'source', window_size: 'DAY', property_filters: { region: ['eu'] } }, []],
  ['a filter', { group_by: 'group', window_size: 'DAY', property_filters: { region: ['eu'] } }, ['properties.region']],
  [
    'two filters',
    { group_by: 'group', window_size: 'DAY', sources: ['api'], property_filters: { region: ['eu'] } },
    [],
  ],
])('what usage is told apart by in a file is kept from then on, where that would help: by %s', (_what, asked, told) => {
  const names: string[] = [];
  const deps = { store: core.store, asked: ({ name }) => names.push(name) } as Partial<Deps> as Deps;
  const range = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
  const input = reportFileInput.parse({ kind: 'series', ...range, ...asked });
  planFile(input, { deps, context: { environment_id: core.environment_id } });
  expect(names).toEqual(told);
});
