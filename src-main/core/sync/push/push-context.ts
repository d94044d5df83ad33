import type { Deps } from '../../deps';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import type { LineKey } from '../outbox/outbox-line';
import type { RemoteApi } from '../remote/remote-api';

export interface PushOptions {
  signal?: AbortSignal | undefined;
  /** Sends these rows only, as far as nothing else stands against it. */
  only?: readonly LineKey[] | undefined;
  /** The run whose history notes what was done. */
  run?: number | null | undefined;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** Where a test lets the program end. */
  onPoint?: ((point: PushPoint) => void) | undefined;
}

/** Moments between which nothing may get lost: the claim is durable, the answer is in, the answer is settled. */
export type PushPoint = 'claimed' | 'answered' | 'settled';

export type PushStop =
  | { because: 'unreachable' | 'unauthorized'; message: string }
  /** The server failed at a write, or asks for a pause: only then is it left alone altogether. */
  | { because: 'trouble'; message: string; retry_after_ms: number | null; asks_for_pause: boolean }
  | { because: 'cancelled' };

export interface PushOutcome {
  /** Requests that were done. */
  sent: number;
  /** The same, and what was found to be there already. */
  settled: number;
  failed: number;
  conflicts: number;
  /** A row has moved on there: it is pulled and merged before it is sent. */
  needs_pull: boolean;
  /** A row stays older there than what is known: everything is compared with the server. */
  needs_sweep: boolean;
  /** Why it ended early; null when every line had its turn. */
  stopped: PushStop | null;
  /** When the first line that pauses can be tried again; null when none does. */
  next_at: string | null;
}

/** What sending one line is done with. */
export interface PushContext {
  deps: Deps;
  connection: ConnectionRow;
  api: RemoteApi;
  options: PushOptions;
  outcome: PushOutcome;
  /** One transaction through the write door, in the thread's queue of calls. */
  inWrite<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  /** The answer to a line is about to be made durable: what is claimed now is so with the same commit. */
  onSettling?: () => void;
  /** Reads the store in the queue of calls. */
  inTurn<T>(read: () => Promise<T>): Promise<T>;
}
