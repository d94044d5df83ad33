import { z } from 'zod';
import { decimal } from '../decimal';
import { reportInput } from './analytics';
import { event } from './event';
import { aggregation, aggregationTypes, meterFilter } from './meter';

/** A report's question without what only shapes its picture. */
const scope = reportInput.pick({
  start_time: true,
  end_time: true,
  group_by: true,
  customer_ids: true,
  plan_ids: true,
  group_ids: true,
  feature_ids: true,
  sources: true,
  property_filters: true,
  currency: true,
}).shape;

/** One entry of a report by its `key` and `kind`; never of kind `other`. */
const entryRef = z.object({
  key: z.string(),
  kind: z.enum(['group', 'feature', 'customer', 'plan', 'source', 'property', 'none']),
});

/**
 * The report's range when start and end are one window of its series, told as there: without what counts for the whole
 * range only, and with the buckets that begin in the window.
 */
const of_range = reportInput.pick({ start_time: true, end_time: true }).nullable().default(null);

const page = {
  limit: z.int().min(1).max(200).default(20),
  offset: z.int().min(0).default(0),
};

/**
 * Ours: goes down from a number of the report: entry -> features -> prices -> customers (their line items) -> events.
 * `level` is what is asked for; the ids above it say where one stands, each of them optional.
 */
export const drillInput = z.object({
  ...scope,
  of_range,
  ...page,
  level: z.enum(['features', 'prices', 'customers', 'events']),
  entry: entryRef.nullish(),
  meter_id: z.string().nullish(),
  price_id: z.string().nullish(),
  /** A row of level `customers`. */
  line_item_id: z.string().nullish(),
});
export type DrillInput = z.output<typeof drillInput>;

const figures = {
  total_usage: decimal,
  total_cost: decimal,
  event_count: z.int(),
};

/** A row of the level asked for; ids that do not apply to it are "". */
export const drillRow = z.object({
  /** Unique on this level: meter and currency, price, or line item. */
  key: z.string(),
  name: z.string(),
  meter_id: z.string(),
  feature_id: z.string(),
  price_id: z.string(),
  plan_id: z.string(),
  plan_name: z.string(),
  line_item_id: z.string(),
  customer_id: z.string(),
  external_customer_id: z.string(),
  /** When the price or line item charges within the range; null for features. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  unit: z.string(),
  unit_plural: z.string(),
  aggregation_type: z.string(),
  currency: z.string(),
  /** Rows directly below: prices of a feature, line items of a price, events of a line item. */
  below_count: z.int(),
  ...figures,
});
export type DrillRow = z.infer<typeof drillRow>;

/** An event with what the meter counts it as; "" when several meters are in question. */
const drillEvent = z.object({ event, quantity: z.string(), meter_id: z.string(), line_item_id: z.string() });

export const drill = z.object({
  level: z.enum(['features', 'prices', 'customers', 'events']),
  /** The number drilled from: in each currency the sum of all rows, also of those on other pages. */
  totals: z.array(z.object({ currency: z.string(), total_cost: decimal, event_count: z.int() })),
  /** Dearest first; empty on level `events`. */
  rows: z.array(drillRow),
  /** Newest first; empty on the other levels. An event that two line items charge for is there twice. */
  events: z.array(drillEvent),
  /** All rows (or events), also those on other pages. */
  total_count: z.int(),
  offset: z.int(),
});
export type Drill = z.infer<typeof drill>;

/**
 * Why usage of a customer is not charged at a time. `never_on_plan`, `before_plan`, `after_plan`: it was on no plan then.
 * `no_charge`: none of its plans charges for the feature. `not_yet`, `no_longer`: its plan charges for it later, or did.
 * `other_terms`: its plan does in another currency or period than its subscription's. `not_taken`: by a price that had
 * ended when the customer was put on the plan, which a subscription does not take (wire contract 4.8).
 */
export const unchargedWhys = [
  'never_on_plan',
  'before_plan',
  'after_plan',
  'no_charge',
  'not_yet',
  'no_longer',
  'other_terms',
  'not_taken',
] as const;

export const unchargedReason = z.object({
  why: z.enum(unchargedWhys),
  /** "" when it was on no plan, before the first and after the last as well. */
  plan_id: z.string(),
  plan_name: z.string(),
  /** When that changes or changed: the plan or price begins or has ended; null where nothing does. */
  at: z.string().nullable(),
  /** Its events that are not charged for this reason. */
  event_count: z.int(),
});
export type UnchargedReason = z.infer<typeof unchargedReason>;

/** Ours: goes down from usage that nothing charges for: to the customers it is of, then to its events. */
export const unchargedInput = z.object({
  ...scope,
  ...page,
  level: z.enum(['customers', 'events']),
  meter_id: z.string(),
  /** Only this customer's, by the id that its events have. */
  external_customer_id: z.string().nullish(),
});
export type UnchargedInput = z.output<typeof unchargedInput>;

export const unchargedCustomer = z.object({
  external_customer_id: z.string(),
  /** Null when only events know it. */
  customer_id: z.string().nullable(),
  name: z.string(),
  total_usage: decimal,
  event_count: z.int(),
  /** Most events first. */
  reasons: z.array(unchargedReason),
});
export type UnchargedCustomer = z.infer<typeof unchargedCustomer>;

