import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v1Routes } from '@shared/v1/routes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges, testCatalog } from '../../core/test-catalog';
import { pricebookOf, type TestApi, testApi } from '../test-api';
import { createV1App } from '../v1-app';

let api: TestApi;
let customer_id: string;
beforeEach(async () => {
  api = await testApi({ start: '2026-03-10T12:00:00.000Z' });
  customer_id = (await api.core.call('customer.create', { external_id: 'acme', name: 'Acme' })).id;
});
afterEach(() => api.close());

const makeLink = (body: object = {}, headers: Record<string, string> = {}) =>
  api.send('POST', '/v1/portal/links', { customer_id, ...body }, headers);
const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
/** Asks as the page does: with the token and without a key. */
const ask = (token: string, body: unknown = {}) =>
  api.send('POST', '/portal/usage', body, { 'x-api-key': '', 'x-session-token': token });

describe('POST /v1/portal/links', () => {
  it('answers the address of the page, with the token in its fragment', async () => {
    const { status, body } = await makeLink({ expires_in_hours: 48 });
    expect(status).toBe(201);
    expect(body).toEqual({
      url: `http://localhost/portal/#${body.token}`,
      token: expect.stringMatching(/^pl1\.[\w-]+\.[\w-]{43}$/),
      expires_at: '2026-03-12T12:00:00Z',
      customer_id,
    });
  });

  it('names the customer by external id, and is good for a day', async () => {
    const { body } = await api.send('POST', '/v1/portal/links', { external_customer_id: 'acme' });
    expect(body).toMatchObject({ customer_id, expires_at: '2026-03-11T12:00:00Z' });
  });

  const hours = 'Please choose between 1 and 2160 hours (90 days)';
  it.each([
    ['nobody named', { customer_id: undefined }, 400, 'Please provide either customer_id or external_customer_id'],
    ['an unknown customer', { customer_id: 'cust_x' }, 404, 'Customer not found'],
    ['no hour', { expires_in_hours: 0 }, 400, hours],
    ['more than 90 days', { expires_in_hours: 2161 }, 400, hours],
    ['half an hour', { expires_in_hours: 0.5 }, 400, 'Invalid request format'],
    ['hours as text', { expires_in_hours: '24' }, 400, 'Invalid request format'],
  ])('refuses %s', async (_case, body, status, message) => {
    const answer = await makeLink(body);
    expect([answer.status, answer.body.message]).toEqual([status, message]);
  });

  it('is for keys that may write, of the same environment', async () => {
    const reader = await api.createKey({ access: 'read' });
    expect((await makeLink({}, { 'x-api-key': reader.key })).status).toBe(403);
    const { items } = await api.core.call('environment.list', {});
    const other = items.find(({ id }) => id !== api.core.environment_id)?.id ?? '';
    const { key } = await api.createKey({ environment_id: other });
    expect((await makeLink({}, { 'x-api-key': key })).status).toBe(404);
  });
});

