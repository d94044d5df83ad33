import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from './core/secrets';

/** Makes a secret unreadable to everybody but this person on this machine, and readable again. */
export interface Seal {
  close(text: string): Promise<string>;
  /** Null when it was sealed by somebody else or elsewhere. */
  open(sealed: string): Promise<string | null>;
}

/** Without a keychain the file's own permissions have to do: only its owner may read it. */
const plain: Seal = { close: async (text) => text, open: async (sealed) => sealed };

/** Secrets in a file of the data folder that only its owner may read (0600), each sealed where the system can. */
export function secretFile(profileDir: string, seal: Seal = plain): Secrets {
  const path = join(profileDir, 'secrets.json');
  let last: Promise<unknown> = Promise.resolve();
  /** One after another, so that two changes never write over each other. */
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const result = last.then(step, step);
    last = result.catch(() => undefined);
    return result;
  };

  async function read(): Promise<Record<string, string>> {
    try {
      const value: unknown = JSON.parse(await readFile(path, 'utf8'));
      return typeof value === 'object' && value !== null ? (value as Record<string, string>) : {};
    } catch {
      return {};
    }
  }

  async function change(edit: (kept: Record<string, string>) => void): Promise<void> {
    const kept = await read();
    edit(kept);
    await writeFile(`${path}.new`, JSON.stringify(kept), { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
  }

  return {
    get: (name) =>
      inTurn(async () => {
        const sealed = (await read())[name];
        return typeof sealed === 'string' ? seal.open(sealed) : null;
      }),
    set: (name, value) =>
      inTurn(async () => {
        const sealed = await seal.close(value);
        await change((kept) => {
          kept[name] = sealed;
        });
      }),
    delete: (name) =>
      inTurn(() =>
        change((kept) => {
          delete kept[name];
        }),
      ),
  };
}
