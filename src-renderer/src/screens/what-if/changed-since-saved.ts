import type { SavedTry } from '@shared/entities/saved-what-if';
import { chosenRange } from '../analytics/range-presets';
import type { WhatIfView } from './what-if-view';

/** Whether what is tried, or the days it is tried on, are other ones than were kept. */
export function isChangedSince(
  saved: SavedTry,
  { changes, range, presets }: Pick<WhatIfView, 'changes' | 'range' | 'presets'>,
): boolean {
  // As the screen would read them: an address leaves out what was kept by name, and a name may be gone by now.
  const kept = chosenRange(saved, presets);
  const hasOtherDays =
    kept.id !== range.id || (kept.id === 'custom' && (kept.from !== range.from || kept.to !== range.to));
  return hasOtherDays || JSON.stringify(saved.changes) !== JSON.stringify(changes);
}
