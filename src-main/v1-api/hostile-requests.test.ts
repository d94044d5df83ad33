import { contract } from '@shared/contract';
import type { AnyRoute } from '@shared/v1/route';
import { v1Routes } from '@shared/v1/routes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countChanges } from '../core/test-catalog';
import { pricebookOf, type TestApi, testApi } from './test-api';
import { fixedPrice } from './test-listed';
import { createV1App } from './v1-app';

let api: TestApi;
let readKey: string;
/** Keys and ids of rows in another environment, by the first part of the path. */
const foreign: Record<string, string> = {};

beforeAll(async () => {
  api = await testApi();
  readKey = (await api.createKey({ access: 'read' })).key;
  const { items } = await api.core.call('environment.list', {});
  const { key } = await api.createKey({ environment_id: items[1]?.id ?? '' });
  const create = async (path: string, body: object) =>
    (await api.send('POST', `/v1${path}`, body, { 'x-api-key': key })).body;
  const group = await create('/groups', { name: 'G', entity_type: 'price', lookup_key: 'theirs' });
  const plan = await create('/plans', { name: 'P', lookup_key: 'theirs' });
  const price = await create('/prices', { ...fixedPrice, entity_id: plan.id, lookup_key: 'theirs' });
  const meter = { name: 'M', event_name: 'e', aggregation: { type: 'COUNT' }, reset_usage: 'BILLING_PERIOD' };
  const feature = await create('/features', { name: 'F', type: 'metered', meter });
  const customer = await create('/customers', { external_id: 'theirs', name: 'C' });
  const subscription = await create('/subscriptions', {
    customer_id: customer.id,
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
  });
  await create('/events', { event_id: 'theirs', event_name: 'e', external_customer_id: 'theirs' });
  Object.assign(foreign, {
    groups: group.id,
    plans: plan.id,
    prices: price.id,
    features: feature.id,
    meters: feature.meter_id,
    customers: customer.id,
    subscriptions: subscription.id,
    events: 'theirs',
  });
});
afterAll(() => api.close());

const isWrite = (route: AnyRoute) => contract[route.procedure].kind === 'mutation';
const nameOf = (route: AnyRoute) => `${route.method} ${route.path}`;
const named = (routes: readonly AnyRoute[]) => routes.map((route) => [nameOf(route), route] as const);
const withParameter = v1Routes.filter(({ path }) => path.includes(':'));
const withBody = v1Routes.filter(({ body }) => body);

const pathOf = (route: AnyRoute, id = 'nothing') => `/v1${route.path.replace(/:\w+/g, id)}`;
const foreignId = ({ path }: AnyRoute) =>
  path.includes(':lookup_key') || path.includes(':external_id') ? 'theirs' : (foreign[path.split('/')[1] ?? ''] ?? '');

/** Bodies that are good in themselves, for routes whose empty body is refused before a row is looked for. */
const bodies: Record<string, object> = {
  'PUT /groups/:id': { name: 'x' },
  'PUT /meters/:id': { filters: [{ key: 'k', values: ['v'] }] },
  'POST /plans/:id/clone': { name: 'x', lookup_key: 'x' },
  'POST /features/:id/clone': { name: 'x', lookup_key: 'x' },
};
const bodyOf = (route: AnyRoute) => (route.body ? (bodies[nameOf(route)] ?? {}) : undefined);

it.each(named(v1Routes))('%s needs a live key', async (_name, route) => {
  const revoked = await api.createKey({});
  await api.core.call('apiKey.revoke', { id: revoked.id });
  for (const key of ['', 'wrong', 'x'.repeat(5000), api.key.slice(0, -1), `${api.key}x`, revoked.key, revoked.id]) {
    const { status, body } = await api.send(route.method, pathOf(route), bodyOf(route), { 'x-api-key': key });
    expect([status, body]).toEqual([401, { error: 'Unauthorized' }]);
  }
});

it.each(named(v1Routes.filter(isWrite)))('%s is refused to a key that may only read', async (_name, route) => {
  const before = countChanges(api.core);
  const { status, body } = await api.send(route.method, pathOf(route), bodyOf(route), { 'x-api-key': readKey });
  expect([status, body]).toEqual([403, { message: 'insufficient permissions' }]);
  expect(countChanges(api.core)).toBe(before);
});

it.each(named(v1Routes.filter((route) => !isWrite(route))))(
  '%s is open to a key that may only read',
  async (_, route) => {
    const { status } = await api.send(route.method, pathOf(route), bodyOf(route), { 'x-api-key': readKey });
    expect([200, 400, 404]).toContain(status);
  },
);

