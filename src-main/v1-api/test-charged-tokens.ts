import { expect } from 'vitest';
import type { TestApi } from './test-api';

export const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };

export async function post(api: TestApi, path: string, body: object) {
  const answer = await api.send('POST', `/v1${path}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

/** Acme on a plan whose tokens cost 1 up to ten and 0.5 above, the price in the group AI; all of it made over HTTP. */
export async function acme(api: TestApi, tokens: object = {}, since = '2026-01-01T00:00:00Z') {
  const feature = await post(api, '/features', {
    name: 'Tokens',
    type: 'metered',
    unit_singular: 'token',
    unit_plural: 'tokens',
    meter: {
      name: 'Tokens',
      event_name: 'tokens',
      aggregation: { type: 'SUM', field: 'n' },
      reset_usage: 'BILLING_PERIOD',
    },
    ...tokens,
  });
  const group = await post(api, '/groups', { name: 'AI', lookup_key: 'ai', entity_type: 'price' });
  const plan = await post(api, '/plans', { name: 'Plan', lookup_key: 'plan' });
  const price = await post(api, '/prices', {
    entity_type: 'PLAN',
    entity_id: plan.id,
    type: 'USAGE',
    meter_id: feature.meter_id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    billing_period_count: 1,
    invoice_cadence: 'ARREAR',
    price_unit_type: 'FIAT',
    billing_model: 'TIERED',
    tier_mode: 'SLAB',
    tiers: [{ up_to: 10, unit_amount: '1' }, { unit_amount: '0.5' }],
    group_id: group.id,
    start_date: '2026-01-01T00:00:00Z',
  });
  await api.core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await api.core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: since,
  });
  return { feature, group, plan, price };
}

/** Sends one event of tokens; everything but its source and its customer is a property. */
export const sendTokens = (
  api: TestApi,
  timestamp: string,
  n: unknown,
  { source = '', customer = 'acme', ...properties }: Record<string, string> = {},
) =>
  post(api, '/events', {
    event_name: 'tokens',
    external_customer_id: customer,
    timestamp,
    source,
    properties: { n, ...properties },
  });

/** Asks for the analytics of Acme in March, unless the body says otherwise. */
export const askAnalytics = (api: TestApi, body: object = {}) =>
  api.send('POST', '/v1/events/analytics', { external_customer_id: 'acme', ...march, ...body });
