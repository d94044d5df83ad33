import { wireAnalytics } from '@shared/v1/wire/analytics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';
import { acme, askAnalytics, post, sendTokens } from './test-charged-tokens';

let api: TestApi;
beforeEach(async () => {
  api = await testApi({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => api.close());

const send = (timestamp: string, n: unknown, more?: Record<string, string>) => sendTokens(api, timestamp, n, more);
const ask = (body?: object) => askAnalytics(api, body);
const itemsOf = async (body: object) => (await ask(body)).body.items;

describe('the answer', () => {
  it('has every key of the wire, null where there is nothing', async () => {
    const { feature, plan, price } = await acme(api);
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
    await acme(api, { reporting_unit });
    await send('2026-03-02T00:00:00Z', 1235);
    expect((await itemsOf({}))[0]).toMatchObject({ total_usage: '1235', total_usage_display: '1.24', reporting_unit });
  });

  it('is of nobody in particular when no customer is named, at no cost', async () => {
    await acme(api);
    await send('2026-03-02T00:00:00Z', 3);
    await send('2026-03-02T00:00:00Z', 4, { customer: 'stranger' });
    const { body } = await ask({ external_customer_id: '' });
    expect([body.currency, body.total_cost]).toEqual(['', '0']);
    expect(body.items).toMatchObject([{ total_usage: '7', price_id: null, plan_id: null, currency: null }]);
  });

  it('is without the line items of an archived customer that had the external id before', async () => {
    const { plan } = await acme(api);
    await send('2026-03-02T00:00:00Z', 3);
    const { body: before } = await api.send('GET', '/v1/customers/external/acme');
    const { items } = await api.core.call('subscription.search', { customer_id: before.id });
    await post(api, `/subscriptions/${items[0]?.id}/cancel`, { cancellation_type: 'immediate' });
    expect((await api.send('DELETE', `/v1/customers/${before.id}`)).status).toBe(204);
    await post(api, '/customers', { external_id: 'acme', name: 'Next' });
    const next = await post(api, '/subscriptions', {
      external_customer_id: 'acme',
      plan_id: plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-03-01T00:00:00Z',
    });
    const { body } = await ask();
    expect(body).toMatchObject({ total_cost: '3', items: [{ subscription_id: next.id, total_usage: '3' }] });
    expect(body.items).toHaveLength(1);
  });

  it('sorts items by name', async () => {
    await acme(api);
    for (const name of ['Zebra', 'Apple']) {
      await post(api, '/features', {
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
    const { group, price } = await acme(api);
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
    const { group } = await acme(api);
    await send('2026-03-02T00:00:00Z', 1);
    await api.send('DELETE', `/v1/groups/${group.id}`);
    expect((await itemsOf({ expand: ['price'] }))[0].price).toMatchObject({ group_id: null, group: null });
  });

  it.each<[string, unknown]>([
    ['a list', ['price', 'meter', 'feature', 'plan', 'subscription_line_item', 'addon', 'source', 'nonsense']],
    ['a text with commas', 'price, meter,feature,plan,subscription_line_item,addon,source,nonsense'],
  ])('takes %s and ignores names it does not know', async (_what, expand) => {
    const { feature, plan, price } = await acme(api);
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
    await acme(api);
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
    await acme(api);
    await send('2026-03-04T10:47:59.999Z', 1);
    const [item] = await itemsOf({ window_size });
    expect([item.window_size, item.points.map(({ timestamp }: { timestamp: string }) => timestamp)]).toEqual([
      window_size,
      [start],
    ]);
  });

  it('of MONTH begin on the day the subscription did, clamped to the end of a shorter month', async () => {
    await acme(api, {}, '2026-01-31T15:00:00Z');
    for (const at of ['2026-02-27T23:59:59.999Z', '2026-02-28T00:00:00Z', '2026-03-30T10:00:00Z']) await send(at, 1);
    const ask = { start_time: '2026-02-01T00:00:00Z', window_size: 'MONTH' };
    const [item] = await itemsOf(ask);
    expect(item.points).toMatchObject([
      { timestamp: '2026-01-31T00:00:00Z', usage: '1' },
      { timestamp: '2026-02-28T00:00:00Z', usage: '2' },
    ]);
  });

  it('are never finer than the buckets of the meter, which show even without windows', async () => {
    const aggregation = { type: 'MAX', field: 'n', bucket_size: 'DAY' };
    await acme(api, { meter: { name: 'M', event_name: 'tokens', aggregation, reset_usage: 'BILLING_PERIOD' } });
    for (const hour of ['01', '02']) await send(`2026-03-02T${hour}:00:00Z`, 3);
    await send('2026-03-03T00:00:00Z', 4);
    expect((await itemsOf({ window_size: 'HOUR' }))[0]).toMatchObject({ window_size: 'DAY', total_usage: '7' });
    expect((await itemsOf({}))[0]).toMatchObject({ window_size: 'DAY', points: null });
    const [month] = await itemsOf({ window_size: 'MONTH' });
    expect(month.points).toMatchObject([{ usage: '4', cost: '7' }]);
  });
});
