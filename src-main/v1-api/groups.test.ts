import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const create = (body: object = {}) =>
  api.send('POST', '/v1/groups', { name: 'Tokens', entity_type: 'price', lookup_key: 'tokens', ...body });

it('creates a group', async () => {
  const { status, headers, body } = await create();
  expect(status).toBe(201);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(body).toEqual({
    id: expect.stringMatching(/^group_[0-9A-HJKMNP-TV-Z]{26}$/),
    name: 'Tokens',
    lookup_key: 'tokens',
    entity_type: 'price',
    entity_ids: [],
    status: 'published',
    metadata: null,
    member_count: 0,
    created_at: '2026-06-01T00:00:00Z',
    updated_at: '2026-06-01T00:00:00Z',
    etag: headers.get('etag'),
  });
});

it('refuses a missing field by its name', async () => {
  const { status, body } = await create({ name: '' });
  expect(status).toBe(400);
  expect(body).toEqual({
    code: 'validation_error',
    message: 'Request validation failed',
    http_status_code: 400,
    details: { Name: "Key: 'CreateGroupRequest.Name' Error:Field validation for 'Name' failed on the 'required' tag" },
    success: false,
    error: { message: 'Request validation failed', internal_error: null },
  });
});

it.each([['{'], [''], ['[]'], ['{"name":5,"entity_type":"price","lookup_key":"x"}']])(
  'refuses the malformed body %s',
  async (text) => {
    const { status, body } = await api.send('POST', '/v1/groups', text);
    expect([status, body.message, body.details]).toEqual([400, 'Invalid request format', undefined]);
  },
);

it('renames only while the group is as it was read', async () => {
  const { body: group, headers } = await create();
  const ifMatch = { 'if-match': headers.get('etag') ?? '' };
  const renamed = await api.send('PUT', `/v1/groups/${group.id}`, { name: 'A' }, ifMatch);
  expect([renamed.status, renamed.body.name]).toEqual([200, 'A']);
  const late = await api.send('PUT', `/v1/groups/${group.id}`, { name: 'B' }, ifMatch);
  expect([late.status, late.body.code]).toEqual([409, 'version_conflict']);
  const { body } = await api.send('GET', `/v1/groups/${group.id}`);
  expect(body.name).toBe('A');
});

it('creates once, however often the same request comes', async () => {
  const again = { 'idempotency-key': 'k1' };
  const request = { name: 'Tokens', entity_type: 'price', lookup_key: 'tokens' };
  const first = await api.send('POST', '/v1/groups', request, again);
  const second = await api.send('POST', '/v1/groups', request, again);
  expect(second.status).toBe(201);
  expect(second.body).toEqual(first.body);
  const other = await api.send('POST', '/v1/groups', { ...request, lookup_key: 'other' }, again);
  expect(other.status).toBe(400);
});
