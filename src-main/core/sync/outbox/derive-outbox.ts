import type { RemoteExtension } from '@shared/entities/sync';
import { type Pending, pendingOf } from '@shared/rules/sync/pending-kind';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { syncedEntities } from '@shared/rules/sync/synced-fields';
import { whyItStays } from '@shared/rules/sync/what-stays';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { prepared } from '../../store/prepared';
import type { Schema } from '../../store/schema';
import { type ConnectionRow, extensionsOf } from '../connections/active-connection';
import { readSnapshots } from '../snapshots/read-snapshots';
import { type ChainPlace, priceChains } from './price-chains';

/** Where rows were touched: ids by kind. Meters stand for the features that own them. */
export type TouchedRows = ReadonlyMap<string, ReadonlySet<string>>;

export interface Derivation {
  db: Kysely<Schema>;
  sqlite: Database.Database;
  connection: ConnectionRow;
  /** The moment of the write, as an instant. */
  now: string;
  /** Lines that are new or changed are held back: what they tell was done before the connection was made. */
  held?: boolean;
}

/**
 * Brings the outbox in line with the rows that a write touched, in its transaction: a row has a line exactly while the
 * server lacks something of it. So edits of one row fold, an edit taken back leaves nothing, and what was made and
 * archived unsent cancels out; nobody keeps a list of edits that could disagree with the rows.
 */
export async function deriveOutbox(derivation: Derivation, touched: TouchedRows): Promise<void> {
  for (const entity of syncedEntities) {
    const ids = idsToDerive(derivation, entity, touched);
    if (ids.length > 0) await deriveRows(derivation, entity, ids);
  }
}

function idsToDerive({ sqlite, connection }: Derivation, entity: SyncedEntity, touched: TouchedRows): string[] {
  const ids = [...(touched.get(entity) ?? [])];
  if (entity === 'feature' && touched.has('meter')) {
    const meters = JSON.stringify([...(touched.get('meter') ?? [])]);
    const sql = 'select id from features where meter_id in (select value from json_each(?))';
    ids.push(...(prepared(sqlite, sql).pluck().all(meters) as string[]));
  }
  if (entity === 'price') {
    // Those of a plan that is archived have to be sent no more, unless the server knows the plan.
    const plans = JSON.stringify([...(touched.get('plan') ?? [])]);
    ids.push(...(prepared(sqlite, pricesOfArchivedSql).pluck().all(plans) as string[]));
    // What a version lacks depends on the ones before and after it.
    return [...priceChains(sqlite, connection.number, ids).keys()];
  }
  return [...new Set(ids)];
}

const pricesOfArchivedSql = `select price.id from plans join prices price on price.entity_id = plans.id
  where plans.id in (select value from json_each(?)) and plans.status = 'archived'`;

interface Line {
  local_id: string;
  kind: string;
  fields: string;
  state: string;
  operation: string | null;
}

async function deriveRows(derivation: Derivation, entity: SyncedEntity, ids: readonly string[]): Promise<void> {
  const { db, sqlite, connection, now } = derivation;
  const key = { connection: connection.number, entity, ids: JSON.stringify(ids) };
  const snapshots = await readSnapshots(db, entity, ids);
  const bases = new Map(
    (prepared(sqlite, basesSql).all(key) as { local_id: string; base: string }[]).map((row) => [
      row.local_id,
      JSON.parse(row.base) as Snapshot,
    ]),
  );
  const lines = new Map((prepared(sqlite, linesSql).all(key) as Line[]).map((line) => [line.local_id, line]));
  const chains = entity === 'price' ? priceChains(sqlite, connection.number, ids) : null;
  const cancelled = entity === 'price' ? new Set(prepared(sqlite, ofCancelledSql).pluck().all(key) as string[]) : null;
  const extensions = extensionsOf(connection);
  const conflicting = new Set(prepared(sqlite, conflictingSql).pluck().all(key) as string[]);
  const pendings = new Map<string, Pending | null>();
  const pendingFor = (id: string): Pending | null => {
    const known = pendings.get(id);
    if (known !== undefined) return known;
    const mine = snapshots.get(id);
    const pending = mine
      ? pendingOf({
          entity,
          base: bases.get(id) ?? null,
          mine,
          now,
          is_plan_cancelled: cancelled?.has(id) ?? false,
          ...placeOf(chains?.get(id), snapshots, pendingFor),
        })
      : null;
    pendings.set(id, pending);
    return pending;
  };

  for (const id of ids) {
    const pending = pendingFor(id);
    const line = lines.get(id);
    if (!pending) {
      // What is on its way stays until its fate is known.
      if (line && line.operation === null) prepared(sqlite, removeSql).run({ ...key, id });
      if (line && isLookedForAgain(line, conflicting.has(id))) prepared(sqlite, lookSql).run({ ...key, id });
      continue;
    }
    const fields = JSON.stringify(pending.fields);
    const state = stateOf(entity, pending, extensions, line, conflicting.has(id));
    if (line && line.kind === pending.kind && line.fields === fields && line.state === state) continue;
    const changed = { ...key, id, kind: pending.kind, fields, state, now, held: derivation.held ? 1 : 0 };
    prepared(sqlite, line ? updateSql : insertSql).run(changed);
  }
}