describe('POST /portal/usage', () => {
  let token: string;
  let catalog: Awaited<ReturnType<typeof testCatalog>>;
  beforeEach(async () => {
    catalog = await testCatalog(api.core);
    const since = { start_date: '2026-01-01T00:00:00Z' };
    await api.core.call('price.create', { ...catalog.usage, ...since, group_id: catalog.group.id });
    await api.core.call('customer.create', { external_id: 'rival', name: 'Rival & Sons' });
    for (const external_customer_id of ['acme', 'rival']) {
      await api.core.call('subscription.create', {
        external_customer_id,
        plan_id: catalog.plan.id,
        currency: 'usd',
        billing_period: 'MONTHLY',
        ...since,
      });
    }
    const event = (external_customer_id: string, n: string, at: string) =>
      api.core.call('event.ingest', {
        event_name: 'tokens',
        external_customer_id,
        timestamp: at,
        properties: { n },
      });
    await event('acme', '300', '2026-03-02T10:00:00Z');
    await event('acme', '50', '2026-03-09T10:00:00Z');
    await event('rival', '777777', '2026-03-02T10:00:00Z');
    token = (await makeLink()).body.token;
  });

  it('without a range says whose usage it is and when days begin', async () => {
    const { status, body } = await ask(token);
    expect([status, body]).toEqual([
      200,
      {
        customer_name: 'Acme',
        timezone: 'UTC',
        expires_at: '2026-03-11T12:00:00.000Z',
        first_usage: '2026-03-02T00:00:00.000Z',
        last_usage: '2026-03-09T00:00:00.000Z',
        report: null,
      },
    ]);
  });

  it('answers the trend and the breakdown of that customer alone', async () => {
    const { status, body, text } = await ask(token, march);
    expect(status).toBe(200);
    expect(body.report.totals).toEqual([{ currency: 'usd', total_cost: '3.5' }]);
    expect(body.report.groups).toEqual([
      expect.objectContaining({
        name: 'LLM',
        total_cost: '3.5',
        rows: [expect.objectContaining({ name: 'Tokens', total_usage: '350', total_cost: '3.5' })],
      }),
    ]);
    expect(body.report.series[0].cost.filter((cost: string) => cost !== '0')).toEqual(['3', '0.5']);
    expect(text).not.toContain('777777');
    expect(text).not.toContain('Rival');
  });

  it('answers nothing of an archived customer that had the external id before', async () => {
    const { call } = api.core;
    const { items } = await call('subscription.search', { customer_id });
    await call('subscription.cancel', { id: items[0]?.id ?? '', cancelled_at: '2026-03-05T00:00:00Z' });
    await call('customer.archive', { id: customer_id });
    const next = await call('customer.create', { external_id: 'acme', name: 'Next' });
    await call('subscription.create', {
      external_customer_id: 'acme',
      plan_id: catalog.plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-03-05T00:00:00Z',
    });
    const link = await makeLink({ customer_id: next.id });
    const { body } = await ask(link.body.token, march);
    expect(body.report.totals).toEqual([{ currency: 'usd', total_cost: '0.5' }]);
  });

  it('shows no id, key or event name of the catalog', async () => {
    const { text } = await ask(token, march);
    expect(text).not.toMatch(/(group|price|plan|meter|feat|cust|subs|env|secret)_[0-9A-Z]{26}/);
    for (const hidden of ['"tokens"', 'group-llm', 'Base Plan', customer_id]) expect(text).not.toContain(hidden);
  });

  it('cannot be asked about another customer, environment, plan or group', async () => {
    const { body: plain } = await ask(token, march);
    const { body: rival } = await api.send('GET', '/v1/customers/external/rival');
    const { body } = await ask(token, {
      ...march,
      customer_ids: [rival.id],
      customer_id: rival.id,
      external_customer_id: 'rival',
      environment_id: 'env_x',
      plan_ids: ['plan_x'],
      group_ids: ['x'],
      count_customers: true,
    });
    expect(body).toEqual(plain);
  });

  it('shows the usage of another day as it comes in, and edits nothing', async () => {
    const before = countChanges(api.core);
    await ask(token, march);
    await api.core.call('event.ingest', {
      event_name: 'tokens',
      external_customer_id: 'acme',
      timestamp: '2026-03-10T09:00:00Z',
      properties: { n: '100' },
    });
    const { body } = await ask(token, march);
    expect(body.report.totals).toEqual([{ currency: 'usd', total_cost: '4.5' }]);
    expect(countChanges(api.core)).toBe(before);
  });

  it.each([
    ['no token', () => ({})],
    ['an empty token', () => ({ 'x-session-token': '' })],
    ['an API key as token', () => ({ 'x-session-token': api.key })],
    ['an API key where it belongs elsewhere', () => ({ 'x-api-key': api.key })],
    ['an API key as bearer', () => ({ authorization: `Bearer ${api.key}` })],
    ['a token with another signature', () => ({ 'x-session-token': `${token.slice(0, -4)}AAAA` })],
    ['a token as API key', () => ({ 'x-api-key': token })],
  ])('%s is 401', async (_case, headers) => {
    const answer = await api.send('POST', '/portal/usage', march, { 'x-api-key': '', ...headers() });
    expect([answer.status, answer.body]).toEqual([401, { error: 'Unauthorized' }]);
  });

  it('an expired link is 401', async () => {
    api.core.clock.advance(24 * 3_600_000);
    expect((await ask(token, march)).status).toBe(401);
  });

  it('a link whose key was revoked is 401, at once', async () => {
    const { key, id } = await api.createKey({});
    const { body } = await makeLink({}, { 'x-api-key': key });
    expect((await ask(body.token)).status).toBe(200);
    await api.core.call('apiKey.revoke', { id });
    expect((await ask(body.token)).status).toBe(401);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', []],
    ['a date that is none', { ...march, start_time: 'yesterday' }],
    ['an unknown window', { ...march, window_size: 'MINUTE' }],
    ['a long question', { ...march, note: 'x'.repeat(5000) }],
    ['an end before the start', { start_time: march.end_time, end_time: march.start_time }],
    [
      'a thousand years of hours',
      { start_time: '1026-01-01T00:00:00Z', end_time: march.end_time, window_size: 'HOUR' },
    ],
  ])('refuses %s', async (_case, body) => {
    const answer = await ask(token, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_error']);
  });

  it('slows a page down that asks without end', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(token)));
    expect(answers.map(({ status }) => status)).toContain(429);
  });
});

