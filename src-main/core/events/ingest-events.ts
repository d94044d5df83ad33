import type { EventIngest } from '@shared/entities/event';
import { invalid } from '@shared/errors';
import { canonicalJson } from '@shared/rules/canonical-json';
import type { Call } from '../deps';
import { write } from '../store/write';
import { batchOf } from './batch-builder';
import { returnStore, takeStore } from './kept-store';

/**
 * Stores events at once (wire contract 6.1) and answers their ids in order. Sending an event id again with the same
 * content changes nothing, with other content it replaces the event. Without an id it gets one, without a timestamp
 * it happened now; one that is stored already keeps its time, so that a request that is repeated after its answer was
 * lost changes nothing. The customer is named by external id and need not exist. An event with a number that a meter reads
 * and cannot count refuses them all.
 */
export async function ingestEvents({ deps, context }: Call, events: readonly EventIngest[]): Promise<string[]> {
  const { environment_id } = context;
  const store = takeStore(deps.store.sqlite, environment_id);
  const ids = await write(deps, context, async (tx) => {
    const rows = events.map((event) => ({
      event_name: event.event_name,
      external_customer_id: event.external_customer_id,
      source: event.source ?? '',
      timestamp: Date.parse(event.timestamp ?? tx.now),
      is_undated: !event.timestamp,
      event_id: event.event_id || tx.newId('event'),
      properties: canonicalJson(event.properties ?? {}),
    }));
    const { accepted, refused } = store.store(batchOf(rows), Date.parse(tx.now), 'API');
    const [first] = refused;
    if (first) {
      const { line: index, column, value, message } = first;
      throw invalid(message, column ?? undefined, { index, event_id: rows[index]?.event_id, value });
    }
    if (accepted > 0) tx.changed('event');
    return rows.map((row) => row.event_id);
  });
  // Only now: what it remembers is true once it is committed.
  returnStore(deps.store.sqlite, environment_id, store);
  return ids;
}
