import { sameValue } from '@shared/rules/sync/same-value';
import { fieldRule, type Snapshot, type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { prepared } from '../core/store/prepared';
import type { Operation } from '../core/sync/outbox/operation';
import { idMap } from '../core/sync/remote/id-map';
import { readSnapshots } from '../core/sync/snapshots/read-snapshots';
import type { TestCore } from '../core/test-core';
import type { OnArrival } from './clients';
import { connectionOf, type Violation } from './invariants';
import type { SimulatedServer } from './servers';

type Values = Record<string, unknown>;

/** The last value that the person gave each field of each row here. */
export interface KeptEdits {
  /** Remembers what was edited since the last time. */
  note(core: TestCore, environment_id: string): Promise<void>;
  /** Somebody wants these prices to be on the server again: those before them end where they begin, whatever was said before. */
  wantAgain(core: TestCore, prices: readonly string[]): void;
  /**
   * I2, no lost local edit: what a person wrote last is still here (and by I1 on the server, pending or in conflict), or the
   * server had it and somebody who could see it went on from there.
   */
  lost(core: TestCore, environment_id: string, server: SimulatedServer): Promise<Violation[]>;
}

export function keptEdits(): KeptEdits {
  const values = new Map<string, { entity: SyncedEntity; id: string; field: string; value: unknown }>();
  /** All ids there that a row ever had: one that is made anew there has another. */
  const linked = new Map<string, Set<string>>();
  let last = 0;
  const noteLinks = (sqlite: TestCore['store']['sqlite'], environment_id: string) => {
    const rows = prepared(sqlite, linksSql).all(connectionOf(sqlite, environment_id)) as Link[];
    for (const { local_id, remote_id } of rows) {
      linked.set(local_id, (linked.get(local_id) ?? new Set()).add(remote_id));
    }
  };
  return {
    async note({ store: { sqlite, db } }, environment_id) {
      noteLinks(sqlite, environment_id);
      const changes = prepared(sqlite, editsSql).all(last, environment_id) as Change[];
      last = changes.at(-1)?.seq ?? last;
      for (const { entity, id, kind, fields } of changes) {
        if (!isSynced(entity)) continue;
        const now = (await readSnapshots(db, entity, [id])).get(id);
        // A row that its maker took back has no last words.
        if (!now) for (const [key, one] of values) if (one.id === id) values.delete(key);
        const isVersion = entity === 'price' && prepared(sqlite, versionSql).pluck().get(id) === 1;
        const written = Object.entries(JSON.parse(fields) as Record<string, { from: unknown; to: unknown }>);
        for (const [field, { from, to }] of written) {
          if (!now || !fieldRule(entity, field)) continue;
          // A version takes its details over from the one before: nobody wrote them.
          if (kind === 'create' && isVersion && fieldRule(entity, field)?.travels !== 'version') continue;
          // A new row's empty fields say nothing; a server may word them its own way.
          if (kind === 'create' && isEmpty(to)) continue;
          // Whoever decides to go on from the server's version has not chosen where that one begins.
          if (field === 'end_date' && prepared(sqlite, goesOnSql).get(id) !== undefined) {
            values.delete(`${id} ${field}`);
            continue;
          }
          for (const [path, value] of parts(entity, field, now[field], from)) {
            values.set(`${id} ${path}`, { entity, id, field: path, value });
          }
        }
      }
    },
    wantAgain({ store: { sqlite } }, prices) {
      const before = prepared(sqlite, beforeSql).pluck().all(JSON.stringify(prices)) as string[];
      for (const id of before) values.delete(`${id} end_date`);
    },
    async lost({ store: { sqlite, db } }, environment_id, server) {
      noteLinks(sqlite, environment_id);
      const wrong: Violation[] = [];
      for (const { entity, id, field, value } of values.values()) {
        const mine = (await readSnapshots(db, entity, [id])).get(id);
        if (sameValue(at(mine, field), value)) continue;
        const wanted = isReference(field) && value ? [...(linked.get(String(value)) ?? [])] : [value];
        // A version goes on from what those before it have there, and an edit of it that is taken back leaves just that.
        const known = entity === 'price' ? versionsOf(sqlite, id) : [id];
        const states = known
          .flatMap((one) => [...(linked.get(one) ?? [])])
          .flatMap((remote_id) => server.history(entity, remote_id));
        if (states.some((state) => wanted.some((one) => sameValue(at(state, field), one)))) continue;
        // What both took out of use has no last words.
        if (mine?.status === 'archived' && states.at(-1)?.status === 'archived') continue;
        // Nor has what somebody took out of use here and the server has lost.
        const isArchivedHere = mine?.status === 'archived' && values.get(`${id} status`)?.value === 'archived';
        if (isArchivedHere && !(await isThere(server, entity, linked.get(id)))) continue;
        wrong.push(
          `${entity} ${id}.${field} was made ${JSON.stringify(value)}, which the server never had; here it is ${JSON.stringify(at(mine, field))}`,
        );
      }
      return wrong;
    },
  };
}

async function isThere(server: SimulatedServer, entity: SyncedEntity, ids: ReadonlySet<string> = new Set()) {
  for (const id of ids) if (await server.snapshot(entity, id)) return true;
  return false;
}

const linksSql = 'select local_id, remote_id from synced_rows where connection = ?';
interface Link {
  local_id: string;
  remote_id: string;
}

const editsSql = `select seq, entity, entity_id as id, kind, fields from changes
  where seq > ? and environment_id = ? and origin = 'app'`;
const versionSql = 'select parent_price_id is not null from prices where id = ?';
const goesOnSql = `select 1 from prices mine join prices next on next.start_date = mine.end_date
    and next.parent_price_id = coalesce(mine.parent_price_id, mine.id) and next.id <> mine.id
  join synced_rows on entity = 'price' and local_id = next.id where mine.id = ?`;
const beforeSql = `select before.id from prices mine join prices before
    on coalesce(before.parent_price_id, before.id) = mine.parent_price_id and before.start_date < mine.start_date
  where mine.id in (select value from json_each(?))`;
interface Change {
  seq: number;
  entity: string;
  id: string;
  kind: string;
  fields: string;
}

const isSynced = (entity: string): entity is SyncedEntity => (syncedEntities as readonly string[]).includes(entity);
const versionsOf = (sqlite: TestCore['store']['sqlite'], id: string) =>
  prepared(sqlite, versionsSql).pluck().all(id) as string[];
const versionsSql = `select version.id from prices mine join prices version
  on coalesce(version.parent_price_id, version.id) = coalesce(mine.parent_price_id, mine.id) where mine.id = ?`;

const isReference = (field: string) => field === 'group_id' || field === 'entity_id' || field === 'meter_id';
const isEmpty = (value: unknown) =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

/** Metadata is edited key by key. */
function parts(entity: SyncedEntity, field: string, now: unknown, from: unknown): [string, unknown][] {
  if (!fieldRule(entity, field)?.by_key) return [[field, now]];
  const [before, after] = [(from ?? {}) as Values, (now ?? {}) as Values];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys
    .filter((key) => !sameValue(before[key], after[key]))
    .map((key) => [`${field}.${key}`, after[key] ?? null]);
}

function at(row: Snapshot | undefined, path: string): unknown {
  const [field = '', ...key] = path.split('.');
  const value = row?.[field];
  return key.length === 0 ? value : (((value ?? {}) as Values)[key.join('.')] ?? null);
}

/**
 * How many requests may lie between reading a row and writing it, on a server that takes no conditions (architecture C.7):
 * four lines are sent side by side, each with a read or two before it.
 */
const raceWindow = 10;

/**
 * I3, no lost remote edit: a write that the server does replaces nothing but what its client knew, unless the server takes
 * no conditions and somebody was quicker in the moment between reading and writing.
 */
export const watchOverwrites =
  (server: SimulatedServer, isConditional: boolean, wrong: Violation[]): OnArrival =>
  async (client, request, arrive) => {
    const line = lineOnItsWay(client.core(), request.path);
    if (!line) return void (await arrive());
    const { entity, operation, base, asked, map } = line;
    const remote_id = decodeURIComponent(request.path.split('/').at(-1) ?? '');
    const before = await server.snapshot(entity, remote_id);
    const { status } = await arrive();
    const isDone = status < 300 && !sameValue(before, await server.snapshot(entity, remote_id));
    if (!before || !isDone || (!isConditional && client.sinceMeanwhile() <= raceWindow)) return;
    const theirs: Snapshot = { ...before, ...(entity === 'price' && { group_id: localGroup(map, before.group_id) }) };
    for (const [field, was] of replaced(entity, operation, base, theirs)) {
      if (asked.some((one) => one.field === field && sameValue(JSON.parse(one.theirs), was))) continue;
      // A server that was put back has again what was known when the request was made.
      if (sameValue(at(fromOf(operation), field), was)) continue;
      wrong.push(
        `${operation.kind} of ${entity} ${operation.about} replaced ${field} ${JSON.stringify(was)}, which it did not know`,
      );
    }
  };

const localGroup = (map: ReturnType<typeof idMap>, id: unknown) => (id ? (map.localId('group', String(id)) ?? id) : id);

function lineOnItsWay({ store: { sqlite } }: TestCore, path: string) {
  const sql = "select connection, entity, operation from outbox where state = 'sending'";
  const lines = sqlite.prepare(sql).all() as { connection: number; entity: SyncedEntity; operation: string }[];
  for (const { connection, entity, operation: text } of lines) {
    const operation = JSON.parse(text) as Operation;
    if (operation.request.path !== path || (operation.kind !== 'update' && operation.kind !== 'version')) continue;
    const map = idMap(sqlite, connection);
    const base = map.byLocal(entity, operation.about)?.base;
    if (!base) continue;
    const asked = sqlite.prepare(askedSql).all(connection, entity, operation.about) as {
      field: string;
      theirs: string;
    }[];
    return { entity, operation, base, asked, map };
  }
  return null;
}

/** What a person is asked about one by one is known, whatever both sides had. */
const askedSql = `select field, theirs from conflicts
  where connection = ? and entity = ? and local_id = ? and kind = 'field'`;

/** What a request was to replace. */
const fromOf = ({ fields }: Operation): Snapshot =>
  Object.fromEntries(Object.entries(fields).map(([field, { from }]) => [field, from]));

/** Values of the server that were neither what both sides had nor what was written. */
function replaced(entity: SyncedEntity, { sent, intent }: Operation, base: Snapshot, theirs: Snapshot) {
  const lost: [string, unknown][] = [];
  for (const field of sent) {
    const rule = fieldRule(entity, field);
    // Filters of a meter only ever grow; terms of a price that went on are refused.
    if (rule?.travels !== 'in_place' || field === 'meter') continue;
    if (!rule.by_key) {
      if (!sameValue(theirs[field], base[field]) && !sameValue(theirs[field], intent[field]))
        lost.push([field, theirs[field]]);
      continue;
    }
    const [own, common, wanted] = [theirs, base, intent].map((row) => (row[field] ?? {}) as Values) as [
      Values,
      Values,
      Values,
    ];
    for (const key of new Set([...Object.keys(own), ...Object.keys(common)])) {
      if (!sameValue(own[key], common[key]) && !sameValue(own[key], wanted[key]))
        lost.push([`${field}.${key}`, own[key]]);
    }
  }
  return lost;
}
