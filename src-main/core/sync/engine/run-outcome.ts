import type { SyncRemoval } from '@shared/entities/sync';
import type { RunResult } from './runs';

/** Why a run could not go on with the server; what was done before it stays done. */
export interface Trouble {
  kind: 'unreachable' | 'broken' | 'busy' | 'unauthorized';
  message: string;
  /** How long the server asked to be left alone. */
  retry_after_ms: number | null;
}

/** How a run ended. */
export interface RunOutcome extends RunResult {
  trouble: Trouble | null;
  /** What would be removed if the person agrees; null when nothing was looked for. */
  would_go: readonly SyncRemoval[] | null;
  /** The server declined to be changed with this key. */
  may_not_write: boolean;
}
