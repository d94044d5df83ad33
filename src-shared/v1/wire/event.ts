import { z } from 'zod';
import { type EventLookup, type EventPage, event, eventLookup, eventPage, type UsageEvent } from '../../entities/event';
import { wireInstant } from './instant';

/** An event on the wire (wire contract 6.2). */
export const wireEvent = event;

export const eventToWire = (row: UsageEvent) => ({ ...row, timestamp: wireInstant(row.timestamp) });

/** A page of events (wire contract 6.2). */
export const wireEventPage = eventPage;

export const eventPageToWire = ({ events, ...page }: EventPage) => ({ ...page, events: events.map(eventToWire) });

/** What an ingest answers (wire contract 6.1). */
export const wireIngested = z.object({ message: z.string(), event_id: z.string() });
export const wireBulkIngested = z.object({ message: z.string() });

/** Why an event is not counted; the other steps are not told here. */
const failedLookup = z.object({
  customer_lookup: z.null(),
  meter_matching: z.null(),
  price_lookup: z.null(),
  subscription_line_item_lookup: z.null(),
  failure_point: z.object({ failure_point_type: z.literal('meter_lookup'), error: z.null() }),
});

/** An event with what became of it (wire contract 6.2). */
export const wireEventLookup = eventLookup.extend({
  status: z.enum(['processed', 'failed']),
  debug_tracker: failedLookup.nullable(),
});

export const eventLookupToWire = ({ event: row, processed_events }: EventLookup) => ({
  event: eventToWire(row),
  status: processed_events.length > 0 ? ('processed' as const) : ('failed' as const),
  processed_events: processed_events.map((processed) => ({
    ...processed,
    processed_at: wireInstant(processed.processed_at),
  })),
  debug_tracker: processed_events.length > 0 ? null : noMeterCounts,
});

const noMeterCounts = {
  customer_lookup: null,
  meter_matching: null,
  price_lookup: null,
  subscription_line_item_lookup: null,
  failure_point: { failure_point_type: 'meter_lookup' as const, error: null },
};
