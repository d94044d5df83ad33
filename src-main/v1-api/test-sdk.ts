import type { AddressInfo } from 'node:net';
import { Flexprice } from '@flexprice/sdk';
import { serve } from '@hono/node-server';
import { expect } from 'vitest';
import { type TestCore, testCore } from '../core/test-core';
import { pricebookOf } from './test-api';
import { unreadableByNewerSdk } from './test-sdk-newer';
import { createV1App } from './v1-app';

/** One exchange as it went over the socket. */
export interface Exchange {
  /** What the SDK sent, such as `POST /v1/groups {"name":"Tokens"}`. */
  request: string;
  headers: Headers;
  status: number;
  /** The parsed JSON of the answer; null when it is empty. */
  body: unknown;
}

export interface TestSdk {
  core: TestCore;
  sdk: Flexprice;
  /** Everything exchanged so far, oldest first. */
  exchanges: Exchange[];
  /** The request that was sent last. */
  sent(): string;
  /** The SDK with another key, such as none or one that may only read. */
  sdkWith(key: string): Flexprice;
  createKey(access: 'read' | 'write'): Promise<string>;
  close(): Promise<void>;
}

/** The official SDK as published, talking to the v1 HTTP API over a real socket. */
export async function testSdk(options: { start?: string } = {}): Promise<TestSdk> {
  const core = testCore(options);
  const logged: string[] = [];
  const exchanges: Exchange[] = [];
  const app = createV1App({ pricebook: pricebookOf(core), log: (line) => logged.push(line) });

  const listening = Promise.withResolvers<AddressInfo>();
  // The SDK runs in this process too, and knows its answers by the global Response.
  const server = serve(
    { fetch: record, hostname: '127.0.0.1', port: 0, overrideGlobalObjects: false },
    listening.resolve,
  );
  server.on('error', listening.reject);
  const { port } = await listening.promise;

  async function record(request: Request): Promise<Response> {
    const { method, url, headers } = request;
    const sent = await request.text();
    const { pathname, search } = new URL(url);
    const response = await app.request(url, { method, headers, ...(sent !== '' && { body: sent }) });
    const text = await response.clone().text();
    const body = text === '' ? null : JSON.parse(text);
    exchanges.push({
      request: `${method} ${pathname}${search}${sent && ` ${sent}`}`,
      headers,
      status: response.status,
      body,
    });
    expect(unreadableByNewerSdk(body), `${method} ${pathname} answers what newer versions cannot read`).toEqual([]);
    expect(response.status, `${method} ${pathname} broke: ${logged.at(-1)} ${core.errors.at(-1)}`).toBeLessThan(500);
    return response;
  }

  async function createKey(access: 'read' | 'write') {
    const { key } = await core.call('apiKey.create', { name: 'sdk', access });
    return key;
  }
  const sdkWith = (key: string) => new Flexprice({ serverURL: `http://127.0.0.1:${port}/v1`, apiKeyAuth: key });

  return {
    core,
    sdk: sdkWith(await createKey('write')),
    exchanges,
    sent: () => exchanges.at(-1)?.request ?? '',
    sdkWith,
    createKey,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      await core.close();
    },
  };
}
