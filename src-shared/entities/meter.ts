import { z } from 'zod';
import { decimal, decimalInput } from '../decimal';
import { listInput, status } from '../list';

export const aggregationTypes = [
  'COUNT',
  'SUM',
  'AVG',
  'COUNT_UNIQUE',
  'LATEST',
  'SUM_WITH_MULTIPLIER',
  'MAX',
  'WEIGHTED_SUM',
] as const;
export type AggregationType = (typeof aggregationTypes)[number];

export const windowSizes = [
  'MINUTE',
  '15MIN',
  '30MIN',
  'HOUR',
  '3HOUR',
  '6HOUR',
  '12HOUR',
  'DAY',
  'WEEK',
  'MONTH',
] as const;
export type WindowSize = (typeof windowSizes)[number];

export const aggregation = z.object({
  type: z.enum(aggregationTypes),
  /** Property to read; null for COUNT and when there is an expression. */
  field: z.string().nullable(),
  expression: z.string().nullable(),
  multiplier: decimal.nullable(),
  bucket_size: z.enum(windowSizes).nullable(),
  group_by: z.string().nullable(),
});
export type Aggregation = z.infer<typeof aggregation>;

export const meterFilter = z.object({ key: z.string(), values: z.array(z.string()) });
export type MeterFilter = z.infer<typeof meterFilter>;

/** What turns events into a quantity (wire contract 5.6). */
export const meter = z.object({
  id: z.string(),
  name: z.string(),
  event_name: z.string(),
  aggregation,
  filters: z.array(meterFilter),
  reset_usage: z.enum(['BILLING_PERIOD', 'NEVER']),
  tenant_id: z.string(),
  status,
  created_at: z.string(),
  updated_at: z.string(),
});
export type Meter = z.infer<typeof meter>;

const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);
const textOrNull = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

export const meterCreate = z.object({
  name: z.string().max(255).default(''),
  event_name: z.string().trim().min(1).max(255),
  aggregation: z.object({
    type: z.enum(aggregationTypes, { error: 'Please provide a valid aggregation type' }),
    field: textOrNull,
    expression: textOrNull,
    multiplier: orNull(decimalInput),
    bucket_size: orNull(z.enum(windowSizes, { error: 'Please provide a valid window size for bucket_size' })),
    group_by: textOrNull,
  }),
  filters: z.array(z.object({ key: z.string().default(''), values: z.array(z.string()).default([]) })).default([]),
  reset_usage: z.enum(['BILLING_PERIOD', 'NEVER']).default('BILLING_PERIOD'),
});
export type MeterCreate = z.output<typeof meterCreate>;

/** Only filters can change; they are merged into the meter's own by key. */
export const meterUpdate = z.object({ id: z.string(), filters: z.array(meterFilter) });

export const meterSearch = z.object({
  ...listInput,
  meter_ids: z.array(z.string()).default([]),
  event_name: z.string().default(''),
});
