import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';
import { acme, askAnalytics, post, sendTokens } from './test-charged-tokens';

/** Tokens at 1 up to ten and 0.5 above, and the daily peak of them at 1. */
let api: TestApi;
let tokens: { id: string };
let peak: { id: string };
let fixed: { id: string };
let request: Record<string, unknown>;
beforeEach(async () => {
  api = await testApi({ start: '2026-04-01T00:00:00.000Z' });
  const { plan, price } = await acme(api);
  tokens = price;
  const terms = {
    entity_type: 'PLAN',
    entity_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    billing_period_count: 1,
    price_unit_type: 'FIAT',
    billing_model: 'FLAT_FEE',
    amount: '1',
    start_date: '2026-01-01T00:00:00Z',
  };
  const { meter_id } = await post(api, '/features', {
    name: 'Peak',
    type: 'metered',
    meter: {
      name: 'Peak',
      event_name: 'tokens',
      aggregation: { type: 'MAX', field: 'n', bucket_size: 'DAY' },
      reset_usage: 'BILLING_PERIOD',
    },
  });
  peak = await post(api, '/prices', { ...terms, type: 'USAGE', invoice_cadence: 'ARREAR', meter_id });
  fixed = await post(api, '/prices', { ...terms, type: 'FIXED', invoice_cadence: 'ADVANCE' });
  await api.core.call('customer.create', { external_id: 'globex', name: 'Globex' });
  request = {
    external_customer_id: 'globex',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
  };
});
afterEach(() => api.close());

const create = (line_item_commitments: unknown) =>
  api.send('POST', '/v1/subscriptions', { ...request, line_item_commitments });
const lineOf = (body: { line_items: { price_id: string }[] }, { id }: { id: string }) =>
  body.line_items.find(({ price_id }) => price_id === id);
const use = (timestamp: string, n: number) => sendTokens(api, timestamp, n, { customer: 'globex' });
const ask = async (body: object = {}) =>
  (await askAnalytics(api, { external_customer_id: 'globex', ...body })).body as {
    subtotal: string;
    total_discount: string;
    total_cost: string;
    items: Record<string, unknown>[];
  };
const itemOf = async ({ id }: { id: string }, body: object = {}) =>
  (await ask(body)).items.find(({ price_id }) => price_id === id);

const none = {
  commitment_type: null,
  commitment_amount: null,
  commitment_quantity: null,
  commitment_duration: null,
  commitment_overage_factor: null,
  commitment_true_up_enabled: false,
  commitment_windowed: false,
};

describe('line_item_commitments of a new subscription', () => {
  it.each<[string, object, object]>([
    [
      'an amount, its type left out',
      { commitment_amount: '10.50', overage_factor: '1.50', enable_true_up: true, commitment_duration: 'ANNUAL' },
      {
        ...none,
        commitment_type: 'amount',
        commitment_amount: '10.5',
        commitment_duration: 'ANNUAL',
        commitment_overage_factor: '1.5',
        commitment_true_up_enabled: true,
      },
    ],
    [
      'an amount as a number',
      { commitment_type: 'amount', commitment_amount: 10, overage_factor: 2 },
      { ...none, commitment_type: 'amount', commitment_amount: '10', commitment_overage_factor: '2' },
    ],
    [
      'a quantity without a factor, which is 1 then',
      { commitment_type: 'quantity', commitment_quantity: '12', commitment_amount: '0' },
      { ...none, commitment_type: 'quantity', commitment_quantity: '12', commitment_overage_factor: '1' },
    ],
    [
      'not by window, said',
      { commitment_amount: '1', is_window_commitment: false, commitment_time_buckets: [] },
      { ...none, commitment_type: 'amount', commitment_amount: '1', commitment_overage_factor: '1' },
    ],
  ])('%s, is read back by GET', async (_what, commitment, expected) => {
    const { status, body } = await create({ [tokens.id]: commitment });
    expect([status, lineOf(body, tokens)]).toEqual([201, expect.objectContaining(expected)]);
    expect(lineOf(body, peak)).toMatchObject(none);
    const { body: read } = await api.send('GET', `/v1/subscriptions/${body.id}`);
    expect(read).toEqual(body);
    const { body: found } = await api.send('GET', '/v1/subscriptions?external_customer_id=globex&with_line_items=true');
    expect(lineOf(found.items[0], tokens)).toEqual(lineOf(body, tokens));
  });

  it('by window, on a bucketed meter', async () => {
    const { status, body } = await create({ [peak.id]: { commitment_amount: '10', is_window_commitment: true } });
    expect([status, lineOf(body, peak)]).toMatchObject([201, { commitment_amount: '10', commitment_windowed: true }]);
  });

  it.each([[null], [{}], [undefined]])('none: %j', async (commitments) => {
    const { status, body } = await create(commitments);
    expect([status, lineOf(body, tokens)]).toMatchObject([201, none]);
  });

  it.each<[string, () => unknown, string]>([
    ['to nothing', () => ({ [tokens.id]: {} }), 'Please say which quantity is committed to: a number greater than 0'],
    [
      'to an amount of 0',
      () => ({ [tokens.id]: { commitment_amount: '0' } }),
      'Please say which amount is committed to: a number greater than 0',
    ],
    [
      'below 0',
      () => ({ [tokens.id]: { commitment_amount: '-5' } }),
      'Please say which amount is committed to: a number greater than 0',
    ],
    [
      'to both',
      () => ({ [tokens.id]: { commitment_amount: '5', commitment_quantity: '5' } }),
      'Please commit to either an amount or a quantity',
    ],
    [
      'of a type without its value',
      () => ({ [tokens.id]: { commitment_type: 'quantity', commitment_amount: '5' } }),
      'Please say which quantity is committed to: a number greater than 0',
    ],
    [
      'with a factor below 1',
      () => ({ [tokens.id]: { commitment_amount: '5', overage_factor: '0.99' } }),
      'The overage factor must be at least 1',
    ],
    [
      'by window on a meter without buckets',
      () => ({ [tokens.id]: { commitment_amount: '5', is_window_commitment: true } }),
      'Configure bucket_size on the meter to use window-based commitment',
    ],
    [
      'by time of day',
      () => ({ [peak.id]: { commitment_amount: '5', commitment_time_buckets: [{ start: { hour: 9 } }] } }),
      'Commitments by time of day are not kept here: please leave this field out',
    ],
    [
      'on an unknown price',
      () => ({ price_x: { commitment_amount: '5' } }),
      'A commitment must be for a usage price that the subscription takes',
    ],
    [
      'on a fixed price',
      () => ({ [fixed.id]: { commitment_amount: '5' } }),
      'A commitment must be for a usage price that the subscription takes',
    ],
  ])('refuses one %s, and writes nothing', async (_what, commitments, message) => {
    const before = countChanges(api.core);
    const { status, body } = await create(commitments());
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
    expect(countChanges(api.core)).toBe(before);
    expect((await api.send('GET', '/v1/subscriptions?external_customer_id=globex')).body.items).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['a text as commitment', { price_x: '5' }],
    ['a text that is no number', { price_x: { commitment_amount: 'many' } }],
    ['an unknown type', { price_x: { commitment_type: 'spend', commitment_amount: '5' } }],
    ['an unknown duration', { price_x: { commitment_amount: '5', commitment_duration: 'HOURLY' } }],
  ])('refuses %s', async (_what, commitments) => {
    expect((await create(commitments)).status).toBe(400);
  });
});

