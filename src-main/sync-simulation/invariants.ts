import { sameValue } from '@shared/rules/sync/same-value';
import { type Snapshot, type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { prepared } from '../core/store/prepared';
import { idMap } from '../core/sync/remote/id-map';
import { readSnapshots, tableOf } from '../core/sync/snapshots/read-snapshots';
import type { TestCore } from '../core/test-core';
import { allSnapshots, type SimulatedServer } from './servers';

/** A rule that was broken, in words with the row it is about. */
export type Violation = string;

interface OutboxLine {
  entity: SyncedEntity;
  local_id: string;
  state: string;
  kind: string;
  problem: string | null;
  fields: string;
}

/**
 * I1, convergence: every row that is not in conflict is the same here, in the base and on the server, and every row of the
 * server is here. What the server cannot take stays a line of its own and is left out, as is what it refused.
 */
export async function convergence(
  { store: { sqlite, db } }: TestCore,
  environment_id: string,
  server: SimulatedServer,
  { hidesArchivedGroups = false, isSwept = true, hasLost = false } = {},
): Promise<Violation[]> {
  const connection = connectionOf(sqlite, environment_id);
  const map = idMap(sqlite, connection);
  const remote = await allSnapshots(server);
  const inConflict = rowsInConflict(sqlite, connection);
  const lines = prepared(sqlite, 'select * from outbox where connection = ?').all(connection) as OutboxLine[];
  // Rows of the server that cannot be taken over before a conflict is decided.
  const waiting = new Set(
    prepared(sqlite, 'select remote_id from sync_waiting where connection = ?').pluck().all(connection) as string[],
  );
  const lineOf = new Map(lines.map((line) => [line.entity + line.local_id, line]));
  // Prices of a plan that is gone there and was made anew stay there with it, unless a sweep brought it back as it was.
  const isLeftBehind = (entity: SyncedEntity, { entity_id }: Snapshot) =>
    entity === 'price' &&
    remote.plan.get(String(entity_id))?.status === 'archived' &&
    !(isSwept && map.byRemote('plan', String(entity_id)));
  const wrong: Violation[] = [];
  for (const line of lines) {
    const isAsked = line.state === 'conflict' && inConflict.has(line.entity + line.local_id);
    const isSettled = line.state === 'local_only' || line.state === 'failed' || isAsked;
    if (!isSettled && !waitsForStuck(line, lines, inConflict)) {
      wrong.push(`${line.entity} ${line.local_id} is still ${line.state} to ${line.kind}: ${line.fields}`);
    }
  }
  for (const entity of syncedEntities) {
    const idsSql = `select id from ${tableOf[entity]} where environment_id = ?`;
    const ids = prepared(sqlite, idsSql).pluck().all(environment_id) as string[];
    const local = await readSnapshots(db, entity, ids);
    for (const [id, mine] of local) {
      if (inConflict.has(entity + id) || lineOf.has(entity + id)) continue;
      const row = map.byLocal(entity, id);
      // Made and archived before the server heard of it.
      if (!row) continue;
      // A key that the server gave it is a key that a row in conflict has here.
      if (inConflict.size > 0 && waiting.has(row.remote_id)) continue;
      const theirs = remote[entity].get(row.remote_id);
      // What it lost altogether is over here, and is nothing to it.
      if (!theirs && hasLost && isOverIn(entity, mine)) continue;
      if (!theirs) wrong.push(`${entity} ${id} is linked with ${row.remote_id}, which the server does not have`);
      else {
        const here = withRemoteIds(map, entity, mine);
        // Incremental pulls of the public API never show them (wire contract 2.4).
        if (hidesArchivedGroups && entity === 'group' && theirs.status === 'archived') continue;
        for (const field of Object.keys(mine)) {
          // A price that had ended stays in the plan that was made anew here until a sweep brings back the one before.
          if (field === 'entity_id' && !isSwept && isLeftBehind(entity, theirs)) continue;
          if (!sameValue(here[field], theirs[field])) {
            wrong.push(
              `${entity} ${id}.${field} is ${show(here[field])} here and ${show(theirs[field])} on the server`,
            );
          }
          if (!sameValue(mine[field], row.base?.[field])) {
            wrong.push(
              `${entity} ${id}.${field} is ${show(mine[field])} here and ${show(row.base?.[field])} in the base`,
            );
          }
        }
      }
    }
    for (const [remote_id, snapshot] of remote[entity]) {
      const isOver = snapshot.status === 'archived' || isLeftBehind(entity, snapshot);
      const waits = inConflict.size > 0 && waiting.has(remote_id);
      if (!isOver && !waits && !map.byRemote(entity, remote_id)) {
        wrong.push(`${entity} ${remote_id} (${show(snapshot.name ?? snapshot.display_name)}) is not known here`);
      }
    }
  }
  return wrong;
}

const isOverIn = (entity: SyncedEntity, row: Snapshot): boolean =>
  entity === 'price' ? row.end_date !== null : row.status === 'archived';

/** The number of the connection by which an environment syncs. */
export const connectionOf = (sqlite: TestCore['store']['sqlite'], environment_id: string): number =>
  prepared(sqlite, 'select number from connections where is_active = 1 and environment_id = ?')
    .pluck()
    .get(environment_id) as number;

/** Rows with an open conflict; all versions of a price wait for the decision about one, and for new terms that wait for it. */
function rowsInConflict(sqlite: TestCore['store']['sqlite'], connection: number): Set<string> {
  const rows = prepared(
    sqlite,
    `
    select entity || local_id from conflicts where connection = @connection
    union select 'price' || version.id from conflicts
      join prices mine on entity = 'price' and mine.id = local_id
      join prices version
        on coalesce(version.parent_price_id, version.id) = coalesce(mine.parent_price_id, mine.id)
    where connection = @connection and conflicts.kind in ('versioned_there', 'gone_there')
    union select 'price' || version.id from outbox
      join prices mine on entity = 'price' and mine.id = local_id
      join prices version
        on coalesce(version.parent_price_id, version.id) = coalesce(mine.parent_price_id, mine.id)
    where connection = @connection and outbox.kind = 'version'`,
  );
  return new Set(rows.pluck().all({ connection }) as string[]);
}

/** A line whose parents cannot be sent, since they are in conflict or refused, waits for a person too. */
function waitsForStuck(line: OutboxLine, lines: readonly OutboxLine[], inConflict: ReadonlySet<string>): boolean {
  return (
    line.state === 'ready' &&
    lines.some(
      (other) =>
        other !== line &&
        (other.state === 'failed' || other.state === 'conflict' || inConflict.has(other.entity + other.local_id)),
    )
  );
}

function withRemoteIds(map: ReturnType<typeof idMap>, entity: SyncedEntity, mine: Snapshot): Snapshot {
  if (entity !== 'price') return mine;
  const { entity_id, meter_id, group_id } = mine as Record<string, string | null>;
  return {
    ...mine,
    entity_id: map.remoteId('plan', entity_id ?? null) ?? null,
    meter_id: map.remoteId('meter', meter_id ?? null) ?? null,
    group_id: map.remoteId('group', group_id ?? null) ?? null,
  };
}

const show = (value: unknown) => JSON.stringify(value ?? null);

/**
 * I4, exactly once: no two rows of the server were made by the same create (each has a name of its own, unless people made
 * it anew: `remade` tells how often), or share a key.
 */
export async function exactlyOnce(
  server: SimulatedServer,
  remade: ReadonlyMap<string, number> = new Map(),
): Promise<Violation[]> {
  const { group, plan, feature, price } = await allSnapshots(server);
  const twice = (entity: string, keys: readonly string[]) =>
    [...Map.groupBy(keys, (key) => key)]
      .filter(([key, all]) => all.length > 1 + (remade.get(key.split(inPlan)[0] ?? '') ?? 0))
      .map(([key]) => `the server has ${entity} ${key} twice`);
  const live = [...price.values()].filter(({ end_date }) => end_date === null);
  // Of a plan that was made anew the prices of the one before are there, too.
  const nameIn = ({ display_name, entity_id }: Snapshot) =>
    plan.get(String(entity_id))?.status === 'archived' ? `${display_name}${inPlan}${entity_id}` : String(display_name);
  return [
    ...twice('group', livePart(group, 'name')),
    ...twice('feature', livePart(feature, 'name')),
    ...twice('plan', livePart(plan, 'name')),
    ...twice('price', live.filter(({ display_name }) => display_name).map(nameIn)),
    ...twice('group', livePart(group, 'lookup_key')),
    ...twice('feature', livePart(feature, 'lookup_key')),
    ...twice('plan', livePart(plan, 'lookup_key')),
    ...twice('price', live.map(({ lookup_key }) => String(lookup_key)).filter(Boolean)),
  ];
}

const inPlan = ' of ';

const livePart = (rows: ReadonlyMap<string, Snapshot>, field: string) =>
  [...rows.values()]
    .filter(({ status }) => status === 'published')
    .map((row) => String(row[field]))
    .filter(Boolean);

/** I6, in part: whatever was killed when, the store is sound. */
export function soundness({ store: { sqlite } }: TestCore): Violation[] {
  const check = sqlite.pragma('quick_check', { simple: true }) as string;
  const foreign = sqlite.pragma('foreign_key_check') as unknown[];
  return [...(check === 'ok' ? [] : [check]), ...foreign.map((row) => `a reference leads nowhere: ${show(row)}`)];
}

/**
 * I8, no false conflict. A server remembers a write by the key it came with: with another key nobody can tell what became
 * of one whose answer got lost, unless its row has a lookup key.
 */
export function openConflicts({ store: { sqlite } }: TestCore, { hasNewKey = false } = {}): Violation[] {
  const conflicts = sqlite.prepare('select * from conflicts').all() as { kind: string }[];
  const isOf = ({ kind }: { kind: string }) => !(hasNewKey && kind === 'unknown_fate');
  return conflicts.filter(isOf).map((row) => `a conflict of nobody: ${show(row)}`);
}

/**
 * I12, scope: nothing that one server knows is told to another, neither an id nor, by `author`, a text of those who work on
 * it. `sent`: all that each server was told.
 */
export async function scope(
  servers: readonly SimulatedServer[],
  sent: readonly (readonly string[])[],
  author: (server: number) => RegExp | null = () => null,
): Promise<Violation[]> {
  const wrong: Violation[] = [];
  const known = await Promise.all(
    servers.map(
      async (server) => new Set(Object.values(await allSnapshots(server)).flatMap((rows) => [...rows.keys()])),
    ),
  );
  for (const [at, texts] of sent.entries()) {
    for (const [other, ids] of known.entries()) {
      if (other === at) continue;
      const own = known[at] as Set<string>;
      const foreign = [...ids].filter((id) => !own.has(id) && texts.some((text) => text.includes(id)));
      wrong.push(...foreign.map((id) => `server ${at} was told of ${id}, which is a row of server ${other}`));
      const words = texts.filter((text) => author(other)?.test(text));
      wrong.push(...words.map((text) => `server ${at} was sent what is meant for server ${other}: ${text}`));
    }
  }
  return wrong;
}
