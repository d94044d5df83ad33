import { z } from 'zod';
import { limitWithin, listOf } from '../list';
import {
  conflict,
  conflictChoices,
  conflictResolve,
  pendingChange,
  pendingKey,
  pendingKinds,
  pendingStates,
  plannedRequest,
  syncedEntity,
} from './sync';

/** What rows that a change refers to by id are called, by the id. */
const names = z.record(z.string(), z.string());

export const pendingList = z.object({
  /** The name or lookup key contains, case- and accent-insensitive. */
  search: z.string().default(''),
  entities: z.array(syncedEntity).default([]),
  kinds: z.array(z.enum(pendingKinds)).default([]),
  states: z.array(z.enum(pendingStates)).default([]),
  /** Only rows that are held back, or only those that are not. */
  is_held: z.boolean().optional(),
  /** Only rows that were released, or only those that were not. */
  is_released: z.boolean().optional(),
  limit: limitWithin(1).default(100),
  offset: z.int().min(0).max(1_000_000_000).default(0),
});

/** In the order in which they are sent; `counts` are of all of them, whatever was asked for. */
export const pendingPage = listOf(pendingChange).extend({
  counts: z.object({
    total: z.int(),
    held: z.int(),
    /** Ready, and nobody has to release them any more. */
    to_send: z.int(),
    /** Neither held nor released where changes are reviewed first. */
    to_review: z.int(),
    entities: z.record(syncedEntity, z.int()),
    kinds: z.record(z.enum(pendingKinds), z.int()),
    states: z.record(z.enum(pendingStates), z.int()),
  }),
  names,
});
export type PendingPage = z.infer<typeof pendingPage>;

/** Ids in requests of rows that wait for another are shown as `(id of “name”)`. */
export const pendingDetail = pendingChange.extend({ requests: z.array(plannedRequest), names });
export type PendingDetail = z.infer<typeof pendingDetail>;

/** `last_at`: when the change last changed as it was known; what was sent before does not count. */
export const pendingFateOf = pendingKey.extend({ last_at: z.string().optional() });
export const pendingFate = z.object({ sent_at: z.string().nullable(), conflicts: z.int() });

export const pendingKeys = z.object({ items: z.array(pendingKey).min(1).max(10_000) });

/** `last_at`: when it last changed as the person saw it; what has changed since is not sent unseen. */
export const pendingSend = z.object({
  items: z
    .array(pendingKey.extend({ last_at: z.string().optional() }))
    .min(1)
    .max(10_000),
});

/** Without `fields` the whole row goes back to what both sides had. */
export const pendingRevert = z.object({
  items: z
    .array(pendingKey.extend({ fields: z.array(z.string()).min(1).optional() }))
    .min(1)
    .max(10_000),
});
/** What was not done, and why. */
const refusedRows = z.array(pendingKey.extend({ name: z.string(), message: z.string() }));
export const pendingReverted = z.object({ reverted: z.int(), refused: refusedRows });

export const pendingNote = pendingKey.extend({ note: z.string().max(2000) });

/** Which rows of a kind have changes the server lacks: of these rows, or of all. */
export const pendingMarks = z.object({ entity: syncedEntity, ids: z.array(z.string()).max(1000).optional() });
export const pendingMark = z.object({
  id: z.string(),
  kind: z.enum(pendingKinds),
  state: z.enum(pendingStates),
  fields: z.array(z.string()),
});

export const changeSetExport = z.object({
  /** Everything that is pending when left out. */
  items: z.array(pendingKey).max(10_000).optional(),
  title: z.string().max(255).default(''),
  note: z.string().max(2000).default(''),
});

