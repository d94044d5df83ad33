import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failedTag, type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
beforeAll(async () => {
  api = await testPriceApi();
});
afterAll(() => api.close());

type Body = Record<string, unknown>;
type Kind = 'fixed' | 'usage' | 'tiered' | 'packaged';
const made = (kind: Kind, extra: Body = {}) => api.made(201, 'POST', '/v1/prices', { ...api[kind], ...extra });

describe('accepted (wire contract 3.2)', () => {
  it.each<[string, Kind, Body, Body]>([
    ['billing_period_count left out is 1', 'fixed', {}, { billing_period_count: 1 }],
    ['billing_period_count as given', 'fixed', { billing_period_count: 3 }, { billing_period_count: 3 }],
    ['currency is stored lower-case', 'fixed', { currency: 'EUR' }, { currency: 'eur', display_amount: '€10' }],
    ['a currency nobody knows', 'fixed', { currency: 'xyz' }, { display_amount: 'XYZ10' }],
    ['price_unit_type left out is FIAT', 'fixed', {}, { price_unit_type: 'FIAT' }],
    ['price_unit_type empty is FIAT', 'fixed', { price_unit_type: '' }, { price_unit_type: 'FIAT' }],
    ['price_unit_type FIAT', 'fixed', { price_unit_type: 'FIAT' }, { price_unit_type: 'FIAT' }],
    ['an amount as text loses its trailing zeros', 'fixed', { amount: '10.50' }, { amount: '10.5' }],
    ['an amount as number', 'fixed', { amount: 5.25 }, { amount: '5.25' }],
    ['free of charge', 'fixed', { amount: '0' }, { amount: '0', display_amount: '$0' }],
    ['15 digits after the point', 'fixed', { amount: '0.000000000000001' }, { amount: '0.000000000000001' }],
    ['the amount of a tiered price is 0', 'tiered', { amount: '7' }, { amount: '0', display_amount: '$0' }],
    ['a tiered price without a mode', 'tiered', { tier_mode: undefined }, { tier_mode: null }],
    ['a tier mode nobody knows', 'tiered', { tier_mode: 'STAIRS' }, { tier_mode: 'STAIRS' }],
    [
      'up_to absent or null is unlimited; the order is kept; nothing checks it',
      'tiered',
      {
        tiers: [
          { unit_amount: '1' },
          { up_to: null, unit_amount: '2', flat_amount: '3' },
          { up_to: 5, unit_amount: 4 },
        ],
      },
      {
        tiers: [
          { up_to: null, unit_amount: '1', flat_amount: null },
          { up_to: null, unit_amount: '2', flat_amount: '3' },
          { up_to: 5, unit_amount: '4', flat_amount: null },
        ],
      },
    ],
    ['tiers of a flat fee are dropped', 'fixed', { tiers: [{ unit_amount: '1' }] }, { tiers: null, amount: '10' }],
    ['a package without rounding', 'packaged', {}, { transform_quantity: { divide_by: 100, round: null } }],
    [
      'a package that rounds down',
      'packaged',
      { transform_quantity: { divide_by: 100, round: 'down' } },
      { transform_quantity: { divide_by: 100, round: 'down' } },
    ],
    ['a flat fee is per one', 'fixed', {}, { transform_quantity: { divide_by: 1, round: null } }],
    ['a fixed price drops its meter', 'fixed', { meter_id: 'meter_x' }, { meter_id: '', meter: null }],
    ['trial days', 'fixed', { trial_period_days: 14 }, { trial_period_days: 14, trial_period: 14 }],
    ['min_quantity is answered as text', 'fixed', { min_quantity: 3 }, { min_quantity: '3' }],
    ['the name of a fixed price is its plan’s', 'fixed', {}, { display_name: 'Base Plan' }],
    ['the name of a usage price is its meter’s', 'usage', {}, { display_name: 'Tokens' }],
    ['a name of its own', 'usage', { display_name: 'Input' }, { display_name: 'Input' }],
    ['metadata', 'fixed', { metadata: { a: 'b' } }, { metadata: { a: 'b' } }],
    ['null in metadata is the empty text', 'fixed', { metadata: { a: null } }, { metadata: { a: '' } }],
    ['start_date left out is now', 'fixed', {}, { start_date: '2026-06-01T00:00:00Z' }],
    [
      'dates with any offset',
      'fixed',
      { start_date: '2026-01-05T12:00:00.500+02:00', end_date: '2026-02-01T00:00:00Z' },
      { start_date: '2026-01-05T10:00:00.5Z', end_date: '2026-02-01T00:00:00Z' },
    ],
    [
      'ending as it starts',
      'fixed',
      { start_date: '2026-01-01T00:00:00Z', end_date: '2026-01-01T00:00:00Z' },
      { end_date: '2026-01-01T00:00:00Z' },
    ],
    [
      'one-time in advance',
      'fixed',
      { billing_period: 'ONETIME', invoice_cadence: 'ADVANCE' },
      { billing_period: 'ONETIME', billing_cadence: 'RECURRING' },
    ],
    ['filter_values are ignored', 'fixed', { filter_values: { a: ['b'] } }, {}],
    [
      'the older names are ignored',
      'fixed',
      { billing_cadence: 'ONETIME', trial_period: 9 },
      { billing_cadence: 'RECURRING', trial_period_days: 0 },
    ],
    ['keys nobody knows are ignored', 'fixed', { price_colour: 'red', id: 'price_mine' }, {}],
    [
      'null is "not given", at every depth',
      'packaged',
      {
        description: null,
        lookup_key: null,
        group_id: null,
        end_date: null,
        metadata: null,
        trial_period_days: null,
        transform_quantity: { divide_by: 5, round: null },
      },
      { description: '', metadata: {}, transform_quantity: { divide_by: 5, round: null } },
    ],
    ['an empty group is none', 'fixed', { group_id: '' }, { group_id: null, group: null }],
  ])('%s', async (_case, kind, extra, expected) => {
    expect(await made(kind, extra)).toMatchObject(expected);
  });

  it.each(['MONTHLY', 'ANNUAL', 'WEEKLY', 'DAILY', 'QUARTERLY', 'HALF_YEARLY'])('billing_period %s', async (period) => {
    expect((await made('usage', { billing_period: period })).billing_period).toBe(period);
  });

  it('an archived plan', async () => {
    const plan = await api.made(201, 'POST', '/v1/plans', { name: 'Old' });
    await api.made(200, 'DELETE', `/v1/plans/${plan.id}`);
    expect(await made('fixed', { entity_id: plan.id })).toMatchObject({ entity_id: plan.id, display_name: 'Old' });
  });

  it('a price of a group, and the sequence grows', async () => {
    const first = await made('usage', { group_id: api.group.id });
    expect(first).toMatchObject({ group_id: api.group.id, group: { id: api.group.id, entity_ids: null } });
    expect((await made('fixed')).sequence).toBeGreaterThan(first.sequence);
  });

  it('a lookup key again once its price has an end date', async () => {
    await made('fixed', { lookup_key: 'ended', end_date: '2030-01-01T00:00:00Z' });
    await made('fixed', { lookup_key: 'ended' });
    await made('fixed', { lookup_key: 'Ended' });
  });
});

