import { z } from 'zod';
import { listInput, metadata, metadataInput } from '../list';
import { isTimeZone } from '../rules/time-zone';
import { baseFields } from './base';

/** How a customer is reached: free texts, "" when not known. */
export const contactFields = [
  'email',
  'contact',
  'address_line1',
  'address_line2',
  'address_city',
  'address_state',
  'address_postal_code',
  'address_country',
] as const;

/** Whoever uses the product; events name it by `external_id` (wire contract 6.12). */
export const customer = z.object({
  id: z.string(),
  external_id: z.string(),
  name: z.string(),
  email: z.string(),
  contact: z.string(),
  address_line1: z.string(),
  address_line2: z.string(),
  address_city: z.string(),
  address_state: z.string(),
  address_postal_code: z.string(),
  /** ISO alpha-2 or "". */
  address_country: z.string(),
  /** IANA zone or "". */
  timezone: z.string(),
  metadata,
  ...baseFields,
});
export type Customer = z.infer<typeof customer>;

const line = z.string().max(255).nullish();

/** Optional texts of a request; absent means unchanged, "" clears. */
const details = {
  email: line,
  contact: line,
  address_line1: line,
  address_line2: line,
  address_city: line,
  address_state: line,
  address_postal_code: z.string().max(20).nullish(),
  address_country: z
    .string()
    .regex(/^([A-Z]{2})?$/, 'Please provide the country as a two-letter code, such as DE')
    .nullish(),
  timezone: z
    .string()
    .refine((zone) => zone === '' || isTimeZone(zone), 'Please provide a valid IANA time zone, such as Europe/Berlin')
    .nullish(),
  metadata: metadataInput.nullish(),
};

export const customerCreate = z.object({
  external_id: z.string().min(1).max(255),
  name: z.string().min(1).max(255),
  ...details,
});

/** An edit of the customer named by `id`, or else by `external_customer_id`. `metadata` replaces the whole object. */
export const customerUpdate = z.object({
  id: z.string().nullish(),
  external_customer_id: z.string().nullish(),
  external_id: z.string().min(1).max(255).nullish(),
  name: z.string().min(1).max(255).nullish(),
  ...details,
});

export const customerSearch = z.object({
  ...listInput,
  customer_ids: z.array(z.string()).default([]),
  external_id: z.string().default(''),
  external_ids: z.array(z.string()).default([]),
  email: z.string().default(''),
  /** Ours: name or external id contains, case- and accent-insensitive. */
  search: z.string().default(''),
});
