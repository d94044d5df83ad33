import { AppError, notFound } from '@shared/errors';
import { fieldRule, type Snapshot, type SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { usageOfMeter } from '../../usage/after-catalog-change';
import { catalogChanged } from '../../usage/catalog-version';
import { forgetPrice } from '../../usage/priced-spans';
import type { ConnectionRow } from '../connections/active-connection';
import { followPage } from '../pull/follow-page';
import { type Page, readPage } from '../pull/page';
import { writeFields } from '../pull/write-fields';
import { idMap } from '../remote/id-map';
import { readSnapshots } from '../snapshots/read-snapshots';
import { liveGroup } from './live-group';
import { withFreeKey } from './taken-key';

export interface RowToSet {
  connection: ConnectionRow;
  entity: SyncedEntity;
  id: string;
}

/** A row as it is now; throws not_found when it is gone. */
export async function requireSnapshot({ db }: Tx, entity: SyncedEntity, id: string): Promise<Snapshot> {
  const row = (await readSnapshots(db, entity, [id])).get(id);
  if (!row) throw notFound('It is not there any more');
  return row;
}

/**
 * Sets fields of a row as a pull does, with everything that follows: also what no edit can do, such as taking back that a
 * row was archived or a price ended. Members come back to a group that is live again; a price that was in a group which is
 * archived is in none. Fields of a price that are set when it is made are refused.
 */
export async function setFields(
  tx: Tx,
  { connection, entity, id }: RowToSet,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const before = await requireSnapshot(tx, entity, id);
  for (const field of Object.keys(changes)) refuseFixed(entity, field);
  const context = { tx, connection, map: idMap(tx.sqlite, connection.number), run: null };
  const page = await readPage(context, entity, []);
  page.mine.set(id, before);
  const after = { ...before, ...changes };
  if (entity === 'price' && changes.group_id) after.group_id = liveGroup(tx, changes.group_id);
  await withFreeKey(tx, entity, after, () => writeFields(page, id, before, after, null));
  if (before.status === 'archived' && changes.status === 'published') await comeBack(page, id);
  await followPage(page);
  const isTerm = (field: string) => entity === 'price' && fieldRule('price', field)?.travels === 'version';
  if (Object.keys(changes).some(isTerm)) {
    const number = prepared(tx.sqlite, 'select number from prices where id = ?').pluck().get(id) as number;
    forgetPrice(tx.sqlite, number);
    catalogChanged(tx.sqlite);
  }
}

/** Whether a field of a row that is there can be set at all. */
export const canSet = (entity: SyncedEntity, field: string): boolean =>
  fieldRule(entity, field.split('.')[0] ?? '')?.travels !== 'fixed' || (field === 'lookup_key' && entity !== 'price');

function refuseFixed(entity: SyncedEntity, field: string): void {
  if (canSet(entity, field)) return;
  throw new AppError('invalid_operation', 'This is set when a row is made and never changes.', { field });
}

/** What went along when the row was archived comes back with it. */
async function comeBack({ tx, entity }: Page, id: string): Promise<void> {
  const { sqlite } = tx;
  if (entity === 'group') {
    const members = prepared(sqlite, membersSql)
      .pluck()
      .all({ id, environment_id: tx.context.environment_id }) as string[];
    if (members.length === 0) return;
    const { updated_at, updated_by } = tx.touch();
    prepared(sqlite, rejoinSql).run({ id, members: JSON.stringify(members), updated_at, updated_by });
    const fields = { group_id: { from: null, to: id } };
    await tx.recordMany(
      'price',
      'update',
      members.map((member) => ({ id: member, fields })),
    );
  }
  if (entity !== 'feature') return;
  const meter_id = prepared(sqlite, 'select meter_id from features where id = ?').pluck().get(id) as string | null;
  if (!meter_id) return;
  const { changes } = prepared(
    sqlite,
    `update meters set status = 'published', archived_at = null where id = ? and status = 'archived'`,
  ).run(meter_id);
  if (changes === 0) return;
  await tx.record('meter', meter_id, 'update', { status: { from: 'archived', to: 'published' } });
  usageOfMeter(tx, meter_id);
}

// Archiving took them out in the same moment; who was put elsewhere since stays there.
const membersSql = `
  with archived as (
    select seq, at from changes where entity = 'group' and entity_id = @id and kind = 'archive' order by seq desc limit 1
  )
  select p.id from changes c join archived on c.seq < archived.seq and c.at = archived.at join prices p on p.id = c.entity_id
  where c.environment_id = @environment_id and c.entity = 'price' and p.group_id is null
    and c.fields ->> '$.group_id.from' = @id`;
const rejoinSql = `update prices set group_id = @id, updated_at = @updated_at, updated_by = @updated_by
  where id in (select value from json_each(@members))`;
