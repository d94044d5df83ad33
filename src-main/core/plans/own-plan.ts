import type { OwnPlan } from '@shared/entities/plan-fields';
import type { Kysely, Selectable } from 'kysely';
import { baseOf } from '../store/base-columns';
import { rowsById } from '../store/rows-by-id';
import type { PlanTable, Schema } from '../store/schema';

export type PlanRow = Selectable<PlanTable>;

/** A plan without its prices: as the wire nests it under a price (wire contract 3.5). */
export const ownPlanOf = (row: PlanRow): OwnPlan => ({
  id: row.id,
  name: row.name,
  lookup_key: row.lookup_key,
  description: row.description,
  display_order: row.display_order,
  metadata: JSON.parse(row.metadata),
  ...baseOf(row),
});

/** The plans of these ids by id, archived ones included: what is nested under prices. */
export async function plansById(db: Kysely<Schema>, ids: readonly string[]): Promise<Map<string, OwnPlan>> {
  return new Map(rowsById(db, 'plans', ids).map((row) => [row.id, ownPlanOf(row)]));
}
