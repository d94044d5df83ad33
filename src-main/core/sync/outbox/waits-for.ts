import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { idMap } from '../remote/id-map';
import { tableOf } from '../snapshots/read-snapshots';
import { type LineKey, type OutboxLine, readLine } from './outbox-line';
import { featuresBringing, isVersionLine, meterIdOf, type OutboxAt } from './plan-requests';
import { priceChains } from './price-chains';

/** The rows whose lines have to be sent before this one; empty when it may go. */
export function waitsFor(at: OutboxAt, line: Pick<OutboxLine, 'entity' | 'id' | 'kind' | 'fields'>): LineKey[] {
  const waits = [...referencesOf(at, line), ...forKey(at, line), ...keyTakersOf(at, line)];
  if (line.entity === 'price') waits.push(...versionsOf(at, line));
  return waits.filter((one, index) => waits.findIndex(({ id }) => id === one.id) === index);
}

type Line = Pick<OutboxLine, 'entity' | 'id' | 'kind' | 'fields'>;

/** What the row refers to and the server does not have. */
function referencesOf(at: OutboxAt, { entity, id, kind, fields }: Line): LineKey[] {
  if (entity !== 'price' || kind === 'end') return [];
  const map = idMap(at.sqlite, at.connection.number);
  const { entity_id, group_id } = prepared(at.sqlite, 'select entity_id, group_id from prices where id = ?').get(
    id,
  ) as {
    entity_id: string;
    group_id: string | null;
  };
  const needed: LineKey[] = [];
  if (kind === 'create') needed.push({ entity: 'plan', id: entity_id });
  if (group_id && (kind === 'create' || fields.group_id)) needed.push({ entity: 'group', id: group_id });
  const waits = needed.filter((one) => !map.byLocal(one.entity, one.id));
  const meter_id = kind === 'create' ? meterIdOf(at.sqlite, { entity, id }) : null;
  if (meter_id && !map.byLocal('meter', meter_id)) {
    waits.push(...featuresBringing(at, meter_id).map((feature): LineKey => ({ entity: 'feature', id: feature })));
    waits.push(...pricesMaking(at, meter_id, id).map((price): LineKey => ({ entity: 'price', id: price })));
  }
  return waits;
}

/** Other prices whose request for this meter is on its way or of unknown fate: it is made once. */
const pricesMaking = ({ sqlite, connection }: OutboxAt, meter_id: string, except: string): string[] =>
  prepared(sqlite, makingSql).pluck().all({ connection: connection.number, meter_id, except }) as string[];

const makingSql = `
  select local_id from outbox join prices on prices.id = local_id
  where connection = @connection and entity = 'price' and kind = 'create' and local_id <> @except
    and operation ->> '$.kind' = 'meter' and meter_id = @meter_id`;

/**
 * A version follows what the server has; and of one price only one request is of unknown fate at a time. Whether a price
 * that is gone there goes on is decided by its new terms: until then nothing of it is sent, as it could only be asked about
 * once more.
 */
function versionsOf({ sqlite, connection }: OutboxAt, { id, kind }: Line): LineKey[] {
  const chain = priceChains(sqlite, connection.number, [id]);
  const { predecessor: before, successors = [] } = chain.get(id) ?? {};
  const waits: string[] = kind === 'version' && before && before.is_synced === 0 ? [before.id] : [];
  if (kind === 'update') {
    const next = JSON.stringify(successors.map((one) => one.id));
    waits.push(...(prepared(sqlite, askedSql).pluck().all(connection.number, next) as string[]));
  }
  const ids = JSON.stringify([...chain.keys()].filter((one) => one !== id));
  const underWay = prepared(sqlite, underWaySql).pluck().all({ connection: connection.number, ids }) as string[];
  return [...waits, ...underWay].map((one) => ({ entity: 'price', id: one }));
}

const askedSql = `select local_id from conflicts
  where connection = ? and entity = 'price' and kind = 'gone_there' and local_id in (select value from json_each(?))`;

const underWaySql = `
  select local_id from outbox where connection = @connection and entity = 'price' and operation is not null
    and state in ('sending', 'uncertain') and local_id in (select value from json_each(@ids))`;

/**
 * What has to be there before the row can have the lookup key that it has here. One that waits for this row in its turn, as
 * with keys that are exchanged, is not waited for: the server then says what is wrong.
 */
function forKey(at: OutboxAt, line: Line): LineKey[] {
  const { entity } = line;
  return keyWaits(at, line)
    .filter((id) => !comesRound(at, line, id))
    .map((id) => ({ entity, id }));
}

function comesRound(at: OutboxAt, { entity, id: start }: Line, first: string): boolean {
  const seen = new Set([first]);
  for (const id of seen) {
    const line = readLine(at.sqlite, at.connection.number, { entity, id });
    for (const next of line ? keyWaits(at, line) : []) {
      if (next === start) return true;
      seen.add(next);
    }
  }
  return false;
}