export const uncharged = z.object({
  unit: z.string(),
  unit_plural: z.string(),
  aggregation_type: z.enum(aggregationTypes),
  /** Of all customers, also those on other pages. */
  total_usage: decimal,
  event_count: z.int(),
  /** Most events first; on level `events` the customer asked for. */
  customers: z.array(unchargedCustomer),
  /** Newest first; empty on level `customers`. */
  events: z.array(drillEvent),
  /** All customers (or events), also those on other pages. */
  total_count: z.int(),
  offset: z.int(),
});
export type Uncharged = z.infer<typeof uncharged>;

/** Ours: how the cost of a price in a range came about, line item by line item. */
export const explainInput = z.object({
  ...scope,
  of_range,
  ...page,
  price_id: z.string(),
  /** Only the part of one entry (a source, a value, a customer …) of the report grouped by `group_by`. */
  entry: entryRef.nullish(),
  line_item_id: z.string().nullish(),
});
export type ExplainInput = z.output<typeof explainInput>;

/** One line of a tier walk: units × unit amount + flat amount = cost. */
export const explainStep = z.object({
  units: decimal,
  unit_amount: decimal,
  flat_amount: decimal,
  cost: decimal,
  /** 0-based; null when the price has no tiers. */
  tier_index: z.int().nullable(),
  /** The same as a sentence. */
  sentence: z.string(),
});
export type ExplainStep = z.infer<typeof explainStep>;

/** One bucket of a bucketed meter, priced by itself; its steps add up to its cost. */
export const explainBucket = z.object({
  start_time: z.string(),
  /** The value that the meter groups by; "" when the bucket is charged as a whole. */
  group: z.string(),
  usage: decimal,
  cost: decimal,
  steps: z.array(explainStep),
});
export type ExplainBucket = z.infer<typeof explainBucket>;

/** Why a line item charges for a part of a range only (wire contract 6.7). */
export const cutReasons = [
  'subscription_began',
  'price_took_over',
  'subscription_cancelled',
  'subscription_ended',
  'price_ended',
  'line_item_ended',
] as const;

/** Where within the range a line item begins (`start`) or stops (`end`) to charge, and why. */
export const explainCut = z.object({
  edge: z.enum(['start', 'end']),
  at: z.string(),
  reason: z.enum(cutReasons),
});
export type ExplainCut = z.infer<typeof explainCut>;

/** How one line item's cost came about. */
export const explainWalk = z.object({
  line_item_id: z.string(),
  subscription_id: z.string(),
  customer_id: z.string(),
  customer_name: z.string(),
  external_customer_id: z.string(),
  /** What an entry by source or property is restricted to, for each of its values; "" when nothing is apart. */
  part: z.string(),
  /** When it charges within the range, and why it does not from the start or to the end. */
  from: z.string(),
  to: z.string(),
  cuts: z.array(explainCut),
  ...figures,
  first_event: z.string().nullable(),
  last_event: z.string().nullable(),
  /** Not for bucketed meters. */
  steps: z.array(explainStep),
  /** Zone that cuts the buckets of a bucketed meter: the customer's, whatever zone the report is told in. Else null. */
  bucket_zone: z.string().nullable(),
  /** Of a bucketed meter: its dearest buckets, first ones first, and what the others come to. */
  buckets: z.array(explainBucket),
  other_buckets: z.object({ count: z.int(), usage: decimal, cost: decimal }),
  /** What a commitment of the line item adds to the cost of its usage (wire contract 6.8). Null when it adds nothing. */
  commitment: z.object({ usage_cost: decimal, added: decimal, sentence: z.string() }).nullable(),
  /** Rounding to the currency, which only buckets know: exact + difference = what the usage costs. Else null. */
  rounding: z.object({ digits: z.int(), exact: decimal, difference: decimal, sentence: z.string() }).nullable(),
});
export type ExplainWalk = z.infer<typeof explainWalk>;

export const explanation = z.object({
  price_id: z.string(),
  display_name: z.string(),
  /** Which of the versions of the price this is, from 1, by when they began. */
  version: z.object({ number: z.int(), count: z.int() }),
  plan_id: z.string(),
  plan_name: z.string(),
  currency: z.string(),
  billing_model: z.string(),
  tier_mode: z.string().nullable(),
  /** What one pays, in words: "$1 per unit", "$50 per 10 units", the tiers. */
  terms_sentences: z.array(z.string()),
  price_from: z.string(),
  price_to: z.string().nullable(),
  feature_id: z.string(),
  feature_name: z.string(),
  unit: z.string(),
  unit_plural: z.string(),
  meter_id: z.string(),
  event_name: z.string(),
  aggregation,
  filters: z.array(meterFilter),
  /** How events become the quantity, in words: the event name, what is read, how it is added up, the filters. */
  meter_sentences: z.array(z.string()),
  /** The number on the screen: all line items, also those on other pages. */
  ...figures,
  /** Dearest first. */
  walks: z.array(explainWalk),
  total_count: z.int(),
  /** What the walks that are not on this page come to; with them it is the number on the screen. */
  others: z.object({ count: z.int(), ...figures }),
  offset: z.int(),
});
export type Explanation = z.infer<typeof explanation>;
