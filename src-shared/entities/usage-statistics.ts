import { z } from 'zod';
import { decimal, decimalInput } from '../decimal';
import { instantInput } from '../instant';
import { isTimeZone } from '../rules/time-zone';
import { aggregationTypes, meterFilter, windowSizes } from './meter';

const text = z.string().default('');

/** Filters as a map of property to allowed values, or as a meter lists them; one without values is no condition. */
const filters = z
  .union([z.record(z.string(), z.array(z.string())), z.array(meterFilter)])
  .default([])
  .transform((given) => {
    const listed = Array.isArray(given) ? given : Object.entries(given).map(([key, values]) => ({ key, values }));
    return listed.filter(({ values }) => values.length > 0);
  });

const bucketSize = z.enum(windowSizes, { error: 'Please provide a valid window size for bucket_size' });

/** Which events are measured, and how they are cut into windows (wire contract 6.3). */
const usageRange = {
  external_customer_id: text,
  customer_id: text,
  /** Half-open: start <= t < end. End defaults to now, start to seven days before the end. */
  start_time: instantInput.nullish(),
  end_time: instantInput.nullish(),
  window_size: z.enum(windowSizes, { error: 'Please provide a valid window size' }).nullish(),
  filters,
  /** MONTH windows begin on this day of the month, at this time of the day; by the calendar without one. */
  billing_anchor: instantInput.nullish(),
  /** IANA zone of the windows; default the customer's, else UTC. */
  timezone: text.refine(
    (zone) => zone === '' || isTimeZone(zone),
    'Please provide a valid IANA time zone, such as Europe/Berlin',
  ),
};

/** Usage of an event name, measured as the request says. */
export const usageStatisticsInput = z.object({
  event_name: z.string().min(1),
  aggregation_type: z.enum(aggregationTypes, { error: 'Please provide a valid aggregation type' }),
  property_name: text,
  multiplier: decimalInput.nullish(),
  bucket_size: bucketSize.nullish(),
  /** Property whose values have a maximum each; only with MAX in buckets. */
  group_by: text,
  ...usageRange,
});
export type UsageStatisticsInput = z.output<typeof usageStatisticsInput>;

/** Usage by a meter; filters come on top of the meter's own, buckets and their property in place of them. */
export const meterUsageInput = z.object({
  meter_id: z.string().min(1),
  bucket_size: bucketSize.nullish(),
  group_by: text,
  ...usageRange,
});
export type MeterUsageInput = z.output<typeof meterUsageInput>;
export type UsageRange = Pick<MeterUsageInput, keyof typeof usageRange>;

export const usageStatistics = z.object({
  event_name: z.string(),
  type: z.enum(aggregationTypes),
  value: decimal,
  /** Windows with usage, oldest first; null when the request has neither windows nor buckets. */
  results: z.array(z.object({ window_start: z.string(), value: decimal })).nullable(),
});
export type UsageStatistics = z.infer<typeof usageStatistics>;
