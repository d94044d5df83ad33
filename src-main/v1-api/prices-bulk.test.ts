import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failedTag, type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
beforeAll(async () => {
  api = await testPriceApi();
});
afterAll(() => api.close());

const sendRefused = (items: unknown) => api.refused('POST', '/v1/prices/bulk', { items });

describe('bulk create (wire contract 3.10)', () => {
  it('answers complete prices in the order of the request, currencies in lower case', async () => {
    const items = ['3', '1', '2'].map((amount) => ({ ...api.fixed, currency: 'USD', amount }));
    const { body, status } = await api.send('POST', '/v1/prices/bulk', { items: [...items, api.usage] });
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(['items']);
    expect(body.items.map((price: { amount: string }) => price.amount)).toEqual(['3', '1', '2', '0.01']);
    for (const price of body.items) {
      const { body: read } = await api.send('GET', `/v1/prices/${price.id}`);
      expect({ ...read, plan: null }).toEqual(price);
      expect(price).toMatchObject({ currency: 'usd', group_id: null });
    }
  });

  it('takes 100, and null inside of an item is "not given"', async () => {
    const items = Array.from({ length: 100 }, () => ({ ...api.fixed, description: null, billing_period_count: null }));
    const { items: made } = await api.made(201, 'POST', '/v1/prices/bulk', { items });
    expect(made).toHaveLength(100);
    expect(made[0]).toMatchObject({ description: '', billing_period_count: 1 });
  });

  it.each<[string, () => unknown, string]>([
    ['none', () => [], 'Please provide at least one price to create'],
    ['left out', () => undefined, 'Please provide at least one price to create'],
    ['null', () => null, 'Please provide at least one price to create'],
    ['101', () => Array.from({ length: 101 }, () => api.fixed), 'Maximum 100 prices allowed per bulk request'],
  ])('%s is refused', async (_case, items, message) => {
    const { status, body } = await sendRefused(items());
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
  });

  it.each<[string, number, object, number, string]>([
    ['a rule of its own', 1, { amount: '-1' }, 400, 'Please provide a non-negative amount value'],
    ['an unknown word', 2, { type: 'x' }, 400, 'Invalid price type'],
    ['an unknown plan', 1, { entity_id: 'plan_x' }, 404, 'The specified plan does not exist'],
    ['an unknown meter', 0, { type: 'USAGE', meter_id: 'meter_x' }, 404, 'Meter not found'],
    ['an unknown group', 2, { group_id: 'group_x' }, 400, 'Some groups not found'],
  ])('all or none: %s at %i names its index', async (_case, at, extra, status, message) => {
    const items = [0, 1, 2].map((index) => ({ ...api.fixed, ...(index === at && extra) }));
    const answer = await sendRefused(items);
    expect([answer.status, answer.body.message, answer.body.details.index]).toEqual([status, message, at]);
  });

  it('a failed tag names the field and the index', async () => {
    const { status, body } = await sendRefused([api.fixed, { ...api.fixed, currency: 'us' }]);
    expect([status, body.message]).toEqual([400, 'Request validation failed']);
    expect(body.details).toEqual({ index: 1, ...failedTag('CreateBulkPriceRequest', 'Items[1].Currency', 'len') });
  });

  it('a lookup key that is taken, by an older price or by an earlier item, is 409', async () => {
    await api.made(201, 'POST', '/v1/prices', { ...api.fixed, lookup_key: 'older' });
    for (const items of [
      [api.fixed, { ...api.fixed, lookup_key: 'older' }],
      [
        { ...api.fixed, lookup_key: 'twice' },
        { ...api.fixed, lookup_key: 'twice' },
      ],
    ]) {
      const { status, body } = await sendRefused(items);
      expect([status, body.code, body.message, body.details.index]).toEqual([
        409,
        'already_exists',
        'A price with this identifier already exists',
        1,
      ]);
    }
  });

  it.each<[string, unknown]>([
    ['items as object', {}],
    ['an item that is none', [5]],
    ['a value of the wrong kind', [{ currency: 5 }]],
  ])('%s is malformed', async (_case, items) => {
    const { status, body } = await sendRefused(items);
    expect([status, body.message, body.details]).toEqual([400, 'Invalid request format', undefined]);
  });
});
