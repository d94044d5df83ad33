import { eventBulk, eventIngest } from '../../entities/event';
import { limits } from '../../limits';
import { route } from '../route';
import { wireBulkIngested, wireIngested } from '../wire/event';

const tag = 'Events';

export const eventIngestRoutes = [
  route({
    method: 'POST',
    path: '/events',
    procedure: 'event.ingest',
    tag,
    summary: 'Send an event',
    description:
      'The event is stored and counted when this is answered. An `event_id` that was sent before replaces that event, and changes nothing when it is the same. Numbers in `properties` may be numbers or text; either keeps all of its digits, and a number that a double cannot hold is read back as text.',
    status: 202,
    malformed: 'Invalid request payload',
    requestName: 'IngestEventRequest',
    requiredIsMalformed: true,
    body: eventIngest,
    exactNumbers: true,
    response: wireIngested,
    input: ({ body }) => body,
    answer: ({ event_id }) => ({ message: 'Event accepted for processing', event_id }),
  }),
  route({
    method: 'POST',
    path: '/events/bulk',
    procedure: 'event.ingestBulk',
    tag,
    summary: `Send 1 to ${limits.events_per_bulk} events`,
    description: 'All of them are stored or, when one is refused, none.',
    status: 202,
    malformed: 'Invalid request payload',
    requestName: 'BulkIngestEventRequest',
    requiredIsMalformed: true,
    body: eventBulk,
    exactNumbers: true,
    response: wireBulkIngested,
    input: ({ body }) => body,
    answer: () => ({ message: 'Events accepted for processing' }),
  }),
];
