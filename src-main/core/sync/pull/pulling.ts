import { setImmediate } from 'node:timers/promises';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { syncedEntities } from '@shared/rules/sync/synced-fields';
import type { Deps } from '../../deps';
import type { Pace } from '../../jobs/pace';
import { type SeldomTold, seldomTold } from '../../jobs/seldom-told';
import { type CheckpointsBeside, checkpointsBeside } from '../../store/checkpoints-beside';
import { type Tx, write } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { idMap } from '../remote/id-map';
import { pageSizeOf, type RemoteApi } from '../remote/remote-api';
import { type RemoteRow, readRemoteMeter } from '../remote/remote-rows';
import { inOrder, takingRows } from './apply-rows';
import { forgetWaiting, noteApplied, noteSkipped, waitingIds } from './note-applied';
import type { Applied, PullContext } from './page';
import { pullPace, wholeBlocks } from './pull-pace';
import { RemoteFailure, type RemotePage, rowsByIds } from './remote-lists';

export interface PullProgress {
  done: number;
  /** How many are expected; null when the server does not say. */
  total: number | null;
}

export interface PullOptions {
  signal?: AbortSignal;
  /** Number of the run whose history it goes into. */
  run?: number | null;
  onProgress?(progress: PullProgress): void;
}

/** One pull under way: what it is on, and what came of it so far. */
export interface Pulling {
  deps: Deps;
  told: SeldomTold;
  connection: ConnectionRow;
  api: RemoteApi;
  options: PullOptions;
  pace: Pace;
  /** While there is much to write: from the first full page on of which something was taken over. */
  checkpoints: CheckpointsBeside | null;
  /** Rows that could not be taken over yet, by kind and the server's id. */
  waiting: Record<SyncedEntity, Map<string, RemoteRow>>;
  /** What was asked for because a row needs it: once is enough. */
  asked: Set<string>;
  counts: { received: number; conflicts: number; skipped: number; rows: number; pages: number };
}

export function startPulling(given: Deps, connection: ConnectionRow, api: RemoteApi, options: PullOptions): Pulling {
  const told = seldomTold(given.publish);
  return {
    deps: { ...given, publish: told.publish },
    told,
    connection,
    api,
    options,
    pace: pullPace(),
    checkpoints: null,
    waiting: { group: new Map(), feature: new Map(), plan: new Map(), price: new Map() },
    asked: new Set(),
    counts: { received: 0, conflicts: 0, skipped: 0, rows: 0, pages: 0 },
  };
}

/** A pull that the person cancelled ends between two pages, where everything is as it should be. */
export class Cancelled extends Error {}

/**
 * Runs one store step of a pull: its own transaction, in the queue of calls. Calls and answers of the server that came
 * during the last step have their turn before. Answers for how many milliseconds other calls had to wait.
 */
export async function step(pulling: Pulling, run: (context: PullContext) => Promise<void>): Promise<number> {
  const { deps, connection, options } = pulling;
  await setImmediate();
  if (options.signal?.aborted) throw new Cancelled();
  const { environment_id } = connection;
  const held = await deps.enqueue(async () => {
    const begun = performance.now();
    await write(
      deps,
      { environment_id, caller: 'sync' },
      (tx: Tx) => run({ tx, connection, map: idMap(tx.sqlite, connection.number), run: options.run ?? null }),
      // The cursor is written with the rows: whatever is lost is asked for once more.
      { comesAgain: true },
    );
    return performance.now() - begun;
  });
  pulling.checkpoints?.wrote();
  return held;
}

/**
 * Takes a page of rows over, in short transactions between which other calls have their turn; the last one has what
 * `alongside` writes, such as how far the pull has come. What the rows refer to and is not here is asked for, and they are
 * tried again with it.
 */
