import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, apiClient } from '../api/api-client';
import { createKey, launchServe, runServe, type ServeRun } from '../api/launch-serve';
import { test as base } from '../doors/fixture';
import { freePort } from './free-port';

/** Another Pricebook, as a process of its own with a data folder of its own: the server to sync with. */
export interface SecondServer {
  /** As a person would type it, without `/v1`; the same after a restart. */
  address: string;
  /** A read-write key of its Sandbox. */
  key: string;
  /** Sends requests to it with that key, as another client would. */
  send: ApiClient;
  /** Makes another key; `args` as for `keys create`. */
  createKey(args?: string[]): Promise<string>;
  /** Ends `key` for good. */
  revokeKey(): Promise<void>;
  /** Keeps what it has now; the answer takes it back to that, as a restored backup does, as often as it is called. */
  backUp(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface SecondServerFixture {
  server: SecondServer;
}

export const expect = base.expect;

/** A journey with a second Pricebook to sync with. */
export const test = base.extend<SecondServerFixture>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern
  server: async ({}, use) => {
    const dir = mkdtempSync(join(tmpdir(), 'pricebook-server-'));
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    let run: ServeRun | undefined;
    const { key, id } = await createKey(dir);
    const server: SecondServer = {
      address,
      key,
      send: apiClient(`${address}/v1`, key),
      createKey: async (args) => (await createKey(dir, args)).key,
      async revokeKey() {
        await runServe(dir, ['keys', 'revoke', id]);
        // A running server believes a key that it found good for about a second more.
        await expect.poll(async () => (await server.send('GET', '/groups/x')).status).toBe(401);
      },
      async backUp() {
        const copy = `${dir}-backup`;
        await server.stop();
        cpSync(dir, copy, { recursive: true });
        await server.start();
        return async () => {
          await server.stop();
          rmSync(dir, { recursive: true });
          cpSync(copy, dir, { recursive: true });
          await server.start();
        };
      },
      async stop() {
        await run?.end();
      },
      async start() {
        run = await launchServe(dir, ['--port', String(port)]);
      },
    };
    await server.start();
    await use(server);
    await run?.end('SIGKILL');
    for (const folder of [dir, `${dir}-backup`]) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  },
});
