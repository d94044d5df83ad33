import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeProfileLock, waitForProfileLock } from './profile-lock';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pricebook-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true }));
const lockFile = () => join(dir, 'pricebook.lock');

it('can be taken again once it was given back, and leaves nothing behind', () => {
  takeProfileLock(dir)();
  takeProfileLock(dir)();
  expect(readdirSync(dir)).toEqual([]);
});

it('makes the data folder, for this user alone', () => {
  takeProfileLock(join(dir, 'new/folder'))();
  const { mode } = statSync(join(dir, 'new/folder'));
  // Windows keeps rights elsewhere.
  expect(process.platform === 'win32' ? 0 : mode & 0o077).toBe(0);
});

it('is refused, with a sentence naming folder and process, while a living program has it', () => {
  const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  try {
    writeFileSync(lockFile(), JSON.stringify({ pid: holder.pid, started: null }));
    expect(() => takeProfileLock(dir)).toThrow(`already open on the data folder ${dir} (process ${holder.pid})`);
    expect(readdirSync(dir)).toEqual(['pricebook.lock']);
  } finally {
    holder.kill();
  }
});

it('is refused within one program too', () => {
  const unlock = takeProfileLock(dir);
  expect(() => takeProfileLock(dir)).toThrow(/already open/);
  unlock();
});

it('is taken over from a program that is gone', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(lockFile(), JSON.stringify({ pid, started: null }));
  takeProfileLock(dir)();
});

it.runIf(process.platform === 'linux')('is taken over when the process number was given to another program', () => {
  writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, started: '1' }));
  takeProfileLock(dir)();
});

it.each(['', 'nonsense', '{}', '{"pid":"x"}'])('is taken over when it cannot be read: %j', (text) => {
  writeFileSync(lockFile(), text);
  takeProfileLock(dir)();
});

it('is waited for while a program holds it briefly, and not otherwise', async () => {
  const unlockBrief = takeProfileLock(dir, { brief: true });
  expect(() => takeProfileLock(dir)).toThrow(/already open/);
  const waiting = waitForProfileLock(dir);
  setTimeout(unlockBrief, 120);
  const unlock = await waiting;
  await expect(waitForProfileLock(dir)).rejects.toThrow(/already open/);
  unlock();
});
