import type { PullOutcome } from '../pull/pull-changes';
import type { PushStop } from '../push/push-context';

/** Why a run could not go on with the server; what was done before it stays done. */
export interface Trouble {
  kind: 'unreachable' | 'broken' | 'busy' | 'unauthorized';
  message: string;
  /** How long the server asked to be left alone. */
  retry_after_ms: number | null;
}

/** What ended sending early, as trouble; null when the person did. */
export function pushTrouble(stop: PushStop): Trouble | null {
  if (stop.because === 'cancelled') return null;
  if (stop.because !== 'trouble') return { kind: stop.because, message: stop.message, retry_after_ms: null };
  return { kind: 'busy', message: stop.message, retry_after_ms: stop.retry_after_ms };
}

/** What ended taking over early, as trouble. */
export function pullTrouble({ reply }: Extract<PullOutcome, { kind: 'failed' }>): Trouble {
  if (reply.kind === 'busy') return reply;
  // A read that is declined is no business of a row: this server is not what it was when it was connected.
  if (reply.kind === 'refused') return { kind: 'broken', message: reply.error.message, retry_after_ms: null };
  return { kind: reply.kind, message: reply.message, retry_after_ms: null };
}
