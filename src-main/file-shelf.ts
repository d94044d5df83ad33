import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PickedFile, PickedTarget } from '@shared/door';
import type { SaveTarget } from '@shared/entities/report-file';

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

/** Picked places to save to, by their random token, in the same way. */
export interface TargetShelf {
  shelve(target: SaveTarget, name: string): PickedTarget;
  find(token: unknown): (SaveTarget & { name: string }) | undefined;
  /** Forgets a token; whoever took it sees to a temporary file. */
  forget(token: string): void;
  /** Deletes every temporary file that is left. */
  close(): void;
}

/** Where uploads wait until they are read: inside the data folder, because a system's temp folder may be small. */
export const uploadsDirOf = (profileDir: string) => join(profileDir, 'uploads');

/** Where reports wait for their download. */
export const downloadsDirOf = (profileDir: string) => join(profileDir, 'downloads');

/** Where reports are kept that a browser cannot choose a folder for. */
export const reportsDirOf = (profileDir: string) => join(profileDir, 'reports');

const newToken = () => randomBytes(24).toString('base64url');

export function createTargetShelf(): TargetShelf {
  const targets = new Map<string, SaveTarget & { name: string }>();
  return {
    shelve(target, name) {
      const token = newToken();
      targets.set(token, { ...target, name });
      return { token, name, path: target.is_temporary ? null : target.path };
    },
    find: (token) => (typeof token === 'string' ? targets.get(token) : undefined),
    forget: (token) => void targets.delete(token),
    close() {
      for (const target of targets.values()) if (target.is_temporary) rmSync(target.path, { force: true });
      targets.clear();
    },
  };
}

export function createFileShelf(): FileShelf {
  const files = new Map<string, ShelvedFile>();
  return {
    async shelve(path, name, options = {}) {
      const { size } = await stat(path);
      const token = newToken();
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
