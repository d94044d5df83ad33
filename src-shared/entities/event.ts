import { z } from 'zod';
import { decimal } from '../decimal';
import { instantInput } from '../instant';
import { limits } from '../limits';

/** A usage event (v1 wire contract 6.1). Properties keep text and numbers as they came. */
export const event = z.object({
  id: z.string(),
  external_customer_id: z.string(),
  customer_id: z.string(),
  event_name: z.string(),
  timestamp: z.string(),
  properties: z.record(z.string(), z.unknown()),
  source: z.string(),
  environment_id: z.string(),
});
export type UsageEvent = z.infer<typeof event>;

export const eventIngest = z.object({
  event_name: z.string().min(1).max(255),
  external_customer_id: z.string().min(1).max(255),
  /** Idempotency key; a new id when absent. */
  event_id: z.string().max(255).nullish(),
  customer_id: z.string().nullish(),
  /** Default: now. Past and future are both allowed. */
  timestamp: instantInput.nullish(),
  source: z.string().max(255).nullish(),
  properties: z.record(z.string(), z.unknown()).nullish(),
});
export type EventIngest = z.output<typeof eventIngest>;

/** Many events at once: all are stored or none (6.1). */
export const eventBulk = z.object({
  events: z.array(eventIngest).min(1, 'Invalid request payload').max(limits.events_per_bulk, 'Invalid request payload'),
});

/** Events to delete, by id. */
export const eventDelete = z.object({
  ids: z.array(z.string().min(1).max(255)).min(1).max(limits.events_per_bulk),
});

/** How a meter counts an event, and the line item that charges for it; without one its ids are null. */
const processedEvent = z.object({
  customer_id: z.string().nullable(),
  feature_id: z.string().nullable(),
  meter_id: z.string(),
  price_id: z.string().nullable(),
  sub_line_item_id: z.string().nullable(),
  subscription_id: z.string().nullable(),
  processed_at: z.string(),
  qty_total: decimal,
});

/** An event with what became of it; nothing was processed when no meter counts it. */
export const eventLookup = z.object({ event, processed_events: z.array(processedEvent) });
export type EventLookup = z.infer<typeof eventLookup>;

const unclear = { error: 'Please check the request payload' };

/**
 * Raw events query (6.2). Pages by offset, or by the cursor texts of an answer: `iter_last_key` goes on behind its last
 * event, `iter_first_key` answers the page that ends before its first one.
 */
export const eventQuery = z.object({
  external_customer_id: z.string().default(''),
  event_name: z.string().default(''),
  event_id: z.string().default(''),
  source: z.string().default(''),
  start_time: instantInput.nullish(),
  end_time: instantInput.nullish(),
  /** Every property must be one of its values; a property without values is no condition. */
  property_filters: z.record(z.string(), z.array(z.string())).default({}),
  /** Whoever asks for more than the limit gets that many; 0 is the default. */
  page_size: z
    .int()
    .min(0, unclear)
    .default(limits.default_page_size)
    .transform((size) => Math.min(size || limits.default_page_size, limits.events_per_page)),
  offset: z.int().min(0, unclear).default(0),
  iter_first_key: z.string().nullish(),
  iter_last_key: z.string().nullish(),
  sort: z.enum(['timestamp', 'event_name'], unclear).default('timestamp'),
  order: z.enum(['asc', 'desc'], unclear).default('desc'),
});
export type EventQuery = z.output<typeof eventQuery>;

export const eventPage = z.object({
  events: z.array(event),
  has_more: z.boolean(),
  iter_first_key: z.string().nullable(),
  iter_last_key: z.string().nullable(),
  /** How many events match in all; null on a page that was asked for by cursor. */
  total_count: z.int().nullable(),
  /** Where the next page starts. */
  offset: z.int(),
});
export type EventPage = z.infer<typeof eventPage>;

/** What usage there is: drives filters, proposals and the "no feature measures this" notices. */
export const eventSummary = z.object({
  event_count: z.int(),
  first_timestamp: z.string().nullable(),
  last_timestamp: z.string().nullable(),
  /** When the newest event was written here: the "data as of" of the screens. */
  ingested_at: z.string().nullable(),
  /** Where it came from: the name of the file, or `API`; empty where nobody knows. */
  ingested_from: z.string(),
  external_customer_ids_count: z.int(),
  event_names: z.array(
    z.object({
      event_name: z.string(),
      event_count: z.int(),
      numeric_properties: z.array(z.string()),
      meter_ids: z.array(z.string()),
    }),
  ),
});
export type EventSummary = z.infer<typeof eventSummary>;