export async function takePage(
  pulling: Pulling,
  entity: SyncedEntity,
  page: Pick<RemotePage, 'rows' | 'skipped'>,
  alongside: (context: PullContext) => void = () => undefined,
): Promise<void> {
  const { counts } = pulling;
  const applied: Applied[] = [];
  const isFull = page.rows.length >= pageSizeOf(pulling.api);
  let left = inOrder(page.rows);
  // Rows that wait for one of a later piece are tried again with it.
  let carried: RemoteRow[] = [];
  for (let isLast = false; !isLast; ) {
    const size = Math.min(pulling.pace.rows(), wholeBlocks(pageSizeOf(pulling.api) / 2));
    const rows = [...carried, ...left.slice(0, size)];
    left = left.slice(size);
    isLast = left.length === 0;
    const held = await takingRows((apply) =>
      step(pulling, async (context) => {
        const results = await apply(context, entity, rows);
        const ended = isLast ? results : results.filter(({ what }) => what !== 'waits');
        const noted = noteApplied(context, entity, ended);
        counts.received += noted.received;
        counts.conflicts += noted.conflicts;
        counts.skipped += noted.skipped;
        carried = ended.length === results.length ? [] : without(rows, ended);
        applied.push(...ended);
        if (!isLast) return;
        noteSkipped(context, entity, page.skipped);
        counts.skipped += page.skipped.length;
        alongside(context);
      }),
    );
    pulling.pace.took(rows.length, held);
    if (isFull && counts.received > 0) pulling.checkpoints ??= checkpointsBeside(pulling.deps);
  }
  counts.pages += 1;
  const waiting = pulling.waiting[entity];
  if (waiting.size > 0) for (const { remote_id } of applied) waiting.delete(remote_id);
  const waits = new Set<string>();
  for (const { what, remote_id } of applied) {
    if (what === 'waits') waits.add(remote_id);
    else waits.delete(remote_id);
  }
  if (waits.size === 0) return;
  for (const row of page.rows) if (waits.has(row.remote_id)) waiting.set(row.remote_id, row);
  await askForMissing(pulling, entity, applied);
}

function without(rows: readonly RemoteRow[], ended: readonly Applied[]): RemoteRow[] {
  const known = new Set(ended.map(({ remote_id }) => remote_id));
  return rows.filter(({ remote_id }) => !known.has(remote_id));
}

async function askForMissing(pulling: Pulling, entity: SyncedEntity, applied: readonly Applied[]): Promise<void> {
  const missing = applied.flatMap((one) => (one.what === 'waits' && one.missing ? [one.missing] : []));
  const isNew = (key: string) => !pulling.asked.has(key) && pulling.asked.add(key);
  const wanted = missing.filter((one) => isNew(`${one.entity} ${one.remote_id}`));
  if (wanted.length === 0) return;
  for (const parent of syncedEntities) {
    const ids = wanted.flatMap((one) => (one.entity === parent ? [one.remote_id] : []));
    if (ids.length > 0) await takePage(pulling, parent, await rowsByIds(pulling.api, parent, ids));
  }
  for (const { remote_id } of wanted.filter((one) => one.entity === 'meter')) await addMeter(pulling, remote_id);
  await retry(pulling, entity);
}

/** A server that leaves the meters of prices out is asked for them one by one. */
async function addMeter({ api, waiting }: Pulling, meter_id: string): Promise<void> {
  const reply = await api.send({ method: 'GET', path: `/meters/${encodeURIComponent(meter_id)}` });
  if (reply.kind === 'refused') return;
  if (reply.kind !== 'ok') throw new RemoteFailure(reply);
  const meter = readRemoteMeter(reply.body);
  if (!meter) return;
  for (const [id, row] of waiting.price) {
    if (row.snapshot.meter_id === meter_id) waiting.price.set(id, { ...row, meter });
  }
}

/** Tries rows that wait once more. */
export async function retry(pulling: Pulling, entity: SyncedEntity): Promise<void> {
  const rows = [...pulling.waiting[entity].values()];
  if (rows.length > 0) await takePage(pulling, entity, { rows, skipped: [] });
}

/** At the end of a pull: rows that wait since an earlier one are asked for again, parents first, and all are tried again. */
export async function retryWaiting(pulling: Pulling): Promise<void> {
  const { deps, connection, api, waiting } = pulling;
  for (const entity of syncedEntities) {
    const ids = waitingIds(deps.store.sqlite, connection.number, entity);
    const known = waiting[entity];
    const others = ids.filter((id) => !known.has(id));
    if (others.length > 0) {
      const { rows, skipped, ids: found } = await rowsByIds(api, entity, others);
      for (const row of rows) known.set(row.remote_id, row);
      const gone = others.filter((id) => !found.includes(id) || skipped.some(({ remote_id }) => remote_id === id));
      if (gone.length > 0) await step(pulling, async (context) => forgetWaiting(context, entity, gone));
    }
    await retry(pulling, entity);
  }
}

export function tellProgress({ options, counts }: Pulling, rows: number, total: number | null): void {
  counts.rows += rows;
  options.onProgress?.({ done: counts.rows, total });
}
