import { z } from 'zod';
import { decimal, decimalInput } from '../decimal';
import { instantInput } from '../instant';
import { limits } from '../limits';
import { listInput, metadata, metadataInput } from '../list';
import { baseFields } from './base';
import { group } from './group';
import { meter } from './meter';
import { ownPlan } from './plan-fields';

export const priceTypes = ['USAGE', 'FIXED'] as const;
export const billingModels = ['FLAT_FEE', 'PACKAGE', 'TIERED'] as const;
export const billingPeriods = ['DAILY', 'WEEKLY', 'MONTHLY', 'ANNUAL', 'QUARTERLY', 'HALF_YEARLY', 'ONETIME'] as const;
export const invoiceCadences = ['ARREAR', 'ADVANCE'] as const;

export type PriceType = (typeof priceTypes)[number];
export type BillingModel = (typeof billingModels)[number];
export type BillingPeriod = (typeof billingPeriods)[number];
export type InvoiceCadence = (typeof invoiceCadences)[number];

/** `up_to` is inclusive, null = unlimited; the order is kept as submitted. */
export const tier = z.object({
  up_to: z.int().nullable(),
  unit_amount: decimal,
  flat_amount: decimal.nullable(),
});
export type Tier = z.infer<typeof tier>;

export const tierInput = z.object({
  up_to: z
    .int('Up to must be a whole number')
    .nullish()
    .transform((value) => value ?? null),
  unit_amount: decimalInput,
  flat_amount: decimalInput.nullish().transform((value) => value ?? null),
});

export const transformQuantity = z.object({ divide_by: z.int(), round: z.string().nullable() });

export const transformQuantityInput = z.object({
  /** Left out, it is the 0 that the rules refuse in words. */
  divide_by: z.int('Transform quantity divide by must be greater than or equal to 1').default(0),
  round: z
    .string()
    .nullish()
    .transform((value) => value || null),
});

/** A price (wire contract 3.5). Absent optional values are null; `meter` and `group` are present when expanded. */
export const price = z.object({
  id: z.string(),
  amount: decimal,
  display_amount: z.string(),
  currency: z.string(),
  price_unit_type: z.literal('FIAT'),
  type: z.enum(priceTypes),
  billing_period: z.enum(billingPeriods),
  billing_period_count: z.int(),
  billing_model: z.enum(billingModels),
  display_name: z.string(),
  billing_cadence: z.literal('RECURRING'),
  invoice_cadence: z.enum(invoiceCadences),
  trial_period_days: z.int(),
  min_quantity: decimal.nullable(),
  /** Any text is stored as given: a TIERED price with neither VOLUME nor SLAB costs 0 (wire contract 3.2). */
  tier_mode: z.string().nullable(),
  tiers: z.array(tier).nullable(),
  transform_quantity: transformQuantity,
  meter_id: z.string(),
  lookup_key: z.string(),
  description: z.string(),
  metadata,
  entity_type: z.string(),
  entity_id: z.string(),
  parent_price_id: z.string().nullable(),
  group_id: z.string().nullable(),
  start_date: z.string().nullable(),
  end_date: z.string().nullable(),
  /** Grows with every change that plan-to-subscription sync must see. */
  sequence: z.int(),
  ...baseFields,
  meter: meter.nullable(),
  group: group.nullable(),
  /** The owning plan, when asked for. */
  plan: ownPlan.nullable(),
});
export type Price = z.infer<typeof price>;

/** Create request (wire contract 3.2), keys in the order in which 3.3 checks them. */
export const priceCreate = z.object({
  currency: z.string().length(3),
  entity_type: z.string().min(1),
  entity_id: z.string().min(1),
  billing_period_count: z.int().positive('Billing period count must be greater than 0').default(1),
  type: z.enum(priceTypes, { error: (issue) => (issue.input ? 'Invalid price type' : undefined) }),
  billing_model: z.enum(billingModels, { error: (issue) => (issue.input ? 'Invalid billing model' : undefined) }),
  billing_period: z.enum(billingPeriods, { error: (issue) => (issue.input ? 'Invalid billing period' : undefined) }),
  invoice_cadence: z.enum(invoiceCadences, {
    error: (issue) => (issue.input ? 'Please provide a valid invoice cadence' : undefined),
  }),
  /** The server fills it where it is absent or empty. */
  price_unit_type: z
    .string()
    .default('FIAT')
    .transform((type) => type || 'FIAT'),
  price_unit_config: z.looseObject({}).nullish(),
  amount: decimalInput.nullish(),
  tier_mode: z.string().nullish(),
  tiers: z.array(tierInput).nullish(),
  transform_quantity: transformQuantityInput.nullish(),
  meter_id: z.string().nullish(),
  trial_period_days: z.int().default(0),
  min_quantity: z.int().nullish(),
  display_name: z.string().max(255).default(''),
  description: z.string().default(''),
  lookup_key: z.string().max(255).default(''),
  metadata: metadataInput.nullish(),
  group_id: z.string().nullish(),
  start_date: instantInput.nullish(),
  end_date: instantInput.nullish(),
});
export type PriceCreate = z.output<typeof priceCreate>;
export type PriceCreateInput = z.input<typeof priceCreate>;

/**
 * Update request (wire contract 3.8). `null` and an absent key leave a value unchanged; `group_id: ""` ungroups.
 * Ours: `clear` names text fields to empty, which the wire's "empty string = unchanged" cannot say.
 */
export const priceUpdate = z.object({
  id: z.string(),
  lookup_key: z.string().max(255).nullish(),
  description: z.string().nullish(),
  display_name: z.string().max(255).nullish(),
  metadata: metadataInput.nullish(),
  group_id: z.string().nullish(),
  effective_from: instantInput.nullish(),
  /** Empty text keeps the model. */
  billing_model: z
    .enum([...billingModels, ''], { error: 'Invalid billing model' })
    .nullish()
    .transform((model) => model || null),
  amount: decimalInput.nullish(),
  tier_mode: z.string().nullish(),
  tiers: z.array(tierInput).nullish(),
  transform_quantity: transformQuantityInput.nullish(),
  price_unit_amount: decimalInput.nullish(),
  price_unit_tiers: z.array(tierInput).nullish(),
  clear: z.array(z.enum(['lookup_key', 'description', 'display_name'])).default([]),
});
export type PriceUpdate = z.output<typeof priceUpdate>;
export type PriceUpdateInput = z.input<typeof priceUpdate>;

/** Which prices go where: `group_id` null takes them out of their groups. */
export const priceMove = z.object({
  ids: z.array(z.string()).min(1).max(1000),
  group_id: z.string().nullable(),
});
export type PriceMove = z.output<typeof priceMove>;

export const priceSearch = z.object({
  ...listInput,
  /** Prices take any limit; negative means unlimited (wire contract 1.7). */
  limit: z.int('must be a whole number').default(limits.default_page_size),
  price_ids: z.array(z.string()).default([]),
  entity_ids: z.array(z.string()).default([]),
  meter_ids: z.array(z.string()).default([]),
  billing_periods: z.array(z.string()).default([]),
  /** Ours: a shortcut for the DSL filter group_id in […]. */
  group_ids: z.array(z.string()).default([]),
  entity_type: z.string().default(''),
  allow_expired_prices: z.boolean().default(false),
  start_date_lt: instantInput.optional(),
  expand: z.string().default(''),
  /** Ours: display name, lookup key or plan name contains, case- and accent-insensitive. */
  search: z.string().default(''),
});
export type PriceSearch = z.output<typeof priceSearch>;
