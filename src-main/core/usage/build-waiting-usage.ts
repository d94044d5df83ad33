import type Database from 'better-sqlite3';
import { usageOfMeter } from './after-catalog-change';

/**
 * Builds the roll-ups that a newer version of the program keeps and the one before did not, from the raw events; to be
 * done before anything is read. Every meter is a transaction: a kill in between leaves the others waiting.
 */
export function buildWaitingUsage(sqlite: Database.Database): void {
  const waiting = sqlite
    .prepare('select m.id, m.number from usage_to_rebuild join meters m on m.number = usage_to_rebuild.meter')
    .all() as { id: string; number: number }[];
  const done = sqlite.prepare('delete from usage_to_rebuild where meter = ?');
  for (const { id, number } of waiting) {
    const build = sqlite.transaction(() => {
      usageOfMeter({ sqlite }, id);
      done.run(number);
    });
    build.immediate();
  }
}
