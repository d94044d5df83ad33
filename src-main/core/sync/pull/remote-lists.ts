import { limits } from '@shared/limits';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { pageSizeOf, type RemoteApi, type RemoteReply, type RemoteRequest } from '../remote/remote-api';
import { type RemoteRow, readRemoteRow, type SkippedRow } from '../remote/remote-rows';

/** A request of a pull came to nothing: what it was answered. */
export class RemoteFailure extends Error {
  readonly reply: Exclude<RemoteReply, { kind: 'ok' }>;

  constructor(reply: Exclude<RemoteReply, { kind: 'ok' }>) {
    super(reply.kind === 'refused' ? reply.error.message : reply.message);
    this.name = 'RemoteFailure';
    this.reply = reply;
  }
}

/** The body of an answer. Throws RemoteFailure on every other outcome. */
export async function ask(api: RemoteApi, request: RemoteRequest): Promise<unknown> {
  const reply = await api.send(request);
  if (reply.kind !== 'ok') throw new RemoteFailure(reply);
  return reply.body;
}

/** Rows as the server listed them. */
export interface RemotePage {
  rows: RemoteRow[];
  skipped: SkippedRow[];
  /** The server's ids of all of them. */
  ids: string[];
  /** How many the whole list has, by the server's account; null where it does not say. */
  total: number | null;
}

const idFilter = { group: 'group_ids', feature: 'feature_ids', plan: 'plan_ids', price: 'price_ids' } as const;
const expanded = { group: {}, plan: {}, feature: { expand: 'meters' } } as const;
/** Prices that ended are hidden unless asked for. */
const alsoEnded = { expand: 'meters', allow_expired_prices: true } as const;
const commonBody = (entity: SyncedEntity) => (entity === 'price' ? alsoEnded : expanded[entity]);

/** A page of the list of a kind, as the server says it. */
export const search = (
  api: RemoteApi,
  entity: SyncedEntity,
  body: Record<string, unknown>,
  options: Pick<RemoteRequest, 'wanted'> = {},
) => ask(api, { method: 'POST', path: `/${entity}s/search`, body: { ...commonBody(entity), ...body }, ...options });

/** Rows by the server's ids, whatever their status; those that are not in the answer are not there. */
export async function rowsByIds(api: RemoteApi, entity: SyncedEntity, ids: readonly string[]): Promise<RemotePage> {
  const found: RemotePage = { rows: [], skipped: [], ids: [], total: null };
  const limit = pageSizeOf(api);
  for (let from = 0; from < ids.length; from += limit) {
    const chunk = ids.slice(from, from + limit);
    const byIds = { [idFilter[entity]]: chunk, limit };
    add(found, readPage(entity, await search(api, entity, byIds)));
    const left = () => chunk.filter((id) => !found.ids.includes(id));
    if (entity === 'plan' && left().length > 0) {
      const archived = { ...byIds, plan_ids: left(), status: 'archived' };
      add(found, readPage(entity, await search(api, entity, archived)));
    }
    // Searches never show archived groups (wire contract 1.9).
    if (entity === 'group') for (const id of left()) add(found, await oneGroup(api, id));
  }
  return found;
}

async function oneGroup(api: RemoteApi, id: string): Promise<RemotePage> {
  const reply = await api.send({ method: 'GET', path: `/groups/${encodeURIComponent(id)}` });
  if (reply.kind === 'refused' && reply.status === 404) return { rows: [], skipped: [], ids: [], total: null };
  if (reply.kind !== 'ok') throw new RemoteFailure(reply);
  return readPage('group', { items: [reply.body] });
}

/** Features by the server's ids of their meters. */
export async function featuresByMeters(api: RemoteApi, meter_ids: readonly string[]): Promise<RemotePage> {
  return readPage('feature', await search(api, 'feature', { meter_ids, limit: limits.page_size }));
}

/** The row that was changed last, as the server tells it; null when it has none. */
export async function newestRow(api: RemoteApi, entity: SyncedEntity): Promise<unknown> {
  const sort = entity === 'price' ? 'updated_at' : [{ field: 'updated_at', direction: 'desc' }];
  const body = await search(api, entity, { limit: 1, sort, order: 'desc' });
  return itemsOf(body)[0] ?? null;
}

export const member = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;

export const itemsOf = (body: unknown): unknown[] => {
  const items = member(body, 'items');
  return Array.isArray(items) ? items : [];
};

/** How many rows a list has by the server's account, over all its pages; null where it does not say. */
export function totalOf(body: unknown): number | null {
  const total = member(member(body, 'pagination'), 'total');
  return typeof total === 'number' ? total : null;
}

/** Reads the rows of a list, or those of its `items` that are wanted. */
export function readPage(entity: SyncedEntity, body: unknown, items: readonly unknown[] = itemsOf(body)): RemotePage {
  const read = items.map((item) => readRemoteRow(entity, item));
  const rows = read.flatMap((one) => ('row' in one ? [one.row] : []));
  const skipped = read.flatMap((one) => ('skipped' in one ? [one.skipped] : []));
  return {
    rows,
    skipped,
    ids: [...rows, ...skipped].map(({ remote_id }) => remote_id),
    total: totalOf(body),
  };
}

function add(found: RemotePage, page: RemotePage): void {
  found.rows.push(...page.rows);
  found.skipped.push(...page.skipped);
  found.ids.push(...page.ids);
}
