import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@shared/errors';

/** Making or upgrading a store and writing a key may take this long. */
const briefLimitMs = 15_000;

interface Holder {
  pid: number;
  /** When the process started, where the system tells: a pid alone may have been given to another process since. */
  started: string | null;
  /** It will give the folder back within moments. */
  brief?: boolean;
}

/**
 * Takes the one-program-per-data-folder lock and answers the function that gives it back. Throws an AppError naming
 * the holder (`details.held`: "briefly" or "long") when another living program has it; a lock whose holder is gone is
 * taken over.
 */
export function takeProfileLock(profileDir: string, { brief = false } = {}): () => void {
  // Other users of this machine have no business in it.
  mkdirSync(profileDir, { recursive: true, mode: 0o700 });
  const lock = join(profileDir, 'pricebook.lock');
  const mine = join(profileDir, `pricebook.lock.${process.pid}`);
  const held: Holder = { pid: process.pid, started: startOf(process.pid), brief };
  writeFileSync(mine, JSON.stringify(held), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (linkIfFree(mine, lock)) return () => rmSync(lock, { force: true });
      const holder = readHolder(lock);
      if (holder && isAlive(holder)) throw alreadyOpen(profileDir, lock, holder);
      removeStale(lock, `${lock}.stale.${process.pid}`);
    }
    throw new AppError('service_unavailable', `The lock of the data folder ${profileDir} could not be taken.`);
  } finally {
    rmSync(mine, { force: true });
  }
}

/** The same, waiting for a program that holds the folder only briefly. */
export async function waitForProfileLock(profileDir: string, options: { brief?: boolean } = {}): Promise<() => void> {
  for (const deadline = Date.now() + briefLimitMs; ; await delay(50)) {
    try {
      return takeProfileLock(profileDir, options);
    } catch (error) {
      const isBrief = error instanceof AppError && error.details?.held === 'briefly';
      if (!isBrief || Date.now() > deadline) throw error;
    }
  }
}

/** A hard link appears whole or not at all, so that no other program ever reads half a lock. */
function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // File systems without hard links (FAT, some network shares): an exclusive create is the next best.
    try {
      writeFileSync(to, readFileSync(from), { flag: 'wx' });
      return true;
    } catch (second) {
      if (codeOf(second) === 'EEXIST') return false;
      throw second;
    }
  }
}

/** Moves a dead holder's lock away; a lock that another program took in between is put back. */
function removeStale(lock: string, aside: string): void {
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved && isAlive(moved)) linkIfFree(aside, lock);
  rmSync(aside, { force: true });
}

function readHolder(file: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return null;
    return {
      pid: value.pid,
      started: 'started' in value && typeof value.started === 'string' ? value.started : null,
      brief: 'brief' in value && value.brief === true,
    };
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return holder.started === null || holder.started === startOf(holder.pid);
}

/** Start time of a process in clock ticks since boot (Linux only, else null). */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

const alreadyOpen = (profileDir: string, lock: string, holder: Holder) =>
  new AppError(
    'invalid_operation',
    `Pricebook is already open on the data folder ${profileDir} (process ${holder.pid}). Use that window, close it ` +
      `first, or choose another folder with --profile. If no Pricebook is running, delete ${lock}.`,
    { details: { held: holder.brief ? 'briefly' : 'long' } },
  );
