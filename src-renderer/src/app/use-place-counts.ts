import type { Place } from './places';
import { useSyncStatus } from './use-sync-status';

/** How much waits at a place for the person; places where nothing can are left out. */
export function usePlaceCounts(): Partial<Record<Place['to'], number>> {
  const { data } = useSyncStatus();
  if (!data) return {};
  return { '/pending': data.pending, '/conflicts': data.conflicts };
}
