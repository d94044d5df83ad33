import type { Deps } from '../../deps';
import { activeConnection, type ConnectionRow } from '../connections/active-connection';
import { remoteApi } from '../remote/remote-api';
import { backoffMs } from './backoff';
import type { StartOptions, SyncDials, SyncEngine } from './engine-face';
import { isReadOnly } from './read-only';
import type { RunOutcome, Trouble } from './run-outcome';
import { runSync } from './run-sync';
import { type SyncMemory, syncStatusOf } from './sync-status';

/** Edits that follow each other are sent together. */
const afterEditMs = 500;
/** How often a quiet server is asked what is new. */
const quietMs = 30_000;
/** How often rows that vanished are looked for. */
const sweepEveryMs = 24 * 60 * 60 * 1000;
/** Progress is told at most this often. */
const tellEveryMs = 100;

interface Worker extends SyncMemory {
  failures: number;
  timer: NodeJS.Timeout | null;
  running: { abort: AbortController; outcome: Promise<RunOutcome | null> } | null;
  wanted: boolean;
}

export function createSyncEngine(deps: Deps, options: SyncDials): SyncEngine {
  const { sqlite } = deps.store;
  const workers = new Map<string, Worker>();
  let isClosed = false;

  function workerOf(environment_id: string): Worker {
    let worker = workers.get(environment_id);
    if (!worker) {
      const idle = { progress: null, is_running: false, trouble: null, stopped: null, next_try_at: null };
      worker = {
        ...idle,
        read_only: null,
        is_cancelled: false,
        failures: 0,
        timer: null,
        running: null,
        wanted: false,
        would_go: [],
      };
      workers.set(environment_id, worker);
    }
    return worker;
  }

  const tell = (environment_id: string) => deps.publish({ type: 'changed', environment_id, topics: ['sync'] });

  function schedule(environment_id: string, worker: Worker, delay: number | null): void {
    if (worker.timer) clearTimeout(worker.timer);
    worker.timer = null;
    worker.next_try_at = delay === null ? null : deps.now() + delay;
    if (delay === null || isClosed || !options.timers) return;
    worker.timer = setTimeout(() => void start(environment_id, { is_by_itself: true }), delay);
    worker.timer.unref();
  }

  /** A run of its own; the reason why there can be none is kept as trouble. */
  async function run(environment_id: string, worker: Worker, asked: StartOptions, signal: AbortSignal) {
    const connection = activeConnection(sqlite, environment_id);
    if (!connection || connection.is_offline) return null;
    const api_key = await deps.secrets.get(connection.id).catch(() => undefined);
    if (api_key === undefined) return failedBefore('This computer’s keychain does not hand out the API key.');
    if (api_key === null) {
      const message = 'The API key is not on this machine. Please enter it again in Settings › Sync.';
      return failedBefore(message, { kind: 'unauthorized', message, retry_after_ms: null });
    }
    const { base_url } = connection;
    let toldAt = 0;
    const reads = isReadOnly(connection, asked.is_by_itself ? worker : undefined);
    const outcome = await runSync(deps, connection, {
      api: remoteApi({ base_url, api_key, fetch: deps.fetch, signal, page_size: options.page_size }),
      signal,
      // While a question is open, asking it again and again would help nobody.
      sweep: asked.sweep ?? (worker.would_go.length === 0 && isSweepDue(connection)),
      confirmed: asked.may_remove ? askedAbout(worker) : new Set(),
      again: asked.send_again ? askedAbout(worker) : new Set(),
      ...(asked.only && { only: asked.only }),
      isReadOnly: reads,
      ...(options.wait && { wait: options.wait }),
      onProgress(progress) {
        worker.progress = progress;
        if (performance.now() - toldAt < tellEveryMs) return;
        toldAt = performance.now();
        tell(environment_id);
      },
    });
    if (!reads) worker.read_only = outcome.may_not_write ? connection.updated_at : null;
    return outcome;
  }

  const askedAbout = ({ would_go }: Worker): ReadonlySet<string> => new Set(would_go.map(({ id }) => id));

  function isSweepDue({ synced_at, swept_at }: ConnectionRow): boolean {
    return synced_at !== null && (swept_at === null || deps.now() - Date.parse(swept_at) > sweepEveryMs);
  }

  function begin(environment_id: string, worker: Worker, asked: StartOptions): Promise<RunOutcome | null> {
    schedule(environment_id, worker, null);
    const abort = new AbortController();
    worker.is_running = true;
    worker.wanted = false;
    tell(environment_id);
    const outcome = run(environment_id, worker, asked, abort.signal)
      .catch((error: unknown) => {
        deps.log('error', 'a sync could not begin', { error: String((error as Error)?.stack ?? error) });
        return failedBefore('Syncing could not begin; the log tells more. It is tried again by itself.');
      })
      .then((result) => {
        finish(environment_id, worker, result);
        return result;
      });
    worker.running = { abort, outcome };
    return outcome;
  }

  function finish(environment_id: string, worker: Worker, outcome: RunOutcome | null): void {
    worker.is_running = false;
    worker.running = null;
    worker.progress = null;
    worker.is_cancelled = outcome?.state === 'cancelled';
    const trouble = worker.is_cancelled ? null : (outcome?.trouble ?? null);
    worker.trouble = trouble;
    worker.stopped = outcome?.state === 'failed' && !trouble ? outcome.message : null;
    worker.would_go = outcome?.would_go ?? worker.would_go;
    worker.failures = trouble ? worker.failures + 1 : 0;
    // What somebody has just cancelled does not begin again by itself.
    if (outcome === null || worker.is_cancelled) schedule(environment_id, worker, null);
    else if (trouble) schedule(environment_id, worker, backoffMs(trouble, worker.failures, Math.random));
    else schedule(environment_id, worker, worker.wanted ? afterEditMs : quietMs);
    tell(environment_id);
  }

  async function start(environment_id: string, asked: StartOptions = {}): Promise<RunOutcome | null> {
    const worker = workerOf(environment_id);
    while (worker.running) await worker.running.outcome;
    if (isClosed) return null;
    return begin(environment_id, worker, asked);
  }

  const engine: SyncEngine = {
    status: (environment_id) => syncStatusOf(sqlite, environment_id, workers.get(environment_id)),
    wake(environment_id) {
      const connection = activeConnection(sqlite, environment_id);
      if (!connection || connection.is_offline || isClosed) return;
      const worker = workerOf(environment_id);
      // A pause that the server asked for, or a wrong key, is not cut short by an edit.
      if (worker.running) worker.wanted = true;
      else if (!worker.trouble || worker.trouble.kind === 'unauthorized') schedule(environment_id, worker, afterEditMs);
    },
    start,
    cancel(environment_id) {
      const worker = workers.get(environment_id);
      worker?.running?.abort.abort();
      if (worker) schedule(environment_id, worker, null);
    },
    removals: (environment_id) => workers.get(environment_id)?.would_go ?? [],
    keepRows(environment_id) {
      const worker = workers.get(environment_id);
      if (worker) worker.would_go = [];
    },
    async leave(environment_id) {
      engine.cancel(environment_id);
      await workers.get(environment_id)?.running?.outcome;
      const worker = workers.get(environment_id);
      if (worker) schedule(environment_id, worker, null);
      workers.delete(environment_id);
    },
    async close() {
      isClosed = true;
      for (const worker of workers.values()) {
        if (worker.timer) clearTimeout(worker.timer);
        worker.running?.abort.abort();
      }
      await Promise.all([...workers.values()].map(({ running }) => running?.outcome));
    },
  };
  if (options.timers) {
    const environments = sqlite.prepare('select environment_id from connections where is_active = 1').pluck().all();
    for (const environment_id of environments as string[]) engine.wake(environment_id);
  }
  return engine;
}

const failedBefore = (message: string, trouble: Trouble | null = null): RunOutcome => ({
  state: 'failed',
  sent: 0,
  received: 0,
  conflicts: 0,
  message,
  trouble,
  would_go: null,
  may_not_write: false,
});
