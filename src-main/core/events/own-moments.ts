import type Database from 'better-sqlite3';

/** Knows the events that one import stored or corrected by the moments at which it did: nothing is kept for each. */
export interface OwnMoments {
  /** Takes the moment at which the rows to come are stored, in epoch milliseconds. */
  begin(moment: number): void;
  /** An event is corrected at the moment that was begun. */
  correct(): void;
  /** Whether an event that is stored was stored or corrected at one of them. */
  has(event: { event_name: number; timestamp: number; ingested_at: number }, event_id: string): boolean;
}

/** Of an import that begins now. A moment at which others stored events before is none of its own: a clock may be set back. */
export function ownMoments(sqlite: Database.Database, environment_id: string): OwnMoments {
  const own = new Set<number>();
  const newest = sqlite
    .prepare<[string], number | null>('select max(ingested_at) from event_names where environment_id = ?')
    .pluck();
  const correctedAt = sqlite
    .prepare<[number, number, string], number>(
      'select corrected_at from corrected_events where event_name = ? and timestamp = ? and event_id = ?',
    )
    .pluck();
  let before: number | null = null;
  let hasCorrected = false;
  return {
    begin(moment) {
      before ??= newest.get(environment_id) ?? 0;
      if (moment > before) own.add(moment);
    },
    correct() {
      hasCorrected = true;
    },
    has({ event_name, timestamp, ingested_at }, event_id) {
      if (own.has(ingested_at)) return true;
      if (!hasCorrected) return false;
      const corrected_at = correctedAt.get(event_name, timestamp, event_id);
      return corrected_at !== undefined && own.has(corrected_at);
    },
  };
}
