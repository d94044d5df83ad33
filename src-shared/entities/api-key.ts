import { z } from 'zod';

/** What a key may do: read, or read and write. */
export const apiKeyAccess = z.enum(['read', 'write']);

/** A key of the v1 HTTP API, scoped to the environment it was made in. The key itself is not kept. */
export const apiKey = z.object({
  id: z.string(),
  environment_id: z.string(),
  name: z.string(),
  /** How the key begins, to recognise it by. */
  hint: z.string(),
  access: apiKeyAccess,
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  /** Null while the key is good. */
  revoked_at: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const apiKeyCreate = z.object({
  name: z.string().trim().min(1, 'Please enter a name').max(100, 'Please enter a name of at most 100 characters'),
  access: apiKeyAccess.default('write'),
});

/** The only answer that ever carries the key. */
export const apiKeyCreated = apiKey.extend({ key: z.string() });
