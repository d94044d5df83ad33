import { markKey, withoutMark } from '@shared/rules/sync/operation-mark';

/** A key and its value, as they are typed. */
export interface MetadataRow {
  id: number;
  key: string;
  value: string;
}

let lastId = 0;
export const newRow = (key = '', value = ''): MetadataRow => ({ id: ++lastId, key, value });

/** The rows of a record; the mark of syncing is not shown. */
export const rowsOf = (value: Readonly<Record<string, string>>): MetadataRow[] =>
  Object.entries(withoutMark(value)).map(([key, text]) => newRow(key, text));

/** What is wrong with the key of a row; null when nothing is. */
export function keyError(rows: readonly MetadataRow[], row: MetadataRow): string | null {
  if (!row.key.trim()) return row.value ? 'A value needs a key.' : null;
  if (row.key.trim() === markKey) return 'This key is used by syncing.';
  return rows.some((other) => other.id !== row.id && other.key.trim() === row.key.trim())
    ? 'This key is there twice.'
    : null;
}

/** The record that the rows make, without those that have no key; the mark of the record before stays as it was. */
export function recordOf(
  rows: readonly MetadataRow[],
  before: Readonly<Record<string, string>>,
): Record<string, string> {
  const mark = before[markKey] === undefined ? {} : { [markKey]: before[markKey] };
  const typed = rows.filter((row) => row.key.trim()).map((row) => [row.key.trim(), row.value]);
  return { ...Object.fromEntries(typed), ...mark };
}
