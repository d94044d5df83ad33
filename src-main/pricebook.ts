import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Procedure } from '@shared/contract';
import type { CallContext, DoorEvent, PickedFile, PickedTarget } from '@shared/door';
import type { Job } from '@shared/entities/job';
import type { SaveTarget } from '@shared/entities/report-file';
import type { ErrorCode, Reply } from '@shared/errors';
import type { RawAnswer } from '@shared/v1/answer-request';
import type { RawRequest } from '@shared/v1/raw-request';
import type { AnyRoute } from '@shared/v1/route';
import { begunExportsDirOf, removeLeftovers } from './core/report-files/made-places';
import { type Secrets, secretsInMemory } from './core/secrets';
import { createFileShelf, createTargetShelf, downloadsDirOf, uploadsDirOf } from './file-shelf';
import { keepPrivate } from './keep-private';
import { waitForProfileLock } from './profile-lock';
import { keepStoreThread } from './threads/kept-thread';
import type { StoreThreadSettings } from './threads/messages';
import { readerHere } from './threads/reader-here';
import type { StoreThread } from './threads/store-client';
import { createWithdrawals } from './withdrawals';

/** What the program around the core answers itself: the contract's `host` procedures. */
export interface HostPart {
  answer(name: string, input: unknown): Promise<Reply>;
  /** Ends what it runs; the store is still open then. */
  close(): Promise<void>;
}

/** The running product as every door sees it: the core behind its threads. */
export interface Pricebook {
  call(name: string, input: unknown, context: CallContext): Promise<Reply>;
  /** Answers a request of the HTTP API on the thread that its procedure runs on. */
  answer(route: AnyRoute, request: RawRequest, context: CallContext): Promise<Reply<RawAnswer>>;
  onEvent(listener: (event: DoorEvent) => void): () => void;
  /** Tells every window of something that happened outside of the store. */
  publish(event: DoorEvent): void;
  /** Hands the `host` procedures over; it is closed before the store. */
  addHost(part: HostPart): void;
  /**
   * Makes a file readable for calls that take a `file_token`. Pages never name paths: only a file that the host's own
   * dialog or upload produced gets a token. `temporary` files are deleted once used or at close.
   */
  shelveFile(path: string, name: string, options?: { temporary?: boolean }): Promise<PickedFile>;
  /** Makes a place writable for calls that take a `target_token`, in the same way. */
  shelveTarget(target: SaveTarget, name: string): PickedTarget;
  /** What was written for a download, once: the token is good no more then. Undefined for any other token. */
  takeDownload(token: string): { path: string; name: string } | undefined;
  /** The path of what a finished export of this program wrote. */
  exportedPath(jobId: string): string | undefined;
  close(): Promise<void>;
}

export interface PricebookOptions {
  /** The data folder; made when missing. One program at a time may hold it. */
  profileDir: string;
  /** The built `store-thread` and `import-thread` files. */
  threadFile: URL;
  importThreadFile: URL;
  /** No window is drawn on this thread: short reads of the HTTP API are answered on it. */
  windowless?: boolean;
  /** The folder is given back within moments: other programs wait for that instead of giving up. */
  brief?: boolean;
  /** Where API keys of servers are kept; without it they end with the program. */
  secrets?: Secrets;
  /** Syncs with connected servers while it runs. */
  syncs?: boolean;
  log?(line: string): void;
}

/**
 * Opens the data folder and starts the store threads: one writer, a reader for lists, and (at the first long report) a
 * reader for analytics. Rejects with an AppError whose message is fit to be shown when the folder is in use, or the
 * database is newer than this program or damaged.
 */
