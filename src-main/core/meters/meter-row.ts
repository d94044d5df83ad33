import { type Meter, meter as meterShape } from '@shared/entities/meter';
import { notFound } from '@shared/errors';
import type { Kysely, Selectable } from 'kysely';
import { findRow } from '../store/find-row';
import { keptRows } from '../store/kept-rows';
import { rowsById } from '../store/rows-by-id';
import type { MeterTable, Schema } from '../store/schema';

export type MeterRow = Selectable<MeterTable>;

const { aggregation, filters } = meterShape.shape;

/** A meter as the wire shows it (wire contract 5.6). */
export const meterOf = (row: MeterRow): Meter => ({
  id: row.id,
  name: row.name,
  event_name: row.event_name,
  aggregation: aggregation.parse(JSON.parse(row.aggregation)),
  filters: filters.parse(JSON.parse(row.filters)),
  reset_usage: row.reset_usage,
  tenant_id: row.tenant_id,
  status: row.status,
  created_at: row.created_at,
  updated_at: row.updated_at,
});

/** A meter of this environment, archived or not; 404 when there is none. */
export async function loadMeter(db: Kysely<Schema>, environment_id: string, id: string): Promise<MeterRow> {
  const row = await findRow(db, 'meters', environment_id, id);
  if (!row) throw notFound('Meter not found');
  return row;
}

const meters = keptRows<MeterRow, Meter>({
  entity: 'meter',
  read: (db, ids) => rowsById(db, 'meters', ids),
  make: (_db, rows) => rows.map(meterOf),
});

/** The meters of these ids by id, archived ones included. */
export const metersById = meters.byId;
