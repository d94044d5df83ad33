import { statSync } from 'node:fs';
import type { Store } from './open';

/** How many bytes a store takes on the disk, its write-ahead log included; of a store in memory, how many pages. */
export function storeSize({ file, sqlite }: Store): number {
  if (file === ':memory:') {
    const pragma = (name: string) => sqlite.pragma(name, { simple: true }) as number;
    return pragma('page_count') * pragma('page_size');
  }
  return [file, `${file}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}
