import { limits } from '@shared/limits';
import { markKey } from '@shared/rules/sync/operation-mark';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { RemoteApi, RemoteReply } from './remote-api';
import {
  type ReadRow,
  type RemoteMeter,
  type RemoteRow,
  readRemoteMeter,
  readRemoteRow,
  type SkippedRow,
} from './remote-rows';

/** What reading found, or the reply that kept it from finding out. */
export type Found<T> = { found: T } | { trouble: Exclude<RemoteReply, { kind: 'ok' }> };

type Body = Record<string, unknown>;

/** All pages of a search; reads go through search because single rows may come from a cache (architecture 0.3). */
async function searchAll(api: RemoteApi, path: string, body: Body): Promise<Found<unknown[]>> {
  const items: unknown[] = [];
  for (;;) {
    const page = { ...body, limit: limits.page_size, offset: items.length };
    const found = itemsOf(await api.send({ method: 'POST', path, body: page }));
    if ('trouble' in found) return found;
    items.push(...found.found);
    if (found.found.length < limits.page_size) return { found: items };
  }
}

async function searchRows(api: RemoteApi, entity: SyncedEntity, body: Body): Promise<Found<ReadRow[]>> {
  const found = await searchAll(api, `/${entity}s/search`, {
    ...body,
    ...(entity === 'price' && { allow_expired_prices: true }),
    ...((entity === 'price' || entity === 'feature') && { expand: 'meters' }),
  });
  return 'trouble' in found ? found : { found: found.found.map((item) => readRemoteRow(entity, item)) };
}

const idsOf = { group: 'group_ids', feature: 'feature_ids', plan: 'plan_ids', price: 'price_ids' } as const;

/**
 * A row by its id there; null when it cannot be found, which alone proves nothing. A row that this product has no place
 * for counts as not there.
 */
export async function findById(api: RemoteApi, entity: SyncedEntity, id: string): Promise<Found<RemoteRow | null>> {
  // Archived plans are listed only when asked for, archived groups never.
  const asked: Body[] = entity === 'plan' ? [{}, { status: 'archived' }] : [{}];
  for (const more of asked) {
    const rows = await searchRows(api, entity, { [idsOf[entity]]: [id], ...more });
    if ('trouble' in rows) return rows;
    const [row] = rows.found.flatMap((one) => ('row' in one && one.row.remote_id === id ? one.row : []));
    if (row) return { found: row };
  }
  return entity === 'group' ? archivedGroup(api, id) : { found: null };
}

/** A group that no search lists any more; one that is said to be live comes from a cache and is not believed. */
async function archivedGroup(api: RemoteApi, id: string): Promise<Found<RemoteRow | null>> {
  const reply = await api.send({ method: 'GET', path: `/groups/${encodeURIComponent(id)}` });
  if (reply.kind === 'refused' && reply.status === 404) return { found: null };
  if (reply.kind !== 'ok') return { trouble: reply };
  const read = readRemoteRow('group', reply.body);
  return { found: 'row' in read && read.row.snapshot.status === 'archived' ? read.row : null };
}

/** Who has a lookup key: the live row, or one that this product has no place for; null when nobody has it. */
export async function findByKey(
  api: RemoteApi,
  entity: SyncedEntity,
  lookup_key: string,
): Promise<Found<RemoteRow | SkippedRow | null>> {
  const condition = { field: 'lookup_key', operator: 'eq', data_type: 'string', value: { string: lookup_key } };
  const rows = await searchRows(api, entity, entity === 'price' ? { filters: [condition] } : { lookup_key });
  if ('trouble' in rows) return rows;
  for (const one of rows.found) {
    if ('row' in one && one.row.snapshot.lookup_key === lookup_key && isLive(entity, one.row))
      return { found: one.row };
  }
  // Feature groups share the keys of price groups.
  const [other] = entity === 'group' ? rows.found.flatMap((one) => ('skipped' in one ? one.skipped : [])) : [];
  return { found: other ?? null };
}

const isLive = (entity: SyncedEntity, { snapshot }: RemoteRow) =>
  entity === 'price' ? snapshot.end_date === null : snapshot.status === 'published';

/** Every price of a plan, ended ones too. */
export const findPricesOf = (api: RemoteApi, plan_id: string): Promise<Found<RemoteRow[]>> =>
  findRows(api, 'price', { entity_ids: [plan_id] });

/** Every live row. */
export const findAll = (api: RemoteApi, entity: SyncedEntity): Promise<Found<RemoteRow[]>> => findRows(api, entity, {});

async function findRows(api: RemoteApi, entity: SyncedEntity, body: Body): Promise<Found<RemoteRow[]>> {
  const rows = await searchRows(api, entity, body);
  return 'trouble' in rows ? rows : { found: rows.found.flatMap((one) => ('row' in one ? one.row : [])) };
}

/** Rows that carry the mark of an operation, as far as a quick search finds them: a feature by the name it was made with. */
export async function findMarked(
  api: RemoteApi,
  entity: Exclude<SyncedEntity, 'price'>,
  op_id: string,
  name: string,
): Promise<Found<RemoteRow[]>> {
  const narrow = entity === 'plan' ? { metadata: { [markKey]: op_id } } : { name_contains: name };
  const rows = await findRows(api, entity, narrow);
  return 'trouble' in rows ? rows : { found: rows.found.filter(({ mark }) => mark === op_id) };
}

/** Every meter there that counts, with its id. */
export async function findMeters(api: RemoteApi): Promise<Found<RemoteMeter[]>> {
  const items: unknown[] = [];
  for (;;) {
    const path = `/meters?limit=${limits.page_size}&offset=${items.length}`;
    const found = itemsOf(await api.send({ method: 'GET', path }));
    if ('trouble' in found) return found;
    items.push(...found.found);
    if (found.found.length < limits.page_size) return { found: items.flatMap((item) => readRemoteMeter(item) ?? []) };
  }
}

function itemsOf(reply: RemoteReply): Found<unknown[]> {
  if (reply.kind !== 'ok') return { trouble: reply };
  const items = (reply.body as { items?: unknown } | null)?.items;
  if (!Array.isArray(items)) return { trouble: { kind: 'broken', message: 'The server’s answer cannot be read.' } };
  return { found: items };
}
