import type { SyncEntryKind } from '@shared/entities/sync';
import type Database from 'better-sqlite3';
import { blockWriter } from '../../store/block-writer';
import { prepared } from '../../store/prepared';

export interface RunEntry {
  entity: string;
  /** Local id where there is one, else the server's. */
  row_id: string;
  name: string;
  what: SyncEntryKind;
  detail?: Record<string, unknown>;
}

/** Notes what a run did to a row, for its history; without a run nothing is noted. */
export function noteEntry(sqlite: Database.Database, run: number | null, entry: RunEntry): void {
  if (run !== null) prepared(sqlite, noteSql).run(valuesOf(entry), run);
}

/** The same for many rows, in this order. */
export function noteEntries(sqlite: Database.Database, run: number | null, entries: readonly RunEntry[]): void {
  if (run === null) return;
  const rows = blockWriter(sqlite, newEntries, { run });
  for (const entry of entries) rows.add(valuesOf(entry));
  rows.flush();
}

const valuesOf = ({ entity, row_id, name, what, detail }: RunEntry) => [
  entity,
  row_id,
  name,
  what,
  detail ? JSON.stringify(detail) : '{}',
];

const noteInto = 'insert into sync_entries (entity, row_id, name, what, detail, run)';
const noteSql = `${noteInto} values (?, ?, ?, ?, ?, ?)`;
const newEntries = { insert: noteInto, columns: 5, shared: ['run'], oftenAlike: true, onConflict: '' };
