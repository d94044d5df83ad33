import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { limits } from '@shared/limits';
import { afterEach, describe, expect, it } from 'vitest';
import { startV1Server } from './server';
import { pricebookOf } from './test-api';
import { type TestServer, testServer } from './test-server';

const bodyLimit = limits.body_bytes;

let server: TestServer;
afterEach(() => server.close());

const group = (fields: object = {}) =>
  JSON.stringify({ name: 'Tokens', entity_type: 'price', lookup_key: 'tokens', ...fields });
const groupCount = async () => (await server.core.call('group.search', {})).pagination.total;

describe('who is answered', () => {
  it('a request addressed to this server', async () => {
    server = await testServer();
    const head = `Host: localhost:${server.port}\r\nConnection: close\r\n\r\n`;
    expect(await server.exchange(`GET /health HTTP/1.1\r\n${head}`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ['another name', 'GET /v1/groups/x', 'Host: evil.example', 421],
    ['another name in the absolute form', 'GET http://127.0.0.1/v1/groups/x', 'Host: evil.example', 421],
    ['another name at the documentation', 'GET /v1/openapi.json', 'Host: evil.example', 421],
    ['another port', 'POST /v1/groups', 'Host: 127.0.0.1:1', 421],
    ['no name at all', 'GET /health', 'X-No: host', 400],
    ['two names', 'GET /health', 'Host: localhost\r\nHost: evil.example', 421],
  ])('not one addressed to %s', async (_what, line, host, status) => {
    server = await testServer();
    const answer = await server.exchange(
      `${line} HTTP/1.1\r\n${host}\r\nx-api-key: ${server.key}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/group|openapi/i);
  });
});

describe('the body limit', () => {
  const head = (path: string, framing: string) =>
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nx-api-key: ${server.key}\r\n${framing}\r\n\r\n`;
  const bodyOf = (answer: string) => JSON.parse(/\{.*\}/s.exec(answer)?.[0] ?? 'null');
  const mebibyte = Buffer.alloc(1024 * 1024, ' ');
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), mebibyte, Buffer.from('\r\n')]);

  const tooLarge = ['/v1/groups', 413, 'The request body is larger than 32 MiB; split the request into smaller ones'];
  const tooLargeEvents = [400, 'Request body exceeds the maximum size; split the batch into smaller requests'];
  const cases = [tooLarge, ['/v1/events', ...tooLargeEvents], ['/v1/events/bulk', ...tooLargeEvents]] as const;

  it.each(cases)('refuses an announced length at %s at once', async (path, status, message) => {
    server = await testServer();
    const started = performance.now();
    const answer = await server.exchange(head(String(path), `Content-Length: ${bodyLimit + 1}`), mebibyte);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(bodyOf(answer)).toMatchObject({ code: 'validation_error', message, http_status_code: status });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each(cases)('counts what comes in chunks at %s', async (path, status, message) => {
    server = await testServer();
    const chunks = Array.from({ length: 33 }, () => chunk);
    const answer = await server.exchange(head(String(path), 'Transfer-Encoding: chunked'), ...chunks);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(bodyOf(answer).message).toBe(message);
    expect(await groupCount()).toBe(0);
  });

  it('ends the connection of a client that sends on and on', async () => {
    server = await testServer();
    const endless = Array.from({ length: 2000 }, () => chunk);
    const started = performance.now();
    await server.exchange(head('/v1/groups', 'Transfer-Encoding: chunked'), ...endless);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('reads a body of just the limit, announced or not', async () => {
    server = await testServer();
    const body = group().padEnd(bodyLimit);
    expect((await server.fetch('/v1/groups', { method: 'POST', body })).status).toBe(201);
    const other = new Blob([group({ lookup_key: 'other' }).padEnd(bodyLimit)]).stream();
    const streamed = { method: 'POST', body: other, duplex: 'half' } as RequestInit;
    expect((await server.fetch('/v1/groups', streamed)).status).toBe(201);
  });

  it('knows nobody without a key, whatever they send', async () => {
    server = await testServer();
    const answer = await server.exchange(
      head('/v1/groups', `Content-Length: ${bodyLimit + 1}`).replace(server.key, 'sk_wrong'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each([
    ['compressed', gzipSync(group()), { 'content-encoding': 'gzip' }, 415],
    ['said to be as it is', group(), { 'content-encoding': 'identity' }, 201],
    ['nested a hundred thousand deep', `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, {}, 400],
    ['nested 201 deep', `{"name":${'['.repeat(200)}${']'.repeat(200)}}`, {}, 400],
    ['with brackets in its text', group({ name: '[{"'.repeat(300).slice(0, 250) }), {}, 201],
    ['of bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), {}, 400],
    ['cut off', group().slice(0, -5), {}, 400],
  ])('answers a body %s', async (_what, body, headers, status) => {
    server = await testServer();
    const answer = await server.fetch('/v1/groups', { method: 'POST', body, headers });
    expect([answer.status, await groupCount()]).toEqual([status, status === 201 ? 1 : 0]);
  });
});

describe('methods and headers', () => {
  it('answers HEAD like GET, without the body', async () => {
    server = await testServer();
    const { id } = await server.core.call('group.create', { name: 'a', entity_type: 'price', lookup_key: 'a' });
    const answer = await server.fetch(`/v1/groups/${id}`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(answer.headers.get('etag')).toMatch(/^"\d+"$/);
  });

  it.each(['PATCH', 'TRACE', 'PROPFIND'])('does not know %s', async (method) => {
    server = await testServer();
    const answer = await server.exchange(
      `${method} /v1/groups/x HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*404 page not found$/);
  });

  it.each(['GET /v1/%zz', 'GET /v1/groups/%ff', 'GET /v1/../../etc/passwd', 'GET *', 'BREW /', 'GET /v1/groups/\\x'])(
    'survives %s',
    async (line) => {
      server = await testServer();
      const answer = await server.exchange(
        `${line} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nx-api-key: ${server.key}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(server.logged).toEqual([]);
    },
  );

  it('refuses headers of more than 16 KiB', async () => {
    server = await testServer();
    const answer = await server.fetch('/health', { headers: { 'x-filler': 'x'.repeat(20_000) } });
    expect(answer.status).toBe(431);
  });

  it('tells browsers to guess nothing and caches to keep nothing, and does not name what it runs on', async () => {
    server = await testServer();
    const { headers } = await server.fetch('/v1/groups/unknown');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect([headers.get('x-powered-by'), headers.get('server')]).toEqual([null, null]);
  });
});

describe('pages of other origins', () => {
  const from = (origin: string) => ({ origin });
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key' };

  it('get no permission unless one is configured', async () => {
    server = await testServer();
    const asked = await server.fetch('/v1/groups', {
      method: 'OPTIONS',
      headers: { ...from('https://a.example'), ...preflight },
    });
    const read = await server.fetch('/v1/groups/x', { headers: from('https://a.example') });
    for (const { headers } of [asked, read]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect([asked.status, await asked.text()]).toEqual([200, '']);
  });

  it('get it for exactly the configured origin', async () => {
    server = await testServer({ corsOrigins: ['https://a.example'] });
    const asked = await server.fetch('/v1/groups', {
      method: 'OPTIONS',
      headers: { ...from('https://a.example'), ...preflight },
    });
    expect([asked.status, await asked.text()]).toEqual([200, '']);
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://a.example');
    expect(asked.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('x-api-key');
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');
    const read = await server.fetch('/v1/groups/x', { headers: from('https://a.example') });
    expect(read.headers.get('access-control-allow-origin')).toBe('https://a.example');
    expect(read.headers.get('access-control-expose-headers')?.toLowerCase()).toContain('etag');
    expect(read.headers.get('vary')).toContain('Origin');
    const refused = await server.fetch('/v1/groups/x', { headers: { ...from('https://a.example'), 'x-api-key': '' } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, 'https://a.example']);
  });

  it.each(['https://b.example', 'http://a.example', 'https://a.example:444', 'https://a.example.evil', 'null'])(
    'do not get it from %s',
    async (origin) => {
      server = await testServer({ corsOrigins: ['https://a.example'] });
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await server.fetch('/v1/groups/x', { method, headers: { ...from(origin), ...preflight } });
        expect(headers.get('access-control-allow-origin')).toBeNull();
      }
    },
  );
});

describe('the rate limit', () => {
  it('answers 429 and when to try again, for each key alone', async () => {
    server = await testServer({ rateLimit: 5 });
    const second = await server.core.call('apiKey.create', { name: 'second' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => server.fetch('/v1/groups/x')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(15);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused[0]?.json()).toMatchObject({
      code: 'too_many_requests',
      http_status_code: 429,
      success: false,
    });
    const other = await server.fetch('/v1/groups/x', { headers: { 'x-api-key': second.key } });
    expect(other.status).toBe(404);
    await delay(Number(refused[0]?.headers.get('retry-after')) * 1000 + 50);
    expect((await server.fetch('/v1/groups/x')).status).toBe(404);
  });

  it('is not there when it is 0', async () => {
    server = await testServer({ rateLimit: 0 });
    const answers = await Promise.all(Array.from({ length: 300 }, () => server.fetch('/v1/groups/x')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  });
});

describe('slow and broken clients', () => {
  it('hold nobody else up, and lose their connection', async () => {
    server = await testServer();
    const started = performance.now();
    const slow = server.exchange('GET /health HTTP/1.1\r\nHost:');
    expect((await server.fetch('/health')).status).toBe(200);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - started).toBeLessThan(8000);
  });

  it('that go away in the middle of a body change nothing and are no error', async () => {
    server = await testServer();
    const gone = new AbortController();
    const body = new ReadableStream({
      async pull(stream) {
        stream.enqueue(new TextEncoder().encode('{"name":'));
        await delay(50);
        gone.abort();
      },
    });
    const request = { method: 'POST', body, duplex: 'half', signal: gone.signal } as RequestInit;
    await expect(server.fetch('/v1/groups', request)).rejects.toThrow();
    await delay(100);
    expect([await groupCount(), server.logged]).toEqual([0, []]);
  });
});

describe('listening', () => {
  it('says in a sentence that the port is taken', async () => {
    server = await testServer();
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const start = startV1Server({ pricebook: pricebookOf(server.core), host: '127.0.0.1', port, log: () => undefined });
    await expect(start).rejects.toThrow(`Port ${port} is used by another program. Choose another port.`);
    taken.close();
  });

  it('says in a sentence that an address is not of this machine', async () => {
    server = await testServer();
    const start = startV1Server({
      pricebook: pricebookOf(server.core),
      host: '203.0.113.7',
      port: 0,
      log: () => undefined,
    });
    await expect(start).rejects.toThrow('203.0.113.7 is not an address of this machine.');
  });
});
