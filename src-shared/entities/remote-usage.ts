import { z } from 'zod';
import { decimal } from '../decimal';
import { instantInput } from '../instant';

export const remoteUsageInput = z.object({ start_time: instantInput, end_time: instantInput });

const figures = z.object({ usage: decimal, cost: decimal, event_count: z.int() });
export type UsageFigures = z.infer<typeof figures>;

/** One price (or a feature that nothing charges for) as this computer and the server count it over the same range. */
export const comparedUsage = z.object({
  key: z.string(),
  /** `unmapped`: the server charges for it by a price that is not linked with one here. */
  kind: z.enum(['both', 'local', 'server', 'unmapped']),
  feature_name: z.string(),
  /** Display name of the price, else of its plan; "" for usage that nothing charges for. */
  price_name: z.string(),
  /** "" where the price is in no group, or unknown here. */
  group_name: z.string(),
  currency: z.string(),
  unit: z.string(),
  unit_plural: z.string(),
  local: figures,
  server: figures,
  /** Server less local. */
  difference: figures,
  is_different: z.boolean(),
});
export type ComparedUsage = z.infer<typeof comparedUsage>;

/** Usage and cost of a range as this computer counts them beside the server's own analytics. */
export const usageComparison = z.object({
  start_time: z.string(),
  end_time: z.string(),
  base_url: z.string(),
  compared_at: z.string(),
  /** Customers known here whose usage the server was asked for: it answers one by one. */
  customers: z.int(),
  /** Different ones first, then dearest first. */
  rows: z.array(comparedUsage),
  /** Rows beyond those that are told. */
  rows_left: z.int(),
  different: z.int(),
  unmapped: z.int(),
  totals: z.array(z.object({ currency: z.string(), local_cost: decimal, server_cost: decimal, difference: decimal })),
});
export type UsageComparison = z.infer<typeof usageComparison>;

/** How sending recorded events to the server stands. */
export const eventPushState = z.object({
  /** Events recorded here since the last complete push; null while no server is connected. */
  waiting: z.int().nullable(),
  /** Everything recorded before this moment was sent; null before the first push. */
  pushed_until: z.string().nullable(),
  /** A push was cut off and goes on where it was. */
  is_unfinished: z.boolean(),
});
export type EventPushState = z.infer<typeof eventPushState>;
