import { z } from 'zod';
import { decimalInput } from '../decimal';
import { instantInput } from '../instant';
import { listInput, metadata, metadataInput } from '../list';
import { baseFields } from './base';
import { billingPeriods } from './price';

export const subscriptionStatuses = ['active', 'paused', 'cancelled', 'incomplete', 'trialing', 'draft'] as const;

export const commitmentTypes = ['amount', 'quantity'] as const;

/** One price a subscription is charged by, within [start_date, end_date). */
export const lineItem = z.object({
  id: z.string(),
  subscription_id: z.string(),
  customer_id: z.string(),
  entity_id: z.string(),
  entity_type: z.literal('plan'),
  plan_display_name: z.string(),
  price_id: z.string(),
  price_type: z.enum(['USAGE', 'FIXED']),
  meter_id: z.string(),
  meter_display_name: z.string(),
  display_name: z.string(),
  quantity: z.string(),
  currency: z.string(),
  billing_period: z.enum(billingPeriods),
  billing_period_count: z.int(),
  invoice_cadence: z.string(),
  start_date: z.string(),
  end_date: z.string().nullable(),
  /** What the customer committed to spend or use; null without a commitment, as its other fields are. */
  commitment_type: z.enum(commitmentTypes).nullable(),
  commitment_amount: z.string().nullable(),
  commitment_quantity: z.string().nullable(),
  commitment_duration: z.enum(billingPeriods).nullable(),
  /** What usage beyond the commitment is multiplied by. */
  commitment_overage_factor: z.string().nullable(),
  /** Whether what was not used of the commitment is charged all the same. */
  commitment_true_up_enabled: z.boolean(),
  /** Whether it is to every window of a bucketed meter, each on its own. */
  commitment_windowed: z.boolean(),
  ...baseFields,
});
export type LineItem = z.infer<typeof lineItem>;

/** A customer on a plan from a date: as much as pricing usage needs (wire contract 6.12). */
export const subscription = z.object({
  id: z.string(),
  customer_id: z.string(),
  external_customer_id: z.string(),
  plan_id: z.string(),
  currency: z.string(),
  billing_period: z.enum(billingPeriods),
  billing_period_count: z.int(),
  subscription_status: z.enum(subscriptionStatuses),
  start_date: z.string(),
  end_date: z.string().nullable(),
  cancelled_at: z.string().nullable(),
  /** The billing period it is in, or that it ended in, as [start, end); null when it never turns over. */
  current_period_start: z.string(),
  current_period_end: z.string().nullable(),
  metadata,
  ...baseFields,
  /** Null in lists that did not ask for them. */
  line_items: z.array(lineItem).nullable(),
});
export type Subscription = z.infer<typeof subscription>;

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** A field of the wire for something this catalog does not keep: refused rather than lost without a word. */
const notKept = (what: string) =>
  z.unknown().refine(isEmpty, `${what} are not kept here: please leave this field out`).optional();

/**
 * A minimum spend on a line item (wire contract 6.8). Without a type it is to what is given, an amount or a quantity.
 */
export const commitmentInput = z.object({
  commitment_type: z.enum(commitmentTypes).nullish(),
  commitment_amount: decimalInput.nullish(),
  commitment_quantity: decimalInput.nullish(),
  commitment_duration: z.enum(billingPeriods).nullish(),
  /** 1 when left out. */
  overage_factor: decimalInput.nullish(),
  enable_true_up: z.boolean().nullish(),
  /** To every window of a bucketed meter, each on its own; the whole of the line item when left out. */
  is_window_commitment: z.boolean().nullish(),
  commitment_time_buckets: notKept('Commitments by time of day'),
});
export type CommitmentInput = z.output<typeof commitmentInput>;

/** Ours: sets or, with null, ends the commitment of a line item. */
export const commitmentSet = z.object({ line_item_id: z.string(), commitment: commitmentInput.nullable() });

export const subscriptionCreate = z.object({
  customer_id: z.string().nullish(),
  external_customer_id: z.string().nullish(),
  plan_id: z.string().min(1),
  currency: z.string().length(3),
  billing_period: z.enum(billingPeriods),
  billing_period_count: z.int().min(1).default(1),
  start_date: instantInput.nullish(),
  end_date: instantInput.nullish(),
  metadata: metadataInput.nullish(),
  /** Only what is kept here: the start date, and the customer's time zone. Refused otherwise. */
  billing_anchor: instantInput.nullish(),
  timezone: z.string().nullish(),
  billing_cycle: z
    .literal('anniversary', 'Billing periods follow the start date here: please use the billing cycle anniversary')
    .nullish(),
  subscription_status: z.literal('active', 'A subscription starts active here: please leave its status out').nullish(),
  trial_start: notKept('Trials'),
  trial_end: notKept('Trials'),
  addons: notKept('Addons'),
  coupons: notKept('Coupons'),
  line_item_coupons: notKept('Coupons'),
  credit_grants: notKept('Credit grants'),
  override_entitlements: notKept('Entitlements'),
  override_line_items: notKept('Prices of a single subscription'),
  line_items: notKept('Line items beside those of the plan'),
  /** By id of the price whose line item it is for. */
  line_item_commitments: z.record(z.string(), commitmentInput).nullish(),
  commitment_amount: notKept('Commitments of a whole subscription'),
  phases: notKept('Phases'),
  tax_rate_overrides: notKept('Tax rates'),
  parent_subscription_id: notKept('Parent subscriptions'),
});

export const subscriptionCancel = z.object({
  id: z.string(),
  /** Ours: a moment in the past; now when left out. */
  cancelled_at: instantInput.nullish(),
  cancellation_type: z
    .literal('immediate', 'A subscription ends at once here: please use the cancellation type immediate')
    .nullish(),
  /** Goes into the answer; it is not kept. */
  reason: z.string().nullish(),
});

/**
 * Ours: puts many customers on a plan from one date, creating customers that are only known from events.
 * `external_customer_ids: null` means every customer that has usage. Customers already on the plan are skipped.
 * Makes one subscription per (currency, period) of the plan's prices; currency/period default to all of them.
 */
export const subscriptionCreateMany = z.object({
  plan_id: z.string().min(1),
  external_customer_ids: z
    .array(
      z
        .string()
        .max(255)
        .transform((id) => id.toWellFormed()),
    )
    .nullable(),
  start_date: instantInput,
});

export const subscriptionSearch = z.object({
  ...listInput,
  customer_id: z.string().default(''),
  external_customer_id: z.string().default(''),
  plan_id: z.string().default(''),
  subscription_ids: z.array(z.string()).default([]),
  subscription_status: z.array(z.enum(subscriptionStatuses)).default([]),
  billing_period: z.array(z.enum(billingPeriods)).default([]),
  with_line_items: z.boolean().default(false),
});
