import type { Page } from '@playwright/test';
import { callFromPage, sandboxId } from '../doors/call-from-page';
import { expect, type SecondServer } from './second-server';

/** The Sandbox of the app, connected with the second server, as the specs of syncing drive it from the side. */
export interface SyncedSandbox {
  /** Calls a procedure in the Sandbox; fails the test when it is refused. */
  call(name: string, input?: object): Promise<Record<string, unknown> & { items?: Record<string, unknown>[] }>;
  /** Syncs until everything is exchanged that can be. */
  sync(): Promise<void>;
}

/** Connects the Sandbox with the server; `review`: nothing is sent before it was looked at. */
export async function syncedSandbox(
  page: Page,
  { address, key }: Pick<SecondServer, 'address' | 'key'>,
  send: 'auto' | 'review' = 'auto',
): Promise<SyncedSandbox> {
  const environmentId = await sandboxId(page);
  const call: SyncedSandbox['call'] = async (name, input = {}) => {
    const { error, data } = await callFromPage(page, name, input, environmentId);
    expect(error, name).toBeUndefined();
    return data ?? {};
  };
  const lastRun = async () => (await call('sync.runs', { limit: 1 })).items?.[0];
  const status = async () => (await call('sync.status')).state;
  await call('connection.save', { base_url: address, api_key: key, send });
  const sandbox: SyncedSandbox = {
    call,
    async sync() {
      const before = (await call('sync.status')).synced_at;
      await call('sync.start');
      await expect.poll(async () => (await call('sync.status')).synced_at).not.toBe(before);
      await expect.poll(status).not.toBe('syncing');
      expect((await lastRun())?.message ?? null).toBeNull();
    },
  };
  await expect.poll(async () => (await call('sync.status')).synced_at).not.toBeNull();
  return sandbox;
}
