import type { PendingChange } from '@shared/entities/sync';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import type { LineKey } from './outbox-line';

/**
 * Who edited a row since it has something to send, each once, the first one first: by the history of the row, a feature's
 * with its meter. What syncing itself wrote has no author; of a row that nobody edited since, it is whoever did last.
 */
export function authorsOf(sqlite: Database.Database, { id }: LineKey, first_at: string): PendingChange['authors'] {
  const edits = prepared(sqlite, editsSql).all({ id }) as { origin: string; name: string | null; at: string }[];
  const since = edits.filter(({ at }) => at >= first_at);
  const authors = new Map((since.length > 0 ? since : edits.slice(-1)).map((edit) => [edit.origin, edit.name]));
  return [...authors].map(([origin, name]) => ({ origin, name }));
}

const editsSql = `
  select origin, name, at from changes left join api_keys on api_keys.id = origin
  where entity_id in (@id, (select meter_id from features where id = @id)) and origin <> 'sync' order by seq`;
