import type { Kysely } from 'kysely';
import { loadPrice, type PriceRow } from '../prices/price-row';
import type { Schema } from '../store/schema';

/** The version of a price that an edit ends, whichever of them it was tried on: the newest one. */
export async function newestVersion(db: Kysely<Schema>, environment_id: string, id: string): Promise<PriceRow> {
  const row = await loadPrice(db, environment_id, id);
  if (row.end_date === null) return row;
  const root = rootOf(row);
  const newest = await db
    .selectFrom('prices')
    .selectAll()
    .where(({ eb, or }) => or([eb('id', '=', root), eb('parent_price_id', '=', root)]))
    .where('end_date', 'is', null)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return newest ?? row;
}

/** What all versions of a price have in common: the id of the first one. */
export const rootOf = ({ id, parent_price_id }: Pick<PriceRow, 'id' | 'parent_price_id'>): string =>
  parent_price_id ?? id;
