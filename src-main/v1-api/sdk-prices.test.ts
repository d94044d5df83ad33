import type { DtoCreatePriceRequest } from '@flexprice/sdk/sdk/models';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testCatalog } from '../core/test-catalog';
import { type TestSdk, testSdk } from './test-sdk';
import { refusedBy } from './test-sdk-error';
import { missingKeys } from './test-sdk-newer';

let api: TestSdk;
let usage: DtoCreatePriceRequest;
let planId: string;
let groupId: string;
let meterId: string;
beforeEach(async () => {
  api = await testSdk();
  const { plan, group, feature } = await testCatalog(api.core);
  [planId, groupId, meterId] = [plan.id, group.id, feature.meter_id ?? ''];
  usage = {
    amount: '0.02',
    billingCadence: 'RECURRING',
    billingModel: 'FLAT_FEE',
    billingPeriod: 'MONTHLY',
    currency: 'usd',
    entityId: planId,
    entityType: 'PLAN',
    groupId,
    invoiceCadence: 'ARREAR',
    lookupKey: 'a/b c',
    meterId,
    priceUnitType: 'FIAT',
    type: 'USAGE',
  };
});
afterEach(() => api.close());

const body = () => api.exchanges.at(-1)?.body;

it('creates a tiered price', async () => {
  const price = await api.sdk.prices.createPrice({
    ...usage,
    billingModel: 'TIERED',
    billingPeriodCount: 1,
    lookupKey: undefined,
    metadata: { a: 'b' },
    startDate: '2026-01-01T00:00:00.000Z',
    tierMode: 'SLAB',
    tiers: [
      { unitAmount: '0.02', upTo: 1000 },
      { flatAmount: '5', unitAmount: '0.01' },
    ],
  });
  expect(api.sent()).toBe(
    `POST /v1/prices {"amount":"0.02","billing_cadence":"RECURRING","billing_model":"TIERED","billing_period":"MONTHLY","billing_period_count":1,"currency":"usd","entity_id":"${planId}","entity_type":"PLAN","group_id":"${groupId}","invoice_cadence":"ARREAR","metadata":{"a":"b"},"meter_id":"${meterId}","price_unit_type":"FIAT","start_date":"2026-01-01T00:00:00.000Z","tier_mode":"SLAB","tiers":[{"unit_amount":"0.02","up_to":1000},{"flat_amount":"5","unit_amount":"0.01"}],"type":"USAGE"}`,
  );
  expect(price).toMatchObject({
    amount: '0',
    groupId,
    meterId,
    metadata: { a: 'b' },
    startDate: '2026-01-01T00:00:00Z',
    tiers: [
      { upTo: 1000, unitAmount: '0.02' },
      { unitAmount: '0.01', flatAmount: '5' },
    ],
  });
});

it('takes one month for a billing period without a count, and an older name of the trial', async () => {
  expect(await api.sdk.prices.createPrice({ ...usage, trialPeriod: 0 })).toMatchObject({ billingPeriodCount: 1 });
});

it('reads a price by its id and by a lookup key that needs escaping', async () => {
  const { id = '' } = await api.sdk.prices.createPrice(usage);
  expect(await api.sdk.prices.getPrice(id)).toMatchObject({ id, meter: { id: meterId }, group: { id: groupId } });
  expect(api.sent()).toBe(`GET /v1/prices/${id}`);
  expect(missingKeys('price', body())).toEqual([]);
  const { meter, group } = body() as { meter: unknown; group: unknown };
  expect([...missingKeys('meter', meter), ...missingKeys('group', group)]).toEqual([]);

  expect(await api.sdk.prices.getPriceByLookupKey('a/b c')).toMatchObject({ id, lookupKey: 'a/b c' });
  expect(api.sent()).toBe('GET /v1/prices/lookup/a%2Fb%20c');
  expect(missingKeys('price', body())).toEqual([]);
});

