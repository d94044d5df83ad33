import { parseInstant, toInstant } from '@shared/instant';
import { limits } from '@shared/limits';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { pageSizeOf, type RemoteApi, type RemoteReply, type RemoteRequest } from '../remote/remote-api';
import { type RemoteRow, readRemoteRow, type SkippedRow } from '../remote/remote-rows';
import { readAhead } from './read-ahead';

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

const search = (api: RemoteApi, entity: SyncedEntity, body: Record<string, unknown>) =>
  ask(api, { method: 'POST', path: `/${entity}s/search`, body: { ...commonBody(entity), ...body } });

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

export interface Listing {
  entity: SyncedEntity;
  by: 'created_at' | 'updated_at';
  /** Only rows after this moment; null for all. */
  after: string | null;
  status?: 'archived';
}

/** A page of a list, and whether it is the list's last. */
export interface ListedPage {
  listing: Listing;
  page: RemotePage;
  isLast: boolean;
}

/**
 * The pages of lists, one list after another, each in the order of a timestamp. They are read ahead: one or two are there
 * or on their way while one is dealt with, since a server is seldom faster than the store.
 */
export const pagesOf = (api: RemoteApi, listings: readonly Listing[]): AsyncGenerator<ListedPage> =>
  readAhead(pagesOfAll(api, listings), { sizeOf: ({ page }) => page.ids.length, enough: pageSizeOf(api) });

async function* pagesOfAll(api: RemoteApi, listings: readonly Listing[]): AsyncGenerator<ListedPage> {
  for (const listing of listings) yield* pagesOfOne(api, listing);
}

/**
 * Each page is asked for from where the one before ended, never by counting rows, which would skip one whenever an earlier
 * row is touched meanwhile; rows that share a moment are counted within it.
 */
async function* pagesOfOne(api: RemoteApi, listing: Listing): AsyncGenerator<ListedPage> {
  const { entity, by, status } = listing;
  const limit = pageSizeOf(api);
  let { after } = listing;
  let offset = 0;
  const request = () =>
    search(api, entity, {
      limit,
      offset,
      order: 'asc',
      sort: entity === 'price' ? by : [{ field: by, direction: 'asc' }],
      ...(after !== null && { filters: [{ field: by, operator: 'after', data_type: 'date', value: { date: after } }] }),
      ...(status && { status }),
    });
  let next: Promise<unknown> | null = request();
  while (next !== null) {
    const body: unknown = await next;
    const items = itemsOf(body);
    next = null;
    if (items.length >= limit) {
      const from: string | null = beforeLast(items, by);
      if (from === null || (after !== null && from <= after)) offset += items.length;
      else [after, offset] = [from, 0];
      next = request();
      // It is awaited when its turn comes, unless the reader stops before.
      next.catch(() => undefined);
    }
    yield { listing, page: readPage(entity, body), isLast: next === null };
  }
}

/** Just before the moment of the last row: the rows that share it come again, those of this page for nothing. */
function beforeLast(items: readonly unknown[], by: string): string | null {
  const last = parseInstant(String(member(items.at(-1), by) ?? ''));
  return last === null ? null : toInstant(last - 1);
}

const member = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;

const itemsOf = (body: unknown): unknown[] => {
  const items = member(body, 'items');
  return Array.isArray(items) ? items : [];
};

function readPage(entity: SyncedEntity, body: unknown): RemotePage {
  const read = itemsOf(body).map((item) => readRemoteRow(entity, item));
  const rows = read.flatMap((one) => ('row' in one ? [one.row] : []));
  const skipped = read.flatMap((one) => ('skipped' in one ? [one.skipped] : []));
  const total = member(member(body, 'pagination'), 'total');
  return {
    rows,
    skipped,
    ids: [...rows, ...skipped].map(({ remote_id }) => remote_id),
    total: typeof total === 'number' ? total : null,
  };
}

function add(found: RemotePage, page: RemotePage): void {
  found.rows.push(...page.rows);
  found.skipped.push(...page.skipped);
  found.ids.push(...page.ids);
}
