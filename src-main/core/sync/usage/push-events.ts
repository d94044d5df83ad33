import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '@shared/entities/job';
import type { EventPushState } from '@shared/entities/remote-usage';
import { toInstant } from '@shared/instant';
import type Database from 'better-sqlite3';
import type { Call } from '../../deps';
import { prepared } from '../../store/prepared';
import { activeConnection, extensionsOf } from '../connections/active-connection';
import { countToPush, environmentNumber, nextChunk, type PushPlace, type PushWindow } from './events-to-push';
import { JobStop, type ServerJob, startServerJob, troubleText } from './server-job';

/** How often a busy server is waited for, in a row. */
const mostPauses = 10;
const usualPauseMs = 1000;

interface PushRow {
  /** Everything recorded before was sent. */
  pushed_until: number;
  /** The end of a push that is under way or was cut off. */
  window_until: number | null;
  place: string | null;
}

const readPush = (sqlite: Database.Database, connection: number): PushRow =>
  (prepared(sqlite, 'select * from event_pushes where connection = ?').get(connection) as PushRow | undefined) ?? {
    pushed_until: 0,
    window_until: null,
    place: null,
  };

/** How many recorded events the server was not sent yet. */
export function pushState({ deps, context }: Call): EventPushState {
  const { sqlite } = deps.store;
  const connection = activeConnection(sqlite, context.environment_id);
  if (!connection) return { waiting: null, pushed_until: null, is_unfinished: false };
  const push = readPush(sqlite, connection.number);
  const environment = environmentNumber(sqlite, context.environment_id);
  const place = push.place === null ? null : (JSON.parse(push.place) as PushPlace);
  const within = (from: number, until: number) => ({ environment, from, until });
  const never = Number.MAX_SAFE_INTEGER;
  const waiting =
    push.window_until === null
      ? countToPush(sqlite, within(push.pushed_until, never), null)
      : countToPush(sqlite, within(push.pushed_until, push.window_until), place) +
        countToPush(sqlite, within(push.window_until, never), null);
  return {
    waiting,
    pushed_until: push.pushed_until === 0 ? null : toInstant(push.pushed_until),
    is_unfinished: push.window_until !== null,
  };
}

/**
 * Starts sending the events recorded here since the last push to the connected server, with their own ids: one that has
 * an event already changes nothing, so that a push cut off anywhere is simply gone on with. Only ever begun by a person.
 */
export const startEventPush = (call: Call): Promise<Job> =>
  startServerJob(call, { kind: 'event_push', title: 'Sending usage events', unit: 'rows' }, (running) =>
    push(call, running),
  );

async function push({ deps, context }: Call, running: ServerJob): Promise<Partial<Job>> {
  const { job, connection } = running;
  const { sqlite } = deps.store;
  const begun = await deps.enqueue(async () => {
    const known = readPush(sqlite, connection.number);
    // A window ends before now: an event recorded within this very millisecond belongs to the next push.
    const until = known.window_until ?? deps.now();
    const window = { environment: environmentNumber(sqlite, context.environment_id), from: known.pushed_until, until };
    const place = known.place === null ? null : (JSON.parse(known.place) as PushPlace);
    savePush(sqlite, connection.number, { ...known, window_until: until });
    return { window, place, total: countToPush(sqlite, window, place) };
  });
  job.update({ total: begun.total });
  let { place } = begun;
  for (let done = 0; !job.isCancelled(); ) {
    const chunk = await deps.enqueue(async () => nextChunk(sqlite, begun.window, place));
    if (chunk.place === null) {
      await finishWindow(running, deps, begun.window);
      break;
    }
    if (!(await sendChunk(running, chunk.events))) break;
    place = chunk.place;
    done += chunk.events.length;
    job.update({ done });
    await deps.enqueue(async () =>
      savePush(sqlite, connection.number, {
        pushed_until: begun.window.from,
        window_until: begun.window.until,
        place: JSON.stringify(place),
      }),
    );
  }
  deps.publish({ type: 'changed', environment_id: context.environment_id, topics: ['sync'] });
  return {};
}

const finishWindow = ({ connection }: ServerJob, deps: Call['deps'], { until }: PushWindow) =>
  deps.enqueue(async () =>
    savePush(deps.store.sqlite, connection.number, { pushed_until: until, window_until: null, place: null }),
  );

const savePush = (sqlite: Database.Database, connection: number, { pushed_until, window_until, place }: PushRow) =>
  prepared(
    sqlite,
    `insert into event_pushes (connection, pushed_until, window_until, place) values (@connection, @pushed_until, @window_until, @place)
     on conflict (connection) do update set pushed_until = @pushed_until, window_until = @window_until, place = @place`,
  ).run({ connection, pushed_until, window_until, place });

/** Sends a chunk, waiting for a busy server; false when the person cancelled. Stops the job when the server does not take it. */
async function sendChunk({ api, connection, job }: ServerJob, events: unknown[]): Promise<boolean> {
  const body = { events };
  const key = createHash('sha256').update(connection.id).update(JSON.stringify(body)).digest('hex');
  const idempotency_key = extensionsOf(connection).has('idempotency') ? key : undefined;
  for (let pauses = 0; !job.isCancelled(); pauses += 1) {
    const reply = await api.send({
      method: 'POST',
      path: '/events/bulk',
      body,
      ...(idempotency_key && { idempotency_key }),
    });
    if (reply.kind === 'ok') return true;
    if (job.isCancelled()) return false;
    if (reply.kind !== 'busy' || pauses >= mostPauses) {
      throw new JobStop(`${troubleText(reply)} What was sent stays sent; the next push goes on from here.`);
    }
    await pause(reply.retry_after_ms ?? usualPauseMs, null, { signal: job.signal }).catch(() => undefined);
  }
  return false;
}
