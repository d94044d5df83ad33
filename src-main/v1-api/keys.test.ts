import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from './test-server';

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.close());

/** Answers status and body of a request with these headers and no others of ours. */
async function ask(headers: Record<string, string>, method = 'GET', path = '/v1/groups/x', body?: string) {
  const answer = await fetch(`${server.origin}${path}`, { method, headers, ...(body !== undefined && { body }) });
  return [answer.status, await answer.json()];
}
const unknownGroup = [404, expect.objectContaining({ message: 'Group not found' })];

describe('a request without a live key is refused as the contract words it (wire contract 1.5)', () => {
  it.each<[string, Record<string, string>, string]>([
    ['none', {}, 'Unauthorized'],
    ['an empty one', { 'x-api-key': '' }, 'Unauthorized'],
    ['an unknown one', { 'x-api-key': `sk_${'a'.repeat(43)}` }, 'Unauthorized'],
    ['something else', { 'x-api-key': "' or 1=1 --" }, 'Unauthorized'],
    ['a very long one', { 'x-api-key': 'a'.repeat(10_000) }, 'Unauthorized'],
    ['an unknown bearer', { authorization: `Bearer sk_${'a'.repeat(43)}` }, 'Invalid token'],
    ['a bearer that is no key', { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' }, 'Invalid token'],
    ['a bearer without a key', { authorization: 'Bearer ' }, 'Invalid authorization header format'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'Invalid authorization header format'],
    ['two words', { authorization: 'Bearer a b' }, 'Invalid authorization header format'],
  ])('%s', async (_what, headers, error) => {
    expect(await ask(headers)).toEqual([401, { error }]);
    expect(await ask(headers, 'POST', '/v1/groups', '{}')).toEqual([401, { error }]);
  });

  it.each([4, 10, -1])('a live one that is changed at %i', async (at) => {
    const wrong = server.key.split('');
    wrong.splice(at, 1, wrong.at(at) === 'x' ? 'y' : 'x');
    expect(await ask({ 'x-api-key': wrong.join('') })).toEqual([401, { error: 'Unauthorized' }]);
  });

  it('a live one with something before or after it', async () => {
    for (const key of [`${server.key}x`, server.key.slice(0, -1), server.key.toUpperCase()]) {
      expect(await ask({ 'x-api-key': key })).toEqual([401, { error: 'Unauthorized' }]);
    }
  });

  it('the hash of a live one, which is all that is kept', async () => {
    const hash = server.core.store.sqlite.prepare('select hash from api_keys').pluck().get();
    expect(await ask({ 'x-api-key': String(hash) })).toEqual([401, { error: 'Unauthorized' }]);
    expect(await ask({ 'x-api-key': `sk_${hash}` })).toEqual([401, { error: 'Unauthorized' }]);
  });

  it('a revoked one, within about a second', async () => {
    const created = await server.core.call('apiKey.create', { name: 'second' });
    expect(await ask({ 'x-api-key': created.key })).toEqual(unknownGroup);
    await server.core.call('apiKey.revoke', { id: created.id });
    await delay(1100);
    expect(await ask({ 'x-api-key': created.key })).toEqual([401, { error: 'Unauthorized' }]);
    expect(await ask({ 'x-api-key': server.key })).toEqual(unknownGroup);
  });
});

describe('a live key', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])('is also taken as %s', async (scheme) => {
    expect(await ask({ authorization: `${scheme} ${server.key}` })).toEqual(unknownGroup);
  });

  it('is not looked for in the address', async () => {
    expect(await ask({}, 'GET', `/v1/groups/x?api_key=${server.key}`)).toEqual([401, { error: 'Unauthorized' }]);
  });

  it('decides the environment, whatever X-Environment-ID says', async () => {
    const { items } = await server.core.call('environment.list', {});
    const production = items.find(({ type }) => type === 'production')?.id ?? '';
    const { id } = await server.core.call('group.create', { name: 'a', entity_type: 'price', lookup_key: 'a' });
    const [status] = await ask({ 'x-api-key': server.key, 'x-environment-id': production }, 'GET', `/v1/groups/${id}`);
    expect(status).toBe(200);
    const reply = await server.core.app.call('apiKey.create', { name: 'p' }, { environment_id: production });
    const { key } = (reply.ok ? reply.data : {}) as { key: string };
    expect(await ask({ 'x-api-key': key }, 'GET', `/v1/groups/${id}`)).toEqual(unknownGroup);
  });

  it('that may only read changes nothing', async () => {
    const { key } = await server.core.call('apiKey.create', { name: 'reader', access: 'read' });
    const group = await server.core.call('group.create', { name: 'a', entity_type: 'price', lookup_key: 'a' });
    const headers = { 'x-api-key': key };
    const refused = [403, { message: 'insufficient permissions' }];
    const body = JSON.stringify({ name: 'b', entity_type: 'price', lookup_key: 'b' });
    expect(await ask(headers, 'POST', '/v1/groups', body)).toEqual(refused);
    expect(await ask(headers, 'POST', '/v1/groups', 'not even JSON')).toEqual(refused);
    expect(await ask(headers, 'PUT', `/v1/groups/${group.id}`, body)).toEqual(refused);
    expect(await ask(headers, 'DELETE', `/v1/groups/${group.id}`)).toEqual(refused);
    expect((await ask(headers, 'POST', '/v1/groups/search', '{}'))[0]).toBe(200);
    expect((await server.core.call('group.search', {})).items).toEqual([expect.objectContaining({ name: 'a' })]);
  });

  it('is marked as used at the first of many requests', async () => {
    const lastUse = async () => (await server.core.call('apiKey.list', {})).items[0]?.last_used_at;
    expect(await lastUse()).toBeNull();
    await ask({ 'x-api-key': server.key });
    await expect.poll(lastUse).toBe('2026-06-01T00:00:00.000Z');
    server.core.clock.advance(5000);
    await Promise.all(Array.from({ length: 20 }, () => ask({ 'x-api-key': server.key })));
    expect(await lastUse()).toBe('2026-06-01T00:00:00.000Z');
  });
});
