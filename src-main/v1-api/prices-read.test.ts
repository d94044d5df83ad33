import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
beforeAll(async () => {
  api = await testPriceApi();
});
afterAll(() => api.close());

const create = (extra: object = {}) => api.made(201, 'POST', '/v1/prices', { ...api.fixed, ...extra });
const lookup = (segment: string) => api.send('GET', `/v1/prices/lookup/${segment}`);

describe('get (wire contract 3.6)', () => {
  it('an unknown id is 404', async () => {
    const { status, body } = await api.send('GET', '/v1/prices/price_x');
    expect([status, body.code, body.message]).toEqual([404, 'not_found', 'Price with ID price_x was not found']);
  });

  it('another environment’s id is 404 there', async () => {
    const { id } = await create({ lookup_key: 'sandbox-only' });
    const environments = await api.core.call('environment.list', {});
    const other = environments.items.find((environment) => environment.id !== api.core.environment_id);
    const { key } = await api.createKey({ environment_id: other?.id ?? '' });
    for (const path of [id, 'lookup/sandbox-only']) {
      expect((await api.send('GET', `/v1/prices/${path}`, undefined, { 'x-api-key': key })).status).toBe(404);
    }
    for (const method of ['PUT', 'DELETE']) {
      const refused = await api.refused(method, `/v1/prices/${id}`, {}, { 'x-api-key': key });
      expect(refused.status).toBe(404);
    }
  });

  it('ignores expand: meter and group are always nested', async () => {
    const { id } = await create({ ...api.usage, group_id: api.group.id });
    for (const query of ['', '?expand=nothing', '?expand=groups']) {
      const { status, body } = await api.send('GET', `/v1/prices/${id}${query}`);
      expect([status, body.meter.id, body.group.id]).toEqual([200, api.meter_id, api.group.id]);
    }
  });

  it('an ended price is read; a group that was archived is not nested', async () => {
    const group = await api.made(201, 'POST', '/v1/groups', { name: 'G', entity_type: 'price', lookup_key: 'g' });
    const { id } = await create({ group_id: group.id });
    await api.made(200, 'DELETE', `/v1/prices/${id}`, {});
    expect(await api.made(200, 'GET', `/v1/prices/${id}`)).toMatchObject({
      status: 'published',
      end_date: '2026-06-01T00:00:00Z',
      group_id: group.id,
      group: { id: group.id },
    });
    await api.made(204, 'DELETE', `/v1/groups/${group.id}`);
    expect(await api.made(200, 'GET', `/v1/prices/${id}`)).toMatchObject({ group_id: null, group: null });
  });
});

describe('lookup by key (wire contract 3.6)', () => {
  it.each([
    ['a/b c', 'a%2Fb%20c'],
    ['plain', 'plain'],
    ['a+b', 'a+b'],
    ['a&b=c?d#e', encodeURIComponent('a&b=c?d#e')],
    ['100%', '100%25'],
    ['a%2Fb', 'a%252Fb'],
    ['%41', '%2541'],
    ['Preis für Köln', encodeURIComponent('Preis für Köln')],
    ['/', '%2F'],
    ['a//b/', 'a%2F%2Fb%2F'],
    ['it’s "quoted"\\', encodeURIComponent('it’s "quoted"\\')],
    ['bulk', 'bulk'],
  ])('%j is found as %s: the segment is decoded once', async (lookup_key, segment) => {
    const { id } = await create({ lookup_key });
    const { status, body } = await lookup(segment);
    expect([status, body.id, body.lookup_key]).toEqual([200, id, lookup_key]);
  });

  it('answers what get answers', async () => {
    const { id } = await create({ ...api.usage, lookup_key: 'same', group_id: api.group.id });
    expect((await lookup('same')).body).toEqual((await api.send('GET', `/v1/prices/${id}`)).body);
  });

  it.each(['nobody', 'PLAIN', '%20', 'a%20b', '%E0%A4%A', '%zz'])('%s is 404', async (segment) => {
    const { status, body } = await lookup(segment);
    expect([status, body.code]).toEqual([404, 'not_found']);
  });

  it('names the key it did not find', async () => {
    expect((await lookup('no%2Fkey')).body.message).toBe('Price with lookup key no/key was not found');
  });

  it('a price with an end date is hidden, even one to come', async () => {
    const { id } = await create({ lookup_key: 'ends', end_date: '2030-01-01T00:00:00Z' });
    expect((await lookup('ends')).status).toBe(404);
    expect((await api.send('GET', `/v1/prices/${id}`)).status).toBe(200);
  });
});

describe('delete (wire contract 3.9)', () => {
  const remove = (id: string, body: unknown) => api.send('DELETE', `/v1/prices/${id}`, body);

  it.each<[string, object, object, string]>([
    ['now', {}, {}, '2026-06-01T00:00:00Z'],
    ['null is now', {}, { end_date: null }, '2026-06-01T00:00:00Z'],
    ['to come', {}, { end_date: '2026-07-01T00:00:00+02:00' }, '2026-06-30T22:00:00Z'],
    ['past', { start_date: '2026-01-01T00:00:00Z' }, { end_date: '2026-02-01T00:00:00Z' }, '2026-02-01T00:00:00Z'],
    ['as it starts', {}, { end_date: '2026-06-01T00:00:00Z' }, '2026-06-01T00:00:00Z'],
  ])('%s', async (_case, extra, body, end_date) => {
    const { id, sequence } = await create({ ...extra, group_id: api.group.id });
    const answer = await remove(id, body);
    expect([answer.status, answer.body]).toEqual([200, { message: 'price deleted successfully' }]);
    const after = await api.made(200, 'GET', `/v1/prices/${id}`);
    expect(after).toMatchObject({ end_date, status: 'published', group_id: api.group.id });
    expect(after.sequence).toBeGreaterThan(sequence);
  });

  it.each<[string, object, unknown, string]>([
    ['no body', {}, undefined, 'Invalid request format'],
    ['an empty body', {}, '', 'Invalid request format'],
    ['a list', {}, '[]', 'Invalid request format'],
    ['an empty date', {}, { end_date: '' }, 'Invalid request format'],
    ['a date as number', {}, { end_date: 5 }, 'Invalid request format'],
    [
      'an end date already, even one to come',
      { end_date: '2030-01-01T00:00:00Z' },
      {},
      'Cannot terminate a price that has already been terminated',
    ],
    [
      'before it starts',
      { start_date: '2026-07-01T00:00:00Z' },
      {},
      "The termination date must be on or after the price's start date",
    ],
  ])('%s is refused', async (_case, extra, body, message) => {
    const { id } = await create(extra);
    const answer = await api.refused('DELETE', `/v1/prices/${id}`, body);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([400, 'validation_error', message]);
  });

  it('an unknown id is 404', async () => {
    const answer = await api.refused('DELETE', '/v1/prices/price_x', {});
    expect([answer.status, answer.body.message]).toEqual([404, 'Price with ID price_x was not found']);
  });

  it('frees the lookup key', async () => {
    const { id } = await create({ lookup_key: 'freed' });
    await remove(id, {});
    expect((await create({ lookup_key: 'freed' })).id).not.toBe(id);
  });
});
