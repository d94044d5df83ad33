import { z } from 'zod';
import { groupLimit, listInput, status } from '../list';

/** What a group may hold. The one place that names it. */
export const groupEntityTypes = ['price'] as const;

/** A named bucket of prices (wire contract 2.2), plus `member_count`, which the screens show. */
export const group = z.object({
  id: z.string(),
  name: z.string(),
  lookup_key: z.string(),
  entity_type: z.string(),
  /** Ids of the member prices on create and get; null in lists. */
  entity_ids: z.array(z.string()).nullable(),
  status,
  metadata: z.null(),
  created_at: z.string(),
  updated_at: z.string(),
  /** Every price that points here, terminated ones included: exactly what a delete would ungroup. */
  member_count: z.int(),
});
export type Group = z.infer<typeof group>;

export const groupCreate = z.object({
  name: z.string().min(1).max(255),
  entity_type: z.string().min(1),
  lookup_key: z.string().min(1).max(255),
});
export type GroupCreate = z.output<typeof groupCreate>;

export const groupUpdate = z.object({ id: z.string(), name: z.string().min(1).max(255) });

export const groupSearch = z.object({
  ...listInput,
  limit: groupLimit,
  group_ids: z.array(z.string()).default([]),
  /** Exact. */
  lookup_key: z.string().default(''),
  /** Substring, case-sensitive. */
  name: z.string().default(''),
  entity_type: z.string().default(''),
  /** Ours: name or lookup key contains, case- and accent-insensitive; for the quick search. */
  search: z.string().default(''),
});
export type GroupSearch = z.output<typeof groupSearch>;
