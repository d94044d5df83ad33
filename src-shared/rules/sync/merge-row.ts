import { hasGrownFilters } from './grown-filters';
import { sameValue } from './same-value';
import { fieldRule, type Snapshot, type SyncedEntity } from './synced-fields';

/** A field that both sides changed, each to something else. `field` is `metadata.key` for one key of metadata. */
export interface FieldConflict {
  field: string;
  /** What both had the last time; undefined when that is not known, or they never had it in common. */
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export interface Merge {
  /** Theirs where only they changed a field, mine everywhere else: conflicting fields keep what is on the screen. */
  merged: Snapshot;
  /** Fields that were taken over from the server. */
  taken: string[];
  /** Fields that only we changed: they stay to be sent. */
  kept: string[];
  conflicts: FieldConflict[];
}

/**
 * The three-way merge of a row, field by field, metadata key by key. The base is what both sides had the last time; a row
 * that was never synced has none, nor has a field that the base leaves out, and then any difference is a conflict that
 * either side could keep.
 * Depends on nothing but its arguments, never throws, and reads the same whatever the order of keys.
 */
export function mergeRow(entity: SyncedEntity, base: Snapshot | null, mine: Snapshot, theirs: Snapshot): Merge {
  const result: Merge = { merged: {}, taken: [], kept: [], conflicts: [] };
  const merged: Record<string, unknown> = {};
  for (const field of Object.keys(mine)) {
    merged[field] = fieldRule(entity, field)?.by_key
      ? mergeKeys(field, commonOf(base, field), mine[field], theirs[field], result)
      : mergeValue(field, commonOf(base, field), mine[field], theirs[field], result);
  }
  return { ...result, merged };
}

const commonOf = (base: Snapshot | null, field: string): unknown =>
  base !== null && Object.hasOwn(base, field) ? (base[field] ?? null) : undefined;

/** `base` undefined: there is none. */
function mergeValue(field: string, base: unknown, mine: unknown, theirs: unknown, into: Merge): unknown {
  if (sameValue(mine, theirs)) return mine;
  if (base !== undefined && (sameValue(theirs, base) || isAmong(field, theirs, mine))) into.kept.push(field);
  else if ((base !== undefined && sameValue(mine, base)) || isAmong(field, mine, theirs)) {
    into.taken.push(field);
    return theirs;
  } else into.conflicts.push({ field, base, mine: mine ?? null, theirs: theirs ?? null });
  return mine;
}

/**
 * Both added to the filters of a meter, one of them all that the other did. What there is more of there stays there, as
 * filters only ever grow: that is nothing to ask about, whatever both had before.
 */
const isAmong = (field: string, some: unknown, all: unknown) => field === 'meter' && hasGrownFilters(some, all);

const asRecord = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;

/** A key that is not there is null. Without a base a key that only one side has is kept or taken: nothing is lost by it. */
function mergeKeys(field: string, base: unknown, mine: unknown, theirs: unknown, into: Merge): unknown {
  const [bases, ours, others] = [asRecord(base), asRecord(mine), asRecord(theirs)];
  const keys = [...new Set([...Object.keys(bases), ...Object.keys(ours), ...Object.keys(others)])].sort();
  const merged: [string, unknown][] = [];
  for (const key of keys) {
    const value = mergeValue(`${field}.${key}`, bases[key] ?? null, ours[key] ?? null, others[key] ?? null, into);
    if (value !== null) merged.push([key, value]);
  }
  if (base === undefined) {
    const ofKeys = into.conflicts.filter((one) => one.field.startsWith(`${field}.`));
    for (const conflict of ofKeys) conflict.base = undefined;
  }
  return Object.fromEntries(merged);
}

/** Mine against theirs where neither is a conflict: what a row still differs in. */
export function differences(from: Snapshot | null, to: Snapshot): Record<string, { from: unknown; to: unknown }> {
  return Object.fromEntries(
    Object.keys(to)
      .filter((field) => !sameValue(from?.[field], to[field]))
      .map((field) => [field, { from: from?.[field] ?? null, to: to[field] ?? null }]),
  );
}
