import { wireAnalytics } from '@shared/v1/wire/analytics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => api.close());

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };

async function post(path: string, body: object) {
  const answer = await api.send('POST', `/v1${path}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

/** Acme on a plan whose tokens cost 1 up to ten and 0.5 above, the price in the group AI; all of it made over HTTP. */
async function acme(tokens: object = {}) {
  const feature = await post('/features', {
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
  const group = await post('/groups', { name: 'AI', lookup_key: 'ai', entity_type: 'price' });
  const plan = await post('/plans', { name: 'Plan', lookup_key: 'plan' });
  const price = await post('/prices', {
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
    start_date: '2026-01-01T00:00:00Z',
  });
  return { feature, group, plan, price };
}

const send = (
  timestamp: string,
  n: unknown,
  { source = '', customer = 'acme', ...properties }: Record<string, string> = {},
) =>
  post('/events', {
    event_name: 'tokens',
    external_customer_id: customer,
    timestamp,
    source,
    properties: { n, ...properties },
  });

const ask = (body: object = {}) =>
  api.send('POST', '/v1/events/analytics', { external_customer_id: 'acme', ...march, ...body });
const itemsOf = async (body: object) => (await ask(body)).body.items;
const usageOf = async (body: object) => (await itemsOf(body)).map((item: { total_usage: string }) => item.total_usage);

describe('the answer', () => {
  it('has every key of the wire, null where there is nothing', async () => {
    const { feature, plan, price } = await acme();
    await send('2026-03-02T12:00:00Z', '16.50');
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual({
      subtotal: '13.25',
      total_discount: '0',
      total_cost: '13.25',
      currency: 'usd',
      custom_analytics: null,
      items: [
        {
          feature_id: feature.id,
          name: 'Tokens',
          event_name: 'tokens',
          aggregation_type: 'SUM',
          unit: 'token',
          unit_plural: 'tokens',
          currency: 'usd',
          total_usage: '16.5',
          total_usage_display: '',
          reporting_unit: null,
          subtotal: '13.25',
          total_discount: '0',
          total_cost: '13.25',
          event_count: 1,
          price_id: price.id,
          meter_id: feature.meter_id,
          sub_line_item_id: expect.stringMatching(/^subs_line_/),
          subscription_id: expect.stringMatching(/^subs_/),
          plan_id: plan.id,
          add_on_id: null,
          source: null,
          sources: null,
          properties: null,
          window_size: null,
          points: null,
          group: null,
          price: null,
          meter: null,
          feature: null,
          subscription_line_item: null,
          plan: null,
          addon: null,
          commitment_info: null,
          bucket_summaries: null,
        },
      ],
    });
  });

  it('has no items, no cost and no currency for a customer nobody knows', async () => {
    expect((await ask({ external_customer_id: 'nobody' })).body).toEqual({
      subtotal: '0',
      total_discount: '0',
      total_cost: '0',
      currency: '',
      items: [],
      custom_analytics: null,
    });
  });

  it('shows the reporting unit of the feature', async () => {
    const reporting_unit = { unit_singular: 'kilo', unit_plural: 'kilos', conversion_rate: '1000' };
    await acme({ reporting_unit });
    await send('2026-03-02T00:00:00Z', 1235);
    expect((await itemsOf({}))[0]).toMatchObject({ total_usage: '1235', total_usage_display: '1.24', reporting_unit });
  });

  it('is of nobody in particular when no customer is named, at no cost', async () => {
    await acme();
    await send('2026-03-02T00:00:00Z', 3);
    await send('2026-03-02T00:00:00Z', 4, { customer: 'stranger' });
    const { body } = await ask({ external_customer_id: '' });
    expect([body.currency, body.total_cost]).toEqual(['', '0']);
    expect(body.items).toMatchObject([{ total_usage: '7', price_id: null, plan_id: null, currency: null }]);
  });

  it('sorts items by name', async () => {
    await acme();
    for (const name of ['Zebra', 'Apple']) {
      await post('/features', {
        name,
        type: 'metered',
        meter: { name, event_name: 'tokens', aggregation: { type: 'COUNT' }, reset_usage: 'NEVER' },
      });
    }
    await send('2026-03-02T00:00:00Z', 3, { customer: 'stranger' });
    const names = (await itemsOf({ external_customer_id: 'stranger' })).map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Apple', 'Tokens', 'Zebra']);
  });
});

describe('expand', () => {
  it('nests the price with its group', async () => {
    const { group, price } = await acme();
    await send('2026-03-02T00:00:00Z', 12);
    const [item] = await itemsOf({ expand: ['price'] });
    expect(item.total_cost).toBe('11');
    expect(item.price).toMatchObject({ id: price.id, group_id: group.id, billing_model: 'TIERED', tier_mode: 'SLAB' });
    expect(item.price.group).toEqual({
      id: group.id,
      name: 'AI',
      lookup_key: 'ai',
      entity_type: 'price',
      entity_ids: null,
      status: 'published',
      metadata: null,
      member_count: 1,
      created_at: group.created_at,
      updated_at: group.updated_at,
    });
    expect(item.group).toBeNull();
  });

  it('nests no group once it is archived', async () => {
    const { group } = await acme();
    await send('2026-03-02T00:00:00Z', 1);
    await api.send('DELETE', `/v1/groups/${group.id}`);
    expect((await itemsOf({ expand: ['price'] }))[0].price).toMatchObject({ group_id: null, group: null });
  });

  it.each<[string, unknown]>([
    ['a list', ['price', 'meter', 'feature', 'plan', 'subscription_line_item', 'addon', 'source', 'nonsense']],
    ['a text with commas', 'price, meter,feature,plan,subscription_line_item,addon,source,nonsense'],
  ])('takes %s and ignores names it does not know', async (_what, expand) => {
    const { feature, plan, price } = await acme();
    await send('2026-03-02T00:00:00Z', 1, { source: 'sdk' });
    await send('2026-03-02T00:00:00Z', 1, { source: 'api' });
    const [item] = await itemsOf({ expand });
    expect(item).toMatchObject({
      price: { id: price.id, created_at: price.created_at },
      meter: { id: feature.meter_id, event_name: 'tokens' },
      feature: { id: feature.id, group: null },
      plan: { id: plan.id, prices: null },
      subscription_line_item: { id: item.sub_line_item_id, price_id: price.id },
      addon: null,
      sources: ['api', 'sdk'],
    });
    expect(wireAnalytics.shape.items.element.safeParse(item).error).toBeUndefined();
  });
});

describe('windows', () => {
  it('are priced on their own, so that tiered points do not add up to the item', async () => {
    await acme();
    await send('2026-03-01T00:00:00Z', 8);
    await send('2026-03-02T12:00:00Z', '8');
    const { body } = await ask({ window_size: 'DAY' });
    expect(body.total_cost).toBe('13');
    const point = (timestamp: string) => ({
      timestamp,
      usage: '8',
      subtotal: '8',
      discount: '0',
      cost: '8',
      event_count: 1,
      computed_commitment_utilized_amount: '0',
      computed_overage_amount: '0',
      computed_true_up_amount: '0',
      buckets: null,
    });
    expect(body.items[0]).toMatchObject({
      window_size: 'DAY',
      points: [point('2026-03-01T00:00:00Z'), point('2026-03-02T00:00:00Z')],
    });
  });

  it.each([
    ['MINUTE', '2026-03-04T10:47:00Z'],
    ['15MIN', '2026-03-04T10:45:00Z'],
    ['30MIN', '2026-03-04T10:30:00Z'],
    ['HOUR', '2026-03-04T10:00:00Z'],
    ['3HOUR', '2026-03-04T09:00:00Z'],
    ['6HOUR', '2026-03-04T06:00:00Z'],
    ['12HOUR', '2026-03-04T00:00:00Z'],
    ['DAY', '2026-03-04T00:00:00Z'],
    ['WEEK', '2026-03-02T00:00:00Z'],
    ['MONTH', '2026-03-01T00:00:00Z'],
  ])('of %s start where they should', async (window_size, start) => {
    await acme();
    await send('2026-03-04T10:47:59.999Z', 1);
    const [item] = await itemsOf({ window_size });
    expect([item.window_size, item.points.map(({ timestamp }: { timestamp: string }) => timestamp)]).toEqual([
      window_size,
      [start],
    ]);
  });

  it('are never finer than the buckets of the meter, which show even without windows', async () => {
    const aggregation = { type: 'MAX', field: 'n', bucket_size: 'DAY' };
    await acme({ meter: { name: 'M', event_name: 'tokens', aggregation, reset_usage: 'BILLING_PERIOD' } });
    for (const hour of ['01', '02']) await send(`2026-03-02T${hour}:00:00Z`, 3);
    await send('2026-03-03T00:00:00Z', 4);
    expect((await itemsOf({ window_size: 'HOUR' }))[0]).toMatchObject({ window_size: 'DAY', total_usage: '7' });
    expect((await itemsOf({}))[0]).toMatchObject({ window_size: 'DAY', points: null });
    const [month] = await itemsOf({ window_size: 'MONTH' });
    expect(month.points).toMatchObject([{ usage: '4', cost: '7' }]);
  });
});

describe('what is asked for', () => {
  it('is half-open: the start counts, the end does not', async () => {
    await acme();
    await send('2026-02-28T23:59:59.999Z', 1);
    await send('2026-03-01T00:00:00Z', 10);
    await send('2026-04-01T00:00:00Z', 100);
    expect(await usageOf({})).toEqual(['10']);
    expect(await usageOf({ end_time: '2026-04-01T00:00:00.001Z' })).toEqual(['110']);
    expect(await usageOf({ start_time: '2026-03-01T02:00:00+02:00' })).toEqual(['10']);
  });

  it('is about the last seven days unless told otherwise', async () => {
    await acme();
    await send('2026-03-24T23:59:59Z', 1);
    await send('2026-03-25T00:00:00Z', 10);
    expect(await usageOf({ start_time: null, end_time: null })).toEqual(['10']);
    expect(await usageOf({ start_time: null, end_time: '2026-03-25T00:00:00Z' })).toEqual(['1']);
  });

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['111']],
    ['one source', { sources: ['api'] }, ['10']],
    ['sources by OR', { sources: ['api', 'sdk'] }, ['110']],
    ['a source nobody is', { sources: ['nobody'] }, []],
    ['one property', { property_filters: { model: ['a'] } }, ['10']],
    ['values by OR', { property_filters: { model: ['a', 'b'] } }, ['110']],
    ['properties by AND', { property_filters: { model: ['a', 'b'], tier: ['2'] } }, ['100']],
    ['a property without values', { property_filters: { model: [] } }, ['111']],
    ['features that are none', { feature_ids: ['feat_nobody'] }, []],
    ['no features in particular', { feature_ids: [] }, ['111']],
    ['children and buckets, of which there are none', { include_children: true, breakdown_bucket: true }, ['111']],
    ['nulls, which are nothing', { sources: null, group_by: null, property_filters: null, window_size: null }, ['111']],
    ['names it does not know', { external_customer_ids: ['nobody'] }, ['111']],
  ])('filters by %s', async (_what, body, expected) => {
    await acme();
    await send('2026-03-02T00:00:00Z', 1);
    await send('2026-03-02T00:00:00Z', 10, { source: 'api', model: 'a', tier: '1' });
    await send('2026-03-02T00:00:00Z', 100, { source: 'sdk', model: 'b', tier: '2' });
    expect(await usageOf(body)).toEqual(expected);
  });

  it('sums multiplied and weighted usage alike, filtered or not', async () => {
    for (const type of ['SUM_WITH_MULTIPLIER', 'WEIGHTED_SUM']) {
      const aggregation = { type, field: 'n', ...(type === 'SUM_WITH_MULTIPLIER' && { multiplier: '2' }) };
      await post('/features', {
        name: type,
        type: 'metered',
        meter: { name: type, event_name: 'tokens', aggregation, reset_usage: 'BILLING_PERIOD' },
      });
    }
    await send('2026-03-31T00:00:00Z', 5, { source: 'api', model: 'a' });
    for (const more of [{}, { sources: ['api'] }, { property_filters: { model: ['a'] } }, { window_size: 'DAY' }]) {
      expect(await usageOf(more)).toEqual(['10', '5']);
    }
  });

  it.each<[string, string[], object[]]>([
    [
      'source',
      ['source'],
      [
        { source: 'api', total_cost: '8' },
        { source: 'sdk', total_cost: '9' },
      ],
    ],
    [
      'a property, "" for events without it',
      ['properties.region'],
      [
        { properties: { region: 'eu' }, total_cost: '13' },
        { properties: { region: '' }, total_cost: '1' },
      ],
    ],
    [
      'both',
      ['source', 'properties.region'],
      [
        { source: 'api', properties: { region: 'eu' } },
        { source: 'sdk', properties: { region: 'eu' } },
        { source: 'sdk', properties: { region: '' } },
      ],
    ],
    ['feature_id, which is the meter', ['feature_id'], [{ total_cost: '13.5' }]],
    ['meter_id', ['meter_id'], [{ total_cost: '13.5' }]],
    ['a property of odd letters', ['properties.a.b_c'], [{ properties: { 'a.b_c': '' } }]],
  ])('groups by %s, each priced from zero', async (_what, group_by, expected) => {
    await acme();
    await send('2026-03-02T00:00:00Z', 8, { source: 'api', region: 'eu' });
    await send('2026-03-02T01:00:00Z', 8, { source: 'sdk', region: 'eu' });
    await send('2026-03-02T02:00:00Z', 1, { source: 'sdk' });
    expect(await itemsOf({ group_by })).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['an end before the start', { start_time: march.end_time, end_time: march.start_time }],
    ['an empty start', { start_time: '' }],
    ['a start that is no time', { start_time: 'yesterday' }],
    ['an unknown window', { window_size: 'YEAR' }],
    ['a group of its own', { group_by: ['customer'] }],
    ['a property without a name', { group_by: ['properties.'] }],
    ['a property of other letters', { group_by: ['properties.a-b'] }],
    ['a text as group_by', { group_by: 'source' }],
    ['a list as property filters', { property_filters: ['model'] }],
    ['a text as property filter', { property_filters: { model: 'a' } }],
    ['a text as sources', { sources: 'api' }],
    ['a number as customer', { external_customer_id: 5 }],
    ['a text as include_children', { include_children: 'yes' }],
    ['a number as expand', { expand: 5 }],
  ])('is refused with %s', async (_what, body) => {
    const before = countChanges(api.core);
    const answer = await ask(body);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([
      400,
      'validation_error',
      'Please check the request payload',
    ]);
    expect(countChanges(api.core)).toBe(before);
  });

  it.each([['{'], [''], ['[]'], ['null']])('is refused with the body %j', async (body) => {
    const answer = await api.send('POST', '/v1/events/analytics', body);
    expect([answer.status, answer.body.message]).toEqual([400, 'Please check the request payload']);
  });

  it('may be asked with a key that only reads, and never shows another environment', async () => {
    await acme();
    await send('2026-03-02T00:00:00Z', 5);
    const reader = await api.createKey({ access: 'read' });
    const withKey = (key: string) =>
      api.send('POST', '/v1/events/analytics', { external_customer_id: 'acme', ...march }, { 'x-api-key': key });
    expect((await withKey(reader.key)).body.items).toHaveLength(1);
    const { items } = await api.core.call('environment.list', {});
    const other = items.find(({ id }) => id !== api.core.environment_id)?.id ?? '';
    const stranger = await api.createKey({ environment_id: other });
    expect((await withKey(stranger.key)).body).toMatchObject({ items: [], currency: '' });
  });
});
