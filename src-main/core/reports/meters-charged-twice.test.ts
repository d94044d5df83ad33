import { expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { testCore } from '../test-core';

test('what is not charged is told though two customers who had one external id in turn are charged for the same events', async () => {
  const core = testCore({ start: '2026-06-01T00:00:00Z' });
  const catalog = await testCatalog(core);
  await core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z' });
  for (const [external_customer_id, timestamp] of [
    ['acme', '2026-02-03T10:00:00Z'],
    ['nobody', '2026-02-04T10:00:00Z'],
  ] as const) {
    await core.call('event.ingest', { event_name: 'tokens', external_customer_id, timestamp, properties: { n: 1 } });
  }
  async function subscribed() {
    const { id: customer_id } = await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
    const { id } = await core.call('subscription.create', {
      customer_id,
      plan_id: catalog.plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-01-01T00:00:00Z',
    });
    return { id, customer_id };
  }
  const first = await subscribed();
  await core.call('subscription.cancel', { id: first.id, cancelled_at: '2026-03-01T00:00:00Z' });
  await core.call('customer.archive', { id: first.customer_id });
  await subscribed();
  for (const group_by of ['group', 'customer'] as const) {
    const range = { start_time: '2026-02-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z', window_size: 'DAY' as const };
    const { uncharged } = await core.call('report.usageByGroup', { ...range, group_by });
    expect(uncharged.map(({ event_count }) => event_count)).toEqual([1]);
  }
});
