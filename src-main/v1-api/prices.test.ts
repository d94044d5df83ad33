import { afterEach, beforeEach, expect, it } from 'vitest';
import { testCatalog } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
beforeEach(async () => {
  api = await testApi();
  catalog = await testCatalog(api.core);
});
afterEach(() => api.close());

const instant = '2026-06-01T00:00:00Z';
const base = () => ({
  environment_id: api.core.environment_id,
  tenant_id: '00000000-0000-0000-0000-000000000000',
  status: 'published',
  created_at: instant,
  updated_at: instant,
  created_by: '00000000-0000-0000-0000-000000000000',
  updated_by: '00000000-0000-0000-0000-000000000000',
});

it('creates a price and answers every key of it (wire contract 9.7), on create and on get', async () => {
  const created = await api.send('POST', '/v1/prices', {
    ...catalog.usage,
    currency: 'USD',
    billing_model: 'TIERED',
    tier_mode: 'SLAB',
    tiers: [
      { up_to: 1000, unit_amount: '0.020' },
      { unit_amount: 0.01, flat_amount: '5.00' },
    ],
    group_id: catalog.group.id,
  });
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    id: expect.stringMatching(/^price_[0-9A-HJKMNP-TV-Z]{26}$/),
    amount: '0',
    display_amount: '$0',
    currency: 'usd',
    price_unit_type: 'FIAT',
    type: 'USAGE',
    billing_period: 'MONTHLY',
    billing_period_count: 1,
    billing_model: 'TIERED',
    display_name: 'Tokens',
    billing_cadence: 'RECURRING',
    invoice_cadence: 'ARREAR',
    trial_period_days: 0,
    trial_period: 0,
    tier_mode: 'SLAB',
    tiers: [
      { up_to: 1000, unit_amount: '0.02', flat_amount: null },
      { up_to: null, unit_amount: '0.01', flat_amount: '5' },
    ],
    meter_id: catalog.meter_id,
    lookup_key: '',
    description: '',
    transform_quantity: { divide_by: 1, round: null },
    metadata: {},
    entity_type: 'PLAN',
    entity_id: catalog.plan.id,
    group_id: catalog.group.id,
    start_date: instant,
    end_date: null,
    parent_price_id: null,
    min_quantity: null,
    sequence: expect.any(Number),
    ...base(),
    meter: {
      id: catalog.meter_id,
      name: 'Tokens',
      event_name: 'tokens',
      aggregation: { type: 'SUM', field: 'n', expression: null, multiplier: null, bucket_size: null, group_by: null },
      filters: [],
      reset_usage: 'BILLING_PERIOD',
      tenant_id: base().tenant_id,
      status: 'published',
      created_at: instant,
      updated_at: instant,
    },
    group: {
      id: catalog.group.id,
      name: 'LLM',
      lookup_key: 'group-llm',
      entity_type: 'price',
      entity_ids: null,
      status: 'published',
      metadata: null,
      member_count: 1,
      created_at: instant,
      updated_at: instant,
    },
    plan: null,
    addon: null,
    pricing_unit: null,
    price_unit: null,
    price_unit_id: null,
    price_unit_amount: null,
    price_unit_tiers: null,
    display_price_unit_amount: null,
    conversion_rate: null,
    etag: created.headers.get('etag'),
  });
  const read = await api.send('GET', `/v1/prices/${created.body.id}`);
  expect(read.status).toBe(200);
  expect(read.body).toEqual({
    ...created.body,
    plan: {
      id: catalog.plan.id,
      name: 'Base Plan',
      lookup_key: 'base',
      description: '',
      display_order: 0,
      metadata: {},
      prices: null,
      entitlements: null,
      credit_grants: null,
      ...base(),
    },
  });
});
