import type { PullOutcome } from '../pull/pull-changes';
import type { PushStop } from '../push/push-context';
import type { Trouble } from './run-outcome';

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
