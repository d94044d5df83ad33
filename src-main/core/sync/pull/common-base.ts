import { sameValue } from '@shared/rules/sync/same-value';
import { fieldRule, type Snapshot, type SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { OpenConflict } from '../conflicts/open-conflicts';
import type { UnsettledOperation } from './page';

type Values = Record<string, unknown>;

/**
 * What both sides had in common, for the merge. While a field is in conflict that is what they had before it, so that the
 * conflict stays until one side gives in; what a write of ours of unknown fate was about and is there now, we made so.
 */
export function commonBase(
  entity: SyncedEntity,
  kept: Snapshot | null,
  conflicts: readonly OpenConflict[],
  operation: UnsettledOperation | undefined,
  theirs: Snapshot,
): Snapshot | null {
  if (kept === null) return null;
  const base: Values = { ...kept };
  for (const { kind, field, base: common } of conflicts) {
    if (kind === 'field') setCommon(base, field, common);
  }
  for (const field of operation?.sent ?? []) {
    const intended = operation?.intent[field];
    if (fieldRule(entity, field)?.by_key) takeKeys(base, field, intended as Values, theirs[field] as Values);
    else if (sameValue(intended, theirs[field])) base[field] = intended;
  }
  return base;
}

function setCommon(base: Values, field: string, common: unknown): void {
  const [name = '', ...rest] = field.split('.');
  if (rest.length === 0) {
    if (common === undefined) delete base[name];
    else base[name] = common;
    return;
  }
  const values = { ...(base[name] as Values) };
  const key = rest.join('.');
  if (common === undefined || common === null) delete values[key];
  else values[key] = common;
  base[name] = values;
}

function takeKeys(base: Values, field: string, intended: Values, theirs: Values): void {
  const values = { ...(base[field] as Values) };
  for (const key of new Set([...Object.keys(values), ...Object.keys(intended)])) {
    if (!sameValue(intended[key], theirs[key])) continue;
    if (intended[key] === undefined) delete values[key];
    else values[key] = intended[key];
  }
  base[field] = values;
}
