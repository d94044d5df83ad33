import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PickedFile } from '@shared/door';

interface ShelvedFile {
  path: string;
  name: string;
  temporary: boolean;
}

/** Picked files by their random token. Pages hold tokens, only this process knows the paths behind them. */
export interface FileShelf {
  shelve(path: string, name: string, options?: { temporary?: boolean }): Promise<PickedFile>;
  find(token: unknown): ShelvedFile | undefined;
  /** Forgets a token whose file has been read to its end; a temporary file is deleted. */
  release(token: string): Promise<void>;
  /** Deletes every temporary file that is left. */
  close(): void;
}

/** Where uploads wait until they are read: inside the data folder, because a system's temp folder may be small. */
export const uploadsDirOf = (profileDir: string) => join(profileDir, 'uploads');

export function createFileShelf(): FileShelf {
  const files = new Map<string, ShelvedFile>();
  return {
    async shelve(path, name, options = {}) {
      const { size } = await stat(path);
      const token = randomBytes(24).toString('base64url');
      files.set(token, { path, name, temporary: options.temporary ?? false });
      return { token, name, size };
    },
    find: (token) => (typeof token === 'string' ? files.get(token) : undefined),
    async release(token) {
      const file = files.get(token);
      files.delete(token);
      if (file?.temporary) await rm(file.path, { force: true });
    },
    close() {
      for (const file of files.values()) if (file.temporary) rmSync(file.path, { force: true });
      files.clear();
    },
  };
}