it('the token opens no route of the API', async () => {
  const { token } = (await makeLink()).body;
  for (const { method, path } of v1Routes) {
    const url = `/v1${path.replaceAll(/:\w+(\{[^}]*\})?/g, 'x')}`;
    for (const header of ['x-session-token', 'x-api-key']) {
      const headers = { 'x-api-key': '', [header]: token };
      const answer = await api.send(method, url, method === 'GET' ? undefined : {}, headers);
      expect(answer.status, `${method} ${url}`).toBe(401);
    }
  }
});

describe('the page', () => {
  let rendererDir: string;
  beforeEach(() => {
    rendererDir = mkdtempSync(join(tmpdir(), 'portal-'));
    mkdirSync(join(rendererDir, 'assets'));
    for (const name of ['portal.html', 'index.html', 'theme.js', 'icon.svg', 'assets/portal-1a.js', 'secret.txt']) {
      writeFileSync(join(rendererDir, name), name);
    }
  });
  afterEach(() => rmSync(rendererDir, { recursive: true }));

  const get = (path: string) =>
    createV1App({
      pricebook: pricebookOf(api.core),
      log: () => undefined,
      rendererDir,
    }).request(path);

  it('is answered without a key, with a strict policy, and is kept nowhere', async () => {
    const response = await get('/portal/');
    expect([response.status, await response.text()]).toEqual([200, 'portal.html']);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    });
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('http');
  });

  it('is found without the slash', async () => {
    const response = await get('/portal');
    expect([response.status, response.headers.get('location')]).toEqual([308, '/portal/']);
  });

  it.each([
    ['/portal/theme.js', 'text/javascript; charset=utf-8'],
    ['/portal/icon.svg', 'image/svg+xml'],
    ['/portal/assets/portal-1a.js', 'text/javascript; charset=utf-8'],
  ])('%s is part of it', async (path, type) => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  });

  it.each([
    '/portal/index.html',
    '/portal/portal.html',
    '/portal/secret.txt',
    '/portal/assets/',
    '/portal/assets/none.js',
    '/portal/assets/../index.html',
    '/portal/assets/%2e%2e/index.html',
    '/portal/assets/..%2findex.html',
    '/portal/assets%2fportal-1a.js/../../index.html',
    '/portal/%2e%2e/%2e%2e/etc/passwd',
    '/portal//etc/passwd',
    '/index.html',
    '/assets/portal-1a.js',
  ])('%s is 404', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('is 404 where there is no built page', async () => {
    const app = createV1App({ pricebook: pricebookOf(api.core), log: () => undefined });
    expect((await app.request('/portal/')).status).toBe(404);
  });
});
