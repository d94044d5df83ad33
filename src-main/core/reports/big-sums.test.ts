import { expect, test } from 'vitest';
import { testCore } from '../test-core';

test('sums that no float can hold stay exact, in total, by day and by customer', async () => {
  const { call, close } = testCore({ start: '2026-03-20T00:00:00Z' });
  const { meter_id } = await call('feature.create', {
    name: 'Atoms',
    type: 'metered',
    meter: { event_name: 'atoms', aggregation: { type: 'SUM', field: 'n' } },
  });
  const plan = await call('plan.create', { name: 'Plan' });
  await call('price.create', {
    entity_type: 'PLAN',
    entity_id: plan.id,
    type: 'USAGE',
    meter_id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    billing_model: 'FLAT_FEE',
    amount: '0.000000000000001',
    start_date: '2026-01-01T00:00:00Z',
  });
  await call('subscription.createMany', {
    plan_id: plan.id,
    external_customer_ids: ['acme'],
    start_date: '2026-01-01T00:00:00Z',
  });
  const events = Array.from({ length: 21 }, (_, index) => ({
    event_name: 'atoms',
    external_customer_id: 'acme',
    event_id: `event-${index}`,
    timestamp: '2026-03-07T12:00:00Z',
    properties: { n: '999999999999999.999999999999999' },
  }));
  await call('event.ingestBulk', { events });

  const range = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-15T00:00:00Z' };
  const { items } = await call('customer.search', {});
  for (const more of [{}, { window_size: 'MONTH' as const }, { customer_ids: [items[0]?.id ?? ''] }]) {
    const { groups, series } = await call('report.usageByGroup', { ...range, ...more });
    expect(groups[0]?.rows[0]).toMatchObject({
      total_usage: '20999999999999999.999999999999979',
      total_cost: '20.999999999999999999999999999979',
    });
    expect(series[0]?.usage.filter((usage) => usage !== '0')).toEqual(['20999999999999999.999999999999979']);
  }
  await close();
});
