import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { FakeRow } from '../../src-main/sync-simulation/fake-v1/fake-rows';
import { fakeV1 } from '../../src-main/sync-simulation/fake-v1/fake-v1';
import { test as base } from '../doors/fixture';
import { freePort } from './free-port';

type Kind = 'groups' | 'features' | 'plans' | 'prices';

/** A server that behaves as the public v1 API, on a port of this computer. */
export interface PublicServer {
  /** As a person would type it, without `/v1`; the same after a restart. */
  address: string;
  key: string;
  /** What it holds now, oldest first; archived and ended rows too. */
  rows(kind: Kind): FakeRow[];
  /** Does a write as another client would, some time ago; fails the test when it is refused. Answers the row. */
  send(method: string, path: string, body?: object): Promise<FakeRow>;
  /** Every write that has arrived, as `METHOD /path`, in that order. */
  writes(): readonly string[];
  /**
   * The next such write, as `METHOD /path`, is lost on its way; or it is done, and its answer is lost: `meanwhile` happens
   * before the one who waits for it can know.
   */
  lose(what: 'request' | 'answer', write: string, meanwhile?: () => void): void;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const expect = base.expect;

/** How far its searches are behind, as those of a server that reads from copies of itself. */
const lagMs = 300;
const key = 'sk_of_the_public_server';

/** A journey with a server of the public API to sync with. */
export const test = base.extend<{ server: PublicServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern
  server: async ({}, use) => {
    const port = await freePort();
    const fake = fakeV1(Date.now);
    const written: string[] = [];
    const toLose = new Map<string, { what: 'request' | 'answer'; meanwhile?: (() => void) | undefined }>();
    let running: Server | undefined;

    async function answer(request: IncomingMessage, response: ServerResponse) {
      const { method = 'GET', url = '/' } = request;
      const path = url.replace(/^\/v1/, '');
      const text = (await request.toArray()).join('');
      if (request.headers['x-api-key'] !== key) return send(response, 401, { error: 'Unauthorized' });
      const is_write = method !== 'GET' && !path.endsWith('/search');
      const what = `${method} ${path}`;
      const lost = toLose.get(what);
      toLose.delete(what);
      if (lost?.what === 'request') return request.socket.destroy();
      const { status, body } = fake.handle({ method, path, body: text ? JSON.parse(text) : {}, is_write }, lagMs);
      if (is_write) written.push(what);
      if (lost) {
        lost.meanwhile?.();
        return request.socket.destroy();
      }
      send(response, status, body);
    }

    const server: PublicServer = {
      address: `http://127.0.0.1:${port}`,
      key,
      rows: (kind) => fake.state[kind].all(),
      async send(method, path, body = {}) {
        const answered = fake.handle({ method, path, body: { ...body }, is_write: true });
        expect(answered.status, `${method} ${path}`).toBeLessThan(300);
        await setTimeout(lagMs);
        return answered.body as FakeRow;
      },
      writes: () => written,
      lose: (what, write, meanwhile) => toLose.set(write, { what, meanwhile }),
      async stop() {
        running?.close();
        running?.closeAllConnections();
      },
      async start() {
        running = createServer((request, response) => void answer(request, response));
        running.listen(port, '127.0.0.1');
        await once(running, 'listening');
      },
    };
    await server.start();
    await use(server);
    await server.stop();
  },
});

/** JSON, or the plain text of a route that is not there (wire contract 1.1). */
function send(response: ServerResponse, status: number, body: unknown) {
  if (body !== undefined) {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  } else if (status === 404) response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
  else response.writeHead(status).end();
}
