/** Why a step could not go on with the server; what was done before it stays done. */
export interface Trouble {
  kind: 'unreachable' | 'broken' | 'busy' | 'unauthorized' | 'cancelled';
  message: string;
  /** How long the server asked to be left alone. */
  retry_after_ms: number | null;
}

/** What every step of a run is told. */
export interface StepOptions {
  /** The number of the run, for its history. */
  run: number;
  signal: AbortSignal;
  onProgress(done: number, total: number | null): void;
}
