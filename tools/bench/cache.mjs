import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where generated data is kept between runs: outside the project, and thrown away with the machine's other leftovers. */
export const cacheFolder = join(tmpdir(), 'pricebook-bench');

const migrations = new URL('../../migrations/', import.meta.url);

/** Changes with the schema, so that no run meets a store of another version. */
function schemaKey() {
  const hash = createHash('sha256');
  for (const name of readdirSync(migrations).sort()) hash.update(readFileSync(new URL(name, migrations)));
  return hash.digest('hex').slice(0, 10);
}

/**
 * A folder that `make` fills once for every version of the schema. One that was left half made is made anew.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} make
 */
export async function cached(name, make) {
  const folder = join(cacheFolder, `${name}-${schemaKey()}`);
  if (existsSync(folder)) return folder;
  for (const old of existsSync(cacheFolder) ? readdirSync(cacheFolder) : []) {
    if (old.startsWith(`${name}-`)) rmSync(join(cacheFolder, old), { recursive: true, force: true });
  }
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await make(unfinished);
  renameSync(unfinished, folder);
  return folder;
}
