import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
beforeAll(async () => {
  api = await testPriceApi();
});
afterAll(() => api.close());

type Body = Record<string, unknown>;
type Kind = 'fixed' | 'usage' | 'tiered' | 'packaged';
const post = (kind: Kind, extra: Body) => api.send('POST', '/v1/prices', { ...api[kind], ...extra });
const made = (kind: Kind, extra: Body = {}) => api.made(201, 'POST', '/v1/prices', { ...api[kind], ...extra });

/** The request of each line is refused; the message is literal. Rules in the order of wire contract 3.3. */
const refusals: [string, Kind, Body, string][] = [
  ['2 count 0', 'fixed', { billing_period_count: 0 }, 'Billing period count must be greater than 0'],
  ['2 count negative', 'fixed', { billing_period_count: -1 }, 'Billing period count must be greater than 0'],
  ['3 type', 'fixed', { type: 'fixed' }, 'Invalid price type'],
  ['3 billing model', 'fixed', { billing_model: 'FLAT' }, 'Invalid billing model'],
  ['3 billing period', 'fixed', { billing_period: 'YEARLY' }, 'Invalid billing period'],
  ['3 invoice cadence', 'fixed', { invoice_cadence: 'LATER' }, 'Please provide a valid invoice cadence'],
  ['3 entity type', 'fixed', { entity_type: 'plan' }, 'Invalid price entity type'],
  [
    '4 unit config without CUSTOM',
    'fixed',
    { price_unit_config: { price_unit: 'btc' } },
    'Set price_unit_type to CUSTOM when using price_unit_config',
  ],
  [
    '5 CUSTOM without config',
    'fixed',
    { price_unit_type: 'CUSTOM' },
    'Price unit config must be provided when using custom pricing units',
  ],
  [
    '5 CUSTOM with tiers',
    'tiered',
    { price_unit_type: 'CUSTOM', price_unit_config: { price_unit: 'btc' } },
    'For custom pricing units, use price_unit_config.price_unit_tiers only, not regular tiers',
  ],
  [
    '6 CUSTOM without tiers',
    'tiered',
    { price_unit_type: 'CUSTOM', tiers: undefined, price_unit_config: { price_unit: 'btc' } },
    'Price unit tiers are required to set up tiered pricing with custom pricing units',
  ],
  [
    'custom units are not part of this product',
    'fixed',
    { price_unit_type: 'CUSTOM', price_unit_config: { price_unit: 'btc', amount: '1' } },
    'Custom pricing units cannot be used here. Price in a currency instead.',
  ],
  ['a unit type nobody knows', 'fixed', { price_unit_type: 'POINTS' }, 'Invalid price unit type'],
  ['6 no tiers', 'tiered', { tiers: undefined }, 'Price tiers are required to set up tiered pricing'],
  ['6 empty tiers', 'tiered', { tiers: [] }, 'Price tiers are required to set up tiered pricing'],
  ['6 negative unit', 'tiered', { tiers: [{ unit_amount: '-1' }] }, 'Unit amount cannot be negative'],
  [
    '6 negative flat',
    'tiered',
    { tiers: [{ unit_amount: '1', flat_amount: '-0.1' }] },
    'Flat amount cannot be negative',
  ],
  [
    '7 no package size',
    'packaged',
    { transform_quantity: undefined },
    'Please provide the number of units to set up package pricing',
  ],
  [
    '7 package of 0',
    'packaged',
    { transform_quantity: { divide_by: 0 } },
    'Transform quantity divide by must be greater than or equal to 1',
  ],
  [
    '7 package without a size',
    'packaged',
    { transform_quantity: { round: 'up' } },
    'Transform quantity divide by must be greater than or equal to 1',
  ],
  ['7 rounding', 'packaged', { transform_quantity: { divide_by: 1, round: 'UP' } }, 'Invalid rounding type'],
  [
    '7 no amount',
    'packaged',
    { amount: undefined },
    'Amount is required to set up package pricing with fiat pricing units',
  ],
  [
    '8 flat fee without amount',
    'fixed',
    { amount: undefined },
    'Amount is required to set up flat fee pricing with fiat pricing units',
  ],
  ['9 no meter', 'usage', { meter_id: undefined }, 'Please select a metered feature to set up usage pricing'],
  ['9 empty meter', 'usage', { meter_id: '' }, 'Please select a metered feature to set up usage pricing'],
  ['9 min_quantity', 'usage', { min_quantity: 1 }, 'min_quantity cannot be set for usage pricing'],
  ['10 one-time in arrear', 'fixed', { billing_period: 'ONETIME' }, 'One-time charges are always billed in advance'],
  ['11 trial negative', 'fixed', { trial_period_days: -1 }, 'Please provide a non-negative trial_period_days'],
  [
    '11 trial on usage',
    'usage',
    { trial_period_days: 7 },
    'trial_period_days can only be set for recurring fixed prices',
  ],
  [
    '11 trial on one-time',
    'fixed',
    { trial_period_days: 7, billing_period: 'ONETIME', invoice_cadence: 'ADVANCE' },
    'trial_period_days can only be set for recurring fixed prices',
  ],
  [
    '12 ends before it starts',
    'fixed',
    { start_date: '2026-02-01T00:00:00Z', end_date: '2026-01-31T23:59:59Z' },
    'Start date must be before end date',
  ],
  ['13 amount negative', 'fixed', { amount: '-0.01' }, 'Please provide a non-negative amount value'],
  ['13 min_quantity negative', 'fixed', { min_quantity: -1 }, 'min_quantity cannot be negative'],
  [
    '14 usage in advance',
    'usage',
    { invoice_cadence: 'ADVANCE' },
    'Please use ARREAR invoice cadence for USAGE price type',
  ],
  [
    '14 usage is never one-time',
    'usage',
    { billing_period: 'ONETIME', invoice_cadence: 'ADVANCE' },
    'Please use ARREAR invoice cadence for USAGE price type',
  ],
  ['15 entity type PRICE', 'fixed', { entity_type: 'PRICE' }, 'The specified entity type is not supported'],
  ['17 group unknown', 'fixed', { group_id: 'group_x' }, 'Some groups not found'],
  [
    'more digits than are kept',
    'fixed',
    { amount: '0.0000000000000001' },
    'Please enter a number of at most 15 digits before and 15 after the point',
  ],
];

