import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';
import { fixedPrice } from './test-listed';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const request = { name: 'Tokens', entity_type: 'price', lookup_key: 'tokens' };
const create = (body: object = {}) => api.send('POST', '/v1/groups', { ...request, ...body });
const search = async (body: object) => (await api.send('POST', '/v1/groups/search', body)).body;
const required = (field: string) =>
  `Key: 'CreateGroupRequest.${field}' Error:Field validation for '${field}' failed on the 'required' tag`;

describe('routes (wire contract 2)', () => {
  it.each([
    ['GET', '/v1/groups'],
    ['PATCH', '/v1/groups/x'],
    ['GET', '/v1/groups/lookup/tokens'],
  ])('%s %s is no route', async (method, path) => {
    const { status, text } = await api.send(method, path);
    expect([status, text]).toEqual([404, '404 page not found']);
  });
});

describe('create (wire contract 2.1, 2.2)', () => {
  it('answers the group with every key', async () => {
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

  it.each([
    ['a missing name', { name: undefined }, { Name: required('Name') }],
    ['an empty name', { name: '' }, { Name: required('Name') }],
    ['a null name', { name: null }, { Name: required('Name') }],
    ['a missing entity_type', { entity_type: undefined }, { EntityType: required('EntityType') }],
    ['an empty entity_type', { entity_type: '' }, { EntityType: required('EntityType') }],
    ['a missing lookup_key', { lookup_key: undefined }, { LookupKey: required('LookupKey') }],
    ['an empty lookup_key', { lookup_key: '' }, { LookupKey: required('LookupKey') }],
    ['two empty ones', { name: '', lookup_key: '' }, { Name: required('Name'), LookupKey: required('LookupKey') }],
    ['a name of 256 characters', { name: 'n'.repeat(256) }, { Name: expect.stringMatching(/'max' tag$/) }],
    ['a key of 256 characters', { lookup_key: 'n'.repeat(256) }, { LookupKey: expect.stringMatching(/'max' tag$/) }],
  ])('refuses %s', async (_case, fields, details) => {
    const { status, body } = await create(fields);
    expect(status).toBe(400);
    expect(body).toEqual({
      code: 'validation_error',
      message: 'Request validation failed',
      http_status_code: 400,
      details,
      success: false,
      error: { message: 'Request validation failed', internal_error: null },
    });
    expect(countChanges(api.core)).toBe(0);
  });

  it.each([
    ['half a document', '{"name":'],
    ['an empty body', ''],
    ['an array', '[]'],
    ['a text', '"tokens"'],
    ['null', 'null'],
    ['a name of another type', '{"name":5,"entity_type":"price","lookup_key":"x"}'],
    ['an entity_type of another type', '{"name":"x","entity_type":["price"],"lookup_key":"x"}'],
    ['a lookup_key of another type', '{"name":"x","entity_type":"price","lookup_key":{}}'],
  ])('refuses %s as malformed', async (_case, text) => {
    const { status, body } = await api.send('POST', '/v1/groups', text);
    expect([status, body.message, body.details]).toEqual([400, 'Invalid request format', undefined]);
    expect(countChanges(api.core)).toBe(0);
  });

  it.each(['PRICE', 'Price', 'plan', 'feature', ' price'])('refuses the entity type %j', async (entity_type) => {
    const { status, body } = await create({ entity_type });
    expect([status, body.code, body.message, body.details]).toEqual([
      400,
      'validation_error',
      `Unsupported entity type: ${entity_type}`,
      { allowed_types: ['price'] },
    ]);
  });

  it('refuses a lookup key that a published group has, and names that group', async () => {
    const { body: other } = await create();
    const { status, body } = await create({ name: 'Other' });
    expect([status, body.code]).toEqual([409, 'already_exists']);
    expect(body.details).toEqual({ lookup_key: 'tokens', group_id: other.id, group_name: 'Tokens' });
    expect((await search({})).pagination.total).toBe(1);
  });

  it('takes the lookup key of a deleted group again', async () => {
    const { body: first } = await create();
    await api.send('DELETE', `/v1/groups/${first.id}`);
    const { status, body } = await create();
    expect([status, body.lookup_key, body.id === first.id]).toEqual([201, 'tokens', false]);
  });

  it.each([
    ['the same name twice', { lookup_key: 'other' }],
    ['a key that differs by case', { lookup_key: 'Tokens' }],
    ['a name and a key as long as can be', { name: 'n'.repeat(255), lookup_key: 'k'.repeat(255) }],
    ['spaces around name and key, which stay', { name: ' Tokens ', lookup_key: ' tokens ' }],
    ['a key that is no slug', { lookup_key: 'R&D / Ö %_' }],
    ['what it does not know, unread', { lookup_key: 'other', metadata: { a: 'b' }, id: 'group_mine', colour: [1] }],
  ])('accepts %s', async (_case, fields) => {
    await create();
    const { status, body } = await create(fields);
    const { name = 'Tokens', lookup_key } = fields as { name?: string; lookup_key: string };
    expect([status, body.name, body.lookup_key, body.metadata]).toEqual([201, name, lookup_key, null]);
    expect(body.id).toMatch(/^group_[0-9A-Z]{26}$/);
  });

  it('happens once, however often the same request comes', async () => {
    const again = { 'idempotency-key': 'k1' };
    const first = await api.send('POST', '/v1/groups', request, again);
    const second = await api.send('POST', '/v1/groups', request, again);
    expect([second.status, second.body]).toEqual([201, first.body]);
    const other = await api.send('POST', '/v1/groups', { ...request, lookup_key: 'other' }, again);
    expect(other.status).toBe(400);
    expect((await search({})).pagination.total).toBe(1);
  });
});

describe('get (wire contract 2.3)', () => {
  it('names the members', async () => {
    const { group, price } = await withMember();
    const { status, body } = await api.send('GET', `/v1/groups/${group.id}`);
    expect([status, body.entity_ids, body.member_count]).toEqual([200, [price.id], 1]);
  });

  it('answers an archived group as archived', async () => {
    const { body: group } = await create();
    await api.send('DELETE', `/v1/groups/${group.id}`);
    const { status, body } = await api.send('GET', `/v1/groups/${group.id}`);
    expect([status, body.status]).toEqual([200, 'archived']);
  });

  it.each(['GET', 'DELETE', 'PUT'])('%s of an unknown group is not found', async (method) => {
    const { status, body } = await api.send(method, '/v1/groups/group_x', method === 'PUT' ? { name: 'x' } : undefined);
    expect([status, body.code, body.message]).toEqual([404, 'not_found', 'Group not found']);
  });
});

describe('search (wire contract 2.4)', () => {
  const ids: Record<string, string> = {};
  beforeEach(async () => {
    for (const name of ['Alpha', 'Beta', 'alphabet', 'Gone']) {
      ids[name] = (await create({ name, lookup_key: `key-${name}` })).body.id;
      api.core.clock.advance(86_400_000);
    }
    await api.send('DELETE', `/v1/groups/${ids.Gone}`);
  });

  it('answers every key of a group, and the newest first', async () => {
    const { items, pagination } = await search({});
    expect(items.map(({ name }: { name: string }) => name)).toEqual(['alphabet', 'Beta', 'Alpha']);
    expect(pagination).toEqual({ total: 3, limit: 50, offset: 50 });
    expect(items[2]).toEqual({
      id: ids.Alpha,
      name: 'Alpha',
      lookup_key: 'key-Alpha',
      entity_type: 'price',
      entity_ids: null,
      status: 'published',
      metadata: null,
      member_count: 0,
      created_at: '2026-06-01T00:00:00Z',
      updated_at: '2026-06-01T00:00:00Z',
      etag: expect.stringMatching(/^"\d+"$/),
    });
  });

  const dsl = (operator: string, string: string, field = 'name') => ({
    filters: [{ field, operator, data_type: 'string', value: { string } }],
  });
  it.each<[string, () => object, string[]]>([
    ['group_ids', () => ({ group_ids: [ids.Alpha, ids.Beta, 'group_x'] }), ['Beta', 'Alpha']],
    ['group_ids of a deleted group', () => ({ group_ids: [ids.Gone] }), []],
    ['no group_ids', () => ({ group_ids: [] }), ['alphabet', 'Beta', 'Alpha']],
    ['lookup_key, exactly', () => ({ lookup_key: 'key-Alpha' }), ['Alpha']],
    ['lookup_key of another case', () => ({ lookup_key: 'KEY-Alpha' }), []],
    ['a part of a lookup_key', () => ({ lookup_key: 'key' }), []],
    ['an empty lookup_key', () => ({ lookup_key: '' }), ['alphabet', 'Beta', 'Alpha']],
    ['name, a part of it', () => ({ name: 'lph' }), ['alphabet', 'Alpha']],
    ['name of another case', () => ({ name: 'ALPHA' }), []],
    ['name with a wildcard', () => ({ name: '%' }), []],
    ['an empty name', () => ({ name: '' }), ['alphabet', 'Beta', 'Alpha']],
    ['entity_type', () => ({ entity_type: 'price' }), ['alphabet', 'Beta', 'Alpha']],
    ['an empty entity_type', () => ({ entity_type: '' }), ['alphabet', 'Beta', 'Alpha']],
    ['a condition on the name, whatever the case', () => dsl('contains', 'ALPHA'), ['alphabet', 'Alpha']],
    ['a condition and a field, both', () => ({ ...dsl('contains', 'a'), lookup_key: 'key-Beta' }), ['Beta']],
    [
      'a range of creation',
      () => ({ start_time: '2026-06-02T00:00:00Z', end_time: '2026-06-03T00:00:00Z' }),
      ['alphabet', 'Beta'],
    ],
    ['status archived finds nothing', () => ({ status: 'archived' }), []],
    ['status deleted finds nothing', () => ({ status: 'deleted' }), []],
    ['order alone', () => ({ order: 'asc' }), ['Alpha', 'Beta', 'alphabet']],
    ['offset without limit', () => ({ offset: 1 }), ['Beta', 'Alpha']],
    ['limit', () => ({ limit: 1 }), ['alphabet']],
    ['sort', () => ({ sort: [{ field: 'name', direction: 'desc' }] }), ['Beta', 'alphabet', 'Alpha']],
    ['expand, to no effect', () => ({ expand: 'prices,anything' }), ['alphabet', 'Beta', 'Alpha']],
    [
      'nulls, as if they were not there',
      () => ({ group_ids: null, name: null, status: null, limit: null, sort: null }),
      ['alphabet', 'Beta', 'Alpha'],
    ],
  ])('by %s', async (_case, body, names) => {
    expect((await search(body())).items.map(({ name }: { name: string }) => name)).toEqual(names);
  });

  it('refuses an unsupported entity type', async () => {
    const { status, body } = await api.send('POST', '/v1/groups/search', { entity_type: 'plan' });
    expect([status, body.message]).toEqual([400, 'Unsupported entity type: plan']);
  });

  it.each([
    ['an empty body', ''],
    ['no object', '[]'],
    ['half a document', '{"name":'],
    ['ids that are no list', '{"group_ids":"group_x"}'],
    ['ids that are numbers', '{"group_ids":[1]}'],
    ['a name of another type', '{"name":1}'],
  ])('refuses %s as malformed', async (_case, text) => {
    const { status, body } = await api.send('POST', '/v1/groups/search', text);
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', 'Invalid filter parameters']);
  });
});

/** A group with one price in it. */
async function withMember() {
  const { body: plan } = await api.send('POST', '/v1/plans', { name: 'Base', lookup_key: 'base' });
  const { body: group } = await create();
  const { body: price } = await createPrice(plan.id, { group_id: group.id });
  return { plan, group, price };
}

const createPrice = (entity_id: string, body: object = {}) =>
  api.send('POST', '/v1/prices', { ...fixedPrice, entity_id, ...body });

describe('delete (wire contract 2.5)', () => {
  it('takes every price out of it, ended ones too, and archives it', async () => {
    const { plan, group, price } = await withMember();
    const { body: ended } = await createPrice(plan.id, { group_id: group.id });
    await api.send('DELETE', `/v1/prices/${ended.id}`, {});
    const { sequence } = (await api.send('GET', `/v1/prices/${price.id}`)).body;
    api.core.clock.advance(1500);
    const { status, text } = await api.send('DELETE', `/v1/groups/${group.id}`);
    expect([status, text]).toEqual([204, '']);
    for (const { id } of [price, ended]) {
      const { body } = await api.send('GET', `/v1/prices/${id}`);
      expect([body.group_id, body.group, body.updated_at]).toEqual([null, null, '2026-06-01T00:00:01.5Z']);
    }
    expect((await api.send('GET', `/v1/prices/${price.id}`)).body.sequence).toBe(sequence);
    expect((await api.send('GET', `/v1/groups/${group.id}`)).body).toMatchObject({
      status: 'archived',
      entity_ids: [],
      updated_at: '2026-06-01T00:00:01.5Z',
    });
  });

  it('answers the same again, and changes nothing', async () => {
    const { body: group } = await create();
    await api.send('DELETE', `/v1/groups/${group.id}`);
    const changes = countChanges(api.core);
    expect((await api.send('DELETE', `/v1/groups/${group.id}`)).status).toBe(204);
    expect(countChanges(api.core)).toBe(changes);
  });
});

describe('membership (wire contract 2.6)', () => {
  const memberOf = async (id: string) => {
    const { body } = await api.send('GET', `/v1/prices/${id}`);
    return [body.group_id, body.group?.id ?? null];
  };

  it.each<[string, (other: string) => object, 'same' | 'other' | null]>([
    ['left out keeps it', () => ({ display_name: 'x' }), 'same'],
    ['null keeps it', () => ({ group_id: null, display_name: 'x' }), 'same'],
    ['"" removes it', () => ({ group_id: '' }), null],
    ['another id moves it', (other) => ({ group_id: other }), 'other'],
  ])('of a price: %s', async (_case, fields, expected) => {
    const { group, price } = await withMember();
    const { body: other } = await create({ lookup_key: 'other' });
    expect((await api.send('PUT', `/v1/prices/${price.id}`, fields(other.id))).status).toBe(200);
    const id = expected && { same: group.id, other: other.id }[expected];
    expect(await memberOf(price.id)).toEqual([id, id]);
  });

  it.each([['unknown'], ['archived']])('of a price refuses an %s group', async (which) => {
    const { plan, group, price } = await withMember();
    const { body: gone } = await create({ lookup_key: 'gone' });
    await api.send('DELETE', `/v1/groups/${gone.id}`);
    const before = countChanges(api.core);
    const group_id = which === 'unknown' ? 'group_x' : gone.id;
    for (const answer of [
      await createPrice(plan.id, { group_id }),
      await api.send('PUT', `/v1/prices/${price.id}`, { group_id }),
    ]) {
      expect([answer.status, answer.body.code, answer.body.message]).toEqual([
        400,
        'validation_error',
        'Some groups not found',
      ]);
    }
    expect(await memberOf(price.id)).toEqual([group.id, group.id]);
    expect(countChanges(api.core)).toBe(before);
  });
});

describe('rename (ours)', () => {
  it('changes the name only while the group is as it was read', async () => {
    const { body: group, headers } = await create();
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    const renamed = await api.send('PUT', `/v1/groups/${group.id}`, { name: 'A', lookup_key: 'x' }, ifMatch);
    expect([renamed.status, renamed.body.name, renamed.body.lookup_key]).toEqual([200, 'A', 'tokens']);
    const late = await api.send('PUT', `/v1/groups/${group.id}`, { name: 'B' }, ifMatch);
    expect([late.status, late.body.code]).toEqual([409, 'version_conflict']);
    expect((await api.send('GET', `/v1/groups/${group.id}`)).body.name).toBe('A');
  });

  it.each([
    ['no name', {}, 'Request validation failed'],
    ['an empty name', { name: '' }, 'Request validation failed'],
    ['a name of another type', { name: 1 }, 'Invalid request format'],
  ])('refuses %s', async (_case, fields, message) => {
    const { body: group } = await create();
    const { status, body } = await api.send('PUT', `/v1/groups/${group.id}`, fields);
    expect([status, body.message]).toEqual([400, message]);
  });
});
