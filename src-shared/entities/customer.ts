import { z } from 'zod';
import { listInput, metadata } from '../list';
import { baseFields } from './base';

/** Whoever uses the product; events name it by `external_id` (wire contract 6.12). */
export const customer = z.object({
  id: z.string(),
  external_id: z.string(),
  name: z.string(),
  email: z.string(),
  /** IANA zone or "". */
  timezone: z.string(),
  metadata,
  ...baseFields,
});
export type Customer = z.infer<typeof customer>;

export const customerCreate = z.object({
  external_id: z.string().min(1).max(255),
  name: z.string().min(1).max(255),
  email: z.string().default(''),
  timezone: z.string().default(''),
  metadata: metadata.nullish(),
});

export const customerSearch = z.object({
  ...listInput,
  customer_ids: z.array(z.string()).default([]),
  external_id: z.string().default(''),
  /** Ours: name or external id contains, case- and accent-insensitive. */
  search: z.string().default(''),
});