function keyWaits(at: OutboxAt, line: Line): string[] {
  const { entity, id, kind, fields } = line;
  const key = kind === 'create' || kind === 'update' || kind === 'version' ? fields.lookup_key?.to : undefined;
  if (typeof key !== 'string' || key === '') return [];
  const { about } = aboutIn(at, line);
  const holders = holdersOf(at, entity, key).filter((holder) => holder !== id && holder !== about);
  return kind === 'update' && entity === 'price' ? [...holders, ...endersOf(at, id)] : holders;
}

/** The new terms that end a price there which is over here: only then does it take a key from nobody. */
function endersOf(at: OutboxAt, id: string): string[] {
  const { sqlite, connection } = at;
  if (idMap(sqlite, connection.number).byLocal('price', id)?.base?.end_date !== null) return [];
  const { successors = [] } = priceChains(sqlite, connection.number, [id]).get(id) ?? {};
  return successors.map((one) => one.id).filter((next) => isVersionLine(at, next));
}

/**
 * The lines with which a row gives up a key there that is not its own here any more: one that is archived, ended or given
 * another key, and the new terms that end a price. One that cannot give it up there is not among them.
 */
function holdersOf(at: OutboxAt, entity: SyncedEntity, key: string): string[] {
  const { sqlite, connection } = at;
  const asked = { connection: connection.number, entity, key };
  const rows = prepared(sqlite, holdersSql(entity)).all(asked) as { local_id: string; base: string }[];
  const holders = rows.filter(({ base }) => isLiveThere(entity, JSON.parse(base))).map(({ local_id }) => local_id);
  return entity === 'price' ? [...holders, ...endingHoldersOf(at, key)] : holders;
}

const isLiveThere = (entity: SyncedEntity, base: Snapshot): boolean =>
  entity === 'price' ? base.end_date === null : base.status === 'published';

const holdersSql = (entity: SyncedEntity) => `
  select synced_rows.local_id, base from outbox join synced_rows using (connection, entity, local_id)
    join ${tableOf[entity]} on id = local_id
  where connection = @connection and entity = @entity and json_extract(base, '$.lookup_key') = @key
    and kind in ('update', 'version', 'end', 'archive') and state <> 'local_only'
    and (${entity === 'price' ? 'end_date is not null' : "status <> 'published'"} or lookup_key <> @key)`;

/** New terms that do not take over the key of the price which they end there, or that are over here themselves. */
function endingHoldersOf({ sqlite, connection: { number } }: OutboxAt, key: string): string[] {
  const ids = prepared(sqlite, endingSql).pluck().all(number, key, key, key) as string[];
  if (ids.length === 0) return [];
  const map = idMap(sqlite, number);
  const chains = priceChains(sqlite, number, ids);
  return ids.filter((id) => {
    const before = chains.get(id)?.predecessor;
    const base = before && map.byLocal('price', before.id)?.base;
    return base && isLiveThere('price', base) && base.lookup_key === key;
  });
}

const endingSql = `
  select local_id from outbox join prices on id = local_id
  where connection = ? and entity = 'price' and kind = 'version'
    and (lookup_key = ? and end_date is not null or lookup_key <> ? and fields ->> '$.lookup_key.from' = ?)`;

/**
 * Rows here that have the key which this one was given there: it is taken over, and goes on, once that is decided. One that
 * had the key before gives it up with its own line.
 */
const keyTakersOf = (at: OutboxAt, line: Line): LineKey[] =>
  (prepared(at.sqlite, takersSql).pluck().all(aboutIn(at, line)) as string[]).map((id) => ({
    entity: line.entity,
    id,
  }));

const takersSql = `
  select conflicts.local_id from synced_rows join conflicts using (connection, entity)
  where connection = @connection and entity = @entity and synced_rows.local_id = @about
    and kind = 'key_taken' and remote ->> '$.remote_id' = remote_id
    and coalesce(synced_rows.base ->> '$.lookup_key', '') <> coalesce(conflicts.mine ->> '$', '')`;

/**
 * Whether what the row has become there is still to be taken over: a request that does not know of it would be declined
 * each time, or overwrite it.
 */
export const isUnread = (at: OutboxAt, line: Line): boolean =>
  prepared(at.sqlite, unreadSql).get(aboutIn(at, line)) !== undefined;

const unreadSql = `
  select 1 from synced_rows join sync_waiting using (connection, entity, remote_id)
  where connection = @connection and entity = @entity and local_id = @about`;

/** The row that a request of a line is about: of a version the one before it. */
function aboutIn({ sqlite, connection: { number } }: OutboxAt, { entity, id, kind }: Line) {
  const about = kind === 'version' ? (priceChains(sqlite, number, [id]).get(id)?.predecessor?.id ?? id) : id;
  return { connection: number, entity, about };
}
