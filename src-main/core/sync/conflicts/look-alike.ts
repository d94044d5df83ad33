import { sameValue } from '@shared/rules/sync/same-value';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { OutboxAt } from '../outbox/plan-requests';
import { mayBeMade } from '../push/decide-probe';
import { idMap } from '../remote/id-map';
import { readSnapshots, tableOf } from '../snapshots/read-snapshots';
import type { ConflictRow } from './conflict-row';

/** Among more rows of one name, or prices of one plan, nobody would look. */
const atMost = 100;

/**
 * The row of the server that a row of unknown fate may have become, by what it is: it came as one of its own meanwhile. Null
 * when there is none, or several.
 */
export async function lookAlike(
  { db, sqlite, connection }: OutboxAt,
  { entity, id, mine: intent }: Pick<ConflictRow, 'entity' | 'id' | 'mine'>,
): Promise<{ remote_id: string; snapshot: Snapshot } | null> {
  const mine = intent as Snapshot;
  const asked = { connection: connection.number, entity, id, environment_id: connection.environment_id };
  const beside = { ...asked, of: entity === 'price' ? mine.entity_id : mine.name, limit: atMost + 1 };
  const rows = prepared(sqlite, candidatesSql(entity)).all(beside) as {
    local_id: string;
    started_at: string;
    created_at: string;
  }[];
  if (rows.length > atMost) return null;
  const snapshots = await readSnapshots(
    db,
    entity,
    rows.map(({ local_id }) => local_id),
  );
  const alike = rows.flatMap(({ local_id, started_at, created_at }) => {
    const snapshot = snapshots.get(local_id);
    const isAlike =
      snapshot &&
      isNamedAlike(mine, snapshot) &&
      mayBeMade(entity, { intent: mine, started_at }, { created_at, snapshot });
    return isAlike ? [{ local_id, snapshot }] : [];
  });
  const [only, another] = alike;
  const remote_id = only && !another && idMap(sqlite, connection.number).remoteId(entity, only.local_id);
  return remote_id ? { remote_id, snapshot: only.snapshot } : null;
}

/** Prices with the same terms are many: one that was given a name is known by it, too. */
const isNamedAlike = (mine: Snapshot, theirs: Snapshot): boolean =>
  !mine.display_name || sameValue(mine.display_name, theirs.display_name);

/** Rows that came from the server, beside the one whose request is of unknown fate. */
const candidatesSql = (entity: SyncedEntity) => `
  select local_id, created_at, (
      select operation ->> '$.started_at' from outbox
      where connection = @connection and entity = @entity and outbox.local_id = @id) as started_at
  from ${tableOf[entity]} join synced_rows on local_id = ${tableOf[entity]}.id and entity = @entity
  where environment_id = @environment_id and connection = @connection and local_id <> @id
    and ${entity === 'price' ? 'entity_id = @of and parent_price_id is null' : 'name = @of'} and started_at is not null
  limit @limit`;
