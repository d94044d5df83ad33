import { z } from 'zod';
import { listInput, metadata, metadataInput } from '../list';
import { planFields } from './plan-fields';
import { price } from './price';

/** A plan owns prices; it has no currency, period or amount of its own (wire contract 4.1). */
export const plan = z.object({
  ...planFields,
  /** Prices with meter and group on get and clone, and in searches that expand them; else null. */
  prices: z.array(price).nullable(),
  /** Ours, for the list: live prices and subscriptions that are not cancelled. */
  price_count: z.int(),
  subscription_count: z.int(),
});
export type Plan = z.infer<typeof plan>;

export const planCreate = z.object({
  name: z.string().min(1).max(255),
  lookup_key: z.string().max(255).default(''),
  description: z.string().default(''),
  display_order: z.int().default(0),
  metadata: metadataInput.nullish(),
});

/** Absent or null = unchanged; "" clears lookup_key and description; an empty name is refused. */
export const planUpdate = z.object({
  id: z.string(),
  name: z.string().max(255).nullish(),
  lookup_key: z.string().max(255).nullish(),
  description: z.string().nullish(),
  display_order: z.int().nullish(),
  metadata: metadataInput.nullish(),
});

export const planClone = z.object({
  id: z.string(),
  name: z.string().max(255).default(''),
  lookup_key: z.string().max(255).default(''),
  description: z.string().nullish(),
  display_order: z.int().nullish(),
  metadata: metadataInput.nullish(),
});

export const planSearch = z.object({
  ...listInput,
  plan_ids: z.array(z.string()).default([]),
  lookup_key: z.string().default(''),
  metadata: metadata.nullish(),
  expand: z.string().default(''),
  /** Ours: name or lookup key contains, case- and accent-insensitive. */
  search: z.string().default(''),
});
