import { type SyncedEntity, snapshotName, syncedEntities } from '@shared/rules/sync/synced-fields';
import type { Deps } from '../../deps';
import type { ConnectionRow } from '../connections/active-connection';
import type { RemoteApi } from '../remote/remote-api';
import { askedAbout, type LinkedRow, linkedRows, rivalled, takeGone } from './gone-rows';
import { pagesOf } from './listed-pages';
import { feedPoint, startFeedAt } from './pull-by-feed';
import { outcomeOf, type PullOutcome } from './pull-changes';
import { type Pulling, type PullOptions, startPulling, step, takePage, tellProgress } from './pulling';
import {
  forgetPutBack,
  type IsPutBack,
  isOlder,
  isOther,
  putBackIn,
  rememberPutBack,
  takePutBack,
  wasPutBack,
} from './put-back';
import { rowsByIds } from './remote-lists';
import { sendAgain } from './send-again';

export interface RowToRemove {
  entity: SyncedEntity;
  id: string;
  name: string;
}

export interface SweepOptions extends PullOptions {
  /** Local ids of rows whose removal a person has confirmed: they do not count against the limit. */
  confirmed?: ReadonlySet<string>;
  /** Local ids of rows that a person wants to have there again, should they be gone. */
  again?: ReadonlySet<string>;
  /** It is known that a backup was put back on the server: nothing that is known of its rows counts as newer. */
  isPutBack?: boolean;
  /** Waits between noticing that a row is missing and proving it. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export type SweepOutcome =
  | PullOutcome
  /** Too much would go: nothing of it went. A sweep with these rows confirmed removes them. */
  | (Omit<PullOutcome, 'kind'> & { kind: 'stopped'; would_go: RowToRemove[] });

/** A copy of the server that lags shows a row again after a while. */
const proofDelayMs = 2000;
/** A few rows that somebody archived there are everyday, however few there are. */
const mayBeArchived = (linked: number) => Math.max(10, mayVanish(linked));
/** No person takes a row away without a trace, but another environment does, or a backup that was put back. */
const mayVanish = (linked: number) => linked * 0.2;
const listings = 3;

/**
 * Compares everything with the server: takes over what was missed, and archives or ends here what is not there any more.
 * That a row is gone counts only when a whole list and, after a pause, a second read by its id agree on it; and when a
 * large part of a kind would go at once, nothing goes before a person has confirmed it.
 */
export async function sweep(
  deps: Deps,
  connection: ConnectionRow,
  api: RemoteApi,
  options: SweepOptions = {},
): Promise<SweepOutcome> {
  const would_go: RowToRemove[] = [];
  const { isPutBack = false, wait = pause, signal } = options;
  const { sqlite } = deps.store;
  const is = isPutBack ? isOther : isOlder;
  const outcome = await outcomeOf(startPulling(deps, connection, api, options), async (pulling) => {
    const point = isPutBack ? await feedPoint(pulling) : null;
    const listed = new Map<SyncedEntity, Set<string> | null>();
    let wentBack = isPutBack;
    for (const entity of syncedEntities) {
      const { seen, suspected } = await listAll(pulling, entity, is);
      if (suspected.size > 0) await wait(proofDelayMs, signal);
      if (await takePutBack(pulling, entity, [...suspected], is)) wentBack = true;
      listed.set(entity, seen);
    }
    // Until nobody is asked any more: what is gone then was taken away by nobody.
    if (wentBack) await deps.enqueue(async () => rememberPutBack(sqlite, connection.number));
    const asksAll = wasPutBack(sqlite, connection.number);
    for (const [entity, seen] of listed) {
      if (seen) would_go.push(...(await removeMissing(pulling, entity, seen, { ...options, isPutBack: asksAll })));
    }
    if (point !== null) await step(pulling, async (context) => startFeedAt(context, point));
  });
  if (outcome.kind !== 'done') return outcome;
  if (would_go.length === 0) {
    await deps.enqueue(async () => forgetPutBack(sqlite, connection.number));
    return outcome;
  }
  return { ...outcome, kind: 'stopped', would_go };
}

/**
 * The server's ids of all rows of a kind; null when no listing came out whole, as rows came and went meanwhile. And those
 * of rows that look as if they had been put back.
 */
async function listAll(pulling: Pulling, entity: SyncedEntity, is: IsPutBack) {
  const suspected = new Set<string>();
  for (let at = 0; at < listings; at += 1) {
    const published = await listOnce(pulling, entity, { is, suspected });
    const archived =
      entity === 'plan'
        ? await listOnce(pulling, entity, { is, suspected, status: 'archived' })
        : { ids: [], isWhole: true };
    if (published.isWhole && archived.isWhole) return { seen: new Set([...published.ids, ...archived.ids]), suspected };
  }
  return { seen: null, suspected };
}

interface Listed {
  is: IsPutBack;
  suspected: Set<string>;
  status?: 'archived';
}

async function listOnce(pulling: Pulling, entity: SyncedEntity, { is, suspected, status }: Listed) {
  const ids = new Set<string>();
  let total: number | null = null;
  const listing = { entity, by: 'created_at', after: null, ...(status && { status }) } as const;
  for await (const { page } of pagesOf(pulling.api, [listing])) {
    total ??= page.total;
    for (const id of page.ids) ids.add(id);
    const putBack = new Set(putBackIn(pulling, entity, page.rows, is));
    for (const { remote_id } of putBack) suspected.add(remote_id);
    // What has no place here was told when it was pulled.
    await takePage(pulling, entity, { rows: page.rows.filter((row) => !putBack.has(row)), skipped: [] });
    tellProgress(pulling, page.ids.length, total);
  }
  return { ids, isWhole: total === null || total === ids.size };
}

/** Removes what is proved to be gone; answers what would go instead when it is too much. */
async function removeMissing(
  pulling: Pulling,
  entity: SyncedEntity,
  seen: ReadonlySet<string>,
  { confirmed, again, isPutBack, wait = pause, signal }: SweepOptions,
): Promise<RowToRemove[]> {
  const { deps, connection, api } = pulling;
  const linked = linkedRows(deps.store.sqlite, connection.number, entity);
  const missing = linked.filter(({ remote_id }) => !seen.has(remote_id));
  if (missing.length === 0) return [];
  await wait(proofDelayMs, signal);
  const read = await rowsByIds(
    api,
    entity,
    missing.map(({ remote_id }) => remote_id),
  );
  // A group that is only archived is found by its id alone; everything else that is found was merely not listed.
  const archived = new Set(
    read.rows.filter(({ snapshot }) => snapshot.status === 'archived').map((row) => row.remote_id),
  );
  const found = new Set(read.ids);
  const settled = entity === 'price' ? rivalled(deps.store.sqlite, connection.number, seen) : new Set<string>();
  const going = missing.filter(
    ({ local_id, remote_id }) => archived.has(remote_id) || (!found.has(remote_id) && !settled.has(local_id)),
  );
  // What was edited here meanwhile is a conflict, and asked about as such.
  const asked = askedAbout(deps.store.sqlite, connection.number, entity);
  const isDecided = ({ local_id }: LinkedRow) => confirmed?.has(local_id) === true || again?.has(local_id) === true;
  const unasked = going.filter((row) => !isDecided(row) && !asked.has(row.local_id));
  const vanished = unasked.filter(({ remote_id }) => !found.has(remote_id));
  const isMuch = unasked.length > mayBeArchived(linked.length) || vanished.length > mayVanish(linked.length);
  if (isMuch || (isPutBack && vanished.length > 0)) {
    await takePage(pulling, entity, { rows: read.rows.filter((row) => !archived.has(row.remote_id)), skipped: [] });
    const open = going.filter(({ local_id }) => !asked.has(local_id));
    return open.map((row) => ({ entity, id: row.local_id, name: snapshotName(entity, row.base) }));
  }
  const returning = going.filter(({ local_id }) => again?.has(local_id));
  const isReturning = new Set(returning.map(({ remote_id }) => remote_id));
  await takePage(pulling, entity, {
    rows: read.rows.filter(({ remote_id }) => !isReturning.has(remote_id)),
    skipped: [],
  });
  await sendAgain(pulling, entity, returning, seen);
  await takeGone(
    pulling,
    entity,
    going.filter(({ remote_id }) => !found.has(remote_id) && !isReturning.has(remote_id)),
  );
  return [];
}

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
