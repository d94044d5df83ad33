import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { archiveFeature } from '../../features/update-feature';
import { deleteGroup } from '../../groups/delete-group';
import { searchText } from '../../list/quick-search';
import { prepared } from '../../store/prepared';
import { changedFields } from '../../store/write';
import { usageOfMeter } from '../../usage/after-catalog-change';
import { tableOf } from '../snapshots/read-snapshots';
import { columnsOf } from '../snapshots/snapshot-columns';
import { updateRow } from '../snapshots/write-row';
import type { Page } from './page';

/**
 * Takes the server's values over into a local row, with everything that follows from them here as it does from a local
 * edit: members leave an archived group, an archived feature stops counting, an ended price ends on its subscriptions.
 * `updated_at` is the server's.
 */
export async function writeFields(
  page: Page,
  id: string,
  before: Snapshot,
  after: Snapshot,
  updated_at: string | null,
): Promise<void> {
  const { tx, entity, effects, holders } = page;
  const fields = changedFields(before, after);
  const names = new Set(Object.keys(fields));
  if (names.size === 0) return;
  if (fields.status && after.status === 'archived') {
    await archive(page, id);
    names.delete('status');
    delete fields.status;
  }
  if (names.has('meter')) {
    writeMeter(page, id, after.meter as Record<string, unknown>);
    names.delete('meter');
    delete fields.meter;
  }
  const columns = columnsOf(entity, after);
  const written = Object.fromEntries([...names, 'search_text'].map((name) => [name, columns[name] ?? null]));
  updateRow(tx.sqlite, tableOf[entity], id, { ...written, updated_at: updated_at ?? tx.now });
  if (names.size > 0) {
    effects.changes.push({ entity, kind: fields.end_date ? 'terminate' : 'update', id, fields });
  } else effects.rebased.push({ entity, id });
  // What a price charges changed with any of these, and with nothing else.
  if (entity === 'price' && ['end_date', 'start_date'].some((name) => names.has(name))) effects.retimed.push(id);
  page.mine.set(id, after);
  const [oldKey, newKey] = [before.lookup_key as string, after.lookup_key as string];
  if (holders.get(oldKey) === id) holders.delete(oldKey);
  if (isLive(entity, after)) holders.set(newKey, id);
}

export const isLive = (entity: SyncedEntity, row: Snapshot): boolean =>
  entity === 'price' ? row.end_date === null : row.status === 'published';

async function archive(page: Page, id: string): Promise<void> {
  const { tx, entity, connection } = page;
  if (entity === 'group') {
    await deleteGroup(tx, id);
    // So did the server with its members.
    prepared(tx.sqlite, leaveGroupSql).run(connection.number, id);
    return;
  }
  if (entity === 'feature') {
    await archiveFeature(tx, id);
    return;
  }
  // Subscriptions are no concern of the server's: a plan it archived is archived.
  updateRow(tx.sqlite, tableOf[entity], id, { status: 'archived' });
  await tx.record(entity, id, 'archive', { status: { from: 'published', to: 'archived' } });
}

const leaveGroupSql = `update synced_rows set base = json_set(base, '$.group_id', null)
  where connection = ? and entity = 'price' and base ->> '$.group_id' = ?`;

/** What a meter measures changes with its filters: its events are counted anew. */
function writeMeter({ tx, effects }: Page, feature_id: string, part: Record<string, unknown>): void {
  const { sqlite } = tx;
  const sql = `select m.id, m.name, m.event_name, m.aggregation, m.filters, m.reset_usage
    from features f join meters m on m.id = f.meter_id where f.id = ?`;
  const row = prepared(sqlite, sql).get(feature_id) as Record<string, string>;
  const after = {
    name: part.name as string,
    event_name: part.event_name as string,
    aggregation: JSON.stringify(part.aggregation),
    filters: JSON.stringify(part.filters),
    reset_usage: part.reset_usage as string,
  };
  const id = row.id as string;
  const search_text = searchText(after.name, after.event_name);
  updateRow(sqlite, 'meters', id, { ...after, search_text, ...tx.touch() });
  const before = { ...row, aggregation: JSON.parse(row.aggregation ?? '{}'), filters: JSON.parse(row.filters ?? '[]') };
  effects.changes.push({ entity: 'meter', kind: 'update', id, fields: changedFields(before, part) });
  usageOfMeter(tx, id);
}
