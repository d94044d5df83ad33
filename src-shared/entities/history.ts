import { z } from 'zod';
import { limitWithin } from '../list';
import { change } from './change';

/** What the history of an environment tells of: rows that people edit. A meter is told with its feature where it is made. */
export const historyEntities = ['group', 'plan', 'price', 'feature', 'meter', 'customer', 'subscription'] as const;
const entity = z.enum(historyEntities);
export type HistoryEntity = z.infer<typeof entity>;

/** Somebody at this computer, a program by an API key, or syncing. */
export const historySources = ['app', 'api', 'sync'] as const;

export const historyQuery = z.object({
  entity: entity.optional(),
  /** Only this row, with all versions of a price and with the meter of a feature. */
  id: z.string().optional(),
  source: z.enum(historySources).optional(),
  /** Edits that began before the change of this number; the newest when left out. */
  before: z.int().min(1).optional(),
  limit: limitWithin(1, 500).default(50),
});

const editedRow = z.object({
  id: z.string(),
  /** As it is called now; of a subscription the customer. Empty where the row is gone or has none. */
  name: z.string(),
  /** The plan of a price or a subscription. */
  of: z.string().nullable(),
  /** What the amounts of a price are in; null for any other row, and where it is gone. */
  currency: z.string().nullable(),
  /** Of a new version what its terms were before and are since. */
  fields: change.shape.fields,
});
export type EditedRow = z.infer<typeof editedRow>;

/** What one edit did to rows of one kind. */
export const historyEdit = z.object({
  /** Of its newest change. */
  seq: z.int(),
  entity,
  kind: change.shape.kind,
  /** `app`, `sync`, or the id of an API key. */
  origin: z.string(),
  /** Of an API key, as far as it is known. */
  key_name: z.string().nullable(),
  at: z.string(),
  /** How many rows; `rows` are the first ones. */
  count: z.int(),
  rows: z.array(editedRow),
});
export type HistoryEdit = z.infer<typeof historyEdit>;

/** Newest first. `names`: of rows that fields refer to, by their ids. `next`: what to ask for `before`; null at the end. */
export const historyPage = z.object({
  edits: z.array(historyEdit),
  names: z.record(z.string(), z.string()),
  next: z.int().nullable(),
});
