import { isDeepStrictEqual } from 'node:util';
import type { CallContext } from '@shared/door';
import { defaultTenantId, defaultUserId, type IdKind } from '@shared/ids';
import { toInstant } from '@shared/instant';
import type { Topic } from '@shared/topics';
import type { Kysely } from 'kysely';
import type { Deps } from '../deps';
import { activeConnection } from '../sync/connections/active-connection';
import { deriveOutbox, type TouchedRows } from '../sync/outbox/derive-outbox';
import { type BlockWriter, blockWriter } from './block-writer';
import { findReply, keepReply } from './idempotent-replies';
import { requireVersion } from './row-versions';
import type { ChangeKind, Schema } from './schema';

/** What an edit did, by field. */
export type ChangedFields = Record<string, { from: unknown; to: unknown }>;

export interface ChangedRow {
  id: string;
  fields: ChangedFields;
}

/** What a handler may do while the transaction is open. Everything it changes commits together or not at all. */
export interface Tx {
  db: Kysely<Schema>;
  sqlite: Deps['store']['sqlite'];
  context: CallContext;
  /** The one moment of this write. */
  now: string;
  newId(kind: IdKind): string;
  /** Base columns of a new row. */
  base(): {
    environment_id: string;
    tenant_id: string;
    created_at: string;
    updated_at: string;
    created_by: string;
    updated_by: string;
  };
  /** Columns that every update of a row sets. */
  touch(): { updated_at: string; updated_by: string };
  /** Records what an edit did to a row, field by field, and publishes its topic after the commit. */
  record(entity: Topic, id: string, kind: ChangeKind, fields: ChangedFields): Promise<void>;
  /** The same for many rows that one edit touches. `inStep`: the server has them as they are now. */
  recordMany(
    entity: Topic,
    kind: ChangeKind,
    rows: readonly ChangedRow[],
    options?: { inStep?: boolean },
  ): Promise<void>;
  /**
   * Records very many new rows that the server has as they are now, each by its JSON while it is at hand; null for one
   * whose link keeps it as recorded. All of them are there after `flush`.
   */
  recordNew(entity: Topic): { add(id: string, row: string | null): void; flush(): void };
  /** Publishes a topic after the commit without a change record (usage is not an edit). */
  changed(topic: Topic): void;
}

/**
 * The one write door: takes the write lock at once, runs the handler, commits, and only then tells the windows. When
 * the handler throws, nothing is changed and nothing is published. Calls on one connection run one after another
 * (the thread's queue sees to it), so that no statement of another call can slip into the transaction.
 *
 * A write with an idempotency key that was done before answers what it answered then, and one whose row has moved on
 * from the version it names is refused.
 *
 * `comesAgain`: what it writes would be written again should the power fail right after it, so that it need not wait for
 * the disk. The next commit that does takes it along; the store is whole at any time.
 *
 * `wakesSync`: false for what a person does to keep something from being sent, which is no wish to sync.
 */
