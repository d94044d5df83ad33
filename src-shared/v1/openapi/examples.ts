const price = {
  entity_type: 'PLAN',
  entity_id: 'plan_01JZ8M3T0Q6W4E5R6T7Y8A9B0C',
  currency: 'usd',
  type: 'USAGE',
  billing_model: 'TIERED',
  tier_mode: 'SLAB',
  tiers: [
    { up_to: 1000, unit_amount: '0.02' },
    { up_to: null, unit_amount: '0.01' },
  ],
  billing_period: 'MONTHLY',
  invoice_cadence: 'ARREAR',
  meter_id: 'meter_01JZ8M3T0Q6W4E5R6T7Y8A9B0C',
  group_id: 'group_01JZ8M3T0Q6W4E5R6T7Y8A9B0C',
};
const event = {
  event_id: 'request-8f14e45f',
  event_name: 'tokens',
  external_customer_id: 'acme',
  timestamp: '2026-01-05T10:00:00Z',
  source: 'api',
  properties: { tokens: '1250', model: 'large' },
};
const meter = {
  name: 'Tokens',
  event_name: 'tokens',
  aggregation: { type: 'SUM', field: 'tokens' },
  filters: [{ key: 'model', values: ['large'] }],
  reset_usage: 'BILLING_PERIOD',
};
const month = { start_time: '2026-01-01T00:00:00Z', end_time: '2026-02-01T00:00:00Z' };

/** Requests as people send them, by operation. */
export const requestExamples: Record<string, object> = {
  createGroup: { name: 'Tokens', entity_type: 'price', lookup_key: 'tokens' },
  queryGroup: { entity_type: 'price', sort: [{ field: 'name', direction: 'asc' }], limit: 10 },
  updateGroup: { name: 'Input tokens' },
  createPrice: price,
  createPricesBulk: { items: [price] },
  queryPrice: {
    filters: [
      { field: 'group_id', operator: 'in', data_type: 'array', value: { array: ['group_01JZ8M3T0Q6W4E5R6T7Y8A9B0C'] } },
    ],
    expand: 'groups,meters',
  },
  updatePrice: { amount: '0.015', effective_from: '2026-02-01T00:00:00Z' },
  deletePrice: { end_date: '2026-02-01T00:00:00Z' },
  createPlan: { name: 'Pro', lookup_key: 'pro', display_order: 2 },
  queryPlan: { lookup_key: 'pro', expand: 'prices' },
  updatePlan: { description: 'For teams' },
  clonePlan: { name: 'Pro 2026', lookup_key: 'pro-2026' },
  createFeature: { name: 'Tokens', type: 'metered', meter, unit_singular: 'token', unit_plural: 'tokens' },
  queryFeature: { name_contains: 'tok', expand: 'meters' },
  updateFeature: { description: 'Input and output' },
  cloneFeature: { name: 'Tokens of EU', lookup_key: 'tokens_eu' },
  createMeter: meter,
  updateMeter: { filters: [{ key: 'region', values: ['eu'] }] },
  createCustomer: { external_id: 'acme', name: 'Acme Inc.', timezone: 'Europe/Berlin' },
  queryCustomer: { external_id: 'acme' },
  updateCustomer: { name: 'Acme GmbH' },
  updateCustomerByQuery: { name: 'Acme GmbH' },
  createSubscription: {
    external_customer_id: 'acme',
    plan_id: 'plan_01JZ8M3T0Q6W4E5R6T7Y8A9B0C',
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
  },
  querySubscription: { external_customer_id: 'acme' },
  createPortalLink: { external_customer_id: 'acme', expires_in_hours: 24 },
  ingestEvent: event,
  ingestEventsBulk: { events: [event] },
  listRawEvents: { external_customer_id: 'acme', ...month, page_size: 100 },
  getUsageStatistics: { event_name: 'tokens', aggregation_type: 'SUM', property_name: 'tokens', ...month },
  getUsageByMeter: { meter_id: 'meter_01JZ8M3T0Q6W4E5R6T7Y8A9B0C', ...month, window_size: 'DAY' },
  getUsageAnalytics: { external_customer_id: 'acme', ...month, window_size: 'DAY', expand: ['price'] },
};
