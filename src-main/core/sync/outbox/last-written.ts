import { versionOf } from '@shared/v1/encode-answer';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import type { RemoteRow } from '../remote/remote-rows';

/** The newest change of a server's log that we know to be of a write of ours: its number, and the row it is about. */
export interface LastWritten {
  seq: number;
  remote_id: string;
}

/**
 * Remembers a write by the version that the server gave its row. The log is followed later, and a backup may be put back
 * before that: it is known by this that the log is another one.
 */
export function noteWritten(sqlite: Database.Database, connection: number, { etag, remote_id }: RemoteRow): void {
  const seq = versionOf(etag ?? '');
  if (seq === null || seq <= (lastWritten(sqlite, connection)?.seq ?? 0)) return;
  prepared(sqlite, noteSql).run(connection, `${seq} ${remote_id}`);
}

export function lastWritten(sqlite: Database.Database, connection: number): LastWritten | null {
  const [seq, remote_id] = ((prepared(sqlite, readSql).pluck().get(connection) as string | undefined) ?? '').split(' ');
  return seq && remote_id ? { seq: Number(seq), remote_id } : null;
}

export const forgetWritten = (sqlite: Database.Database, connection: number): void => {
  prepared(sqlite, forgetSql).run(connection);
};

const ofWritten = "connection = ? and entity = 'written'";
const readSql = `select watermark from sync_cursors where ${ofWritten}`;
const forgetSql = `delete from sync_cursors where ${ofWritten}`;
const noteSql = `insert into sync_cursors (connection, entity, watermark) values (?, 'written', ?)
  on conflict do update set watermark = excluded.watermark`;
