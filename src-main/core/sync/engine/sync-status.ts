import type { SyncRemoval, SyncStatus } from '@shared/entities/sync';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import { activeConnection, type ConnectionRow } from '../connections/active-connection';
import { isReadOnly, onlyReads, type ReadOnlyMemory } from './read-only';
import type { Trouble } from './run-outcome';

/** What the engine remembers of an environment between runs. */
export interface SyncMemory extends ReadOnlyMemory {
  progress: SyncStatus['progress'];
  is_running: boolean;
  /** Why the last run did not get through; null after one that did. */
  trouble: Trouble | null;
  /** Why the last run ended early for another reason. */
  stopped: string | null;
  /** A person ended the last run; the next edit or a person begins the next. */
  is_cancelled: boolean;
  /** What the last full check would have removed, had it been allowed to. */
  would_go: readonly SyncRemoval[];
  /** Epoch milliseconds. */
  next_try_at: number | null;
}

interface Counts {
  pending: number;
  held: number;
  to_review: number;
  local_only: number;
  failed: number;
  /** Nothing that a person could do stands against sending them. */
  to_send: number;
}

const countsSql = `
  select coalesce(sum(state <> 'local_only'), 0) as pending,
    coalesce(sum(is_held = 1 and state <> 'local_only'), 0) as held,
    coalesce(sum(is_held = 0 and is_released = 0 and state = 'ready'), 0) as to_review,
    coalesce(sum(state = 'local_only'), 0) as local_only,
    coalesce(sum(state = 'failed'), 0) as failed,
    coalesce(sum(is_held = 0 and (is_released = 1 or @sends_all) and state in ('ready', 'uncertain')), 0) as to_send
  from outbox where connection = @connection`;

/** How syncing of an environment stands: from the store, and from what the last real requests said. */
export function syncStatusOf(
  sqlite: Database.Database,
  environment_id: string,
  memory: SyncMemory | undefined,
): SyncStatus {
  const connection = activeConnection(sqlite, environment_id);
  if (!connection) return localOnly;
  const sends_all = connection.send === 'auto' ? 1 : 0;
  const counts = prepared(sqlite, countsSql).get({ connection: connection.number, sends_all }) as Counts;
  const conflicts = prepared(sqlite, 'select count(distinct entity || local_id) from conflicts where connection = ?')
    .pluck()
    .get(connection.number) as number;
  const { failed, to_send, ...shown } = counts;
  const refused = failed > 0 ? refusalText(sqlite, connection.number, failed) : null;
  const problem = problemOf(memory, refused, to_send > 0 && isReadOnly(connection, memory));
  // What was refused, or is asked about, is not tried again by itself.
  const isLeftToPerson = (failed > 0 || Boolean(memory?.would_go.length)) && !memory?.trouble && !memory?.stopped;
  return {
    ...shown,
    to_review: connection.send === 'review' ? counts.to_review : 0,
    conflicts,
    would_remove: memory?.would_go.length ?? 0,
    state: stateOf(connection, memory, conflicts, problem !== null),
    progress: memory?.progress ?? null,
    synced_at: connection.synced_at,
    next_try_at: isLeftToPerson ? null : nextTry(connection, memory),
    problem,
  };
}

const localOnly: SyncStatus = {
  state: 'local_only',
  progress: null,
  synced_at: null,
  next_try_at: null,
  pending: 0,
  held: 0,
  to_review: 0,
  local_only: 0,
  conflicts: 0,
  would_remove: 0,
  problem: null,
};

function stateOf(
  connection: ConnectionRow,
  memory: SyncMemory | undefined,
  conflicts: number,
  hasProblem: boolean,
): SyncStatus['state'] {
  if (connection.is_offline) return 'paused';
  if (memory?.is_running) return 'syncing';
  const trouble = memory?.trouble?.kind;
  if (trouble === 'unauthorized') return 'unauthorized';
  if (trouble === 'unreachable' || trouble === 'broken') return 'offline';
  if (trouble === 'busy' || memory?.stopped || memory?.would_go.length) return 'error';
  if (memory?.is_cancelled) return 'cancelled';
  if (conflicts > 0) return 'conflict';
  return hasProblem ? 'error' : 'online';
}

const nextTry = ({ is_offline }: ConnectionRow, memory: SyncMemory | undefined) =>
  is_offline || !memory || memory.next_try_at === null ? null : new Date(memory.next_try_at).toISOString();

/** What a full check asks before it removes a large part of a kind. */
export function removalQuestion(rows: readonly SyncRemoval[]): string {
  const names = rows.slice(0, 3).map(({ name }) => `“${name}”`);
  const more = rows.length > 3 ? ` and ${rows.length - 3} more` : '';
  return `${rows.length} rows are gone on the server: ${names.join(', ')}${more}. Nothing was removed here yet.`;
}

/** What a server says of changes that it refused: its words, where there is one. */
function refusalText(sqlite: Database.Database, connection: number, failed: number): string {
  if (failed > 1) return `The server refused ${failed} changes. Pending changes tells why, one by one.`;
  const sql = `select problem ->> '$.message' from outbox where connection = ? and state = 'failed'`;
  const message = prepared(sqlite, sql).pluck().get(connection) as string | null | undefined;
  return message ? `The server refused a change: ${message}` : 'The server refused a change.';
}

function problemOf(memory: SyncMemory | undefined, refused: string | null, isStuck: boolean): string | null {
  if (memory?.trouble) return memory.trouble.message;
  if (memory?.stopped) return memory.stopped;
  if (memory?.would_go.length) return removalQuestion(memory.would_go);
  if (isStuck) return onlyReads;
  return refused;
}
