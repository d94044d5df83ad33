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
