import { z } from 'zod';
import { syncedEntities } from '../rules/sync/synced-fields';

export const syncedEntity = z.enum(syncedEntities);

/** What a remote can do beyond the public v1 API, as far as sending and pulling make use of it. */
export const remoteExtensions = [
  'group_update',
  'clear_text_fields',
  'idempotency',
  'conditional_update',
  'change_feed',
] as const;
export const remoteExtension = z.enum(remoteExtensions);
export type RemoteExtension = z.infer<typeof remoteExtension>;

/** Who answered at an address, by its own account; only servers with `GET /v1/capabilities` say so. */
export const remoteServer = z.object({
  product: z.string(),
  version: z.string(),
  /** Absent in what was kept by a version that did not ask for it. */
  environment_id: z.string().optional(),
  environment: z.string(),
  environment_type: z.string(),
  key_name: z.string(),
  key_access: z.enum(['read', 'write']),
});
export type RemoteServer = z.infer<typeof remoteServer>;

/** The server that an environment is synced with. The API key is kept by the operating system, never here. */
export const connection = z.object({
  id: z.string(),
  environment_id: z.string(),
  /** With scheme and without the trailing `/v1`. */
  base_url: z.string(),
  remote: remoteServer.nullable(),
  extensions: z.array(remoteExtension),
  /** `review`: a change is sent once it was released. */
  send: z.enum(['auto', 'review']),
  /** Whether new prices, plans and features carry a metadata key that proves who made them. */
  marks_operations: z.boolean(),
  /** “Work offline”: nothing goes out until it is switched off. */
  is_offline: z.boolean(),
  created_at: z.string(),
});
export type Connection = z.infer<typeof connection>;

const baseUrl = z.string().trim().min(1, 'Please enter the address of the server').max(2000);
const apiKey = z
  .string()
  .trim()
  .max(1000)
  .regex(/^[\x21-\x7e]*$/, 'Please enter the key as it was shown: it has no spaces, line breaks or special letters');

/** An absent key: the kept one of this address. */
export const connectionTest = z.object({ base_url: baseUrl, api_key: apiKey.optional() });
export const connectionTestResult = z.object({
  base_url: z.string(),
  remote: remoteServer.nullable(),
  extensions: z.array(remoteExtension),
  /** How many rows the server has, by kind; a hint before the first sync. */
  rows: z.object({ groups: z.int(), features: z.int(), plans: z.int(), prices: z.int() }),
});
export const connectionSave = z.object({
  base_url: baseUrl,
  api_key: apiKey.optional(),
  /** Default: `auto` in a Sandbox, `review` in Production. */
  send: z.enum(['auto', 'review']).optional(),
  marks_operations: z.boolean().default(true),
});
export const connectionUpdate = z.object({
  send: z.enum(['auto', 'review']).optional(),
  marks_operations: z.boolean().optional(),
  is_offline: z.boolean().optional(),
  api_key: apiKey.optional(),
});

export const syncStates = [
  'local_only',
  'online',
  'syncing',
  'offline',
  'error',
  'conflict',
  'paused',
  'unauthorized',
  'cancelled',
] as const;

/** How syncing stands, derived from what real requests answered. */
export const syncStatus = z.object({
  state: z.enum(syncStates),
  /** What a sync that is running does. */
  progress: z
    .object({ phase: z.enum(['sending', 'receiving', 'checking']), done: z.int(), total: z.int().nullable() })
    .nullable(),
  /** When everything was last exchanged; null before the first time. */
  synced_at: z.string().nullable(),
  next_try_at: z.string().nullable(),
  /** Rows not sent: all of them, those held back, and those that wait for a review. */
  pending: z.int(),
  held: z.int(),
  to_review: z.int(),
  /** Changes the server cannot take; they stay here. */
  local_only: z.int(),
  conflicts: z.int(),
  /** Rows that are gone on the server, too many to remove without asking: `sync.removals` names them. */
  would_remove: z.int(),
  /** Why the last try failed, in words. */
  problem: z.string().nullable(),
});
export type SyncStatus = z.infer<typeof syncStatus>;

export const pendingKinds = ['create', 'update', 'version', 'end', 'archive'] as const;
export type PendingKind = (typeof pendingKinds)[number];
export const pendingStates = ['ready', 'sending', 'uncertain', 'failed', 'conflict', 'local_only'] as const;
export type PendingState = (typeof pendingStates)[number];

const problem = z.object({ code: z.string(), message: z.string(), field: z.string().optional() });

export const pendingField = z.object({
  field: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  /** Why this server cannot take the change; null when it can. */
  stays_here: z.string().nullable(),
});

