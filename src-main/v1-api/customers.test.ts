import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges, testCatalog } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const acme = {
  external_id: 'acme',
  name: 'Acme GmbH',
  email: 'billing@acme.example',
  contact: '+49 30 1234',
  address_line1: 'Hauptstr. 1',
  address_line2: '2nd floor',
  address_city: 'Berlin',
  address_state: 'BE',
  address_postal_code: '10115',
  address_country: 'DE',
  timezone: 'Europe/Berlin',
  metadata: { segment: 'smb' },
};
const create = (body: object = {}) => api.send('POST', '/v1/customers', { ...acme, ...body });
const otherEnvironment = async () => {
  const { items } = await api.core.call('environment.list', {});
  const other = items.find(({ id }) => id !== api.core.environment_id);
  return { 'x-api-key': (await api.createKey({ environment_id: other?.id ?? '' })).key };
};

describe('create', () => {
  it('answers every field of the customer', async () => {
    const { status, body, headers } = await create({ shoe_size: 43 });
    expect(status).toBe(201);
    expect(body).toEqual({
      ...acme,
      id: expect.stringMatching(/^cust_[0-9A-HJKMNP-TV-Z]{26}$/),
      environment_id: api.core.environment_id,
      tenant_id: '00000000-0000-0000-0000-000000000000',
      status: 'published',
      created_at: '2026-06-01T00:00:00Z',
      updated_at: '2026-06-01T00:00:00Z',
      created_by: '00000000-0000-0000-0000-000000000000',
      updated_by: '00000000-0000-0000-0000-000000000000',
      parent_customer: null,
      parent_customer_id: null,
      etag: headers.get('etag'),
    });
  });

  it('needs only an external id and a name; the other keys are there and empty', async () => {
    const { status, body } = await api.send('POST', '/v1/customers', { external_id: 'a/b ü', name: 'A' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ email: '', contact: '', address_line1: '', address_country: '', timezone: '' });
    expect(body.metadata).toEqual({});
  });

  it('takes null in metadata for the empty text, as other rows do', async () => {
    const { body: one } = await create({ metadata: { a: null } });
    expect(one.metadata).toEqual({ a: '' });
    const { body } = await api.send('PUT', `/v1/customers/${one.id}`, { metadata: { b: null } });
    expect(body.metadata).toEqual({ b: '' });
  });

  const tag = (field: string, rule: string) => ({
    [field]: `Key: 'CreateCustomerRequest.${field}' Error:Field validation for '${field}' failed on the '${rule}' tag`,
  });
  it.each([
    ['external_id missing', { external_id: undefined }, tag('ExternalID', 'required')],
    ['external_id null', { external_id: null }, tag('ExternalID', 'required')],
    ['external_id empty', { external_id: '' }, tag('ExternalID', 'required')],
    ['name missing', { name: undefined }, tag('Name', 'required')],
    ['name empty', { name: '' }, tag('Name', 'required')],
    ['name of 256 characters', { name: 'n'.repeat(256) }, tag('Name', 'max')],
    ['address_line1 of 256 characters', { address_line1: 'n'.repeat(256) }, tag('AddressLine1', 'max')],
  ])('refuses %s', async (_case, body, details) => {
    const before = countChanges(api.core);
    const answer = await create(body);
    expect([answer.status, answer.body.message, answer.body.details]).toEqual([
      400,
      'Request validation failed',
      details,
    ]);
    expect(countChanges(api.core)).toBe(before);
  });

  it.each([
    ['timezone', 'Mars/Olympus', 'Please provide a valid IANA time zone, such as Europe/Berlin'],
    ['address_country', 'Germany', 'Please provide the country as a two-letter code, such as DE'],
  ])('refuses %s %s', async (field, value, message) => {
    const { status, body } = await create({ [field]: value });
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
  });

  it.each([
    ['no body', ''],
    ['half an object', '{'],
    ['a list', '[]'],
    ['a number as name', JSON.stringify({ ...acme, name: 5 })],
    ['a text as metadata', JSON.stringify({ ...acme, metadata: 'x' })],
    ['a number in metadata', JSON.stringify({ ...acme, metadata: { a: 5 } })],
  ])('refuses %s as malformed', async (_case, text) => {
    const { status, body } = await api.send('POST', '/v1/customers', text);
    expect([status, body.message]).toEqual([400, 'Invalid request format']);
  });

  it('refuses an external id twice, and takes it in another environment', async () => {
    const { body: first } = await create();
    const { status, body } = await create({ name: 'Other' });
    expect([status, body.code]).toEqual([409, 'already_exists']);
    expect(body.details).toEqual({ external_id: 'acme', customer_id: first.id });
    const there = await api.send('POST', '/v1/customers', acme, await otherEnvironment());
    expect(there.status).toBe(201);
  });
});

