import type { SyncRemoval, SyncStatus } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { RunOutcome } from './run-outcome';

export interface StartOptions {
  sweep?: boolean;
  /** Agrees to remove what the last run would have removed. */
  may_remove?: boolean;
  /** Has what the last run would have removed made anew on the server. */
  send_again?: boolean;
  /** Sends these rows only. */
  only?: readonly { entity: SyncedEntity; id: string }[];
  /** Nobody pressed anything: what only a person can help is not tried again. */
  is_by_itself?: boolean;
}

/** What exchanges rows with the servers of all environments, one run at a time for each. */
export interface SyncEngine {
  status(environment_id: string): SyncStatus;
  /** Something was edited or set: soon, unless nothing is to be done. */
  wake(environment_id: string): void;
  /** Begins a run now, or after the one that is under way. Resolves with its outcome; null when none can begin. */
  start(environment_id: string, options?: StartOptions): Promise<RunOutcome | null>;
  /** Ends the run that is under way after the row it is at. */
  cancel(environment_id: string): void;
  /** What the last full check would have removed here, had it been allowed to. */
  removals(environment_id: string): readonly SyncRemoval[];
  /** Leaves those rows alone: nothing is asked until the next full check. */
  keepRows(environment_id: string): void;
  /** Ends the run that is under way, waits for it, and forgets how it went: the environment goes to another server. */
  leave(environment_id: string): Promise<void>;
  /** Ends everything and waits for it. */
  close(): Promise<void>;
}

export interface SyncDials {
  /** Runs by itself; without, only when told to. */
  timers: boolean;
  /** How many rows a list is asked for at once. */
  page_size?: number;
  /** Pauses within a run. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}
