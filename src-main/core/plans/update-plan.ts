import type { Parsed } from '@shared/contract';
import { AppError, invalid } from '@shared/errors';
import { searchText } from '../list/quick-search';
import { changedFields, type Tx } from '../store/write';
import type { PlanRow } from './own-plan';
import { refuseTakenPlanKey } from './plan-key';
import { loadPlan } from './plan-row';

/** Edits a plan (wire contract 4.3): absent keeps, "" clears lookup key and description, metadata replaces. */
export async function updatePlan(tx: Tx, input: Parsed<'plan.update'>): Promise<PlanRow> {
  const row = await loadPlan(tx.db, tx.context.environment_id, input.id);
  if (input.name === '') throw invalid('Please provide a name for the plan', 'name');
  const before = { ...row, metadata: JSON.parse(row.metadata) as Record<string, string> };
  const after = {
    name: input.name ?? row.name,
    lookup_key: input.lookup_key ?? row.lookup_key,
    description: input.description ?? row.description,
    display_order: input.display_order ?? row.display_order,
    metadata: input.metadata ?? before.metadata,
  };
  const fields = changedFields(before, after);
  if (Object.keys(fields).length === 0) return row;
  if (fields.lookup_key && row.status === 'published') await refuseTakenPlanKey(tx, after.lookup_key, row.id);
  const updated = await tx.db
    .updateTable('plans')
    .set({
      ...after,
      metadata: JSON.stringify(after.metadata),
      search_text: searchText(after.name, after.lookup_key),
      ...tx.touch(),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('plan', row.id, 'update', fields);
  return updated;
}

/** Archives a plan that nobody is subscribed to any more; its prices stay as they are (wire contract 4.5). */
export async function archivePlan(tx: Tx, id: string): Promise<PlanRow> {
  const row = await loadPlan(tx.db, tx.context.environment_id, id);
  if (row.status === 'archived') return row;
  const live = await tx.db
    .selectFrom('subscriptions')
    .select('id')
    .where('plan_id', '=', id)
    .where('status', '=', 'published')
    .where('subscription_status', '<>', 'cancelled')
    .limit(1)
    .executeTakeFirst();
  if (live) {
    throw new AppError('invalid_operation', 'Please remove the active subscriptions before deleting this plan.', {
      field: 'id',
    });
  }
  const archived = await tx.db
    .updateTable('plans')
    .set({ status: 'archived', ...tx.touch() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('plan', id, 'archive', { status: { from: row.status, to: 'archived' } });
  return archived;
}