describe('read', () => {
  it('by id and by external id', async () => {
    const { body: customer } = await create({ external_id: 'a/b ü' });
    const byId = await api.send('GET', `/v1/customers/${customer.id}`);
    expect([byId.status, byId.body]).toEqual([200, customer]);
    const byKey = await api.send('GET', `/v1/customers/external/${encodeURIComponent('a/b ü')}`);
    expect([byKey.status, byKey.body]).toEqual([200, customer]);
  });

  it.each(['/v1/customers/cust_x', '/v1/customers/external/nobody'])('%s is 404', async (path) => {
    const { status, body } = await api.send('GET', path);
    expect([status, body.code, body.message]).toEqual([404, 'not_found', 'Customer not found']);
  });

  it('nothing of another environment', async () => {
    const { body: customer } = await create();
    const there = await otherEnvironment();
    for (const path of [`/v1/customers/${customer.id}`, '/v1/customers/external/acme']) {
      expect((await api.send('GET', path, undefined, there)).status).toBe(404);
    }
    expect((await api.send('PUT', `/v1/customers/${customer.id}`, { name: 'X' }, there)).status).toBe(404);
    expect((await api.send('DELETE', `/v1/customers/${customer.id}`, undefined, there)).status).toBe(404);
  });
});

describe('list', () => {
  beforeEach(async () => {
    await create();
    await create({ external_id: 'globex', name: 'Globex', email: 'g@globex.example' });
    const { body } = await create({ external_id: 'gone', name: 'Gone' });
    await api.send('DELETE', `/v1/customers/${body.id}`);
  });

  it.each([
    ['everything', {}, ['globex', 'acme']],
    ['an external id', { external_id: 'acme' }, ['acme']],
    ['external ids', { external_ids: ['acme', 'gone'] }, ['acme']],
    ['an e-mail address', { email: 'g@globex.example' }, ['globex']],
    ['archived ones', { status: 'archived' }, ['gone']],
    ['a sort by name', { sort: [{ field: 'name', direction: 'asc' }] }, ['acme', 'globex']],
    ['a sort by column name', { sort: 'external_id', order: 'asc' }, ['acme', 'globex']],
    [
      'a condition',
      { filters: [{ field: 'address_city', operator: 'eq', data_type: 'string', value: { string: 'Paris' } }] },
      [],
    ],
    ['the second page', { limit: 1, offset: 1 }, ['acme']],
  ])('search with %s', async (_case, body, expected) => {
    const answer = await api.send('POST', '/v1/customers/search', body);
    expect(answer.status).toBe(200);
    expect(answer.body.items.map((row: { external_id: string }) => row.external_id)).toEqual(expected);
  });

  it.each([
    ['', ['globex', 'acme']],
    ['?external_id=acme', ['acme']],
    ['?external_ids=acme&external_ids=globex&order=asc', ['acme', 'globex']],
    ['?limit=1', ['globex']],
    ['?limit=1&offset=1', ['acme']],
    ['?sort=name&order=asc', ['acme', 'globex']],
  ])('GET /v1/customers%s', async (query, expected) => {
    const answer = await api.send('GET', `/v1/customers${query}`);
    expect(answer.status).toBe(200);
    expect(answer.body.items.map((row: { external_id: string }) => row.external_id)).toEqual(expected);
  });

  it('says where the next page starts', async () => {
    const { body } = await api.send('POST', '/v1/customers/search', {});
    expect(body.pagination).toEqual({ total: 2, limit: 50, offset: 50 });
  });

  it('limit 0 means 50', async () => {
    const { status, body } = await api.send('POST', '/v1/customers/search', { limit: 0 });
    expect([status, body.pagination.limit]).toEqual([200, 50]);
  });

  it.each([
    ['limit 1001', { limit: 1001 }],
    ['offset -1', { offset: -1 }],
    ['order up', { order: 'up' }],
    ['a number as external_id', { external_id: 5 }],
  ])('refuses %s', async (_case, body) => {
    const answer = await api.send('POST', '/v1/customers/search', body);
    expect([answer.status, answer.body.message]).toEqual([400, 'Invalid filter parameters']);
  });
});

