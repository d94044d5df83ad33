import type Database from 'better-sqlite3';
import { keptNames, roomForLikely } from './asked-facts';
import { metersOf } from './meter-rules';
import { mostTold } from './told-days';

/** What an import tells its events apart by. */
export interface FactsToTell {
  /** The facts that are kept, those that were asked for last first. */
  names: string[];
  /** What else may be told if the file shows that it is likely to be asked for; null when nothing may. */
  likely: LikelyToTell | null;
}

export interface LikelyToTell {
  most: number;
  /** The names of events whose usage adds up. */
  event_names: string[];
  /** What is measured is no way to tell apart. */
  measured: string[];
}

/** What the events of an environment are to be told apart by while they come in; `isLong`: there are many of them. */
export function factsToTell(sqlite: Database.Database, environment_id: string, isLong: boolean): FactsToTell {
  const names = keptNames(sqlite, environment_id).slice(0, mostTold);
  const most = isLong ? Math.min(roomForLikely(sqlite, environment_id), mostTold - names.length) : 0;
  if (most <= 0) return { names, likely: null };
  const meters = metersOf(sqlite, environment_id);
  const likely: LikelyToTell = {
    most,
    event_names: [...new Set(meters.filter(({ isSum }) => isSum).map(({ event_name }) => event_name))],
    measured: meters.flatMap(({ field }) => (field === null ? [] : `properties.${field}`)),
  };
  return { names, likely };
}
