import type { Trouble } from './run-outcome';

const firstDelayMs = 1000;
/** A server that is back is noticed within ten seconds. */
const longestOfflineMs = 8000;
const longestBusyMs = 60_000;

/**
 * How long to wait after the n-th failure in a row (n from 1): doubling, half of it by chance, so that many clients never
 * come back at once; exactly as long as a server asks for where it does. Null: only a person can help.
 */
export function backoffMs(trouble: Trouble, failures: number, random: () => number): number | null {
  if (trouble.kind === 'unauthorized') return null;
  if (trouble.retry_after_ms !== null) return trouble.retry_after_ms;
  const longest = trouble.kind === 'busy' ? longestBusyMs : longestOfflineMs;
  const delay = Math.min(longest, firstDelayMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(delay / 2 + (random() * delay) / 2);
}