export async function openPricebook(options: PricebookOptions): Promise<Pricebook> {
  const { profileDir } = options;
  const log = options.log ?? ((line) => console.error(line));
  const unlock = await waitForProfileLock(profileDir, { brief: options.brief ?? false });
  keepPrivate(profileDir);
  // What a killed run left behind; the lock says that nobody else is using it.
  for (const dir of [uploadsDirOf(profileDir), downloadsDirOf(profileDir)]) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }
  const removeWhatExportsLeft = () =>
    removeLeftovers(begunExportsDirOf(join(profileDir, 'pricebook.db'))).catch((error: unknown) =>
      log(`what exports left behind was not deleted: ${String(error)}`),
    );
  void removeWhatExportsLeft();

  const secrets = options.secrets ?? secretsInMemory();
  const shelf = createFileShelf();
  const targets = createTargetShelf();
  /** Export job id -> what it wrote. */
  const exported = new Map<string, string>();
  const listeners = new Set<(event: DoorEvent) => void>();
  const publish = (event: DoorEvent) => {
    for (const listener of listeners) listener(event);
  };

  /** Import job id -> the file it reads. */
  const filesBeingRead = new Map<string, string>();
  /** Jobs that ended before the call that started them was answered, of as long as such a call is waited for. */
  const endedEarly = new Set<string>();
  let callsWithFile = 0;
  const release = (token: string) =>
    shelf.release(token).catch((error: unknown) => log(`cannot delete a used upload: ${String(error)}`));
  const onEvent = (event: DoorEvent) => {
    if (event.type === 'job' && event.job.export?.path) exported.set(event.job.id, event.job.export.path);
    if (event.type === 'job' && isThroughWithItsFile(event.job)) {
      const token = filesBeingRead.get(event.job.id);
      if (token) void release(token);
      else if (callsWithFile > 0) endedEarly.add(event.job.id);
      filesBeingRead.delete(event.job.id);
    }
    publish(event);
  };

  const threadOf = (role: StoreThreadSettings['role']) =>
    keepStoreThread({
      threadFile: options.threadFile,
      settings: {
        role,
        file: join(profileDir, 'pricebook.db'),
        importThread: options.importThreadFile.href,
        syncs: role === 'writer' && options.syncs === true,
      },
      secrets,
      onEvent,
      onAsked: (fact) => writer.asked(fact),
      onDeath: () => {
        // A reader that ended is started again, and whoever had asked it is told: nothing else is lost.
        if (role === 'reader') return;
        // Exports ended with it, and the notes of the next ones are their own.
        void removeWhatExportsLeft();
        publish({
          type: 'store_failed',
          message: 'The data store stopped unexpectedly. Everything saved is safe; what was running must be repeated.',
        });
      },
      log,
    });

  const writer = threadOf('writer');
  const listReader = threadOf('reader');
  let table: typeof import('@shared/contract');
  try {
    // The contract takes as long to load as a thread to start, and is only needed once the store is open.
    [table] = await Promise.all([import('@shared/contract'), writer.open()]);
  } catch (error) {
    await Promise.all([writer.close(), listReader.close()]);
    unlock();
    throw error;
  }
  listReader.open().catch((error: unknown) => log(`lists are read on the writer: ${String(error)}`));

  const reader = options.windowless ? readerHere(join(profileDir, 'pricebook.db'), log) : null;

  let host: HostPart | null = null;
  let analyticsReader: StoreThread | null = null;
  /** The analytics thread, started at its first use; lists never wait behind it. */
  async function analyticsThread(): Promise<StoreThread> {
    analyticsReader ??= threadOf('reader');
    try {
      await analyticsReader.open();
      return analyticsReader;
    } catch (error) {
      log(`reports are read on the writer: ${String(error)}`);
      return writer;
    }
  }

  const withdrawals = createWithdrawals();
  const call = (name: string, input: unknown, context: CallContext): Promise<Reply> =>
    withdrawals.during(context, (withdrawable) => callAny(name, input, withdrawable));

  async function callAny(name: string, input: unknown, context: CallContext): Promise<Reply> {
    if (!table.isProcedure(name)) return refusal('not_found', 'There is no such procedure');
    if (name === 'request.cancel') {
      const asked = table.contract[name].input.safeParse(input);
      return { ok: true, data: { cancelled: asked.success && withdrawals.withdraw(asked.data.request_id) } };
    }
    const entry: Procedure = table.contract[name];
    if (entry.host && host) return host.answer(name, input);
    if (entry.file) return callWithFile(name, input, context);
    if (entry.target) return callWithTarget(name, input, context);
    return (await threadFor(entry)).call(name, input, context);
  }

  function threadFor({ kind, thread }: Procedure): StoreThread | Promise<StoreThread> {
    if (kind === 'mutation' || thread === 'writer') return writer;
    if (thread === 'analytics') return analyticsThread();
    return listReader.isOpen() ? listReader : writer;
  }

  /** Puts the path behind a token in place; whatever path a page names itself is overwritten. */
  async function callWithFile(name: string, input: unknown, context: CallContext): Promise<Reply> {
    const given = typeof input === 'object' && input !== null ? input : {};
    const token = 'file_token' in given ? given.file_token : undefined;
    const file = shelf.find(token);
    if (!file || typeof token !== 'string') {
      return refusal('validation_error', 'Please choose the file again', 'file_token');
    }
    callsWithFile += 1;
    try {
      const reply = await writer.call(name, { name: file.name, ...given, path: file.path }, context);
      const id = reply.ok ? idOf(reply.data) : undefined;
      if (id && endedEarly.delete(id)) void release(token);
      else if (id) filesBeingRead.set(id, token);
      return reply;
    } finally {
      callsWithFile -= 1;
      if (callsWithFile === 0) endedEarly.clear();
    }
  }

  /** The same for a place to save to. */
  async function callWithTarget(name: string, input: unknown, context: CallContext): Promise<Reply> {
    const { target: _named, ...given }: Record<string, unknown> =
      typeof input === 'object' && input !== null ? { ...input } : {};
    const token = given.target_token;
    if (token === undefined) return writer.call(name, given, context);
    const found = targets.find(token);
    if (!found) return refusal('validation_error', 'Please choose again where to save it', 'target_token');
    const { name: _name, ...target } = found;
    return writer.call(name, { ...given, target }, context);
  }

  let placeOf: ReadonlyMap<AnyRoute, number> | null = null;
  let closed: Promise<void> | null = null;
  async function closeAll(): Promise<void> {
    await host?.close();
    await Promise.all([listReader.close(), analyticsReader?.close(), reader?.close()]);
    // Last, so that its checkpoint finds no reader and can empty the write-ahead log.
    await writer.close();
    shelf.close();
    targets.close();
    unlock();
  }

  return {
    call,
    async answer(route, request, context) {
      // The table of routes is only needed once somebody asks over HTTP.
      placeOf ??= new Map((await import('@shared/v1/routes')).v1Routes.map((known, place) => [known, place]));
      const place = placeOf.get(route);
      if (place === undefined) return refusal('not_found', 'There is no such route');
      const thread = reader && route.isBrief?.(request) ? reader : await threadFor(table.contract[route.procedure]);
      return thread.answer(place, request, context);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish,
    addHost(part) {
      host = part;
    },
    shelveFile: (path, name, shelfOptions) => shelf.shelve(path, name, shelfOptions),
    shelveTarget: targets.shelve,
    takeDownload(token) {
      const target = targets.find(token);
      if (!target?.is_temporary) return undefined;
      targets.forget(token);
      return { path: target.path, name: target.name };
    },
    exportedPath: (jobId) => exported.get(jobId),
    close() {
      closed ??= closeAll();
      return closed;
    },
  };
}

const refusal = (code: ErrorCode, message: string, field?: string): Reply<never> => ({
  ok: false,
  error: { code, message, field },
});

/**
 * Usage is chosen again to be imported again. Customers are imported from the file that was checked, and once more where
 * that failed.
 */
const isThroughWithItsFile = ({ kind, state }: Job) =>
  kind === 'event_import' ? state !== 'running' : state === 'done' && kind !== 'customer_check';

const idOf = (data: unknown) =>
  typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string' ? data.id : undefined;
