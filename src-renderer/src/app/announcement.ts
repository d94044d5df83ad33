/** A connection that comes and goes is told at most this often. */
export const announceEveryMs = 60_000;

export interface Announced {
  text: string;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * What is to be told now that a state reads `text`, and otherwise in how many milliseconds it may be: each change once,
 * and never twice within a minute.
 */
export function nextAnnouncement(
  last: Announced,
  text: string,
  now: number,
): { say: string | null; waitMs: number | null } {
  if (text === last.text) return { say: null, waitMs: null };
  const waitMs = last.at + announceEveryMs - now;
  return waitMs > 0 ? { say: null, waitMs } : { say: text, waitMs: null };
}
