import type { PlannedRequest } from '@shared/entities/sync';
import { type Snapshot, type SyncedEntity, snapshotName } from '@shared/rules/sync/synced-fields';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { metersById } from '../../meters/meter-row';
import { prepared } from '../../store/prepared';
import type { Schema } from '../../store/schema';
import { type ConnectionRow, extensionsOf } from '../connections/active-connection';
import { type IdMap, idMap, type MappedEntity } from '../remote/id-map';
import { meterPart, readSnapshots } from '../snapshots/read-snapshots';
import type { LineKey, OutboxLine } from './outbox-line';
import { type LineParts, plannedSteps } from './plan-steps';
import { priceChains } from './price-chains';

export interface OutboxAt {
  db: Kysely<Schema>;
  sqlite: Database.Database;
  connection: ConnectionRow;
}

/**
 * The requests of a line exactly as they would be sent now. Ids that the server has still to give are shown as
 * `(id of “name”)`; the mark of the operation is left out. Empty when the row is gone.
 */
export async function plannedRequests(at: OutboxAt, line: OutboxLine): Promise<PlannedRequest[]> {
  const parts = await readLineParts(at, line, null);
  return parts ? plannedSteps(parts).map(({ request }) => request) : [];
}

/** What is to be known of a line to tell its requests; null when its row is gone. `mark`: see Wording. */
export async function readLineParts(
  at: OutboxAt,
  line: Pick<OutboxLine, 'entity' | 'id' | 'kind' | 'fields'>,
  mark: string | null,
): Promise<LineParts | null> {
  const { db, sqlite, connection } = at;
  const { entity, id, kind, fields } = line;
  const mine = (await readSnapshots(db, entity, [id])).get(id);
  if (!mine) return null;
  const map = idMap(sqlite, connection.number);
  const place = entity === 'price' ? priceChains(sqlite, connection.number, [id]).get(id) : undefined;
  const ofRow = kind === 'version' ? (place?.predecessor?.id ?? id) : id;
  const known = map.byLocal(entity, ofRow);
  const names = await namesOfUnknown(at, map, { entity, id: ofRow }, mine);
  const remoteOf = (of: MappedEntity, local_id: string) =>
    map.remoteId(of, local_id) ?? `(id of “${names.get(local_id) ?? local_id}”)`;
  const next = place?.successors.find((one) => isVersionLine(at, one.id));
  return {
    entity,
    kind,
    fields,
    mine,
    base: known?.base ?? null,
    remote_id: remoteOf(entity, ofRow),
    has_successor: next !== undefined,
    gives_key_later: entity === 'price' && givesKeyLater(at, id, next?.id),
    meter: await meterOf(at, { entity, id }, mine),
    wording: { remoteOf, mark, extensions: extensionsOf(connection) },
  };
}

/**
 * Whether a price that is over here is made without its key, which it is given once it is over there, too, when it takes it
 * from nobody: another price that runs has the key by now, or it would be handed on to the next version, which has not.
 */
const givesKeyLater = ({ sqlite }: OutboxAt, id: string, next: string | undefined): boolean =>
  prepared(sqlite, keyLaterSql).get({ id, next: next ?? null }) !== undefined;

const keyLaterSql = `
  select 1 from prices mine where id = @id and end_date is not null and lookup_key <> '' and (
    exists (select 1 from prices next where next.id = @next and next.lookup_key <> mine.lookup_key)
    or exists (
      select 1 from prices other where other.environment_id = mine.environment_id and other.lookup_key = mine.lookup_key
        and other.status = 'published' and other.end_date is null and other.lookup_key <> ''
        and coalesce(other.parent_price_id, other.id) <> coalesce(mine.parent_price_id, mine.id)))`;

/** Whether new terms of a price are still to be sent. */
export const isVersionLine = ({ sqlite, connection }: OutboxAt, id: string): boolean =>
  prepared(
    sqlite,
    `select 1 from outbox where connection = ? and entity = 'price' and local_id = ? and kind = 'version'`,
  ).get(connection.number, id) !== undefined;

/** What rows without an id there are called: the row itself and what it refers to. */
async function namesOfUnknown(
  { db }: OutboxAt,
  map: IdMap,
  row: LineKey,
  mine: Snapshot,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const refs: [SyncedEntity, unknown][] = [
    [row.entity, row.id],
    ['plan', mine.entity_id],
    ['group', mine.group_id],
  ];
  for (const [entity, id] of refs) {
    if (!id || map.remoteId(entity, String(id)) !== undefined) continue;
    const snapshot = (await readSnapshots(db, entity, [String(id)])).get(String(id));
    if (snapshot) names.set(String(id), snapshotName(entity, snapshot));
  }
  if (mine.meter_id && map.remoteId('meter', String(mine.meter_id)) === undefined) {
    const meter = (await metersById(db, [String(mine.meter_id)])).get(String(mine.meter_id));
    if (meter) names.set(meter.id, meter.name);
  }
  return names;
}

/** The local meter of a feature or price, by its row. */
export function meterIdOf(sqlite: Database.Database, { entity, id }: LineKey): string | null {
  if (entity !== 'feature' && entity !== 'price') return null;
  const table = entity === 'feature' ? 'features' : 'prices';
  return (prepared(sqlite, `select meter_id from ${table} where id = ?`).pluck().get(id) as string | null) || null;
}

/** Features that are still to be made and will bring this meter along. */
export const featuresBringing = ({ sqlite, connection }: OutboxAt, meter_id: string): string[] =>
  prepared(sqlite, bringingSql).pluck().all({ connection: connection.number, meter_id }) as string[];

const bringingSql = `
  select local_id from outbox join features on features.id = local_id
  where connection = @connection and entity = 'feature' and kind = 'create' and meter_id = @meter_id`;

async function meterOf(at: OutboxAt, row: LineKey, mine: Snapshot): Promise<LineParts['meter']> {
  const id = meterIdOf(at.sqlite, row);
  if (id === null || (row.entity === 'feature' && !mine.meter)) return null;
  const meter = (await metersById(at.db, [id])).get(id);
  if (!meter) return null;
  const remote_id = idMap(at.sqlite, at.connection.number).remoteId('meter', id) ?? null;
  const is_made_apart = row.entity === 'price' && remote_id === null && featuresBringing(at, id).length === 0;
  return { remote_id, part: meterPart(meter), is_made_apart };
}
