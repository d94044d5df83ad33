import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { idMap } from './id-map';

/**
 * A row is new to the server from now on, and so is what belongs to it and cannot be moved there: of a plan the prices
 * that go on, with all their versions; what became of those there is nothing to ask or look for any more. Prices that
 * ended stay there with the plan that is gone. Answers the ids of the prices that are to be derived again.
 */
export function forgetThere(
  { sqlite, now }: Pick<Tx, 'sqlite' | 'now'>,
  connection: number,
  { entity, id }: { entity: SyncedEntity; id: string },
): string[] {
  const map = idMap(sqlite, connection);
  map.drop(entity, id);
  if (entity === 'group') {
    prepared(sqlite, leftGroupSql).run(connection, id);
    return prepared(sqlite, 'select id from prices where group_id = ?').pluck().all(id) as string[];
  }
  if (entity !== 'plan') return [];
  const goingOn = prepared(sqlite, goingOnSql).pluck().all({ id, now }) as string[];
  for (const price of goingOn) map.drop('price', price);
  for (const sql of [askedSql, onItsWaySql]) prepared(sqlite, sql).run(connection, JSON.stringify(goingOn));
  return goingOn;
}

const goingOnSql = `select id from prices where entity_id = @id and coalesce(parent_price_id, id) in (
  select coalesce(parent_price_id, id) from prices where entity_id = @id and (end_date is null or end_date > @now))`;
const askedSql = `delete from conflicts where connection = ? and entity = 'price'
  and kind = 'gone_there' and local_id in (select value from json_each(?))`;
const onItsWaySql = `update outbox set operation = null, state = 'ready', not_before = null
  where connection = ? and entity = 'price' and local_id in (select value from json_each(?))
    and kind <> 'create' and state <> 'sending' and operation is not null`;
const leftGroupSql = `update synced_rows set base = json_set(base, '$.group_id', null)
  where connection = ? and entity = 'price' and base ->> '$.group_id' = ?`;
