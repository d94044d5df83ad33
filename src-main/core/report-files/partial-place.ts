import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { utf8Start } from './utf8-start';

/** What a name may be long in every file system, in bytes of UTF-8. */
const mostBytes = 255;

/** Where a report grows until it is whole: whatever is at its path stays as it is until then. */
export function partialOf(path: string): string {
  const whole = `${path}.partial`;
  const name = basename(whole);
  if (Buffer.byteLength(name) <= mostBytes) return whole;
  // Told apart from the other long names that begin alike.
  const end = `~${createHash('sha256').update(name).digest('hex').slice(0, 8)}.partial`;
  return join(dirname(path), `${utf8Start(name, mostBytes - end.length)}${end}`);
}

/** The path of the JSON file beside a report. */
export const filtersPathOf = (path: string): string => `${path.replace(/\.csv$/i, '')}.filters.json`;