it('lists prices', async () => {
  const { id } = await api.sdk.prices.createPrice(usage);
  const all = await api.sdk.prices.queryPrice({});
  expect(api.sent()).toBe('POST /v1/prices/search {"allow_expired_prices":false}');
  expect(all.pagination).toEqual({ total: 1, limit: 50, offset: 50 });

  const { items } = await api.sdk.prices.queryPrice({
    entityIds: [planId],
    entityType: 'PLAN',
    expand: 'groups,meters',
    filters: [{ dataType: 'array', field: 'group_id', operator: 'in', value: { array: [groupId] } }],
    limit: 20,
    planIds: [planId],
  });
  expect(api.sent()).toBe(
    `POST /v1/prices/search {"allow_expired_prices":false,"entity_ids":["${planId}"],"entity_type":"PLAN","expand":"groups,meters","filters":[{"data_type":"array","field":"group_id","operator":"in","value":{"array":["${groupId}"]}}],"limit":20,"plan_ids":["${planId}"]}`,
  );
  expect(items).toMatchObject([{ id, meter: { id: meterId }, group: { id: groupId } }]);
});

it('creates prices in bulk', async () => {
  const { items } = await api.sdk.prices.createPricesBulk({ items: [usage, { ...usage, lookupKey: 'b' }] });
  expect(api.sent()).toMatch(/^POST \/v1\/prices\/bulk \{"items":\[\{"amount":"0.02",/);
  expect(items).toMatchObject([{ lookupKey: 'a/b c' }, { lookupKey: 'b' }]);
});

it('changes a price in place, and by a successor when its amount changes', async () => {
  const { id = '' } = await api.sdk.prices.createPrice({ ...usage, startDate: '2026-01-01T00:00:00Z' });
  const edited = await api.sdk.prices.updatePrice(id, { displayName: 'X', groupId: '', metadata: { k: 'v' } });
  expect(api.sent()).toBe(`PUT /v1/prices/${id} {"display_name":"X","group_id":"","metadata":{"k":"v"}}`);
  expect(edited).toMatchObject({ id, displayName: 'X', metadata: { k: 'v' } });
  expect(edited.groupId).toBeFalsy();

  const next = await api.sdk.prices.updatePrice(id, { amount: '5', effectiveFrom: '2026-07-01T00:00:00Z' });
  expect(api.sent()).toBe(`PUT /v1/prices/${id} {"amount":"5","effective_from":"2026-07-01T00:00:00Z"}`);
  expect(next).toMatchObject({ amount: '5', parentPriceId: id });
  expect(next.id).not.toBe(id);
});

it('ends a price', async () => {
  const { id = '' } = await api.sdk.prices.createPrice(usage);
  expect(await api.sdk.prices.deletePrice(id, {})).toEqual({ message: expect.any(String) });
  expect(api.sent()).toBe(`DELETE /v1/prices/${id} {}`);
  expect(api.exchanges.at(-1)?.status).toBe(200);
});

it('says why a price cannot be created', async () => {
  const call = api.sdk.prices.createPrice({ ...usage, currency: 'dollars' });
  expect(await refusedBy(call, 'typed', api.exchanges)).toMatchObject({ status: 400, code: 'validation_error' });
  const bulk = api.sdk.prices.createPricesBulk({ items: [usage, { ...usage, lookupKey: '', amount: '-1' }] });
  expect(await refusedBy(bulk, 'typed', api.exchanges)).toMatchObject({ status: 400 });
  expect((await api.sdk.prices.queryPrice({})).items).toEqual([]);
});

it('says that a lookup key is taken', async () => {
  await api.sdk.prices.createPrice(usage);
  const taken = { status: 409, code: 'already_exists' };
  expect(await refusedBy(api.sdk.prices.createPrice(usage), 'generic', api.exchanges)).toMatchObject(taken);
  const bulk = api.sdk.prices.createPricesBulk({ items: [usage] });
  expect(await refusedBy(bulk, 'generic', api.exchanges)).toMatchObject(taken);
});

it.each([
  ['getPrice', () => api.sdk.prices.getPrice('price_01')],
  ['getPriceByLookupKey', () => api.sdk.prices.getPriceByLookupKey('none')],
  ['updatePrice', () => api.sdk.prices.updatePrice('price_01', { displayName: 'X' })],
  ['deletePrice', () => api.sdk.prices.deletePrice('price_01', {})],
])('says that a price is unknown to %s', async (_method, call) => {
  expect(await refusedBy(call(), 'generic', api.exchanges)).toMatchObject({ status: 404, code: 'not_found' });
});
