import { createHash } from 'node:crypto';
import { AppError } from '@shared/errors';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { Schema } from '../../store/schema';
import { readSnapshots } from '../snapshots/read-snapshots';
import { type ConflictRow, requireConflicts } from './conflict-row';
import { fieldIn } from './field-in';
import type { Decision } from './resolving';

/** What is here of what a conflict is about: of a field the row as it is now, which may have been edited since. */
export const mineOf = ({ kind, field, mine }: ConflictRow, snapshot: Snapshot): unknown =>
  kind === 'field' || kind === 'server_ignored' ? fieldIn(snapshot, field) : mine;

/** Names what both sides have: another text whenever either has another value. */
export const sidesText = ({ mine, theirs }: Pick<ConflictRow, 'mine' | 'theirs'>): string =>
  createHash('sha256')
    .update(JSON.stringify([mine ?? null, theirs ?? null]))
    .digest('base64url')
    .slice(0, 22);

/** Refuses decisions about conflicts whose sides are not as the person saw them. */
export async function refuseMoved(
  { db, sqlite }: { db: Kysely<Schema>; sqlite: Database.Database },
  connection: number,
  decisions: readonly Decision[],
): Promise<void> {
  const seen = new Map(decisions.flatMap(({ number, sides }) => (sides === undefined ? [] : [[number, sides]])));
  const conflicts = requireConflicts(sqlite, connection, [...seen.keys()]);
  const rows = new Map<string, Snapshot>();
  for (const [entity, ofKind] of Map.groupBy(conflicts, (conflict) => conflict.entity)) {
    const ids = ofKind.map(({ id }) => id);
    for (const [id, row] of await readSnapshots(db, entity, ids)) rows.set(id, row);
  }
  for (const conflict of conflicts) {
    const { number, id, theirs } = conflict;
    if (sidesText({ mine: mineOf(conflict, rows.get(id) ?? {}), theirs }) === seen.get(number)) continue;
    throw new AppError('version_conflict', 'It has changed since you looked at it. Please look again.', {
      details: { number },
    });
  }
}
