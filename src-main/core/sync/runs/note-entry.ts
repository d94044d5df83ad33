import type { SyncEntryKind } from '@shared/entities/sync';
import type Database from 'better-sqlite3';
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
  if (run === null) return;
  const { entity, row_id, name, what, detail } = entry;
  prepared(sqlite, noteSql).run(run, entity, row_id, name, what, detail ? JSON.stringify(detail) : '{}');
}

const noteSql = `insert into sync_entries (run, entity, row_id, name, what, detail)
  values (?, ?, ?, ?, ?, ?)`;
