import { afterEach, beforeEach, expect, it } from 'vitest';
import { testCatalog } from '../core/test-catalog';
import { type TestSdk, testSdk } from './test-sdk';

let api: TestSdk;
beforeEach(async () => {
  api = await testSdk();
});
afterEach(() => api.close());

const range = { startTime: '2026-05-01T00:00:00.000Z', endTime: '2026-06-01T00:00:00.000Z' };

/** A customer on a plan that charges for tokens, and its first event. */
async function acme() {
  const { core } = api;
  const { usage, plan, group, feature } = await testCatalog(core);
  const price = await core.call('price.create', { ...usage, group_id: group.id, start_date: '2026-01-01T00:00:00Z' });
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
  });
  await api.sdk.events.ingestEvent({
    eventId: 'e1',
    eventName: 'tokens',
    externalCustomerId: 'acme',
    source: 'api',
    properties: { n: '50', model: 'gpt' },
    timestamp: '2026-05-30T10:00:00Z',
  });
  return { price, group, meter_id: feature.meter_id };
}

it('sends, lists, reads and measures events and asks what they cost', async () => {
  const { price, group, meter_id } = await acme();
  expect(
    await api.sdk.events.ingestEventsBulk({ events: [{ eventName: 'other', externalCustomerId: 'acme' }] }),
  ).toEqual({
    message: 'Events accepted for processing',
  });
  const page = await api.sdk.events.listRawEvents({ externalCustomerId: 'acme', pageSize: 1 });
  expect(page).toMatchObject({ hasMore: true, totalCount: 2, offset: 1, events: [{ eventName: 'other' }] });
  const next = await api.sdk.events.listRawEvents({ pageSize: 1, iterLastKey: page.iterLastKey });
  expect(next.events).toMatchObject([{ id: 'e1', properties: { n: '50', model: 'gpt' } }]);
  expect(await api.sdk.events.getEvent('e1')).toMatchObject({
    event: { id: 'e1' },
    status: 'processed',
    processedEvents: [{ meterId: meter_id, priceId: price.id, qtyTotal: '50' }],
  });
  expect(await api.sdk.events.getEvent(page.events?.[0]?.id ?? '')).toMatchObject({ status: 'failed' });
  const measured = {
    eventName: 'tokens',
    type: 'SUM',
    value: 50,
    results: [{ windowSize: '2026-05-30T00:00:00Z', value: 50 }],
  };
  const ask = { externalCustomerId: 'acme', windowSize: 'DAY' as const, filters: { model: ['gpt'] }, ...range };
  expect(
    await api.sdk.events.getUsageStatistics({ eventName: 'tokens', aggregationType: 'SUM', propertyName: 'n', ...ask }),
  ).toEqual(measured);
  expect(await api.sdk.events.getUsageByMeter({ meterId: meter_id, ...ask })).toEqual(measured);

  const analytics = await api.sdk.events.getUsageAnalytics({
    externalCustomerId: 'acme',
    expand: ['price', 'feature', 'meter', 'plan', 'subscription_line_item', 'addon', 'source'],
    groupBy: ['source'],
    propertyFilters: { model: ['gpt'] },
    windowSize: 'DAY',
    ...range,
  });
  expect(analytics).toMatchObject({
    totalCost: '0.5',
    currency: 'usd',
    items: [
      {
        totalUsage: '50',
        source: 'api',
        sources: ['api'],
        price: { id: price.id, group: { id: group.id, name: 'LLM' } },
        points: [{ timestamp: '2026-05-30T00:00:00Z', cost: '0.5', computedOverageAmount: '0' }],
      },
    ],
  });
});
