import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestSdk, testSdk } from './test-sdk';
import { refusedBy } from './test-sdk-error';
import { missingKeys } from './test-sdk-newer';

let api: TestSdk;
beforeEach(async () => {
  api = await testSdk();
});
afterEach(() => api.close());

const body = () => api.exchanges.at(-1)?.body;

const create = (lookupKey = 'tokens') =>
  api.sdk.features.createFeature({
    lookupKey,
    meter: { aggregation: { field: 'n', type: 'SUM' }, eventName: 'tok', name: 'Tokens', resetUsage: 'BILLING_PERIOD' },
    name: 'Tokens',
    type: 'metered',
    unitPlural: 'tokens',
    unitSingular: 'token',
  });

it('creates a metered feature', async () => {
  const { meter, ...feature } = await create();
  expect(api.sent()).toBe(
    'POST /v1/features {"lookup_key":"tokens","meter":{"aggregation":{"field":"n","type":"SUM"},"event_name":"tok","name":"Tokens","reset_usage":"BILLING_PERIOD"},"name":"Tokens","type":"metered","unit_plural":"tokens","unit_singular":"token"}',
  );
  expect(feature).toMatchObject({ name: 'Tokens', lookupKey: 'tokens', type: 'metered', unitPlural: 'tokens' });
  expect(missingKeys('feature', body())).toEqual([]);
});

it('lists, changes and archives features', async () => {
  const { id = '' } = await create();
  await create('other');
  expect((await api.sdk.features.queryFeature({})).pagination).toEqual({ total: 2, limit: 50, offset: 50 });
  expect(api.sent()).toBe('POST /v1/features/search {}');
  const { items } = await api.sdk.features.queryFeature({ featureIds: [id], expand: 'meters' });
  expect(items).toMatchObject([{ id, meter: { eventName: 'tok', aggregation: { type: 'SUM', field: 'n' } } }]);
  const [listed] = (body() as { items: { meter: unknown }[] }).items;
  expect([...missingKeys('feature', listed), ...missingKeys('meter', listed?.meter)]).toEqual([]);

  expect(await api.sdk.features.updateFeature(id, { name: 'T' })).toMatchObject({ id, name: 'T' });
  expect(api.sent()).toBe(`PUT /v1/features/${id} {"name":"T"}`);
  expect(await api.sdk.features.deleteFeature(id)).toEqual({ message: expect.any(String) });
  expect(api.sent()).toBe(`DELETE /v1/features/${id}`);
});

it('says why a feature cannot be created', async () => {
  await create();
  expect(await refusedBy(create(), 'generic', api.exchanges)).toMatchObject({ status: 409, code: 'already_exists' });
  const unnamed = api.sdk.features.createFeature({ name: '', type: 'boolean' });
  expect(await refusedBy(unnamed, 'typed', api.exchanges)).toMatchObject({ status: 400, code: 'validation_error' });
});

it.each([
  ['updateFeature', () => api.sdk.features.updateFeature('feat_01', { name: 'X' })],
  ['deleteFeature', () => api.sdk.features.deleteFeature('feat_01')],
])('says that a feature is unknown to %s', async (_method, call) => {
  expect(await refusedBy(call(), 'typed', api.exchanges)).toMatchObject({ status: 404, code: 'not_found' });
});
