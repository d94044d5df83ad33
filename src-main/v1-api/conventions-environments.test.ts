import { v1Routes } from '@shared/v1/routes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countChanges, testCatalog } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';

// The Sandbox holds a catalog with usage; a key of Production must neither see nor touch any of it (wire contract 1.5).
let api: TestApi;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
let ids: Record<string, string>;
let production: Record<string, string>;
let productionId: string;
beforeAll(async () => {
  api = await testApi();
  catalog = await testCatalog(api.core);
  const { core } = api;
  const price = await core.call('price.create', {
    ...catalog.usage,
    group_id: catalog.group.id,
    lookup_key: 'tokens-price',
  });
  const customer = await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  const subscription = await core.call('subscription.create', {
    customer_id: customer.id,
    plan_id: catalog.plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
  });
  await core.call('event.ingest', {
    event_id: 'e1',
    event_name: 'tokens',
    external_customer_id: 'acme',
    properties: { n: '5' },
  });
  ids = {
    groups: catalog.group.id,
    plans: catalog.plan.id,
    features: catalog.feature.id,
    meters: catalog.meter_id,
    prices: price.id,
    customers: customer.id,
    subscriptions: subscription.id,
    events: 'e1',
    lookup_key: 'tokens-price',
    external_id: 'acme',
  };
  const { items } = await core.call('environment.list', {});
  productionId = items.find(({ id }) => id !== core.environment_id)?.id ?? '';
  production = { 'x-api-key': (await api.createKey({ environment_id: productionId })).key };
});
afterAll(() => api.close());

/** Requests that would succeed in the Sandbox, where an empty one would not. */
const bodies: Record<string, object> = {
  'PUT /groups/:id': { name: 'x' },
  'PUT /features/:id': { name: 'x', filters: [{ key: 'a', values: ['b'] }] },
  'POST /features/:id/clone': { name: 'x', lookup_key: 'x' },
  'PUT /meters/:id': { filters: [{ key: 'a', values: ['b'] }] },
  'PUT /plans/:id': { name: 'x' },
  'POST /plans/:id/clone': { name: 'x', lookup_key: 'x' },
  'PUT /prices/:id': { amount: '99' },
  'PUT /customers/:id': { name: 'x' },
};

const byId = v1Routes.filter(({ path }) => path.includes(':'));
/** The path of a route with the ids of the Sandbox in place. */
const filled = (path: string) =>
  `/v1${path.replace(/:(\w+)(\{.*?\})?/g, (_all, name) => ids[name === 'id' ? (path.split('/')[1] ?? '') : name] ?? `no ${name}`)}`;

it.each(byId.map((route) => [`${route.method} ${route.path}`, route] as const))('%s is a 404', async (name, route) => {
  const before = countChanges(api.core);
  const body = route.body ? (bodies[name] ?? {}) : undefined;
  const answer = await api.send(route.method, filled(route.path), body, production);
  expect([answer.status, answer.body?.code], answer.text).toEqual([404, 'not_found']);
  expect(countChanges(api.core)).toBe(before);
});

it.each(byId.filter(({ method }) => method === 'GET').map(({ path }) => [path]))(
  'GET %s is there for a key of its own',
  async (path) => {
    expect((await api.send('GET', filled(path))).status).toBe(200);
  },
);

describe('what names a row of another environment is refused', () => {
  it.each<[string, string, () => object, number, string]>([
    ['a price in its plan', '/v1/prices', () => catalog.fixed, 404, 'The specified plan does not exist'],
    [
      'a feature on its meter',
      '/v1/features',
      () => ({ name: 'x', type: 'metered', meter_id: ids.meters }),
      404,
      'Meter not found',
    ],
    [
      'a feature in its group',
      '/v1/features',
      () => ({ name: 'x', type: 'boolean', group_id: ids.groups }),
      404,
      'Group not found',
    ],
    [
      'usage of its meter',
      '/v1/events/usage/meter',
      () => ({ meter_id: ids.meters, start_time: '2026-01-01T00:00:00Z' }),
      404,
      'Meter not found',
    ],
  ])('%s', async (_case, path, body, status, message) => {
    const before = countChanges(api.core);
    const answer = await api.send('POST', path, body(), production);
    expect([answer.status, answer.body.message]).toEqual([status, message]);
    expect(countChanges(api.core)).toBe(before);
  });

  it('a price of ones own on its meter or in its group', async () => {
    const { body: plan } = await api.send('POST', '/v1/plans', { name: 'Own', lookup_key: 'base' }, production);
    expect(plan.environment_id).toBe(productionId);
    const before = countChanges(api.core);
    const onMeter = await api.send('POST', '/v1/prices', { ...catalog.usage, entity_id: plan.id }, production);
    expect([onMeter.status, onMeter.body.message]).toEqual([404, 'Meter not found']);
    const terms = { ...catalog.fixed, entity_id: plan.id, group_id: ids.groups };
    const inGroup = await api.send('POST', '/v1/prices', terms, production);
    expect([inGroup.status, inGroup.body.message]).toEqual([400, 'Some groups not found']);
    expect(countChanges(api.core)).toBe(before);
  });
});

describe('lists', () => {
  const searches = v1Routes.filter(({ path }) => path.endsWith('/search'));
  it.each(searches.map(({ path }) => [path]))(
    'POST %s finds nothing of another environment, not even by its id',
    async (path) => {
      const id = ids[path.split('/')[1] ?? ''];
      const filters = [{ field: 'id', operator: 'eq', data_type: 'string', value: { string: id } }];
      const found = await api.send('POST', `/v1${path}`, { filters });
      expect([found.status, found.body.pagination.total]).toEqual([200, 1]);
      const hidden = await api.send('POST', `/v1${path}`, { filters }, production);
      expect([hidden.status, hidden.body.pagination.total]).toEqual([200, 0]);
    },
  );

  it('of events show none of its usage', async () => {
    const { status, body } = await api.send('POST', '/v1/events/query', {}, production);
    expect([status, body.events]).toEqual([200, []]);
  });
});

it('a lookup key of another environment is free here', async () => {
  const body = { name: 'LLM', entity_type: 'price', lookup_key: catalog.group.lookup_key };
  expect((await api.send('POST', '/v1/groups', body, production)).status).toBe(201);
});

it('the key decides, whatever X-Environment-ID says', async () => {
  const headers = { 'x-environment-id': productionId };
  const { status, body } = await api.send('GET', `/v1/plans/${ids.plans}`, undefined, headers);
  expect([status, body.environment_id]).toEqual([200, api.core.environment_id]);
});
