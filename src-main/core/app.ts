import { contract, isProcedure, type Procedure } from '@shared/contract';
import type { CallContext, DoorEvent } from '@shared/door';
import { AppError, type Reply, toErrorBody } from '@shared/errors';
import { idSource } from '@shared/ids';
import { cancelCheck } from './cancel';
import type { Call, Deps } from './deps';
import { ensureEnvironments } from './environments/ensure-environments';
import { handlers } from './handlers';
import { refuseInput } from './refuse-input';
import { stopExports } from './report-files/export-report';
import { quietKeeper } from './reports/quiet-keeper';
import { allowScansBeside, scansBeside } from './reports/scans-beside';
import { type Secrets, secretsInMemory } from './secrets';
import { endKept, noticeChanges } from './store/kept-rows';
import { openStore, type Store, type StoreRole } from './store/open';
import { prepared } from './store/prepared';
import { queue } from './store/queue';
import { answeredIds, versionsOf } from './store/row-versions';
import type { SyncDials, SyncEngine } from './sync/engine/engine-face';
import { createSyncEngine } from './sync/engine/sync-engine';
import type { AskedFact } from './usage/asked-facts';
import { buildWaitingUsage } from './usage/build-waiting-usage';

export interface App {
  /** Null where this app does not sync. */
  sync: SyncEngine | null;
  call(name: string, input: unknown, context: CallContext): Promise<Reply>;
  /** Another thread's report told usage apart by this: see `AppOptions.onAsked`. */
  asked(fact: AskedFact): void;
  close(): Promise<void>;
}

export interface AppOptions {
  role: StoreRole;
  onEvent(event: DoorEvent): void;
  /** Epoch milliseconds; tests pass their own clock. */
  now?: () => number;
  log?: Deps['log'];
  importThread?: URL | null;
  exportThread?: URL | null;
  /** Where API keys of servers are kept; in memory where nobody says. */
  secrets?: Secrets;
  /** How servers are reached: the platform's own where nobody says. */
  fetch?: typeof fetch;
  /** Exchanges rows with the servers of the environments: by itself, or with a test's dials. */
  syncs?: boolean | SyncDials;
  /** Works what reports ask for out in the quiet between calls; for the writer of a profile. */
  worksAhead?: boolean;
  /** A report told usage apart by something; for whoever can tell the thread that works ahead. */
  onAsked?: (fact: AskedFact) => void;
}

/** Opens the store of a file and the core on it. Throws AppError when it is damaged, newer or not a store. */
export function createApp({ file, ...options }: AppOptions & { file: string }): App {
  const store = openStore(file, options.role);
  if (options.role === 'reader' && options.exportThread) allowScansBeside(store, options.exportThread);
  return createAppOn(store, options);
}

/**
 * The core of Pricebook on one thread: validates a call against the contract and runs its handler. Calls run one after
 * another; each query sees one snapshot, each mutation is one transaction. Closing the app closes the store.
 */
export function createAppOn(store: Store, options: AppOptions): App {
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => {});
  const calls = queue();
  const deps: Deps = {
    store,
    now,
    newId: idSource(now),
    publish: options.onEvent,
    secrets: options.secrets ?? secretsInMemory(),
    fetch: options.fetch ?? fetch,
    sync: null,
    log,
    enqueue: calls.run,
    importThread: options.importThread ?? null,
    exportThread: options.exportThread ?? null,
    asked: (fact) => (keeper ? keeper.asked(fact) : options.onAsked?.(fact)),
  };
  if (options.role !== 'reader') ensureEnvironments(deps);
  if (options.role === 'writer') buildWaitingUsage(store.sqlite);
  const keeper = options.worksAhead ? quietKeeper(deps) : null;
  keeper?.wake();
  if (options.syncs) deps.sync = createSyncEngine(deps, options.syncs === true ? { timers: true } : options.syncs);

  const environment = store.sqlite.prepare('select 1 from environments where id = ?');
  // Environments never go away, so one that was found once need not be looked for again.
  const known = new Set<unknown>();
  function isEnvironment(id: unknown): boolean {
    if (known.has(id)) return true;
    const found = typeof id === 'string' && environment.get(id) !== undefined;
    if (found) known.add(id);
    return found;
  }

  async function answer(name: string, input: unknown, context: CallContext): Promise<Reply> {
    if (!isProcedure(name))
      return { ok: false, error: { code: 'not_found', message: `There is no call named ${String(name)}` } };
    const procedure: Procedure = contract[name];
    try {
      if (procedure.host)
        throw new AppError('not_implemented', 'This call is answered by the program, not by its store');
      const parsed = procedure.input.safeParse(input ?? {});
      if (!parsed.success) return { ok: false, error: refuseInput(parsed.error) };
      if (procedure.scope !== 'profile' && !isEnvironment(context.environment_id)) {
        throw new AppError('permission_denied', 'Invalid or inaccessible environment');
      }
      const handler = (handlers as Record<string, (input: unknown, call: Call) => Promise<unknown>>)[name];
      if (!handler) throw new Error(`nobody answers ${name}`);
      const isWanted = cancelCheck(context);
      const run = async (): Promise<Reply> => {
        if (procedure.kind === 'query') isWanted();
        const data = await handler(parsed.data, { deps, context });
        // Still the only one at work here, so these are the versions of exactly what was read or written.
        // What is answered again is the row as it was: with the version of now it would pass for that one.
        return context.versions
          ? {
              ok: true,
              data,
              versions: context.idempotency?.versions_then ?? versionsOf(store.db, answeredIds(data)),
            }
          : { ok: true, data };
      };
      keeper?.wake();
      if (procedure.network) return await run();
      return await calls.run(procedure.kind === 'query' ? () => inSnapshot(store, run) : run);
    } catch (thrown) {
      if (!(thrown instanceof AppError))
        log('error', `${name} failed`, { error: String((thrown as Error)?.stack ?? thrown) });
      return { ok: false, error: toErrorBody(thrown) };
    }
  }

  return {
    sync: deps.sync,
    call: answer,
    asked: (fact) => deps.asked?.(fact),
    async close() {
      keeper?.stop();
      await deps.sync?.close();
      await stopExports(store);
      await calls.drain();
      scansBeside(store)?.close();
      store.close();
    },
  };
}

/** Several statements of one query see one state of the store, whatever the writer commits meanwhile. */
async function inSnapshot<T>(store: Store, run: () => Promise<T>): Promise<T> {
  const { sqlite } = store;
  const beside = scansBeside(store);
  beside?.begin();
  prepared(sqlite, 'begin').run();
  try {
    noticeChanges(sqlite);
    return await run();
  } finally {
    endKept(sqlite);
    if (sqlite.inTransaction) prepared(sqlite, 'commit').run();
    beside?.end();
  }
}
