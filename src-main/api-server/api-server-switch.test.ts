import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoorEvent } from '@shared/door';
import type { ApiServer } from '@shared/entities/api-server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestCore, testCore } from '../core/test-core';
import type { HostPart } from '../pricebook';
import { pricebookOf } from '../v1-api/test-api';
import { createApiServerSwitch } from './api-server-switch';

let profileDir: string;
let core: TestCore;
let events: DoorEvent[];
let listeners: Set<(event: DoorEvent) => void>;
let switches: HostPart[];
let port: number;
beforeEach(async () => {
  profileDir = mkdtempSync(join(tmpdir(), 'pricebook-switch-'));
  core = testCore();
  events = [];
  listeners = new Set();
  switches = [];
  port = await freePort();
});
afterEach(async () => {
  for (const part of switches) await part.close();
  await core.close();
  rmSync(profileDir, { recursive: true });
});

const file = () => join(profileDir, 'api-server.json');

function start(): HostPart {
  const part = createApiServerSwitch({
    pricebook: {
      ...pricebookOf(core),
      onEvent(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      publish: (event) => events.push(event),
    },
    profileDir,
    rendererDir: profileDir,
    log: () => undefined,
  });
  switches.push(part);
  return part;
}

async function ask(part: HostPart, input?: object): Promise<ApiServer> {
  const reply = await part.answer(input ? 'apiServer.update' : 'apiServer.get', input);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.data as ApiServer;
}

const isReached = async (at = port) =>
  fetch(`http://127.0.0.1:${at}/health`).then(
    ({ ok }) => ok,
    () => false,
  );

async function occupy(at: number): Promise<Server> {
  const other = createServer().listen(at, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  return other;
}

async function freePort(): Promise<number> {
  const other = await occupy(0);
  const address = other.address();
  await new Promise((resolve) => other.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

it('is off at first and keeps nothing until it is used', async () => {
  expect(await ask(start())).toEqual({ enabled: false, port: 4780, state: 'off', url: null, message: null });
  expect(readdirSync(profileDir)).toEqual([]);
});

it('is switched on and off again', async () => {
  const part = start();
  const url = `http://127.0.0.1:${port}/v1`;
  expect(await ask(part, { enabled: true, port })).toEqual({ enabled: true, port, state: 'on', url, message: null });
  expect(await isReached()).toBe(true);
  expect(listeners.size).toBeGreaterThan(0);
  expect((await fetch(`${url}/groups/x`)).status).toBe(401);
  expect(await ask(part, { enabled: false })).toEqual({ enabled: false, port, state: 'off', url: null, message: null });
  expect(await isReached()).toBe(false);
  expect(listeners.size).toBe(0);
  expect(new Set(events.flatMap((event) => (event.type === 'changed' ? event.topics : [])))).toEqual(
    new Set(['api_server']),
  );
});

it('is as it was left when the program starts again, in a file for this user only', async () => {
  const first = start();
  await ask(first, { enabled: true, port });
  await first.close();
  expect(await isReached()).toBe(false);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ enabled: true, port });
  expect(readdirSync(profileDir)).toEqual(['api-server.json']);
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
  const again = start();
  expect((await ask(again)).enabled).toBe(true);
  await expect.poll(async () => (await ask(again)).state).toBe('on');
  expect(await isReached()).toBe(true);
});

it('says that the port is taken, and works as soon as another is chosen or it is free', async () => {
  const part = start();
  const other = await occupy(port);
  expect(await ask(part, { enabled: true, port })).toEqual({
    enabled: true,
    port,
    state: 'failed',
    url: null,
    message: `Port ${port} is used by another program. Choose another port.`,
  });
  const next = await freePort();
  expect(await ask(part, { port: next })).toMatchObject({ state: 'on', message: null });
  expect(await isReached(next)).toBe(true);
  expect((await ask(part, { port })).state).toBe('failed');
  expect(await isReached(next)).toBe(false);
  await new Promise((resolve) => other.close(resolve));
  expect((await ask(part, { enabled: true })).state).toBe('on');
});

it.each([{ port: 80 }, { port: 70_000 }, { port: 4780.5 }, { port: '4780' }, { enabled: 'yes' }])(
  'refuses %j and stays as it is',
  async (input) => {
    const part = start();
    const reply = await part.answer('apiServer.update', input);
    expect(reply).toMatchObject({ ok: false, error: { code: 'validation_error', field: Object.keys(input)[0] } });
    expect(await ask(part)).toMatchObject({ enabled: false, port: 4780, state: 'off' });
  },
);

it.each(['', '{', 'null', '[]', '{"enabled":1,"port":4780}', '{"enabled":true,"port":80}'])(
  'is off when what was kept is %j',
  async (text) => {
    writeFileSync(file(), text);
    expect(await ask(start())).toMatchObject({ enabled: false, port: 4780, state: 'off' });
  },
);

it('ends up as the last of many quick changes said', async () => {
  const part = start();
  await Promise.all(Array.from({ length: 21 }, (_, index) => ask(part, { enabled: index % 2 === 0, port })));
  expect(await ask(part)).toMatchObject({ enabled: true, state: 'on' });
  expect(await isReached()).toBe(true);
});
