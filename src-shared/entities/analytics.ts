import { z } from 'zod';
import { decimal } from '../decimal';
import { instantInput } from '../instant';
import { feature, reportingUnit } from './feature';
import { meter, windowSizes } from './meter';
import { plan } from './plan';
import { price } from './price';
import { lineItem } from './subscription';

/** Wire analytics of one customer (6.5). Half-open range: start <= t < end. */
export const usageInput = z.object({
  external_customer_id: z.string().default(''),
  feature_ids: z.array(z.string()).nullish(),
  sources: z.array(z.string()).default([]),
  start_time: instantInput.nullish(),
  end_time: instantInput.nullish(),
  group_by: z
    .array(
      z.string().regex(/^(source|feature_id|meter_id|properties\.[A-Za-z0-9_.]+)$/, 'Please check the request payload'),
    )
    .default([]),
  window_size: z.enum(windowSizes, { error: 'Please check the request payload' }).nullish(),
  expand: z.array(z.string()).default([]),
  property_filters: z.record(z.string(), z.array(z.string())).default({}),
  /** Customers have no children and charges no commitments here, so that neither changes the answer. */
  include_children: z.boolean().default(false),
  breakdown_bucket: z.boolean().default(false),
});
export type UsageInput = z.output<typeof usageInput>;

export const usagePoint = z.object({
  /** Start of the window. */
  timestamp: z.string(),
  usage: decimal,
  subtotal: decimal,
  discount: decimal,
  cost: decimal,
  event_count: z.int(),
});

export const usageItem = z.object({
  feature_id: z.string(),
  name: z.string(),
  event_name: z.string(),
  aggregation_type: z.string(),
  unit: z.string(),
  unit_plural: z.string(),
  currency: z.string(),
  total_usage: decimal,
  /** Usage in the reporting unit; "" without one. */
  total_usage_display: z.string(),
  reporting_unit: reportingUnit.nullable(),
  subtotal: decimal,
  total_discount: decimal,
  total_cost: decimal,
  event_count: z.int(),
  price_id: z.string(),
  meter_id: z.string(),
  sub_line_item_id: z.string(),
  subscription_id: z.string(),
  plan_id: z.string(),
  source: z.string().nullable(),
  sources: z.array(z.string()).nullable(),
  properties: z.record(z.string(), z.string()).nullable(),
  window_size: z.string().nullable(),
  points: z.array(usagePoint).nullable(),
  /** Expanded objects; `price.group` is the published group of the price. */
  price: price.nullable(),
  meter: meter.nullable(),
  feature: feature.nullable(),
  plan: plan.nullable(),
  subscription_line_item: lineItem.nullable(),
});
export type UsageItem = z.infer<typeof usageItem>;

export const usageResult = z.object({
  subtotal: decimal,
  total_discount: decimal,
  total_cost: decimal,
  currency: z.string(),
  items: z.array(usageItem),
});
export type UsageResult = z.infer<typeof usageResult>;

/** Ours: the usage-by-group report over many customers, as the Analytics screen and the exports show it. */
export const reportInput = z.object({
  start_time: instantInput,
  end_time: instantInput,
  window_size: z.enum(['HOUR', 'DAY', 'WEEK', 'MONTH']).default('DAY'),
  /** Empty list = no filter. `""` in group_ids means "No group". */
  customer_ids: z.array(z.string()).default([]),
  plan_ids: z.array(z.string()).default([]),
  group_ids: z.array(z.string()).default([]),
  feature_ids: z.array(z.string()).default([]),
  /** Counts customers too, which reads the usage of every single one. */
  count_customers: z.boolean().default(false),
});
export type ReportInput = z.output<typeof reportInput>;

/** One line of the breakdown: a feature as charged within one group and currency. */
export const reportRow = z.object({
  feature_id: z.string(),
  meter_id: z.string(),
  name: z.string(),
  unit: z.string(),
  unit_plural: z.string(),
  aggregation_type: z.string(),
  event_name: z.string(),
  /** Prices that contributed (versions and plans merged), newest first. */
  price_ids: z.array(z.string()),
  plan_ids: z.array(z.string()),
  currency: z.string(),
  total_usage: decimal,
  total_cost: decimal,
  event_count: z.int(),
  /** Customers with usage; null unless asked for by `count_customers`. */
  customer_count: z.int().nullable(),
});
export type ReportRow = z.infer<typeof reportRow>;

/** A group's rows in one currency; `group_id: null` is the ungrouped bucket. Currencies are never added up. */
export const reportGroup = z.object({
  group_id: z.string().nullable(),
  name: z.string(),
  lookup_key: z.string(),
  currency: z.string(),
  total_cost: decimal,
  /** Null unless all rows share unit and aggregation. */
  total_usage: decimal.nullable(),
  event_count: z.int(),
  rows: z.array(reportRow),
});
export type ReportGroup = z.infer<typeof reportGroup>;

/** One stacked series of the chart. `cost[i]` and `usage[i]` belong to `windows[i]`; windows are priced on their own. */
export const reportSeries = z.object({
  group_id: z.string().nullable(),
  name: z.string(),
  currency: z.string(),
  cost: z.array(decimal),
  usage: z.array(decimal),
});
export type ReportSeries = z.infer<typeof reportSeries>;

/** Usage that no line item of any subscription charges for, per feature (or meter without one). */
export const unchargedRow = z.object({
  feature_id: z.string(),
  meter_id: z.string(),
  name: z.string(),
  unit_plural: z.string(),
  total_usage: decimal,
  event_count: z.int(),
});

export const report = z.object({
  start_time: z.string(),
  end_time: z.string(),
  window_size: z.string(),
  timezone: z.string(),
  /** Window starts, ascending, every window of the range, also the empty ones. */
  windows: z.array(z.string()),
  groups: z.array(reportGroup),
  series: z.array(reportSeries),
  totals: z.array(z.object({ currency: z.string(), total_cost: decimal })),
  uncharged: z.array(unchargedRow),
  kpis: z.object({
    event_count: z.int(),
    active_features: z.int(),
    /** Null unless asked for by `count_customers`. */
    active_customers: z.int().nullable(),
    top_group: z
      .object({ name: z.string(), currency: z.string(), total_cost: decimal, share_percent: decimal })
      .nullable(),
    /** Cost of the period of equal length just before, per currency; empty when there is no usage in it. */
    previous_totals: z.array(z.object({ currency: z.string(), total_cost: decimal })),
  }),
  data_as_of: z.string().nullable(),
});
export type Report = z.infer<typeof report>;

/** A CSV made from the same report object the screen shows. */
export const reportExport = z.object({ file_name: z.string(), csv: z.string(), row_count: z.int() });
