import { z } from 'zod';

/** A row of a roll-up that differs from the raw events; `kept` or `counted` is null where there is no such row. */
export const usageDifference = z.object({
  roll_up: z.enum([
    'usage_days',
    'usage_day_totals',
    'usage_price_days',
    'usage_day_picks',
    'usage_day_uniques',
    'usage_fact_days',
  ]),
  meter_id: z.string(),
  meter_name: z.string(),
  /** Calendar day in the environment's zone, `YYYY-MM-DD`. */
  day: z.string(),
  /** The customer's external id, with the distinct value where values are counted, or the value of a source or property that is kept; or the price's id; "" for totals. */
  of: z.string(),
  kept: z.string().nullable(),
  counted: z.string().nullable(),
});
export type UsageDifference = z.infer<typeof usageDifference>;

/** What a recount of every roll-up from the raw events found. */
export const usageCheck = z.object({
  events: z.int(),
  /** Rows of roll-ups that were compared. */
  rows: z.int(),
  differences_count: z.int(),
  /** The first 1,000 differences. */
  differences: z.array(usageDifference),
});
export type UsageCheck = z.infer<typeof usageCheck>;
