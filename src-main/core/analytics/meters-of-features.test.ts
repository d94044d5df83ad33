import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportTo, readRows, testFolder } from '../report-files/test-report';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };

/** A charged customer and one that nothing charges use a meter that two features measure, and one without a feature. */
let core: TestCore;
let second: string;
beforeAll(async () => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
  const { plan, meter_id, usage } = await testCatalog(core);
  second = (await core.call('feature.create', { name: 'Same tokens', type: 'metered', meter_id })).id;
  await core.call('meter.create', { name: 'Pages', event_name: 'pages', aggregation: { type: 'COUNT' } });
  await core.call('price.create', { ...usage, amount: '1', start_date: '2026-01-01T00:00:00Z' });
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
  });
  for (const external_customer_id of ['acme', 'idle']) {
    for (const event_name of ['tokens', 'pages']) {
      const event = { event_name, external_customer_id, timestamp: '2026-03-02T00:00:00Z', properties: { n: 5 } };
      await core.call('event.ingest', event);
    }
  }
});
afterAll(() => core.close());

const folder = testFolder();
afterAll(folder.remove);

const told = async (external_customer_id: string, feature_ids: string[]) => {
  const { items } = await core.call('analytics.usage', { external_customer_id, ...march, feature_ids });
  return items.map(({ name, total_usage, total_cost }) => [name, total_usage, total_cost]);
};

test('a feature finds the usage of its meter, though an older one names it', async () => {
  expect(await told('acme', [second])).toEqual([['Tokens', '5', '5']]);
  expect(await told('idle', [second])).toEqual([['Tokens', '5', '0']]);
  expect(await told('idle', [''])).toEqual([['Pages', '1', '0']]);
  expect(await told('idle', ['feat_nobody'])).toEqual([]);
});

test('so do a report and its files', async () => {
  const asked = { ...march, feature_ids: [second] };
  const report = await core.call('report.usageByGroup', asked);
  expect(report.totals).toEqual([{ currency: 'usd', total_cost: '5' }]);
  expect(report.uncharged).toMatchObject([{ name: 'Tokens', total_usage: '5' }]);
  const namesIn = async (kind: 'events' | 'usage_analytics', column: string) => {
    const path = folder.in(`${kind}.csv`);
    await exportTo(core, { ...asked, kind }, { path, kind: 'file' });
    return readRows(path).map((row) => row[column]);
  };
  expect(await namesIn('events', 'event_name')).toEqual(['tokens', 'tokens']);
  expect(await namesIn('usage_analytics', 'feature_name')).toEqual(['Tokens']);
});
