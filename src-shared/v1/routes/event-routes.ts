import { z } from 'zod';
import { route } from '../route';
import { eventLookupToWire, wireEventLookup } from '../wire/event';
import { analyticsRoutes } from './analytics-routes';
import { eventIngestRoutes } from './event-ingest-routes';
import { eventQueryRoutes } from './event-query-routes';
import { usageRoutes } from './usage-routes';

const tag = 'Events';

const lookup = {
  procedure: 'event.lookup',
  tag,
  description: 'With what became of it: one entry per meter that counts it and line item that charges for it.',
  method: 'GET',
  status: 200,
  malformed: 'Invalid request payload',
  requestName: 'GetEventRequest',
  response: wireEventLookup,
  answer: eventLookupToWire,
} as const;

export const eventRoutes = [
  ...eventIngestRoutes,
  ...eventQueryRoutes,
  ...usageRoutes,
  ...analyticsRoutes,
  route({
    ...lookup,
    path: '/events/lookup',
    summary: 'Read an event by an id of any form',
    query: z.object({ id: z.string().describe('The id of the event.') }),
    input: ({ query }) => query,
  }),
  route({
    ...lookup,
    path: '/events/:id',
    summary: 'Read an event',
    input: ({ params }) => ({ id: params.id }),
  }),
];
