import { sameValue } from '@shared/rules/sync/same-value';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { searchText } from '../../list/quick-search';
import { type MeterRow, meterOf } from '../../meters/meter-row';
import { prepared } from '../../store/prepared';
import { rowsById } from '../../store/rows-by-id';
import { createdFields } from '../../store/write';
import { usageEnds, usageOfMeter } from '../../usage/after-catalog-change';
import type { RemoteRow } from '../remote/remote-rows';
import { meterPart } from '../snapshots/read-snapshots';
import { insertRow } from '../snapshots/write-row';
import type { Page } from './page';

/**
 * The local meter for one of the server: the linked one, else an equal one that no meter there is linked to yet (of those
 * without a feature, for a feature, whose `status` is given), else a new one that measures the events that are already
 * here, and no more of them when the feature is archived.
 */
export function adoptMeter(
  page: Page,
  { remote_id, part }: NonNullable<RemoteRow['meter']>,
  which: 'any' | 'without feature',
  { status }: Snapshot = {},
): string {
  const known = page.references.meter.get(remote_id);
  if (known) return known;
  const { tx, map, connection } = page;
  const { sqlite, context } = tx;
  const free = prepared(sqlite, which === 'any' ? freeSql : ownerlessSql).all(
    context.environment_id,
    part.event_name,
    connection.number,
  ) as MeterRow[];
  const equal = free.find((row) => sameValue(meterPart(meterOf(row)), part));
  const local_id = equal?.id ?? createMeter(page, part, status === 'archived');
  map.put('meter', { local_id, remote_id, base: null, etag: null, remote_updated_at: null });
  page.references.meter.set(remote_id, local_id);
  return local_id;
}

function createMeter({ tx, effects }: Page, part: Record<string, unknown>, isOver: boolean): string {
  const id = tx.newId('meter');
  const { name, event_name, aggregation, filters, reset_usage } = part;
  insertRow(tx.sqlite, 'meters', {
    id,
    name: name as string,
    event_name: event_name as string,
    aggregation: JSON.stringify(aggregation),
    filters: JSON.stringify(filters),
    reset_usage: reset_usage as string,
    search_text: searchText(name as string, event_name as string),
    ...tx.base(),
  });
  effects.changes.push({ entity: 'meter', kind: 'create', id, fields: createdFields(part) });
  usageOfMeter(tx, id);
  if (!isOver) return id;
  prepared(tx.sqlite, "update meters set status = 'archived' where id = ?").run(id);
  usageEnds(tx, id);
  return id;
}

/** A feature that was here already brings its meter along. */
export function linkMeter({ entity, map, tx }: Page, local_id: string, { meter }: RemoteRow): void {
  if (entity !== 'feature' || !meter || map.byRemote('meter', meter.remote_id)) return;
  const [feature] = rowsById(tx.db, 'features', [local_id]);
  if (!feature?.meter_id || map.byLocal('meter', feature.meter_id)) return;
  map.put('meter', { local_id: feature.meter_id, ...meter, base: null, etag: null, remote_updated_at: null });
}

const freeSql = `
  select * from meters where environment_id = ? and event_name = ? and status = 'published' and not exists (
    select 1 from synced_rows where connection = ? and entity = 'meter' and local_id = meters.id)
  order by number`;
const ownerlessSql = freeSql.replace(
  'order by',
  'and not exists (select 1 from features where meter_id = meters.id) order by',
);
