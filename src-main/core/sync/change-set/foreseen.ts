import type { PortableChange } from '@shared/entities/pending';
import { sameValue } from '@shared/rules/sync/same-value';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';

type Values = Readonly<Record<string, unknown>>;

/** A row as earlier changes of a set will have left it. */
export interface Foreseen {
  entity: SyncedEntity;
  /** Null for one that the set makes. */
  id: string | null;
  /** Every key that changes may name it by. */
  keys: unknown[];
  /** With keys in place of ids. */
  values: Values;
}

/** What earlier changes make of the row that is here under this id, or that this key names. */
export const foreseenRow = (
  rows: readonly Foreseen[],
  { entity, key }: Pick<PortableChange, 'entity' | 'key'>,
  id: string | null,
): Foreseen | undefined =>
  rows.find(
    (row) => row.entity === entity && ((id !== null && row.id === id) || row.keys.some((one) => isSameRow(one, key))),
  );

/** Notes what a change will make of its row, under the keys and names that the row has afterwards. */
export function foresee(rows: Foreseen[], { entity, key, fields }: PortableChange, id: string | null): void {
  const values = Object.fromEntries(Object.entries(fields).map(([field, { to = null }]) => [field, to]));
  const known = foreseenRow(rows, { entity, key }, id);
  const row = known ?? { entity, id, keys: [], values: {} };
  row.keys.push(key, renamed(key, values));
  row.values = { ...row.values, ...values };
  if (!known) rows.push(row);
}

function renamed(key: PortableChange['key'], { display_name, lookup_key }: Values): unknown {
  if (typeof key !== 'object' || key === null) return typeof lookup_key === 'string' ? lookup_key : key;
  return {
    ...key,
    ...(typeof display_name === 'string' && { display_names: [display_name] }),
    ...(typeof lookup_key === 'string' && lookup_key !== '' && { lookup_keys: [lookup_key] }),
  };
}

/** Prices go by any of the keys or names they had, everything else by all of its key. */
function isSameRow(one: unknown, other: unknown): boolean {
  if (sameValue(one, other)) return true;
  if (!isPriceKey(one) || !isPriceKey(other)) return false;
  const share = (field: 'lookup_keys' | 'display_names') => one[field].some((text) => other[field].includes(text));
  if (share('lookup_keys')) return true;
  const isAlike = (['plan', 'currency', 'type'] as const).every((field) => sameValue(one[field], other[field]));
  return isAlike && share('display_names');
}

interface PriceKey extends Values {
  lookup_keys: unknown[];
  display_names: unknown[];
}

const isPriceKey = (key: unknown): key is PriceKey =>
  typeof key === 'object' &&
  key !== null &&
  Array.isArray((key as Values).lookup_keys) &&
  Array.isArray((key as Values).display_names);