export async function write<T>(
  deps: Deps,
  context: CallContext,
  run: (tx: Tx) => Promise<T>,
  { comesAgain = false, wakesSync = true } = {},
): Promise<T> {
  const { sqlite, db } = deps.store;
  const now = toInstant(deps.now());
  const topics = new Set<Topic>();
  const touched = new Map<Topic, Set<string>>();
  const tx: Tx = {
    db,
    sqlite,
    context,
    now,
    newId: deps.newId,
    base: () => ({
      environment_id: context.environment_id,
      tenant_id: defaultTenantId,
      created_at: now,
      updated_at: now,
      created_by: defaultUserId,
      updated_by: defaultUserId,
    }),
    touch: () => ({ updated_at: now, updated_by: defaultUserId }),
    record: (entity, id, kind, fields) => tx.recordMany(entity, kind, [{ id, fields }]),
    async recordMany(entity, kind, rows, { inStep = false } = {}) {
      if (!inStep) {
        const ids = touched.get(entity) ?? new Set();
        for (const { id } of rows) ids.add(id);
        touched.set(entity, ids);
      }
      const records = changeRecords(tx, entity, kind);
      for (const { id, fields } of rows) records.add([id, JSON.stringify(fields)]);
      records.flush();
      if (rows.length > 0) topics.add(entity);
    },
    recordNew(entity) {
      const records = changeRecords(tx, entity, 'create');
      return {
        add(id, row) {
          topics.add(entity);
          records.add([id, row === null ? '[]' : `[${row}]`]);
        },
        flush: records.flush,
      };
    },
    changed: (topic) => topics.add(topic),
  };
  if (comesAgain) sqlite.exec('pragma synchronous = normal');
  // A deferred transaction that upgrades later fails at once when another process writes.
  let result: T;
  try {
    sqlite.exec('begin immediate');
    const done = findReply(sqlite, context, now);
    if (done) {
      if (context.idempotency) context.idempotency.versions_then = done.versions;
      sqlite.exec('rollback');
      return done.reply as T;
    }
    requireVersion(sqlite, context);
    result = await run(tx);
    await noteForServer(deps, context, touched, now, topics);
    keepReply(sqlite, context, result, now);
    sqlite.exec('commit');
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('rollback');
    throw error;
  } finally {
    if (comesAgain) sqlite.exec('pragma synchronous = full');
  }
  if (topics.size > 0) deps.publish({ type: 'changed', environment_id: context.environment_id, topics: [...topics] });
  if (wakesSync && topics.has('sync') && context.caller !== 'sync') deps.sync?.wake(context.environment_id);
  return result;
}

function changeRecords({ sqlite, context, now }: Tx, entity: Topic, kind: ChangeKind): BlockWriter {
  const { environment_id, caller = 'app' } = context;
  return blockWriter(sqlite, newChanges, { environment_id, entity, kind, origin: caller, at: now });
}

const newChanges = {
  insert: 'insert into changes (entity_id, fields, environment_id, entity, kind, origin, at)',
  columns: 2,
  shared: ['environment_id', 'entity', 'kind', 'origin', 'at'],
  onConflict: '',
};

/** Rows that a synced environment now has otherwise than its server wait in the outbox from the same commit on. */
async function noteForServer(
  { store: { db, sqlite } }: Deps,
  { environment_id }: CallContext,
  touched: TouchedRows,
  now: string,
  topics: Set<Topic>,
): Promise<void> {
  if (touched.size === 0) return;
  const connection = activeConnection(sqlite, environment_id);
  if (!connection) return;
  await deriveOutbox({ db, sqlite, connection, now }, touched);
  topics.add('sync');
}

/** The fields of a create record: every given value, from nothing. What is nothing did not change. */
export function createdFields(row: Record<string, unknown>): ChangedFields {
  const fields: ChangedFields = {};
  for (const field of Object.keys(row)) {
    const to = row[field] ?? null;
    if (to !== null) fields[field] = { from: null, to };
  }
  return fields;
}

/**
 * The fields of a change record as it is kept. Of rows that come by the ten thousand, which is from a server, it is the
 * new row itself in a list of one: its JSON was at hand, and is a third shorter. The list is empty while that is what the
 * row's link has as its base, too.
 */
export function recordedFields(kept: string): ChangedFields {
  const fields = JSON.parse(kept) as ChangedFields | [Record<string, unknown>];
  return Array.isArray(fields) ? createdFields(fields[0]) : fields;
}

/** The fields that differ between two versions of a row; empty when nothing changed. */
export function changedFields(before: Record<string, unknown>, after: Record<string, unknown>) {
  const fields: ChangedFields = {};
  for (const [field, to] of Object.entries(after)) {
    const from = before[field];
    if (!isDeepStrictEqual(from ?? null, to ?? null)) fields[field] = { from: from ?? null, to };
  }
  return fields;
}
