import type { Snapshot } from '@shared/rules/sync/synced-fields';

/** A field of a row, or one key of its metadata (`metadata.key`); null where there is nothing. */
export function fieldIn(snapshot: Snapshot, field: string): unknown {
  const [name = '', ...key] = field.split('.');
  if (key.length === 0) return snapshot[name] ?? null;
  return (snapshot[name] as Record<string, unknown> | null | undefined)?.[key.join('.')] ?? null;
}
