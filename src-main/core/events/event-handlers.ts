import type { HandlersOf } from '../handler';
import { deleteEvents } from './delete-events';
import { eventSummary } from './event-summary';
import { importEvents } from './import/import-events';
import { ingestEvents } from './ingest-events';
import { lookUpEvent } from './look-up-event';
import { queryEvents } from './query-events';
import { findEvent, toEvent } from './read-event';

export const eventHandlers: HandlersOf<'event'> = {
  'event.ingest': async (input, call) => {
    const [event_id = ''] = await ingestEvents(call, [input]);
    return { event_id };
  },
  'event.ingestBulk': async ({ events }, call) => ({ accepted: (await ingestEvents(call, events)).length }),
  'event.delete': async ({ ids }, call) => ({ deleted: await deleteEvents(call, ids) }),
  'event.get': async ({ id }, { deps, context }) =>
    toEvent(findEvent(deps.store.sqlite, context.environment_id, id), context.environment_id),
  'event.lookup': async ({ id }, { deps, context }) => lookUpEvent(deps.store, context.environment_id, id),
  'event.query': async (input, { deps, context }) =>
    queryEvents(deps.store.sqlite, context.environment_id, input, deps.now()),
  'event.summary': async (_input, { deps, context }) => eventSummary(deps.store.sqlite, context.environment_id),
  'event.import': async (input, call) => importEvents(call, input),
};