/** One row that the server does not have as it is here. */
export const pendingChange = z.object({
  entity: syncedEntity,
  id: z.string(),
  name: z.string(),
  /** What the amounts of a price are in; null for any other row. */
  currency: z.string().nullable(),
  kind: z.enum(pendingKinds),
  fields: z.array(pendingField),
  state: z.enum(pendingStates),
  is_held: z.boolean(),
  is_released: z.boolean(),
  /** What has to be sent before. */
  waits_for: z.array(z.object({ entity: syncedEntity, id: z.string(), name: z.string() })),
  problem: problem.nullable(),
  attempts: z.int(),
  not_before: z.string().nullable(),
  note: z.string(),
  /** Who edited it: the person here (`app`), or somebody with an API key, by its id and name. */
  authors: z.array(z.object({ origin: z.string(), name: z.string().nullable() })),
  first_at: z.string(),
  last_at: z.string(),
});
export type PendingChange = z.infer<typeof pendingChange>;

/** A request exactly as it would be sent now. */
export const plannedRequest = z.object({
  method: z.enum(['POST', 'PUT', 'DELETE']),
  path: z.string(),
  body: z.unknown(),
});
export type PlannedRequest = z.infer<typeof plannedRequest>;

export const pendingKey = z.object({ entity: syncedEntity, id: z.string() });

export const conflictKinds = [
  /** Both sides changed a field. */
  'field',
  /** Archived or ended there, edited here. */
  'gone_there',
  /** Archived or ended here, edited there. */
  'edited_there',
  /** Both sides gave a price new terms. */
  'versioned_there',
  /** Another row there has the lookup key. */
  'key_taken',
  /** It cannot be told whether a create arrived; the person knows or decides. */
  'unknown_fate',
  /** The server answered something else than was sent. */
  'server_ignored',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** What a person can decide; which of them a conflict offers is in `choices`. */
export const conflictChoices = [
  'mine',
  'theirs',
  /** A value of its own, for a field. */
  'edit',
  /** Make the row anew on the server. */
  'recreate',
  /** They are the same row: link them. */
  'link',
  /** Take another lookup key. */
  'rename_key',
  /** Send it once more. */
  'send_again',
] as const;
export type ConflictChoice = (typeof conflictChoices)[number];

export const conflict = z.object({
  number: z.int(),
  entity: syncedEntity,
  id: z.string(),
  name: z.string(),
  /** As that of a pending change. */
  currency: z.string().nullable(),
  kind: z.enum(conflictKinds),
  field: z.string(),
  base: z.unknown(),
  /** Whether it is known what both sides had in common; `base` is null where it is not, and where that was nothing. */
  is_base_known: z.boolean(),
  mine: z.unknown(),
  theirs: z.unknown(),
  choices: z.array(z.enum(conflictChoices)),
  /** For `rename_key`: a key that is free here; for `link`: the server’s id of the only row that looks like it. */
  suggestion: z.string().nullable(),
  opened_at: z.string(),
});

export const conflictResolve = z.object({
  number: z.int(),
  choice: z.enum(conflictChoices),
  /** With `edit` the value, with `rename_key` the new key. */
  value: z.unknown().optional(),
  /** A new lookup key for the other row here that has the one which the decision needs. */
  holder_key: z.string().optional(),
  /** What the person saw of both sides: when they have moved on since, nothing is decided. */
  sides: z.string().optional(),
});

/** A row that would be ended or archived here, since the server does not have it any more. */
export const syncRemoval = z.object({ entity: syncedEntity, id: z.string(), name: z.string() });
export type SyncRemoval = z.infer<typeof syncRemoval>;

export const syncRunStates = ['running', 'done', 'failed', 'cancelled', 'stopped'] as const;
export type SyncRunState = (typeof syncRunStates)[number];
export const syncEntryKinds = ['sent', 'received', 'merged', 'removed', 'skipped', 'conflict', 'failed'] as const;
export type SyncEntryKind = (typeof syncEntryKinds)[number];

export const syncRun = z.object({
  number: z.int(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  /** `stopped`: it would have removed too much and asks first. */
  state: z.enum(syncRunStates),
  sent: z.int(),
  received: z.int(),
  conflicts: z.int(),
  message: z.string().nullable(),
});
export const syncEntry = z.object({
  number: z.int(),
  entity: z.string(),
  /** Local id where there is one, else the server's. */
  row_id: z.string(),
  name: z.string(),
  what: z.enum(syncEntryKinds),
  detail: z.record(z.string(), z.unknown()),
});
