import { z } from 'zod';
import { limits } from '../limits';
import { limitWithin } from '../list';

/** One edit of one row, field by field, as the write door recorded it. */
export const change = z.object({
  /** Grows with every change and is never used again. It is also the version the row has after it. */
  seq: z.int(),
  entity: z.string(),
  entity_id: z.string(),
  kind: z.enum(['create', 'update', 'version', 'terminate', 'archive', 'cancel']),
  fields: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  /** `app`, or the id of the API key that was used. */
  origin: z.string(),
  at: z.string(),
});
export type Change = z.infer<typeof change>;

export const changeQuery = z.object({
  /** Changes after this one; 0 for all there are. */
  since: z.int().min(0).default(0),
  limit: limitWithin(1, limits.changes_per_page).default(100),
});

/** `next` is what to ask for `since` the next time; it stays where it was when nothing is new. */
export const changePage = z.object({ changes: z.array(change), next: z.int(), has_more: z.boolean() });
