import type { CallContext, DoorEvent } from '@shared/door';
import type { IdKind } from '@shared/ids';
import type { Secrets } from './secrets';
import type { Store } from './store/open';
import type { SyncEngine } from './sync/engine/engine-face';
import type { AskedFact } from './usage/asked-facts';

/** What every handler gets: a plain object, built once per thread. */
export interface Deps {
  store: Store;
  /** Epoch milliseconds. */
  now(): number;
  newId(kind: IdKind): string;
  publish(event: DoorEvent): void;
  log(level: 'info' | 'warn' | 'error', message: string, details?: Record<string, unknown>): void;
  /**
   * Runs a step of long work in the thread's call queue, so that it never meets another call's transaction; other calls
   * run between the steps.
   */
  enqueue<T>(step: () => Promise<T>): Promise<T>;
  /** Built file of the thread that reads import files; null where files are read on this thread (tests). */
  importThread: URL | null;
  /**
   * Built file of the thread that writes a report, checks usage or empties the write-ahead log; none where this thread does
   * so (tests).
   */
  exportThread?: URL | null;
  /** Where API keys of servers are kept. */
  secrets: Secrets;
  /** How servers are reached. */
  fetch: typeof fetch;
  /** What exchanges rows with the servers of the environments; null where this thread does not. */
  sync: SyncEngine | null;
  /** A report told usage apart by this: it is kept ready from now on. Absent where nobody does so. */
  asked?: (fact: AskedFact) => void;
}

/** What one call is about. */
export interface Call {
  deps: Deps;
  context: CallContext;
}
