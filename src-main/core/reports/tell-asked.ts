import type { Call } from '../deps';
import type { Question } from './question';
import { isByPart } from './report-dimension';

/** Tells whoever keeps usage ready what a question tells it apart by, where what is kept would answer it. */
export function tellAsked(
  { deps, context: { environment_id } }: Call,
  group_by: string,
  { wholeDays, filter }: Question,
): void {
  if (!wholeDays) return;
  if (isByPart(group_by)) {
    if (!filter) deps.asked?.({ environment_id, name: group_by });
  } else if (filter?.only) deps.asked?.({ environment_id, name: filter.only.name });
}