describe('analytics of line items under commitments', () => {
  it('have the cost, what became of the commitment, and no discount', async () => {
    await create({ [tokens.id]: { commitment_amount: '10', overage_factor: '1.5', enable_true_up: true } });
    await use('2026-03-02T00:00:00Z', 20);
    const answer = await ask({ expand: ['subscription_line_item'] });
    const item = answer.items.find(({ price_id }) => price_id === tokens.id);
    expect(item).toMatchObject({
      subtotal: '17.5',
      total_discount: '0',
      total_cost: '17.5',
      commitment_info: {
        type: 'amount',
        amount: '10',
        quantity: '0',
        duration: null,
        overage_factor: '1.5',
        true_up_enabled: true,
        is_windowed: false,
        computed_commitment_utilized_amount: '10',
        computed_overage_amount: '7.5',
        computed_true_up_amount: '0',
      },
      subscription_line_item: { commitment_amount: '10', commitment_overage_factor: '1.5' },
    });
    // 17.5 of tokens, 20 at their peak.
    expect(answer).toMatchObject({ subtotal: '37.5', total_discount: '0', total_cost: '37.5' });
  });

  it('by window have points of what became of each', async () => {
    await create({ [peak.id]: { commitment_amount: '10', overage_factor: '1.5', is_window_commitment: true } });
    await use('2026-03-02T00:00:00Z', 20);
    await use('2026-03-03T00:00:00Z', 4);
    expect(await itemOf(peak, { window_size: 'DAY' })).toMatchObject({
      total_cost: '29',
      commitment_info: { is_windowed: true },
      points: [
        {
          timestamp: '2026-03-02T00:00:00Z',
          subtotal: '25',
          discount: '0',
          cost: '25',
          computed_commitment_utilized_amount: '10',
          computed_overage_amount: '15',
          computed_true_up_amount: '0',
          buckets: null,
        },
        { timestamp: '2026-03-03T00:00:00Z', cost: '4', computed_commitment_utilized_amount: '4' },
      ],
      bucket_summaries: null,
    });
  });

  it.each<[string, object]>([
    ['a property filter', { property_filters: { n: ['20'] } }],
    ['a source filter', { sources: [''] }],
    ['a fan-out', { group_by: ['source'] }],
  ])('are without them under %s', async (_what, body) => {
    await create({ [tokens.id]: { commitment_amount: '10', overage_factor: '1.5' } });
    await use('2026-03-02T00:00:00Z', 20);
    expect(await itemOf(tokens, body)).toMatchObject({ total_cost: '15', commitment_info: null });
  });
});
