import { deflateRawSync, inflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { storeOn } from '../core/store/open';
import { type TestCore, type TestCoreOptions, testCore } from '../core/test-core';

/** A store as it would lie on the disk: its committed transactions and nothing else. */
export type Disk = Buffer;

/** A store that is put away for later: mostly empty pages, which take next to nothing so. */
export type PutAway = Buffer;

export const putAway = (disk: Disk): PutAway => deflateRawSync(disk, { level: 1 });
export const takenOut = (kept: PutAway): Disk => inflateRawSync(kept);

let empty: Disk | null = null;

/** A new profile. It is copied: making one takes longer than a whole simulation. */
export function newProfile(): Disk {
  if (!empty) {
    const core = testCore();
    empty = core.store.sqlite.serialize();
    core.store.sqlite.close();
  }
  return empty;
}

/** Opens a copy of a profile in memory: nothing of a simulation waits for a real disk. */
export function openProfile(disk: Disk, options: Omit<TestCoreOptions, 'file' | 'store'>): TestCore {
  return testCore({ ...options, store: storeOn(new Database(disk), ':memory:', 'writer') });
}

/** What is left of a program that is killed now: what it has committed. It can do nothing any more. */
export function killProfile({ store: { sqlite } }: TestCore): Disk {
  if (sqlite.inTransaction) sqlite.exec('rollback');
  const disk = sqlite.serialize();
  sqlite.close();
  return disk;
}

/** Ends a program in good order; what it would still do for the next time is not done. */
export async function closeProfile({ app, store }: TestCore): Promise<void> {
  await app.sync?.close();
  store.sqlite.close();
}
