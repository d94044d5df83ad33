import type {
  ConflictKind,
  PendingKind,
  PendingState,
  RemoteExtension,
  RemoteServer,
  SyncEntryKind,
  SyncRunState,
} from '@shared/entities/sync';
import type { AppErrorBody } from '@shared/errors';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { Generated } from 'kysely';
import type { JsonText } from './json-text';

export interface ConnectionTable {
  number: Generated<number>;
  id: string;
  environment_id: string;
  base_url: string;
  remote: JsonText<RemoteServer> | null;
  extensions: JsonText<RemoteExtension[]>;
  send: 'auto' | 'review';
  marks_operations: 0 | 1;
  is_offline: Generated<0 | 1>;
  is_active: Generated<0 | 1>;
  feed_next: number | null;
  synced_at: string | null;
  swept_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface SyncedRowTable {
  number: Generated<number>;
  connection: number;
  entity: SyncedEntity | 'meter';
  local_id: string;
  remote_id: string;
  base: JsonText<Snapshot> | null;
  etag: string | null;
  remote_updated_at: string | null;
  /** Its base is the record of how the row came, too. */
  is_recorded: Generated<0 | 1>;
}

export interface OutboxTable {
  number: Generated<number>;
  connection: number;
  entity: SyncedEntity;
  local_id: string;
  kind: PendingKind;
  fields: JsonText<Record<string, { from: unknown; to: unknown }>>;
  state: PendingState;
  is_held: Generated<0 | 1>;
  is_released: Generated<0 | 1>;
  operation: JsonText<unknown> | null;
  attempts: Generated<number>;
  not_before: string | null;
  problem: JsonText<AppErrorBody> | null;
  note: Generated<string>;
  first_at: string;
  last_at: string;
}

export interface ConflictTable {
  number: Generated<number>;
  connection: number;
  entity: SyncedEntity;
  local_id: string;
  kind: ConflictKind;
  field: Generated<string>;
  base: JsonText<unknown> | null;
  mine: JsonText<unknown> | null;
  theirs: JsonText<unknown> | null;
  remote: JsonText<unknown> | null;
  opened_at: string;
  decision: JsonText<unknown> | null;
}

export interface SyncRunTable {
  number: Generated<number>;
  connection: number;
  started_at: string;
  finished_at: string | null;
  state: SyncRunState;
  sent: Generated<number>;
  received: Generated<number>;
  conflicts: Generated<number>;
  message: string | null;
}

export interface SyncEntryTable {
  number: Generated<number>;
  run: number;
  entity: string;
  row_id: string;
  name: string;
  what: SyncEntryKind;
  detail: Generated<JsonText<Record<string, unknown>>>;
}

/** The tables of syncing. */
export interface SyncSchema {
  connections: ConnectionTable;
  synced_rows: SyncedRowTable;
  outbox: OutboxTable;
  conflicts: ConflictTable;
  sync_cursors: { connection: number; entity: SyncedEntity | 'feed' | 'written' | 'put_back'; watermark: string };
  event_pushes: { connection: number; pushed_until: number; window_until: number | null; place: string | null };
  sync_waiting: { connection: number; entity: SyncedEntity; remote_id: string; name: string; reason: string };
  sync_runs: SyncRunTable;
  sync_entries: SyncEntryTable;
}
