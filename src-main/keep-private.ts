import { closeSync, constants, fchmodSync, fstatSync, openSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Folders of the data folder that are ours; what is in others is not touched. */
const folders = ['backups', 'electron'];
const files = /^(pricebook\.db.*|secrets\.json|api-server\.json)$/;

/**
 * Takes from everybody else what they may do with a data folder, its store, the copies of it and the keys, as an earlier
 * version or a copying person may have left them. Only what belongs to whoever runs this, and nothing becomes looser;
 * what cannot be changed stays as it is. On Windows, where files have no such modes, it does nothing.
 */
export function keepPrivate(profileDir: string): void {
  const { getuid } = process;
  if (process.platform === 'win32' || !getuid) return;
  const owner = getuid();
  // Somebody who keeps the store right in the home folder may share other things in there.
  if (resolve(profileDir) !== homedir()) tighten(profileDir, owner);
  for (const name of namesIn(profileDir)) if (files.test(name)) tighten(join(profileDir, name), owner);
  for (const folder of folders) tighten(join(profileDir, folder), owner);
  for (const name of namesIn(join(profileDir, 'backups'))) tighten(join(profileDir, 'backups', name), owner);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function tighten(path: string, owner: number): void {
  try {
    // A link is not followed: what it leads to may be anything.
    const opened = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { mode, uid } = fstatSync(opened);
      if (uid === owner && mode & 0o077) fchmodSync(opened, mode & 0o700);
    } finally {
      closeSync(opened);
    }
  } catch {
    // Not there, not ours, or on a disk without modes.
  }
}
