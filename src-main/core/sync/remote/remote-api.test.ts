import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { remoteApi } from './remote-api';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

const ask = (base_url: string) => remoteApi({ base_url, api_key: 'k', fetch }).send({ method: 'GET', path: '/x' });

test('a server without encryption at an https address is told as such', async () => {
  const port = await listening(createServer((_request, response) => response.end('{}')));
  expect(await ask(`https://127.0.0.1:${port}`)).toMatchObject({
    kind: 'unreachable',
    message: 'The server has no secure connection at this address.',
  });
});

test('a redirect is not followed; where it leads is told', async () => {
  const port = await listening(
    createServer((request, response) => {
      response.writeHead(301, { location: `https://elsewhere.example${request.url}` }).end();
    }),
  );
  expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({
    kind: 'refused',
    status: 301,
    error: { message: 'The server sends elsewhere, to https://elsewhere.example. Please give its final address.' },
  });
});

test('a server that asks for a pause is told as such, with its own words', async () => {
  const busy: typeof fetch = async () =>
    new Response('{"message":"Slow down"}', { status: 429, headers: { 'retry-after': '7' } });
  const api = remoteApi({ base_url: 'https://x.example', api_key: 'k', fetch: busy });
  expect(await api.send({ method: 'GET', path: '/x' })).toEqual({
    kind: 'busy',
    retry_after_ms: 7000,
    message: 'The server asks for a pause: Slow down',
  });
});

test.each([400, 401, 429, 500])(
  'a server that repeats the key in its words about a failure (%i) does not spread it',
  async (status) => {
    const api_key = 'sk_live_0123456789';
    const body = { code: 'bad', message: `Invalid API key ${api_key}`, details: { seen: [api_key] } };
    const telling: typeof fetch = async () => Response.json(body, { status });
    const reply = await remoteApi({ base_url: 'https://x.example', api_key, fetch: telling }).send({
      method: 'GET',
      path: '/x',
    });
    expect(JSON.stringify(reply)).toContain('Invalid API key …');
    expect(JSON.stringify(reply)).not.toContain(api_key);
  },
);

test('a request that a server does not know is told as such where it says nothing itself', async () => {
  const plain: typeof fetch = async () => new Response('404 page not found', { status: 404 });
  const api = remoteApi({ base_url: 'https://x.example', api_key: 'k', fetch: plain });
  expect(await api.send({ method: 'POST', path: '/x' })).toMatchObject({
    kind: 'refused',
    error: { code: 'not_found', message: 'The server does not know this request (404).' },
  });
});

test('a web page in place of an answer is told as such', async () => {
  const page = new Response('<html>Welcome</html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
  const api = remoteApi({ base_url: 'https://x.example', api_key: 'k', fetch: async () => page });
  expect(await api.send({ method: 'GET', path: '/x' })).toMatchObject({
    kind: 'broken',
    message: expect.stringMatching(/^A web page came/),
  });
});

test('what a failing server says of itself is told as its words', async () => {
  const failing: typeof fetch = async () =>
    Response.json({ message: 'relation "prices" does not exist' }, { status: 500 });
  const api = remoteApi({ base_url: 'https://x.example', api_key: 'k', fetch: failing });
  expect(await api.send({ method: 'GET', path: '/x' })).toEqual({
    kind: 'broken',
    message: 'The server failed (500): relation "prices" does not exist',
  });
});

test.each([
  ['ENOTFOUND', 'unreachable', /No server is found/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable', /does not trust .* signed it itself/],
  ['CERT_HAS_EXPIRED', 'unreachable', /has expired/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'unreachable', /for another address/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unreachable', /does not trust/],
  ['ECONNREFUSED', 'unreachable', /cannot be reached/],
  ['ECONNRESET', 'broken', /broke off/],
  ['UND_ERR_SOCKET', 'broken', /broke off/],
])('%s: %s', async (code, kind, message) => {
  const failing: typeof fetch = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code } }));
  const api = remoteApi({ base_url: 'https://x.example', api_key: 'k', fetch: failing });
  expect(await api.send({ method: 'GET', path: '/x' })).toMatchObject({
    kind,
    message: expect.stringMatching(message),
  });
});

test.each([1, 6000])('port %i, to which fetch never speaks, is named', async (port) => {
  expect(await ask(`http://127.0.0.1:${port}`)).toEqual({
    kind: 'unreachable',
    message: expect.stringMatching(`^Port ${port} is kept for another kind of service`),
  });
});

test('an answer that is not wanted yet is all here, and read when it is', async () => {
  const wanted = Promise.withResolvers<void>();
  const order: string[] = [];
  const response = new Response('{"items":["Zürich"]}');
  const arrayBuffer = response.arrayBuffer.bind(response);
  const value = async () => {
    const bytes = await arrayBuffer();
    order.push('came');
    setImmediate(() => {
      order.push('wanted');
      wanted.resolve();
    });
    return bytes;
  };
  // A server that runs beside may have put a Response of its own in the place of Node's, whose methods are not assigned to.
  Object.defineProperty(response, 'arrayBuffer', { value });
  const api = remoteApi({ base_url: 'https://x.example', api_key: 'k', fetch: async () => response });
  const reply = await api.send({ method: 'GET', path: '/x', wanted: wanted.promise });
  order.push('read');
  expect(reply).toMatchObject({ kind: 'ok', body: { items: ['Zürich'] } });
  expect(order).toEqual(['came', 'wanted', 'read']);
});
