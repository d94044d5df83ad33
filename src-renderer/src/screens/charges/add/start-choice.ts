import { dayStart, monthStart } from '../pricing/periods';

/** When a new charge starts, as chosen. */
export type StartChoice = 'now' | 'month' | 'first-usage' | 'custom';

export interface StartDraft {
  choice: StartChoice;
  /** The moment of `custom`; null while it is not typed. */
  at: string | null;
}

interface Surroundings {
  now: string;
  /** The zone days and months are cut in. */
  zone: string;
  /** The first known usage; null without any. */
  firstUsage: string | null;
}

/**
 * When a new charge starts unless something else is chosen: as the charge of its kind that was added before it; else now.
 * On a plan that nobody is on yet, usage is charged from its first day: what was imported would cost nothing otherwise.
 */
export function usualStart(facts: {
  type: 'FIXED' | 'USAGE';
  before: StartDraft | undefined;
  hasSubscriptions: boolean;
  firstUsage: string | null;
}): StartDraft {
  if (facts.before) return facts.before;
  const isForPastUsage = facts.type === 'USAGE' && !facts.hasSubscriptions && facts.firstUsage !== null;
  return { choice: isForPastUsage ? 'first-usage' : 'now', at: null };
}

/** The chosen moment as an instant; null for "now" and for a custom moment that is not typed yet. */
export function startDateOf(start: StartDraft, { now, zone, firstUsage }: Surroundings): string | null {
  switch (start.choice) {
    case 'now':
      return null;
    case 'month':
      return monthStart(now, zone);
    case 'first-usage':
      return firstUsage && dayStart(firstUsage, zone);
    case 'custom':
      return start.at;
  }
}
