import type { PendingKind, SyncEntryKind } from '@shared/entities/sync';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { ChangeKind } from '../../store/schema';
import type { ChangedFields, Tx } from '../../store/write';
import { type OpenConflict, openConflicts } from '../conflicts/open-conflicts';
import type { ConnectionRow } from '../connections/active-connection';
import type { IdMap, MappedEntity, SyncedRow } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import { readSnapshots, tableOf } from '../snapshots/read-snapshots';

/** What applying rows of a server needs to know. */
export interface PullContext {
  tx: Tx;
  connection: ConnectionRow;
  map: IdMap;
  /** Number of the run whose history it goes into; null for none. */
  run: number | null;
}

/** A write of ours of which nobody knows yet whether the server did it. */
export interface UnsettledOperation {
  local_id: string;
  op_id: string;
  kind: PendingKind;
  /** Whether the row it makes carries its id. */
  is_marked: boolean;
  /** The row as it is there once it was done, with local ids. */
  intent: Snapshot;
  sent: readonly string[];
}

/** What applying a row leaves to be done for all rows of the page together. */
export interface Effects {
  changes: {
    entity: MappedEntity;
    kind: ChangeKind;
    id: string;
    fields: ChangedFields;
    /** The row is as the server has it: nothing of it is to be sent. */
    inStep?: boolean;
  }[];
  /** Rows whose base moved without an edit: what they have to send is derived again. */
  rebased: { entity: SyncedEntity; id: string }[];
  /** With the plan of each, and the version that it takes over from. */
  newPrices: { id: string; plan: string; from: string | null }[];
  /** Prices whose end changed. */
  retimed: string[];
  /** Rows whose question answered itself: they are merged after all. */
  again: RemoteRow[];
}

export const noEffects = (): Effects => ({ changes: [], rebased: [], newPrices: [], retimed: [], again: [] });

/** What became of a row of the server. `waits`: it cannot be taken over yet, and is asked for again. */
export type Applied = { remote_id: string; local_id: string | null; name: string } & (
  | { what: SyncEntryKind; detail?: Record<string, unknown> }
  | { what: 'unchanged' }
  | { what: 'waits'; reason: string; missing: { entity: MappedEntity; remote_id: string } | null; holder?: string }
);

/** A page of rows with everything that is looked up for them, each by one statement however many rows there are. */
export interface Page extends PullContext {
  entity: SyncedEntity;
  /** Whether everything was never exchanged yet: equal keys are the same row then. */
  isFirst: boolean;
  /** By the server's id. */
  links: Map<string, SyncedRow>;
  /** Local rows by local id; read again once they are deleted from it. */
  mine: Map<string, Snapshot>;
  /** Who has a lookup key among the published, not ended rows. */
  holders: Map<string, string>;
  /** Local ids of what the rows refer to, by kind and the server's id; of a version's first one that of the first here. */
  references: Record<'plan' | 'group' | 'meter' | 'price', Map<string, string>>;
  conflicts: Map<string, OpenConflict[]>;
  operations: UnsettledOperation[];
  /** Local rows that may be equal to one of the server: of a first exchange, and read when first asked for. */
  unlinked: Map<string, string[]> | null;
  /** Local ids of the groups that take prices, and of the others, as far as they were looked at. */
  openGroups: Map<string, boolean>;
  /** Numbers of the counter that orders changes of prices, put aside for the new ones. */
  sequences: number[];
  effects: Effects;
}