/** How a row is named where ids mean nothing: on another machine. */
const naturalKey = z.union([z.string(), z.record(z.string(), z.unknown())]).nullable();
export const changeSetFormat = 'pricebook.changes/1';
/** One row of a change set, with keys in place of ids. */
export const portableChange = z.object({
  entity: syncedEntity,
  kind: z.enum(pendingKinds),
  name: z.string(),
  /** Of a new row how it will be found, of any other how it is found. */
  key: naturalKey,
  fields: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  note: z.string().default(''),
});
export type PortableChange = z.infer<typeof portableChange>;
/** A change set as a file: readable, and the same on every machine. */
export const changeSet = z.object({
  format: z.literal(changeSetFormat, 'This file is no change set of Pricebook'),
  title: z.string().default(''),
  note: z.string().default(''),
  environment: z.string().default(''),
  exported_at: z.string().default(''),
  changes: z.array(portableChange).max(10_000),
});
export type ChangeSet = z.infer<typeof changeSet>;

export const changeSetOutcomes = [
  /** The row is as the change found it. */
  'applies',
  'already',
  /** The row has another value than the change found. */
  'differs',
  'unknown',
  'refused',
] as const;
export const changeSetRow = z.object({
  index: z.int(),
  entity: syncedEntity,
  kind: z.enum(pendingKinds),
  name: z.string(),
  outcome: z.enum(changeSetOutcomes),
  /** Why it does not apply, in words. */
  message: z.string().nullable(),
  fields: z.array(
    z.object({
      field: z.string(),
      from: z.unknown(),
      to: z.unknown(),
      current: z.unknown(),
      outcome: z.enum(changeSetOutcomes),
    }),
  ),
});
export type ChangeSetRow = z.infer<typeof changeSetRow>;

/** Of a picked file; the host fills in the path. */
const pickedFile = { path: z.string(), name: z.string() };
export const changeSetRead = z.object(pickedFile);
export const changeSetPreview = z.object({
  title: z.string(),
  note: z.string(),
  environment: z.string(),
  exported_at: z.string(),
  rows: z.array(changeSetRow),
});
export const changeSetImport = z.object({
  ...pickedFile,
  /** Rows whose values differ and that are to be overwritten all the same. */
  overwrite: z.array(z.int()).max(10_000).default([]),
});
export const changeSetImported = z.object({
  applied: z.int(),
  already: z.int(),
  skipped: z.array(z.object({ index: z.int(), name: z.string(), message: z.string() })),
});

export const conflictList = z.object({
  limit: limitWithin(1).default(200),
  offset: z.int().min(0).max(1_000_000_000).default(0),
});
/** Why a decision was refused where another row here has the lookup key that it needs: `suggestion`, a key that is free. */
export const keyRefusal = z.object({
  /** Of the conflict. */
  number: z.int(),
  holder: pendingKey.extend({ name: z.string(), lookup_key: z.string() }),
  /** Null where the row cannot be given another. */
  suggestion: z.string().nullable(),
});
export type KeyRefusal = z.infer<typeof keyRefusal>;
/** A decision that does not count yet: what was chosen and typed, and what stood against it. */
export const unconfirmedDecision = z.object({
  choice: z.enum(conflictChoices),
  value: z.string().max(100_000),
  refusal: keyRefusal.extend({ message: z.string() }).optional(),
  holder_key: z.string().max(1000).optional(),
});
export type UnconfirmedDecision = z.infer<typeof unconfirmedDecision>;
/** `sides`: what the person saw of both sides. Null takes a decision back. */
export const conflictChoose = z.object({
  items: z
    .array(z.object({ number: z.int(), sides: z.string(), decision: unconfirmedDecision.nullable() }))
    .min(1)
    .max(1000),
});
/**
 * `sides` is another one whenever either side has another value. `affected`: the charges that hang on a row whose lookup
 * key is taken. `unconfirmed`: what was chosen last; `is_outdated` when the sides have moved on since.
 */
export const conflictItem = conflict.extend({
  names,
  remote_id: z.string().nullable(),
  affected: z.object({ count: z.int(), names: z.array(z.string()) }).nullable(),
  sides: z.string(),
  unconfirmed: unconfirmedDecision.extend({ is_outdated: z.boolean() }).nullable(),
});
export type ConflictItem = z.infer<typeof conflictItem>;
/** All of the decisions, or none. */
export const conflictResolveMany = z.object({ items: z.array(conflictResolve).min(1).max(1000) });