it.each(named(withBody))('%s refuses bodies that are no JSON object', async (_name, route) => {
  const before = countChanges(api.core);
  for (const text of [
    '',
    '{',
    '[]',
    '[{}]',
    'null',
    'true',
    '1',
    '"text"',
    '{"a":1',
    '{}{}',
    '\0',
    '<xml/>',
    'a=b&c=d',
  ]) {
    const { status, body } = await api.send(route.method, pathOf(route), text);
    expect([status, body.code, body.message], JSON.stringify(text)).toEqual([400, 'validation_error', route.malformed]);
  }
  expect(countChanges(api.core)).toBe(before);
});

it.each(named(withBody))('%s takes a body for JSON whatever it is called', async (_name, route) => {
  const json = await api.send(route.method, pathOf(route), bodyOf(route));
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
    const { status } = await api.send(route.method, pathOf(route), bodyOf(route), { 'content-type': type });
    expect(status, type).toBe(json.status);
  }
});

it.each(named(withParameter))('%s does not find what is not there', async (_name, route) => {
  const { status, body } = await api.send(route.method, pathOf(route), bodyOf(route));
  expect([status, body.code]).toEqual([404, 'not_found']);
});

it.each(named(withParameter))('%s does not find what another environment has', async (_name, route) => {
  const before = countChanges(api.core);
  const id = foreignId(route);
  expect(id).not.toBe('');
  const { status, body } = await api.send(route.method, pathOf(route, id), bodyOf(route));
  expect([status, body.code]).toEqual([404, 'not_found']);
  expect(countChanges(api.core)).toBe(before);
});

it.each(named(withParameter))('%s survives any id in its path', async (_name, route) => {
  const ids = ['%00', 'a%00b', '%ff', '%c3%28', '%2e%2e', '..%2f..%2fetc', '%', '%zz', '%25', '%20', '%F0%9F%98%80'];
  for (const id of [
    ...ids,
    'x'.repeat(10_000),
    "'%20or%201=1--",
    '%3Cscript%3E',
    '__proto__',
    'constructor',
    '*',
    ';',
    '~',
  ]) {
    const { status } = await api.send(route.method, pathOf(route, id), bodyOf(route));
    expect([400, 404], id).toContain(status);
  }
});

it.each(named(v1Routes.filter(isWrite)))('%s refuses an If-Match that is no ETag', async (_name, route) => {
  for (const etag of ['abc', '', '""', '"x"', '42', '"42', '"-1"', '"1", "2"', '"9999999999999999999"']) {
    const { status, body } = await api.send(route.method, pathOf(route), bodyOf(route), { 'if-match': etag });
    expect([status, body.code], etag).toEqual([400, 'validation_error']);
  }
});

it.each(named(v1Routes.filter(isWrite)))('%s refuses an Idempotency-Key that is none', async (_name, route) => {
  for (const key of ['', 'x'.repeat(256), 'é', 'a\tb']) {
    const { status, body } = await api.send(route.method, pathOf(route), bodyOf(route), { 'idempotency-key': key });
    expect([status, body.code], key).toEqual([400, 'validation_error']);
  }
});

it.each([...new Set(v1Routes.map(({ path }) => path))])('%s has no other methods', async (path) => {
  const matches = (route: AnyRoute) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(path);
  const known = v1Routes.filter(matches).map(({ method }) => method as string);
  for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'PURGE'].filter((one) => !known.includes(one))) {
    const { status, text } = await api.send(method, `/v1${path}`, method === 'GET' ? undefined : {});
    expect([status, text], method).toEqual([404, '404 page not found']);
  }
});

it.each([
  ['/'],
  ['/v1'],
  ['/v1/'],
  ['/v2/groups'],
  ['/v1/group'],
  ['/v1/groups/'],
  ['/v1//groups/x'],
  ['/v1/groups/a/b'],
  ['/v1/prices/units'.concat('/x/y')],
  ['/v1/../etc/passwd'],
  ['/v1/%2e%2e/%2e%2e/etc/passwd'],
  ['/v1/groups%00'],
  [`/v1/${'x'.repeat(20_000)}`],
  [`/v1${'/a'.repeat(5000)}`],
  ['/rpc/group.search'],
  ['/v1/rpc/group.search'],
  ['/.env'],
])('nothing is at %.60s', async (path) => {
  const { status, text } = await api.send('GET', path);
  expect([status, text]).toEqual([404, '404 page not found']);
});

it('says nothing of its inside when something breaks', async () => {
  const working = pricebookOf(api.core);
  const logged: string[] = [];
  const app = createV1App({
    pricebook: {
      ...working,
      answer: () => Promise.reject(new Error('select secret from /home/someone/store.db')),
    },
    log: (line) => logged.push(line),
  });
  const response = await app.request('/v1/groups/x', { headers: { 'x-api-key': api.key } });
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    code: 'internal_error',
    message: 'An unexpected error occurred',
    http_status_code: 500,
    success: false,
    error: { message: 'An unexpected error occurred', internal_error: null },
  });
  expect(logged.join()).toContain('select secret');
});