/** How a price stands among its versions, for the rule. */
function placeOf(
  place: ChainPlace | undefined,
  snapshots: ReadonlyMap<string, Snapshot>,
  pendingFor: (id: string) => Pending | null,
) {
  const { predecessor = null, successors = [], is_replaced = false } = place ?? {};
  return {
    is_replaced,
    predecessor: predecessor ? (snapshots.get(predecessor.id) ?? null) : null,
    is_predecessor_synced: predecessor?.is_synced === 1,
    has_successor: successors.some(({ id, is_synced }) => is_synced === 0 && pendingFor(id) !== null),
  };
}

/** A request of unknown fate that a conflict kept from being looked for, once that is decided. */
const isLookedForAgain = (line: Line, isConflicting: boolean): boolean =>
  line.operation !== null && line.state === 'conflict' && !isConflicting;

/** A line that failed and was edited again is tried again; one with an open conflict waits for its decision. */
function stateOf(
  entity: SyncedEntity,
  pending: Pending,
  extensions: ReadonlySet<RemoteExtension>,
  line: Line | undefined,
  isConflicting: boolean,
): string {
  if (line && (line.state === 'sending' || line.state === 'uncertain')) return line.state;
  if (isConflicting) return 'conflict';
  if (line && isLookedForAgain(line, isConflicting)) return 'uncertain';
  const isEdited = line?.kind !== pending.kind || line.fields !== JSON.stringify(pending.fields);
  if (line?.state === 'failed' && !isEdited) return line.state;
  const stays = (field: string) => whyItStays(entity, pending.kind, field, pending.fields[field], extensions) !== null;
  return Object.keys(pending.fields).every(stays) ? 'local_only' : 'ready';
}

const ofRows = 'connection = @connection and entity = @entity and local_id in (select value from json_each(@ids))';
const basesSql = `select local_id, base from synced_rows where ${ofRows}`;
const linesSql = `select local_id, kind, fields, state, operation from outbox where ${ofRows}`;
const conflictingSql = `select local_id from conflicts where ${ofRows}`;
const ofCancelledSql = `select price.id from prices price join plans on plans.id = price.entity_id
  where price.id in (select value from json_each(@ids)) and plans.status = 'archived' and not exists (
    select 1 from synced_rows where connection = @connection and entity = 'plan' and local_id = plans.id)`;
const ofRow = 'connection = @connection and entity = @entity and local_id = @id';
const removeSql = `delete from outbox where ${ofRow}`;
const lookSql = `update outbox set state = 'uncertain' where ${ofRow}`;
const insertSql = `insert into outbox (connection, entity, local_id, kind, fields, state, is_held, first_at, last_at)
  values (@connection, @entity, @id, @kind, @fields, @state, @held, @now, @now)`;
// An edit after the review has to be reviewed again.
const updateSql = `update outbox set kind = @kind, fields = @fields, state = @state, last_at = @now, is_released = 0,
  is_held = max(is_held, @held), problem = case when @state = state then problem end, attempts = 0, not_before = null
  where ${ofRow}`;
