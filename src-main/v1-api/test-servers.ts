import type { StartOptions } from '../core/sync/engine/engine-face';
import { type TestCore, testCore } from '../core/test-core';
import { pricebookOf } from './test-api';
import { createV1App } from './v1-app';

/** A v1 server of our own on a core in memory, to connect with. */
export interface TestServer {
  core: TestCore;
  key: string;
  app: ReturnType<typeof createV1App>;
}

export async function testServer(): Promise<TestServer> {
  const core = testCore();
  const app = createV1App({
    pricebook: pricebookOf(core),
    log: (line) => {
      throw new Error(line);
    },
  });
  const { key } = await core.call('apiKey.create', { name: 'other', access: 'write' });
  return { core, key, app };
}

export interface TestNetwork {
  fetch: typeof fetch;
  /** `METHOD url` of every request so far. */
  requests: string[];
  /** Names servers whose address does not answer. */
  down: Set<string>;
  /** The servers have no capabilities to tell of, as the public API. */
  isSilent: boolean;
  /** Resolves before a request goes out; a test may put a gate here. */
  before(request: Request): Promise<void>;
}

/** A network on which each address leads to a server in memory. */
export function testNetwork(servers: Readonly<Record<string, TestServer>>): TestNetwork {
  const network: TestNetwork = {
    requests: [],
    down: new Set(),
    isSilent: false,
    before: async () => undefined,
    async fetch(input, init) {
      const request = new Request(input, init);
      const { origin, pathname, search } = new URL(request.url);
      network.requests.push(`${request.method} ${request.url}`);
      await network.before(request);
      init?.signal?.throwIfAborted();
      const server = servers[origin];
      if (!server || network.down.has(origin)) {
        throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
      }
      if (network.isSilent && pathname === '/v1/capabilities')
        return new Response('404 page not found', { status: 404 });
      const body = init?.body;
      return server.app.request(`${pathname}${search}`, {
        method: request.method,
        headers: request.headers,
        ...(typeof body === 'string' && { body }),
      });
    },
  };
  return network;
}

/** Runs a sync of the core's Sandbox to its end. */
export async function syncNow(core: TestCore, options: StartOptions = {}) {
  const outcome = await core.app.sync?.start(core.environment_id, options);
  if (!outcome) throw new Error('no sync could begin');
  return outcome;
}