describe('1 a failed tag (wire contract 1.6, 3.3)', () => {
  const tag = (path: string, name: string) => failedTag('CreatePriceRequest', path, name);
  it.each<[string, Body, object]>([
    ['no currency', { currency: undefined }, tag('Currency', 'required')],
    ['an empty currency', { currency: '' }, tag('Currency', 'required')],
    ['a currency of two letters', { currency: 'us' }, tag('Currency', 'len')],
    ['a currency of four letters', { currency: 'usdt' }, tag('Currency', 'len')],
    ['no entity type', { entity_type: undefined }, tag('EntityType', 'required')],
    ['no entity', { entity_id: '' }, tag('EntityID', 'required')],
    ['no type', { type: '' }, tag('Type', 'required')],
    ['no billing model', { billing_model: undefined }, tag('BillingModel', 'required')],
    ['no billing period', { billing_period: undefined }, tag('BillingPeriod', 'required')],
    ['no invoice cadence', { invoice_cadence: null }, tag('InvoiceCadence', 'required')],
    ['a tier without unit amount', { tiers: [{ up_to: 1 }] }, tag('Tiers[0].UnitAmount', 'required')],
    ['a name of 256', { display_name: 'x'.repeat(256) }, tag('DisplayName', 'max')],
    ['a key of 256', { lookup_key: 'x'.repeat(256) }, tag('LookupKey', 'max')],
    ['two at once', { currency: '', type: '' }, { ...tag('Currency', 'required'), ...tag('Type', 'required') }],
    ['before any other rule', { type: '', billing_period_count: 0 }, tag('Type', 'required')],
  ])('%s', async (_case, extra, details) => {
    const { status, body } = await api.refused('POST', '/v1/prices', { ...api.fixed, ...extra });
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', 'Request validation failed']);
    expect(body.details).toEqual(details);
  });
});

describe('a value of the wrong kind (wire contract 1.6)', () => {
  it.each<[string, string | Body]>([
    ['no body', ''],
    ['no JSON', '{'],
    ['an array', '[]'],
    ['a text', '"price"'],
    ['null', 'null'],
    ['currency as number', { currency: 5 }],
    ['type as number', { type: 5 }],
    ['count as text', { billing_period_count: '1' }],
    ['count with a fraction', { billing_period_count: 1.5 }],
    ['amount as words', { amount: 'ten' }],
    ['amount empty', { amount: '' }],
    ['amount as truth value', { amount: true }],
    ['tiers as object', { tiers: {} }],
    ['a tier that is none', { tiers: [1] }],
    ['up_to as text', { tiers: [{ up_to: '1', unit_amount: '1' }] }],
    ['up_to with a fraction', { tiers: [{ up_to: 1.5, unit_amount: '1' }] }],
    ['package size with a fraction', { transform_quantity: { divide_by: 1.5 } }],
    ['package as number', { transform_quantity: 100 }],
    ['metadata with a number', { metadata: { a: 1 } }],
    ['metadata as list', { metadata: [] }],
    ['an empty date', { start_date: '' }],
    ['a day that does not exist', { start_date: '2026-02-30T00:00:00Z' }],
    ['a date as number', { end_date: 5 }],
    ['trial as text', { trial_period_days: '7' }],
    ['min_quantity as text', { min_quantity: '1' }],
    ['price_unit_config as text', { price_unit_config: 'btc' }],
    ['before a failed tag', { currency: '', amount: true }],
  ])('%s', async (_case, body) => {
    const sent = typeof body === 'string' ? body : { ...api.fixed, ...body };
    const answer = await api.refused('POST', '/v1/prices', sent);
    expect([answer.status, answer.body.code, answer.body.message, answer.body.details]).toEqual([
      400,
      'validation_error',
      'Invalid request format',
      undefined,
    ]);
  });
});
