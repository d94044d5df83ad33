import type { OwnPlan } from '@shared/entities/plan-fields';
import type { Selectable } from 'kysely';
import { baseOf } from '../store/base-columns';
import { keptRows } from '../store/kept-rows';
import { rowsById } from '../store/rows-by-id';
import type { PlanTable } from '../store/schema';

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

const plans = keptRows<PlanRow, OwnPlan>({
  entity: 'plan',
  read: (db, ids) => rowsById(db, 'plans', ids),
  make: (_db, rows) => rows.map(ownPlanOf),
});

/** The plans of these ids by id, archived ones included: what is nested under prices. */
export const plansById = plans.byId;
