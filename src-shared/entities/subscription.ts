import { z } from 'zod';
import { instantInput } from '../instant';
import { listInput, metadata, status } from '../list';
import { billingPeriods } from './price';

export const subscriptionStatuses = ['active', 'paused', 'cancelled', 'incomplete', 'trialing', 'draft'] as const;

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
  metadata,
  environment_id: z.string(),
  tenant_id: z.string(),
  status,
  created_at: z.string(),
  updated_at: z.string(),
  /** Null in lists. */
  line_items: z.array(lineItem).nullable(),
});
export type Subscription = z.infer<typeof subscription>;

export const subscriptionCreate = z.object({
  customer_id: z.string().nullish(),
  external_customer_id: z.string().nullish(),
  plan_id: z.string().min(1),
  currency: z.string().length(3),
  billing_period: z.enum(billingPeriods),
  billing_period_count: z.int().min(1).default(1),
  start_date: instantInput.nullish(),
  end_date: instantInput.nullish(),
  metadata: metadata.nullish(),
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
});
