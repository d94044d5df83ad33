import type { CallContext } from '@shared/door';
import { invalid } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { limits } from '@shared/limits';
import type Database from 'better-sqlite3';
import { prepared } from './prepared';
import { answeredIds, versionsWritten } from './row-versions';

const keptMs = limits.idempotency_days * 24 * 3600 * 1000;

/** What a write answered, with the versions that the rows in it had then. */
interface KeptReply {
  reply: unknown;
  versions: Record<string, number>;
}

/**
 * What the write with this idempotency key answered when it was done; null when it was not done yet. The same key for
 * another request is refused. What is too old to be asked again is forgotten.
 */
export function findReply(
  sqlite: Database.Database,
  { environment_id, caller, idempotency }: CallContext,
  now: string,
) {
  if (!idempotency) return null;
  prepared(sqlite, 'delete from idempotent_replies where at < ?').run(toInstant(Date.parse(now) - keptMs));
  const row = prepared(sqlite, findSql).get(environment_id, caller ?? '', idempotency.key) as
    | { request_hash: string; reply: string }
    | undefined;
  if (!row) return null;
  if (row.request_hash !== idempotency.request) {
    throw invalid('This Idempotency-Key was already used for another request. Use a new one.', 'Idempotency-Key');
  }
  return JSON.parse(row.reply) as KeptReply;
}

/** Keeps what a write is about to answer, in its own transaction. */
export function keepReply(
  sqlite: Database.Database,
  { environment_id, caller, idempotency }: CallContext,
  reply: unknown,
  now: string,
): void {
  if (!idempotency) return;
  const kept: KeptReply = { reply: reply ?? null, versions: versionsWritten(sqlite, answeredIds(reply)) };
  const text = JSON.stringify(kept);
  prepared(sqlite, keepSql).run(environment_id, caller ?? '', idempotency.key, idempotency.request, text, now);
}

const findSql =
  'select request_hash, reply from idempotent_replies where environment_id = ? and caller = ? and key = ?';
const keepSql =
  'insert into idempotent_replies (environment_id, caller, key, request_hash, reply, at) values (?, ?, ?, ?, ?, ?)';
