/** One launcher at a time changes the project's folders: somebody may start a server and make a key for it at once. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A lock without a readable holder is only believed for as long as writing one takes. */
const unreadableLimitMs = 5000;

/**
 * Runs work on the folders of a project while no other launcher does; waits for one that is at it.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(root, work) {
  const name = createHash('sha256').update(`${userInfo().username} ${root}`).digest('hex').slice(0, 16);
  const lock = join(tmpdir(), `pricebook-setup-${name}.lock`);
  while (!take(lock)) await delay(100);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!isThere(error)) throw error;
  }
  if (isLeftBehind(lock)) rmSync(lock, { force: true });
  return false;
}

/** @param {string} lock */
function isLeftBehind(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (!pid) return Date.now() - statSync(lock).mtimeMs > unreadableLimitMs;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** @param {unknown} error */
const isThere = (error) => error instanceof Error && 'code' in error && error.code === 'EEXIST';