/** Looks up everything about a page of rows. */
export async function readPage(context: PullContext, entity: SyncedEntity, rows: readonly RemoteRow[]): Promise<Page> {
  const { tx, connection } = context;
  const { number } = connection;
  const links = readLinks(context, entity, rows);
  const known = [...links.values()].map(({ local_id }) => local_id);
  const idsOf = (field: string) => rows.flatMap(({ snapshot }) => (snapshot[field] as string | null) ?? []);
  const isPrice = entity === 'price';
  return {
    ...context,
    entity,
    isFirst: connection.synced_at === null,
    links,
    mine: await readSnapshots(tx.db, entity, known),
    holders: readHolders(tx, entity, rows),
    references: {
      plan: localIds(context, 'plan', isPrice ? idsOf('entity_id') : []),
      group: localIds(context, 'group', isPrice ? idsOf('group_id') : []),
      meter: localIds(context, 'meter', [
        ...(isPrice ? idsOf('meter_id') : []),
        ...rows.flatMap(({ meter }) => meter?.remote_id ?? []),
      ]),
      price: firstVersions(
        context,
        rows.flatMap(({ parent_id }) => parent_id ?? []),
      ),
    },
    conflicts: openConflicts(tx.sqlite, number, entity),
    operations: readOperations(tx, number, entity),
    unlinked: null,
    openGroups: new Map(),
    sequences: [],
    effects: noEffects(),
  };
}

/** A local row as it is now; undefined when there is none. */
export async function mineOf(page: Page, local_id: string): Promise<Snapshot | undefined> {
  const known = page.mine.get(local_id);
  if (known) return known;
  const read = (await readSnapshots(page.tx.db, page.entity, [local_id])).get(local_id);
  if (read) page.mine.set(local_id, read);
  return read;
}

const columns = 'local_id, remote_id, base, etag, remote_updated_at';
const ofRemote = `from synced_rows where connection = ? and entity = ? and remote_id in (select value from json_each(?))`;

function readLinks({ tx, connection }: PullContext, entity: SyncedEntity, rows: readonly RemoteRow[]) {
  const ids = JSON.stringify(rows.map(({ remote_id }) => remote_id));
  const found = prepared(tx.sqlite, `select ${columns} ${ofRemote}`).all(connection.number, entity, ids);
  return new Map(
    (found as (Omit<SyncedRow, 'base'> & { base: string | null })[]).map((row) => [
      row.remote_id,
      { ...row, base: row.base === null ? null : (JSON.parse(row.base) as Snapshot) },
    ]),
  );
}

function localIds({ tx, connection }: PullContext, entity: MappedEntity, ids: readonly string[]): Map<string, string> {
  if (ids.length === 0) return new Map();
  const found = prepared(tx.sqlite, `select remote_id, local_id ${ofRemote}`)
    .raw()
    .all(connection.number, entity, JSON.stringify([...new Set(ids)]));
  return new Map(found as [string, string][]);
}

/** What is the first version there may follow one here: terms that were replaced before they could run are not sent. */
function firstVersions(context: PullContext, ids: readonly string[]): Map<string, string> {
  const found = localIds(context, 'price', ids);
  for (const [remote_id, local_id] of found) {
    found.set(remote_id, prepared(context.tx.sqlite, firstSql).pluck().get(local_id) as string);
  }
  return found;
}

const firstSql = 'select coalesce(parent_price_id, id) from prices where id = ?';

function readHolders({ sqlite, context }: Tx, entity: SyncedEntity, rows: readonly RemoteRow[]): Map<string, string> {
  const keys = rows.flatMap(({ snapshot }) => (snapshot.lookup_key as string) || []);
  if (keys.length === 0) return new Map();
  // The table may be new to the planner: left to itself it reads all rows of the environment.
  const live = entity === 'price' ? "status = 'published' and end_date is null" : "status = 'published'";
  const table = tableOf[entity];
  const sql = `select lookup_key, id from ${table} indexed by ${table}_by_lookup_key
    where environment_id = ? and lookup_key in (select value from json_each(?)) and ${live} and lookup_key <> ''`;
  const found = prepared(sqlite, sql)
    .raw()
    .all(context.environment_id, JSON.stringify([...new Set(keys)]));
  return new Map(found as [string, string][]);
}

function readOperations({ sqlite }: Tx, connection: number, entity: SyncedEntity): UnsettledOperation[] {
  const sql = 'select local_id, operation from outbox where connection = ? and entity = ? and operation is not null';
  const rows = prepared(sqlite, sql).all(connection, entity) as { local_id: string; operation: string }[];
  return rows.flatMap(({ local_id, operation }) => {
    const { op_id, kind, is_marked, intent, sent } = JSON.parse(operation);
    return kind === 'meter' ? [] : [{ local_id, op_id, kind, is_marked, intent, sent }];
  });
}
