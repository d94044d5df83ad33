import { sameValue } from '@shared/rules/sync/same-value';
import { fieldRule, type Snapshot, type SyncedEntity } from '@shared/rules/sync/synced-fields';

/** Where a row ends is told by the rows after it: it makes it no other one. */
export const isSameRow = (a: Snapshot, b: Snapshot): boolean =>
  Object.keys(a).every((field) => field === 'end_date' || sameValue(a[field], b[field]));

/**
 * Whether a row without a mark is the one that was made as `intent` with one: whoever does not know the mark takes it out by
 * replacing the metadata as a whole. Ending or archiving it makes it no other row either.
 */
export const isSameUnmarked = (entity: SyncedEntity, intent: Snapshot, theirs: Snapshot): boolean =>
  Object.keys(intent).every(
    (field) =>
      field === 'metadata' ||
      fieldRule(entity, field)?.travels === 'lifecycle' ||
      sameValue(intent[field], theirs[field]) ||
      // A server names a price that has no name.
      (field === 'display_name' && intent[field] === ''),
  );
