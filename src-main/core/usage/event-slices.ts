import type Database from 'better-sqlite3';

/** About as many events as are counted before their usage is written. */
const eventsPerSlice = 100_000;

/**
 * Cuts the events of one name into stretches of time, [start, end) in epoch milliseconds, that hold no more events than
 * memory should. Nothing is left open between them, so that the caller may write.
 */
export function* eventSlices(
  sqlite: Database.Database,
  environment_id: string,
  event_name: string,
): Generator<{ start: number; end: number }> {
  const next = sqlite
    .prepare(`
      select timestamp from events
      where event_name = (select number from event_names where environment_id = ? and name = ?) and timestamp >= ?
      order by timestamp limit 1 offset ?
    `)
    .pluck();
  let start = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const cut = next.get(environment_id, event_name, start, eventsPerSlice) as number | undefined;
    if (cut === undefined) {
      yield { start, end: Number.MAX_SAFE_INTEGER };
      return;
    }
    // More events of one moment than that cannot be told apart by time.
    const end = Math.max(cut, start + 1);
    yield { start, end };
    start = end;
  }
}
