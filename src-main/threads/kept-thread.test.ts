import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretsInMemory } from '../core/secrets';
import { keepStoreThread } from './kept-thread';
import type { StoreThread } from './store-client';
import { storeThreadMemory } from './store-thread-memory.mjs';

/** A thread that speaks the protocol and dies when told to: the real one never should. */
const fragileThread = `
  import { parentPort } from 'node:worker_threads';
  import { existsSync } from 'node:fs';
  import { workerData } from 'node:worker_threads';
  parentPort.on('message', ({ type, id, name }) => {
    if (type === 'open') {
      if (existsSync(workerData.file)) parentPort.postMessage({ type: 'refused', error: { code: 'invalid_operation', message: 'The store is newer' } });
      else parentPort.postMessage({ type: 'opened' });
    } else if (type === 'close') parentPort.close();
    else if (name === 'throw') throw new Error('broken');
    else if (name === 'exit') process.exit(3);
    else if (name === 'grow') { const all = []; for (;;) all.push(new Array(1e4).fill(0.5)); }
    else if (name !== 'never') parentPort.postMessage({ type: 'reply', id, reply: { ok: true, data: name } });
  });
`;

const context = { environment_id: '' };
let dir: string;
let thread: StoreThread;
let keep: (role: 'writer' | 'reader') => StoreThread;
const onDeath = vi.fn();
const log = vi.fn();

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pricebook-kept-'));
  const file = join(dir, 'thread.mjs');
  writeFileSync(file, fragileThread);
  vi.clearAllMocks();
  keep = (role) =>
    keepStoreThread({
      threadFile: pathToFileURL(file),
      settings: { role, file: join(dir, 'refuse'), importThread: 'file:///none', syncs: false },
      onEvent: () => undefined,
      onDeath,
      log,
      secrets: secretsInMemory(),
    });
  thread = keep('writer');
});
afterEach(async () => {
  await thread.close();
  rmSync(dir, { recursive: true });
});

const call = (name: string) => thread.call(name, {}, context);
const stopped = { ok: false, error: { code: 'service_unavailable' } };

it.each(['throw', 'exit'])('refuses what was running when the thread dies by %s, says so, and goes on', async (way) => {
  await thread.open();
  const [waiting, fatal] = await Promise.all([call('never'), call(way)]);
  expect([waiting, fatal]).toMatchObject([stopped, stopped]);
  expect(onDeath).toHaveBeenCalledOnce();
  expect(await call('hello')).toEqual({ ok: true, data: 'hello' });
});

it('is not started a third time, and says that the program must be', async () => {
  await thread.open();
  await call('exit');
  await call('exit');
  expect(await call('hello')).toMatchObject({ error: { message: expect.stringContaining('start Pricebook again') } });
  expect(onDeath).toHaveBeenCalledTimes(2);
});

describe('a reader', () => {
  beforeEach(async () => {
    await thread.close();
    thread = keep('reader');
    await thread.open();
  });

  it('that dies refuses the question it was at, and answers those behind it after its new start', async () => {
    expect(thread.isOpen()).toBe(true);
    const [fatal, first, second] = await Promise.all([call('throw'), call('one'), call('two')]);
    expect(fatal).toMatchObject(stopped);
    expect([first, second]).toEqual([
      { ok: true, data: 'one' },
      { ok: true, data: 'two' },
    ]);
    expect(onDeath).toHaveBeenCalledOnce();
  });

  it('that needs too much memory says that less is to be asked for', async () => {
    const { maxOldGenerationSizeMb } = storeThreadMemory;
    storeThreadMemory.maxOldGenerationSizeMb = 32;
    const small = keep('reader');
    storeThreadMemory.maxOldGenerationSizeMb = maxOldGenerationSizeMb;
    await thread.close();
    thread = small;
    await thread.open();
    expect(await call('grow')).toMatchObject({ error: { message: expect.stringContaining('fewer days') } });
    expect(await call('hello')).toEqual({ ok: true, data: 'hello' });
  });

  it('that dies over and over rests for a minute', async () => {
    const before = performance.now();
    for (let death = 0; death < 3; death += 1) {
      expect(await call('exit')).toMatchObject(stopped);
      expect(await call('hello')).toEqual({ ok: true, data: 'hello' });
    }
    await call('exit');
    const refusal = { error: { message: expect.stringContaining('wait a minute') } };
    // Whatever it died of does not go to another thread instead.
    expect(thread.isOpen()).toBe(true);
    expect(await call('hello')).toMatchObject(refusal);
    const after = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(before + 59_000);
    expect(await call('hello')).toMatchObject(refusal);
    clock.mockReturnValue(after + 61_000);
    expect(await call('hello')).toEqual({ ok: true, data: 'hello' });
    clock.mockRestore();
  });
});

it('refuses calls with the reason when the store cannot be opened again', async () => {
  await thread.open();
  writeFileSync(join(dir, 'refuse'), '');
  await call('exit');
  expect(await call('hello')).toEqual({
    ok: false,
    error: { code: 'invalid_operation', message: 'The store is newer' },
  });
});

it('says why the store cannot be opened at first', async () => {
  writeFileSync(join(dir, 'refuse'), '');
  await expect(thread.open()).rejects.toMatchObject({
    name: 'AppError',
    code: 'invalid_operation',
    message: 'The store is newer',
  });
});

it('ends without a death when it is closed, opened or not', async () => {
  await thread.close();
  expect(onDeath).not.toHaveBeenCalled();
  expect(await call('hello')).toMatchObject(stopped);
});
