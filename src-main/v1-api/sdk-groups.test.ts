import { SDKError } from '@flexprice/sdk/sdk/models';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestSdk, testSdk } from './test-sdk';
import { refusedBy } from './test-sdk-error';

let api: TestSdk;
beforeEach(async () => {
  api = await testSdk();
});
afterEach(() => api.close());

const create = (lookupKey = 'tokens') => api.sdk.groups.createGroup({ name: 'Tokens', entityType: 'price', lookupKey });

it('sends the key and says which version it is', async () => {
  await create();
  const headers = Object.fromEntries(api.exchanges[0]?.headers ?? []);
  expect(headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'speakeasy-sdk/typescript 2.0.1 2.845.12 1.0 @flexprice/sdk',
    'x-api-key': expect.stringMatching(/./),
  });
});

it('creates a group', async () => {
  expect(await create()).toEqual({
    id: expect.stringMatching(/^group_/),
    name: 'Tokens',
    lookupKey: 'tokens',
    entityType: 'price',
    entityIds: [],
    status: 'published',
    createdAt: '2026-06-01T00:00:00Z',
    updatedAt: '2026-06-01T00:00:00Z',
  });
  expect(api.sent()).toBe('POST /v1/groups {"entity_type":"price","lookup_key":"tokens","name":"Tokens"}');
});

it('reads a group', async () => {
  const { id = '' } = await create();
  expect(await api.sdk.groups.getGroup(id)).toMatchObject({ id, name: 'Tokens' });
  expect(api.sent()).toBe(`GET /v1/groups/${id}`);
});

it('lists groups', async () => {
  const { id } = await create();
  await create('other');
  const all = await api.sdk.groups.queryGroup({});
  expect(api.sent()).toBe('POST /v1/groups/search {}');
  expect(all.pagination).toEqual({ total: 2, limit: 50, offset: 50 });
  expect(all.items).toHaveLength(2);

  const { items, pagination } = await api.sdk.groups.queryGroup({
    entityType: 'price',
    filters: [{ field: 'name', operator: 'contains', dataType: 'string', value: { string: 'tok' } }],
    groupIds: [id ?? ''],
    limit: 10,
    lookupKey: 'tokens',
    name: 'Tok',
    offset: 0,
    sort: [{ field: 'name', direction: 'asc' }],
    startTime: '2026-01-01T00:00:00.000Z',
    status: 'published',
  });
  expect(api.sent()).toBe(
    `POST /v1/groups/search {"entity_type":"price","filters":[{"data_type":"string","field":"name","operator":"contains","value":{"string":"tok"}}],"group_ids":["${id}"],"limit":10,"lookup_key":"tokens","name":"Tok","offset":0,"sort":[{"direction":"asc","field":"name"}],"start_time":"2026-01-01T00:00:00.000Z","status":"published"}`,
  );
  expect(items?.map((group) => group.id)).toEqual([id]);
  expect(pagination).toEqual({ total: 1, limit: 10, offset: 10 });
});

it('deletes a group', async () => {
  const { id = '' } = await create();
  expect(await api.sdk.groups.deleteGroup(id)).toBeUndefined();
  expect(api.sent()).toBe(`DELETE /v1/groups/${id}`);
  expect(api.exchanges.at(-1)).toMatchObject({ status: 204, body: null });
  expect(await api.sdk.groups.getGroup(id)).toMatchObject({ status: 'archived' });
});

it('says why a group cannot be created', async () => {
  const call = api.sdk.groups.createGroup({ name: '', entityType: 'price', lookupKey: 'tokens' });
  expect(await refusedBy(call, 'typed', api.exchanges)).toMatchObject({
    status: 400,
    code: 'validation_error',
    message: 'Request validation failed',
    details: { Name: expect.stringContaining("'required' tag") },
  });
});

it('says that a lookup key is taken', async () => {
  await create();
  expect(await refusedBy(create(), 'generic', api.exchanges)).toMatchObject({ status: 409, code: 'already_exists' });
});

it.each(['getGroup', 'deleteGroup'] as const)('says that a group is unknown to %s', async (method) => {
  expect(await refusedBy(api.sdk.groups[method]('group_01'), 'typed', api.exchanges)).toMatchObject({
    status: 404,
    code: 'not_found',
  });
});

it('says that a search is not understood', async () => {
  const call = api.sdk.groups.queryGroup({ limit: 1001 });
  expect(await refusedBy(call, 'typed', api.exchanges)).toMatchObject({
    status: 400,
    message: 'Invalid filter parameters',
    details: { limit: 'must be between 1 and 1000' },
  });
});

it('needs a key', async () => {
  const call = api.sdkWith('sk_wrong').groups.queryGroup({});
  await expect(call).rejects.toBeInstanceOf(SDKError);
  await expect(call).rejects.toMatchObject({ statusCode: 401, body: '{"error":"Unauthorized"}' });
});

it('may not write with a key that only reads', async () => {
  const { groups } = api.sdkWith(await api.createKey('read'));
  expect((await groups.queryGroup({})).items).toEqual([]);
  await expect(groups.createGroup({ name: 'A', entityType: 'price', lookupKey: 'a' })).rejects.toMatchObject({
    statusCode: 403,
    body: '{"message":"insufficient permissions"}',
  });
  expect((await groups.queryGroup({})).items).toEqual([]);
});