describe('refused with its sentence (wire contract 3.3)', () => {
  it.each(refusals)('%s', async (_case, kind, extra, message) => {
    const { status, body } = await api.refused('POST', '/v1/prices', { ...api[kind], ...extra });
    expect(body).toMatchObject({ code: 'validation_error', message, http_status_code: 400, success: false });
    expect(status).toBe(400);
  });

  it('names the earlier rule when several are broken', async () => {
    const broken = { billing_period_count: 0, type: 'x', amount: '-1', group_id: 'group_x', entity_id: 'plan_x' };
    const messages = [];
    for (const [name, good] of [
      ['billing_period_count', 1],
      ['type', 'FIXED'],
      ['amount', '1'],
      ['entity_id', api.plan.id],
      ['group_id', ''],
    ] as const) {
      messages.push((await post('fixed', broken)).body.message);
      Object.assign(broken, { [name]: good });
    }
    expect(messages).toEqual([
      'Billing period count must be greater than 0',
      'Invalid price type',
      'Please provide a non-negative amount value',
      'The specified plan does not exist',
      'Some groups not found',
    ]);
    expect((await post('fixed', broken)).status).toBe(201);
  });

  it.each([
    ['PLAN', 'plan'],
    ['ADDON', 'addon'],
    ['SUBSCRIPTION', 'subscription'],
    ['COSTSHEET', 'costsheet'],
  ])('15 an unknown %s is 404', async (entity_type, word) => {
    const answer = await api.refused('POST', '/v1/prices', { ...api.fixed, entity_type, entity_id: 'x' });
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([
      404,
      'not_found',
      `The specified ${word} does not exist`,
    ]);
  });

  it('15 another environment’s plan does not exist', async () => {
    const environments = await api.core.call('environment.list', {});
    const other = environments.items.find(({ id }) => id !== api.core.environment_id);
    const { key } = await api.createKey({ environment_id: other?.id ?? '' });
    const answer = await api.refused('POST', '/v1/prices', api.fixed, { 'x-api-key': key });
    expect([answer.status, answer.body.message]).toEqual([404, 'The specified plan does not exist']);
  });

  it('16 a plan that is full', async () => {
    const plan = await api.made(201, 'POST', '/v1/plans', { name: 'Full' });
    await made('fixed', { entity_id: plan.id });
    api.core.store.sqlite.exec(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 4999)
      insert into prices (id, amount, currency, type, billing_model, billing_period, billing_period_count,
        invoice_cadence, display_name, entity_type, entity_id, start_date, sequence, search_text, environment_id,
        tenant_id, created_at, updated_at, created_by, updated_by)
      select 'price_' || i, '1', 'usd', type, billing_model, billing_period, 1, invoice_cadence, '', 'PLAN', entity_id,
        start_date, 1000000 + i, '', environment_id, tenant_id, created_at, updated_at, created_by, updated_by
      from prices, n where entity_id = '${plan.id}'`);
    const { status, body } = await api.refused('POST', '/v1/prices', { ...api.fixed, entity_id: plan.id });
    expect([status, body.message]).toEqual([400, 'The specified entity has too many active prices']);
  });

  it('17 an archived group is not found; one of another kind does not hold prices', async () => {
    const group = { name: 'G', entity_type: 'price', lookup_key: 'gone' };
    const { id } = await api.made(201, 'POST', '/v1/groups', group);
    await api.made(204, 'DELETE', `/v1/groups/${id}`);
    const archived = await api.refused('POST', '/v1/prices', { ...api.fixed, group_id: id });
    expect([archived.status, archived.body.message]).toEqual([400, 'Some groups not found']);

    const other = await api.made(201, 'POST', '/v1/groups', { ...group, lookup_key: 'features' });
    api.core.store.sqlite.exec(`
      pragma ignore_check_constraints = on;
      update groups set entity_type = 'feature' where id = '${other.id}';
      pragma ignore_check_constraints = off`);
    const wrong = await api.refused('POST', '/v1/prices', { ...api.fixed, group_id: other.id });
    expect([wrong.status, wrong.body.message]).toEqual([400, 'Group must be of type: price']);
  });

  it('17 an unknown meter is 404, an archived one is taken', async () => {
    const unknown = await api.refused('POST', '/v1/prices', { ...api.usage, meter_id: 'meter_x' });
    expect([unknown.status, unknown.body.code, unknown.body.message]).toEqual([404, 'not_found', 'Meter not found']);
    const feature = await api.core.call('feature.create', {
      name: 'Old',
      type: 'metered',
      meter: { event_name: 'old', aggregation: { type: 'COUNT' } },
    });
    await api.core.call('feature.archive', { id: feature.id });
    expect(await made('usage', { meter_id: feature.meter_id })).toMatchObject({ meter: { status: 'archived' } });
  });

  it('18 a lookup key that is taken is 409', async () => {
    const { id } = await made('fixed', { lookup_key: 'taken' });
    const { status, body } = await api.refused('POST', '/v1/prices', { ...api.usage, lookup_key: 'taken' });
    expect([status, body.code, body.message]).toEqual([
      409,
      'already_exists',
      'A price with this identifier already exists',
    ]);
    expect(body.details).toEqual({ lookup_key: 'taken', price_id: id });
  });
});