describe('update', () => {
  it('by path: what is left out stays, an empty text clears, metadata replaces', async () => {
    const { body: before } = await create();
    api.core.clock.advance(1500);
    const { status, body } = await api.send('PUT', `/v1/customers/${before.id}`, {
      name: 'Acme SE',
      address_line2: '',
      email: null,
      metadata: { a: 'b' },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...before,
      name: 'Acme SE',
      address_line2: '',
      metadata: { a: 'b' },
      updated_at: '2026-06-01T00:00:01.5Z',
      etag: expect.not.stringMatching(before.etag),
    });
    expect((await api.send('GET', `/v1/customers/${before.id}`)).body).toEqual(body);
  });

  it.each([
    ['id', (id: string) => `id=${id}`],
    ['external id', () => 'external_customer_id=acme'],
  ])('by query: %s', async (_case, query) => {
    const { body: before } = await create();
    const { status, body } = await api.send('PUT', `/v1/customers?${query(before.id)}`, { name: 'New' });
    expect([status, body.id, body.name]).toEqual([200, before.id, 'New']);
  });

  it('refuses to guess which customer is meant', async () => {
    const { status, body } = await api.send('PUT', '/v1/customers', { name: 'New' });
    expect([status, body.message]).toEqual([400, 'Please provide either id or external_customer_id']);
  });

  it('refuses an empty name and an external id of another customer', async () => {
    const { body: one } = await create();
    await create({ external_id: 'globex' });
    const empty = await api.send('PUT', `/v1/customers/${one.id}`, { name: '' });
    expect([empty.status, empty.body.message]).toEqual([400, 'Request validation failed']);
    const taken = await api.send('PUT', `/v1/customers/${one.id}`, { external_id: 'globex' });
    expect([taken.status, taken.body.code]).toEqual([409, 'already_exists']);
    expect((await api.send('GET', `/v1/customers/${one.id}`)).body).toEqual(one);
  });

  it('keeps the external id of a customer whose usage is charged', async () => {
    const { body: one } = await create();
    await subscribe();
    const { status, body } = await api.send('PUT', `/v1/customers/${one.id}`, { external_id: 'acme-2' });
    expect([status, body.code]).toEqual([400, 'invalid_operation']);
  });

  it('only while it is as it was read', async () => {
    const { body: one } = await create();
    const ifMatch = { 'if-match': one.etag };
    expect((await api.send('PUT', `/v1/customers/${one.id}`, { name: 'A' }, ifMatch)).status).toBe(200);
    const late = await api.send('PUT', `/v1/customers/${one.id}`, { name: 'B' }, ifMatch);
    expect([late.status, late.body.code]).toEqual([409, 'version_conflict']);
  });

  it('only while it is as it was read, named by the query', async () => {
    const { body: one } = await create();
    const ifMatch = { 'if-match': one.etag };
    const path = `/v1/customers?id=${one.id}`;
    expect((await api.send('PUT', path, { name: 'A' }, ifMatch)).status).toBe(200);
    const late = await api.send('PUT', path, { name: 'B' }, ifMatch);
    expect([late.status, late.body.code]).toEqual([409, 'version_conflict']);
    expect((await api.send('GET', `/v1/customers/${one.id}`)).body.name).toBe('A');
  });

  it('refuses a condition on a row that it does not name by id', async () => {
    const { body: one } = await create();
    const { status, body } = await api.send(
      'PUT',
      '/v1/customers?external_customer_id=acme',
      { name: 'A' },
      { 'if-match': one.etag },
    );
    expect([status, body.message]).toEqual([400, 'If-Match is for a request that names one row by its id']);
    expect((await api.send('GET', `/v1/customers/${one.id}`)).body).toEqual(one);
  });

  it('is another request with another id in the query', async () => {
    const { body: one } = await create();
    const { body: two } = await create({ external_id: 'globex' });
    const once = { 'idempotency-key': 'k' };
    expect((await api.send('PUT', `/v1/customers?id=${one.id}`, { name: 'A' }, once)).status).toBe(200);
    const other = await api.send('PUT', `/v1/customers?id=${two.id}`, { name: 'A' }, once);
    expect([other.status, other.body.code]).toEqual([400, 'validation_error']);
    expect((await api.send('GET', `/v1/customers/${two.id}`)).body).toEqual(two);
  });
});

describe('delete', () => {
  it('archives, again and again, and frees the external id', async () => {
    const { body: one } = await create();
    for (let time = 0; time < 2; time++) {
      const { status, text } = await api.send('DELETE', `/v1/customers/${one.id}`);
      expect([status, text]).toEqual([204, '']);
    }
    expect((await api.send('GET', `/v1/customers/${one.id}`)).body.status).toBe('archived');
    expect((await create()).status).toBe(201);
  });

  it('waits for the subscriptions to end', async () => {
    const { body: one } = await create();
    const subscription = await subscribe();
    const blocked = await api.send('DELETE', `/v1/customers/${one.id}`);
    expect([blocked.status, blocked.body.code, blocked.body.message]).toEqual([
      400,
      'invalid_operation',
      'Customer cannot be deleted due to active subscriptions',
    ]);
    await api.core.call('subscription.cancel', { id: subscription.id });
    expect((await api.send('DELETE', `/v1/customers/${one.id}`)).status).toBe(204);
  });

  it('of an unknown customer is 404', async () => {
    expect((await api.send('DELETE', '/v1/customers/cust_x')).status).toBe(404);
  });
});

it('a key that only reads changes nothing', async () => {
  const { body: one } = await create();
  const reader = { 'x-api-key': (await api.createKey({ access: 'read' })).key };
  expect((await api.send('GET', `/v1/customers/${one.id}`, undefined, reader)).status).toBe(200);
  expect((await api.send('POST', '/v1/customers/search', {}, reader)).status).toBe(200);
  for (const [method, body] of [
    ['PUT', { name: 'X' }],
    ['DELETE', undefined],
  ] as const) {
    const { status } = await api.send(method, `/v1/customers/${one.id}`, body, reader);
    expect(status).toBe(403);
  }
});

async function subscribe() {
  const { plan, usage } = await testCatalog(api.core);
  await api.core.call('price.create', usage);
  return api.core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
  });
}
