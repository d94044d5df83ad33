import { usageMeters } from '../analytics/usage-catalog';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { noteLikely, roomForLikely } from '../usage/asked-facts';
import { type Chore, looksAtOnce } from './chore';
import { isSum } from './ledger';
import { likelyFacts } from './likely-facts';

/** Fewer events than this are read fast enough when somebody asks. */
const fewestEvents = 100_000;
/** Looked at again once there are so many times as many. */
const moreBy = 1.25;

interface LikelyOptions {
  /** Something is to be kept from now on. */
  onFound(): void;
  fewest?: number;
}

interface Scale {
  events: number;
  meters: number;
}

const scaleSql = `
  select (select coalesce(sum(event_count), 0) from event_names where environment_id = @environment_id) as events,
    (select count(*) from meters where environment_id = @environment_id) as meters`;

/**
 * Finds what reports will probably tell usage apart by before anybody asks: looks at some of the events once there are
 * many, and again when there are many more or other meters read them.
 */
export function likelyAhead(store: Store, { onFound, fewest = fewestEvents }: LikelyOptions): Chore {
  const { sqlite } = store;
  const looked = new Map<string, Scale>();
  let due: string | null | undefined;
  const scaleOf = (environment_id: string) => prepared(sqlite, scaleSql).get({ environment_id }) as Scale;

  function isDue(environment_id: string): boolean {
    const { events, meters } = scaleOf(environment_id);
    const last = looked.get(environment_id);
    return events >= fewest && (!last || events > last.events * moreBy || meters !== last.meters);
  }

  function next(): string | null {
    if (due === undefined) {
      const environments = prepared(sqlite, 'select id from environments').pluck().all() as string[];
      due = environments.find(isDue) ?? null;
    }
    return due;
  }

  return {
    forget() {
      due = undefined;
    },
    look: looksAtOnce,
    next,
    step() {
      const environment_id = next();
      due = undefined;
      if (environment_id === null) return;
      looked.set(environment_id, scaleOf(environment_id));
      if (roomForLikely(sqlite, environment_id) === 0) return;
      const meters = [...usageMeters(store, environment_id).values()];
      const names = new Set(meters.filter(isSum).flatMap(({ event_number }) => event_number ?? []));
      // What is measured is no way to tell apart.
      const measured = new Set(meters.map(({ aggregation: { field } }) => `properties.${field}`));
      for (const name of likelyFacts(store, [...names])) {
        if (!measured.has(name)) noteLikely(sqlite, { environment_id, name });
      }
      onFound();
    },
  };
}
