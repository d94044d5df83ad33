import type Database from 'better-sqlite3';

const versions = new WeakMap<Database.Database, number>();

/** Grows whenever meters or line items change on this connection: what a long import keeps of them is stale then. */
export const catalogVersion = (sqlite: Database.Database): number => versions.get(sqlite) ?? 0;

export function catalogChanged(sqlite: Database.Database): void {
  versions.set(sqlite, catalogVersion(sqlite) + 1);
}
