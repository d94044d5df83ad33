import { z } from 'zod';
import { decimal } from '../decimal';
import { instantInput } from '../instant';
import { listInput } from '../list';
import { priceCreate, priceUpdate } from './price';

/** A price with other terms, or in another group, as an update would leave it. Its effective date is not looked at. */
const editPrice = z.object({
  kind: z.literal('edit_price'),
  update: priceUpdate,
  /** Earlier and later versions of the price take the same terms, so that the whole range is priced by them. */
  all_versions: z.boolean().default(true),
});

/** Whoever is on one plan is on another one instead for as long, on all of its terms. Archived customers stay. */
const swapPlan = z.object({
  kind: z.literal('swap_plan'),
  from_plan_id: z.string(),
  to_plan_id: z.string(),
  /** Whose subscriptions; empty means everybody's. */
  customer_ids: z.array(z.string()).max(10_000).default([]),
});

/** A price that does not exist yet: every subscription to its plan that would take it and is not cancelled has it too. */
const draftPrice = z.object({ kind: z.literal('draft_price'), price: priceCreate });

/**
 * Every customer with usage is on one plan and nothing else, with or without a subscription; whoever is on it already
 * keeps the terms they have. Archived customers stay.
 */
const everyoneOnPlan = z.object({
  kind: z.literal('everyone_on_plan'),
  plan_id: z.string(),
  /** Whoever is put on the plan takes it on these terms alone; on all that it has without. */
  currency: z.string().nullish(),
  billing_period: z.string().nullish(),
});

export const whatIfChange = z.discriminatedUnion('kind', [editPrice, swapPlan, draftPrice, everyoneOnPlan]);
export type WhatIfChange = z.output<typeof whatIfChange>;
export type WhatIfChangeInput = z.input<typeof whatIfChange>;

const question = {
  start_time: instantInput,
  end_time: instantInput,
  /** Made together, none of them saved. Without any, both sides are what is charged now. */
  changes: z.array(whatIfChange).max(50, 'Please try at most 50 changes at once').default([]),
  /**
   * `changes`: only prices that the changes touch. `everything`: totals and groups tell all that is charged.
   * `whole_bills`: customers, too, are compared by all they pay; slower.
   */
  scope: z.enum(['changes', 'everything', 'whole_bills']).default('everything'),
};

/** Past usage of [start, end) priced as it is and as the changes would have it. */
export const whatIfInput = z.object(question);
export type WhatIfInput = z.output<typeof whatIfInput>;

/** What something costs now and under the changes; `percent` of now, to one decimal, null when that is nothing. */
const compared = {
  cost_now: decimal,
  cost_then: decimal,
  difference: decimal,
  percent: decimal.nullable(),
};

export const whatIfCustomer = z.object({
  /** Empty for customers that only events know. */
  customer_id: z.string(),
  external_id: z.string(),
  name: z.string(),
  is_archived: z.boolean(),
  currency: z.string(),
  ...compared,
});
export type WhatIfCustomer = z.infer<typeof whatIfCustomer>;

export const whatIfRow = z.object({
  feature_id: z.string(),
  meter_id: z.string(),
  name: z.string(),
  unit: z.string(),
  unit_plural: z.string(),
  /** What is charged for on either side; the usage itself is the same. */
  usage_now: decimal,
  usage_then: decimal,
  events_now: z.int(),
  events_then: z.int(),
  ...compared,
});
export type WhatIfRow = z.infer<typeof whatIfRow>;

export const whatIfGroup = z.object({
  /** Null: the prices without a group. */
  group_id: z.string().nullable(),
  name: z.string(),
  lookup_key: z.string(),
  currency: z.string(),
  ...compared,
  rows: z.array(whatIfRow),
});
export type WhatIfGroup = z.infer<typeof whatIfGroup>;

export const whatIfPrice = z.object({
  /** Of the price that charges; `draft:<place>` for one that does not exist yet. */
  price_id: z.string(),
  plan_id: z.string(),
  meter_id: z.string(),
  display_name: z.string(),
  currency: z.string(),
  usage_now: decimal,
  usage_then: decimal,
  ...compared,
});
export type WhatIfPrice = z.infer<typeof whatIfPrice>;

/** One currency; currencies are never added up. */
export const whatIfTotal = z.object({
  currency: z.string(),
  ...compared,
  /** Customers whom the changes touch, by what it means to them. */
  pays_more: z.int(),
  pays_less: z.int(),
  pays_same: z.int(),
  largest_increase: whatIfCustomer.nullable(),
  largest_decrease: whatIfCustomer.nullable(),
});
export type WhatIfTotal = z.infer<typeof whatIfTotal>;

export const whatIf = z.object({
  start_time: z.string(),
  end_time: z.string(),
  timezone: z.string(),
  totals: z.array(whatIfTotal),
  /** Largest difference first, whatever its sign. */
  groups: z.array(whatIfGroup),
  prices: z.array(whatIfPrice),
});
export type WhatIf = z.infer<typeof whatIf>;

/** Which of the customers whom the changes touch: by size of the difference, largest first, unless asked otherwise. */
const whichCustomers = {
  /** Name or external id contains, case- and accent-insensitive. */
  search: z.string().default(''),
  /** `more`: only those who would pay more; `less`: only those who would pay less. */
  only: z.enum(['all', 'more', 'less']).default('all'),
  sort: z.enum(['difference', 'cost_now', 'cost_then', 'name']).default('difference'),
  direction: z.enum(['asc', 'desc']).default('desc'),
};

/** The customers whom the changes touch. */
export const whatIfCustomers = z.object({
  ...question,
  currency: z.string().default(''),
  ...whichCustomers,
  limit: listInput.limit,
  offset: listInput.offset,
});
export type WhatIfCustomers = z.output<typeof whatIfCustomers>;

/**
 * The comparison as a CSV file: one line per feature within its group, per price or per customer. Which customers, and
 * their order, is for the last one only.
 */
export const whatIfExport = z.object({
  ...question,
  by: z.enum(['group', 'price', 'customer']),
  ...whichCustomers,
});
export type WhatIfExport = z.output<typeof whatIfExport>;
