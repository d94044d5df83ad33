import { newestState } from '../store/newest-state';
import type { Store } from '../store/open';
import type { AskedScan, FoundScan, FromScanThread } from './scan-thread';
import { startScanThread } from './start-scan-thread';

/** Stretches that a question scans itself before a thread is worth its start. */
const scansAlone = 20;
/** How long the thread stays when nothing is asked of it, in milliseconds. */
const idleMs = 3_000;
/** After so many milliseconds without an answer the thread is taken for lost. */
const lostMs = 10_000;

/** Has another thread scan events while this one scans others: nearly half the wait where there are many. */
export interface ScansBeside {
  /** A snapshot is about to begin on this thread's connection. */
  begin(): void;
  end(): void;
  /** Null where nobody is there to scan it, or that one sees another state of the store than this snapshot. */
  ask(scan: AskedScan): ScanBeside | null;
  close(): void;
}

/** One scan that was asked for. */
export interface ScanBeside {
  isThere(): boolean;
  /** Waits for it; null when it came to nothing and is to be done here. */
  take(): FoundScan | null;
}

const besides = new WeakMap<Store['sqlite'], ScansBeside>();

/** Who helps to scan the events of a store, if anybody does. */
export const scansBeside = ({ sqlite }: Pick<Store, 'sqlite'>): ScansBeside | undefined => besides.get(sqlite);

/** Lets a thread help from now on. It is started once a question has much to scan and, like this one, only ever reads. */
export function allowScansBeside({ file, sqlite }: Store, threadFile: URL): void {
  const newest = newestState(file);
  let thread: ReturnType<typeof startScanThread> | null = null;
  /** Whether the thread is in the snapshot of this thread's connection. */
  let state: 'alone' | 'begins' | 'same' | 'other' = 'alone';
  let snapshot = 0;
  /** Scans asked for in it, whether anybody helped or not. */
  let asked = 0;
  let lastId = 0;
  /** What was asked for in it and not taken yet, once it is there. */
  const wanted = new Map<number, FoundScan | null>();
  let isLost = false;
  let idle: NodeJS.Timeout | undefined;

  function stop() {
    clearTimeout(idle);
    thread?.stop();
    thread = null;
    state = 'other';
  }

  /** What went wrong once may do so every time: from then on everything is scanned here. */
  function lose() {
    isLost = true;
    stop();
  }

  function hear(message: FromScanThread | null) {
    if (message === null || 'broken' in message) lose();
    else if ('id' in message) {
      if (wanted.has(message.id)) wanted.set(message.id, message);
    }
    // Nobody has committed since this thread's snapshot began: no snapshot that began meanwhile is another one.
    else if (message.begun === snapshot) state = newest.isMarked() ? 'same' : 'other';
  }

  function hearAll() {
    for (let message = thread?.look(); message !== undefined; message = thread?.look()) hear(message);
  }

  function isSame(): boolean {
    if (state === 'alone') {
      asked += 1;
      if (isLost || (!thread && asked < scansAlone)) return false;
      thread ??= startScanThread(file, threadFile, lose);
      thread.send({ begin: snapshot });
      state = 'begins';
    }
    if (state === 'begins') hearAll();
    return state === 'same';
  }

  besides.set(sqlite, {
    begin() {
      clearTimeout(idle);
      newest.mark();
      snapshot += 1;
      asked = 0;
      state = 'alone';
    },
    end() {
      if (state !== 'alone') thread?.send('end');
      state = 'alone';
      wanted.clear();
      if (!thread) return;
      idle = setTimeout(stop, idleMs);
      idle.unref();
    },
    ask(scan) {
      if (!isSame()) return null;
      lastId += 1;
      const id = lastId;
      wanted.set(id, null);
      thread?.send({ id, ...scan });
      return {
        isThere() {
          hearAll();
          return !thread || wanted.get(id) !== null;
        },
        take() {
          while (thread && wanted.get(id) === null) hear(thread.wait(lostMs));
          const found = wanted.get(id) ?? null;
          wanted.delete(id);
          return found;
        },
      };
    },
    close() {
      stop();
      newest.close();
    },
  });
}
