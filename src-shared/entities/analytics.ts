import { z } from 'zod';
import { decimal } from '../decimal';
import { instantInput } from '../instant';
import { feature, reportingUnit } from './feature';
import { aggregationTypes, meter, windowSizes } from './meter';
import { plan } from './plan';
import { price } from './price';
import { commitmentTypes, lineItem } from './subscription';

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
  /** Customers have no children and commitments no buckets here, so that neither changes the answer. */
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
  /** What the cost is made of under a commitment to every window; else 0. */
  computed_commitment_utilized_amount: decimal,
  computed_overage_amount: decimal,
  computed_true_up_amount: decimal,
});

/**
 * What a line item is committed to and what became of it: the three computed amounts add up to the total cost, before the
 * rounding of a bucketed meter when it is windowed. The amount of a windowed one is that of each window.
 */
export const commitmentInfo = z.object({
  type: z.enum(commitmentTypes),
  amount: decimal,
  quantity: decimal,
  duration: z.string().nullable(),
  overage_factor: decimal,
  true_up_enabled: z.boolean(),
  is_windowed: z.boolean(),
  computed_true_up_amount: decimal,
  computed_overage_amount: decimal,
  computed_commitment_utilized_amount: decimal,
});
export type CommitmentInfo = z.infer<typeof commitmentInfo>;

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
  /** Null without a commitment, and when filters or groups take parts of the usage: it is on all of a line item's. */
  commitment_info: commitmentInfo.nullable(),
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
  window_size: z.enum(windowSizes).default('DAY'),
  /** What the entries are: one per group, feature, customer, plan, event source or value of an event property. */
  group_by: z
    .string()
    .regex(/^(group|feature|customer|plan|source|properties\.[A-Za-z0-9_.]+)$/, 'Please choose what to group by')
    .default('group'),
  /** Empty list = no filter. `""` in group_ids means "No group". */
  customer_ids: z.array(z.string()).default([]),
  plan_ids: z.array(z.string()).default([]),
  group_ids: z.array(z.string()).default([]),
  feature_ids: z.array(z.string()).default([]),
  /** `""` means events without a source. Charges of filtered events start from zero (wire contract 6.8). */
  sources: z.array(z.string()).default([]),
  /** Property -> texts it may have; an event that lacks it is left out. A property without texts is no condition. */
  property_filters: z.record(z.string(), z.array(z.string())).default({}),
  /** Only prices in this currency; "" = all. */
  currency: z.string().default(''),
  /** How much of the period of equal length just before is told: nothing, totals by currency, or every entry with its windows. */
  previous: z.enum(['none', 'totals', 'series']).default('totals'),
  /** The dearest entries of each currency that are told apart; the others become one entry of kind `other`. */
  most_entries: z.int().min(1).max(5000).default(500),
  /** The same for the series of the chart. */
  most_series: z.int().min(1).max(200).default(50),
  /** Counts customers too, which reads the usage of every single one. */
  count_customers: z.boolean().default(false),
});
export type ReportInput = z.output<typeof reportInput>;

/** `none`: no group, no source, or without the property. `other`: several entries that are not told apart. */
export const reportEntryKinds = [
  'group',
  'feature',
  'customer',
  'plan',
  'source',
  'property',
  'none',
  'other',
] as const;
export type ReportEntryKind = (typeof reportEntryKinds)[number];

/** What names an entry of a report, a row of its table and a series of its chart alike; unique within a currency. */
const reportEntryName = {
  /**
   * The id of the group, feature (its meter's without one), customer or plan; the source; the text of the property; ""
   * for kind `none` and `other`. A customer that only events know: its external id (`customer_id` is null then).
   */
  key: z.string(),
  kind: z.enum(reportEntryKinds),
  /** Entries it stands for: 1, or more for kind `other`. */
  stands_for: z.int(),
};

/** One line of the breakdown: a feature as charged within one entry and currency; a price when entries are features. */
export const reportRow = z.object({
  /** The meter's id, or the price's. */
  key: z.string(),
  kind: z.enum(['feature', 'price']),
  feature_id: z.string(),
  meter_id: z.string(),
  /** The feature's name; of a price its display name, or its plan's where there is none or it is the feature's again. */
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

/**
 * An entry's rows in one currency: a group's unless `group_by` says otherwise. `group_id: null` is the ungrouped bucket,
 * and any entry that is no group. Currencies are never added up.
 */
export const reportGroup = z.object({
  ...reportEntryName,
  group_id: z.string().nullable(),
  name: z.string(),
  /** The lookup key of a group or plan, the external id of a customer; else "". */
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
  ...reportEntryName,
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
  aggregation_type: z.enum(aggregationTypes),
  total_usage: decimal,
  event_count: z.int(),
});
export type UnchargedRow = z.infer<typeof unchargedRow>;

/** The period of equal length just before. `windows[i]` is the counterpart of the report's; so are the values of a series. */
export const previousPeriod = z.object({
  start_time: z.string(),
  end_time: z.string(),
  windows: z.array(z.string()),
  /** The breakdown then: what the report's own tells apart is apart here too, the rest as one of kind `other`. */
  groups: z.array(reportGroup),
  /** The chart's series then, the same way. */
  series: z.array(reportSeries),
  /** Cost and usage of every window in each currency. */
  totals: z.array(
    z.object({ currency: z.string(), total_cost: decimal, cost: z.array(decimal), usage: z.array(decimal) }),
  ),
});
export type PreviousPeriod = z.infer<typeof previousPeriod>;

export const report = z.object({
  start_time: z.string(),
  end_time: z.string(),
  window_size: z.string(),
  timezone: z.string(),
  /** Window starts, ascending, every window of the range, also the empty ones. */
  windows: z.array(z.string()),
  group_by: z.string(),
  /**
   * Whether every entry is priced on its own from zero (by source and property, wire contract 6.8), so that tiers and
   * packages begin anew in each and the total is not what the customers pay.
   */
  is_priced_apart: z.boolean(),
  /** Entries in each currency, dearest first, `other` last; the currency with the most events first. */
  groups: z.array(reportGroup),
  series: z.array(reportSeries),
  totals: z.array(z.object({ currency: z.string(), total_cost: decimal })),
  uncharged: z.array(unchargedRow),
  /** The same by customer, source or property, when these are the entries: most events first. Else empty. */
  uncharged_entries: z.array(
    z.object({
      ...reportEntryName,
      name: z.string(),
      /** Null when the customer is only known from events, and for other entries. */
      customer_id: z.string().nullable(),
      event_count: z.int(),
      rows: z.array(unchargedRow),
    }),
  ),
  /** Null unless asked for by `previous: 'series'`. */
  previous: previousPeriod.nullable(),
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
