import type { Parsed } from '@shared/contract';
import { searchText } from '../list/quick-search';
import { createdFields, type Tx } from '../store/write';
import type { PlanRow } from './own-plan';
import { refuseTakenPlanKey } from './plan-key';

/** Creates a plan without prices (wire contract 4.1). */
export async function createPlan(tx: Tx, input: Parsed<'plan.create'>): Promise<PlanRow> {
  await refuseTakenPlanKey(tx, input.lookup_key);
  return insertPlan(tx, { ...input, metadata: input.metadata ?? {} });
}

/** Writes a plan row and its change record. */
export async function insertPlan(
  tx: Tx,
  values: {
    name: string;
    lookup_key: string;
    description: string;
    display_order: number;
    metadata: Record<string, string>;
  },
): Promise<PlanRow> {
  const row = await tx.db
    .insertInto('plans')
    .values({
      id: tx.newId('plan'),
      ...values,
      metadata: JSON.stringify(values.metadata),
      search_text: searchText(values.name, values.lookup_key),
      ...tx.base(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('plan', row.id, 'create', createdFields(values));
  return row;
}
