import type { Meter, MeterFilter } from '@shared/entities/meter';
import { checkMeterFilters, mergeMeterFilters } from '@shared/rules/meter';
import { changedFields, type Tx } from '../store/write';
import { usageEnds, usageOfMeter } from '../usage/after-catalog-change';
import { loadMeter, meterOf } from './meter-row';

/** Merges filters into a meter's own, the only thing about a meter that can change, and measures its events anew. */
export async function addMeterFilters(tx: Tx, id: string, added: MeterFilter[]): Promise<Meter> {
  const row = await loadMeter(tx.db, tx.context.environment_id, id);
  checkMeterFilters(added);
  const meter = meterOf(row);
  const filters = mergeMeterFilters(meter.filters, added);
  const fields = changedFields(meter, { filters });
  if (Object.keys(fields).length === 0) return meter;
  const after = await tx.db
    .updateTable('meters')
    .set({ filters: JSON.stringify(filters), ...tx.touch() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('meter', id, 'update', fields);
  usageOfMeter(tx, id);
  return meterOf(after);
}

/** Archives a meter, which keeps what it counted and counts nothing more; prices that use it are not touched. Archiving it again changes nothing. */
export async function archiveMeter(tx: Tx, id: string): Promise<Meter> {
  const row = await loadMeter(tx.db, tx.context.environment_id, id);
  if (row.status === 'archived') return meterOf(row);
  const after = await tx.db
    .updateTable('meters')
    .set({ status: 'archived', ...tx.touch() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  usageEnds(tx, id);
  await tx.record('meter', id, 'archive', { status: { from: row.status, to: 'archived' } });
  return meterOf(after);
}
