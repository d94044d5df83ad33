import type { PendingState } from '@shared/entities/sync';

/**
 * What the server hears of it that a change was undone here: when it has the change already, the way back is a change of
 * its own, which is among the pending ones by then. Empty when the server never heard of either.
 */
export function inverseText(states: readonly PendingState[], send: 'auto' | 'review'): string {
  const going = states.filter((state) => state !== 'local_only');
  if (going.length === 0)
    return states.length === 0 ? '' : 'The server has the change, and keeps it: it cannot take this.';
  return send === 'review'
    ? 'The server has the change already: the way back waits in Pending changes for your review.'
    : 'The server has the change already: the way back is sent to it as a change of its own.';
}
