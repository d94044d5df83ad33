import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['src-main', 'src-shared', 'migrations'];

/**
 * From which seed random tests start: one made from the sources, so that any change plays other cases, while the same
 * sources play the same ones everywhere: what fails in one place can be looked at in every other. `asked`: the seed that
 * somebody wants instead.
 */
export function testSeed(asked: string | undefined): number {
  return asked === undefined ? seedOf(join(import.meta.dirname, '../..')) : Number(asked);
}

/** A whole number below 2^30, by the names and texts of all sources. */
function seedOf(root: string): number {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((one) => /\.(ts|sql)$/.test(one)).sort()) {
      hash.update(`${folder}/${name.replaceAll('\\', '/')}\0`);
      // A checkout may have turned the ends of lines.
      hash.update(readFileSync(join(root, folder, name), 'utf8').replaceAll('\r\n', '\n'));
    }
  }
  return hash.digest().readUInt32BE() >>> 2;
}
