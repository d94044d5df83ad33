import { afterEach, beforeEach, expect, it } from 'vitest';
import { testCatalog } from '../core/test-catalog';
import { type TestSdk, testSdk } from './test-sdk';
import { refusedBy } from './test-sdk-error';
import { missingKeys } from './test-sdk-newer';

let api: TestSdk;
beforeEach(async () => {
  api = await testSdk();
});
afterEach(() => api.close());

const create = () => api.sdk.plans.createPlan({ displayOrder: 1, lookupKey: 'p', metadata: { a: 'b' }, name: 'P' });
const body = () => api.exchanges.at(-1)?.body;

it('creates, reads, changes and archives a plan', async () => {
  const { id = '' } = await create();
  expect(api.sent()).toBe('POST /v1/plans {"display_order":1,"lookup_key":"p","metadata":{"a":"b"},"name":"P"}');
  expect(missingKeys('plan', body())).toEqual([]);
  expect(await api.sdk.plans.getPlan(id)).toMatchObject({ id, name: 'P', displayOrder: 1, metadata: { a: 'b' } });
  expect(api.sent()).toBe(`GET /v1/plans/${id}`);
  expect(await api.sdk.plans.updatePlan(id, { description: 'D' })).toMatchObject({ id, description: 'D' });
  expect(api.sent()).toBe(`PUT /v1/plans/${id} {"description":"D"}`);
  expect(await api.sdk.plans.deletePlan(id)).toEqual({ message: 'price deleted successfully' });
  expect(api.sent()).toBe(`DELETE /v1/plans/${id}`);
  expect(await api.sdk.plans.getPlan(id)).toMatchObject({ status: 'archived' });
});

it('lists plans with their prices and meters', async () => {
  const { core } = api;
  const { plan, usage, feature } = await testCatalog(core);
  const price = await core.call('price.create', usage);
  await create();
  expect((await api.sdk.plans.queryPlan({})).pagination).toEqual({ total: 2, limit: 50, offset: 50 });
  expect(api.sent()).toBe('POST /v1/plans/search {}');
  const { items } = await api.sdk.plans.queryPlan({
    expand: 'prices,meters',
    limit: 5,
    planIds: [plan.id],
    sort: [{ direction: 'desc', field: 'created_at' }],
  });
  expect(api.sent()).toBe(
    `POST /v1/plans/search {"expand":"prices,meters","limit":5,"plan_ids":["${plan.id}"],"sort":[{"direction":"desc","field":"created_at"}]}`,
  );
  expect(items).toMatchObject([{ id: plan.id, prices: [{ id: price.id, meter: { id: feature.meter_id } }] }]);
  const [listed] = (body() as { items: { prices: unknown[] }[] }).items;
  expect([...missingKeys('plan', listed), ...missingKeys('price', listed?.prices[0])]).toEqual([]);
  expect((await api.sdk.plans.queryPlan({ lookupKey: 'p' })).items).toHaveLength(1);
});

it('clones a plan', async () => {
  const { id = '' } = await create();
  const clone = await api.sdk.plans.postPlansIdClone(id, { lookupKey: 'p2', name: 'P2' });
  expect(api.sent()).toBe(`POST /v1/plans/${id}/clone {"lookup_key":"p2","name":"P2"}`);
  expect(clone).toMatchObject({ name: 'P2', lookupKey: 'p2' });
  expect(api.exchanges.at(-1)?.status).toBe(201);
  const again = api.sdk.plans.postPlansIdClone(id, { lookupKey: 'p2', name: 'P2' });
  expect(await refusedBy(again, 'typed', api.exchanges)).toMatchObject({ status: 409 });
});

it('syncs the prices of a plan to its subscriptions', async () => {
  const { id = '' } = await create();
  expect(await api.sdk.plans.syncPlanPrices(id)).toMatchObject({ message: 'price sync v2 workflow started' });
  expect(api.sent()).toBe(`POST /v1/plans/${id}/sync/subscriptions`);
});

it('says that a lookup key is taken and that a name is missing', async () => {
  await create();
  expect(await refusedBy(create(), 'generic', api.exchanges)).toMatchObject({ status: 409, code: 'already_exists' });
  const unnamed = api.sdk.plans.createPlan({ name: '' });
  expect(await refusedBy(unnamed, 'typed', api.exchanges)).toMatchObject({ status: 400, code: 'validation_error' });
});

it.each([
  ['getPlan', () => api.sdk.plans.getPlan('plan_01')],
  ['updatePlan', () => api.sdk.plans.updatePlan('plan_01', { name: 'X' })],
  ['deletePlan', () => api.sdk.plans.deletePlan('plan_01')],
  ['postPlansIdClone', () => api.sdk.plans.postPlansIdClone('plan_01', { name: 'X', lookupKey: 'x' })],
  ['syncPlanPrices', () => api.sdk.plans.syncPlanPrices('plan_01')],
])('says that a plan is unknown to %s', async (_method, call) => {
  expect(await refusedBy(call(), 'typed', api.exchanges)).toMatchObject({ status: 404, code: 'not_found' });
});
