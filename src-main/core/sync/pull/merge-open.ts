import { type Merge, mergeRow } from '@shared/rules/sync/merge-row';
import { sameValue } from '@shared/rules/sync/same-value';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { fieldIn } from '../conflicts/field-in';
import type { OpenConflict } from '../conflicts/open-conflicts';

/**
 * The merge of a row that has open conflicts. A field that is given here what it was before its conflict is still in it:
 * that is an edit like any other, and says nothing about the server's value, which nobody has agreed to.
 */
export function mergeOpen(
  entity: SyncedEntity,
  base: Snapshot | null,
  mine: Snapshot,
  theirs: Snapshot,
  opened: readonly OpenConflict[],
): Merge {
  const merge = mergeRow(entity, base, mine, theirs);
  for (const { field, base: before } of stillOpen(opened, mine, theirs)) {
    const own = fieldIn(mine, field);
    merge.merged = withField(merge.merged, field, own);
    merge.conflicts.push({ field, base: before, mine: own, theirs: fieldIn(theirs, field) });
  }
  return { ...merge, taken: merge.taken.filter((field) => !merge.conflicts.some((one) => one.field === field)) };
}

/** The conflicts of fields that are here what they were before them, and something else there. */
export const stillOpen = (opened: readonly OpenConflict[], mine: Snapshot, theirs: Snapshot): OpenConflict[] =>
  opened.filter(({ kind, field, base }) => {
    const own = fieldIn(mine, field);
    return kind === 'field' && base !== undefined && sameValue(own, base) && !sameValue(own, fieldIn(theirs, field));
  });

function withField(row: Snapshot, field: string, value: unknown): Snapshot {
  const [name = '', ...rest] = field.split('.');
  if (rest.length === 0) return { ...row, [name]: value };
  const { [rest.join('.')]: _there, ...others } = row[name] as Record<string, unknown>;
  return { ...row, [name]: value === null ? others : { ...others, [rest.join('.')]: value } };
}
