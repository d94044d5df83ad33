import type { InputOf } from '@shared/contract';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';
import { exportTo, readRows, testFolder } from './test-report';

const folder = testFolder();
afterAll(folder.remove);

let core: TestCore;
beforeEach(() => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => core.close());

const march = { start_time: '2026-03-01T00:00:00.000Z', end_time: '2026-04-01T00:00:00.000Z' };

/** A customer of New York whose peaks of 5 and 7 are of one day there, and of two of UTC; a meter that takes the highest. */
async function peaks() {
  await core.call('meter.create', {
    name: 'Peak',
    event_name: 'used',
    aggregation: { type: 'MAX', field: 'n', bucket_size: 'DAY' },
  });
  await core.call('customer.create', { external_id: 'acme', name: 'Acme', timezone: 'America/New_York' });
  for (const [timestamp, n] of [
    ['2026-03-02T20:00:00Z', 5],
    ['2026-03-03T02:00:00Z', 7],
  ] as const) {
    await core.call('event.ingest', { event_name: 'used', external_customer_id: 'acme', timestamp, properties: { n } });
  }
}

async function rowsOf(name: string) {
  await exportTo(core, { ...march, kind: 'usage_analytics' }, { path: folder.in(name), kind: 'file' });
  return readRows(folder.in(name));
}

const analytics = (fields: Partial<InputOf<'analytics.usage'>> = {}) =>
  core.call('analytics.usage', { external_customer_id: 'acme', ...march, ...fields });

test('buckets of a customer without a subscription are those of its zone, as in its analytics', async () => {
  await peaks();
  const { items } = await analytics({ group_by: ['source', 'feature_id'] });
  const rows = await rowsOf('unsubscribed.csv');
  expect(rows.map((row) => row.total_usage)).toEqual(['7']);
  expect(items.map((item) => item.total_usage)).toEqual(['7']);
});
