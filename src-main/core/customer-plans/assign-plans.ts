import type { Assignment, PlanChange } from '@shared/entities/customer-plan';
import type { PlanOutcome } from '@shared/entities/plan-outcome';
import { invalid } from '@shared/errors';
import { cancelCheck } from '../cancel';
import type { Tx } from '../store/write';
import { usageOfMovedSubscriptions } from '../usage/after-catalog-change';
import { windowsOfSubscriptions } from '../usage/charge-windows';
import { beginSubscriptions } from './begin-subscriptions';
import { checkChanges, isSame, outcomeOf } from './check-changes';
import { type StoredWorld, storedWorld } from './plan-world';
import { restoreSubscriptions } from './restore-subscriptions';
import { type Retimed, retimeSubscriptions } from './retime-subscriptions';

/**
 * Puts customers on plans, moves their dates and takes them off, all of it or nothing; the usage that is priced follows
 * in the same transaction. Customers only known from events are created. Whoever withdraws the call in time has changed
 * nothing. With `restores`, to take changes back, a customer that was taken off a plan is on it again as it was.
 */
export async function assignPlans(
  tx: Tx,
  changes: readonly PlanChange[],
  { restores = false } = {},
): Promise<PlanOutcome> {
  const isWanted = cancelCheck(tx.context);
  const world = storedWorld(tx.sqlite, tx.context.environment_id, tx.now);
  const problems = checkChanges(changes, world, { restores });
  if (problems[0]) throw invalid(problems[0].message, problems[0].field, { problems });
  const outcome = outcomeOf(changes, world);
  const retimed: Retimed[] = [];
  const removed: { id: string; from: Assignment }[] = [];
  const begun: { external_customer_id: string; to: Assignment }[] = [];
  for (const { external_customer_id, from, to } of changes) {
    const ids = from ? idsOf(world, external_customer_id, from, restores ? { to } : null) : [];
    if (from && to && from.plan_id === to.plan_id) {
      if (!isSame(from, to)) retimed.push(...ids.map((subscription_id) => ({ subscription_id, from, to })));
      continue;
    }
    if (from) removed.push(...ids.map((id) => ({ id, from })));
    if (to) begun.push({ external_customer_id, to });
  }
  const moved = [...retimed.map(({ subscription_id }) => subscription_id), ...removed.map(({ id }) => id)];
  if (moved.length > 0) {
    isWanted();
    const before = windowsOfSubscriptions(tx.sqlite, moved);
    await retimeSubscriptions(tx, retimed, restores);
    await removeSubscriptions(tx, removed);
    isWanted();
    usageOfMovedSubscriptions(tx, moved, before);
  }
  isWanted();
  const isNew = restores
    ? await restoreSubscriptions(
        tx,
        begun.map((one) => ({ ...one, customer_id: world.customerId(one.external_customer_id) })),
      )
    : begun;
  await beginSubscriptions(tx, isNew, world);
  isWanted();
  return outcome;
}

/** The subscriptions of an assignment; of those that a change `to` another takes back, only the ones that it made. */
function idsOf(
  world: StoredWorld,
  external_id: string,
  from: Assignment,
  takenBack: { to: Assignment | null } | null,
): readonly string[] {
  const stored = takenBack
    ? world.madeFrom(external_id, from, takenBack.to)
    : world.assignments(external_id)?.find((one) => isSame(one, from));
  return stored?.subscription_ids ?? [];
}

/** Takes subscriptions out as if they had never been. */
async function removeSubscriptions(tx: Tx, removed: readonly { id: string; from: Assignment }[]): Promise<void> {
  if (removed.length === 0) return;
  const ids = JSON.stringify(removed.map(({ id }) => id));
  const { updated_at, updated_by } = tx.touch();
  for (const [table, key] of [
    ['line_items', 'subscription_id'],
    ['subscriptions', 'id'],
  ]) {
    tx.sqlite
      .prepare(`
        update ${table} set status = 'archived', updated_at = ?, updated_by = ?
        where ${key} in (select value from json_each(?)) and status = 'published'`)
      .run(updated_at, updated_by, ids);
  }
  await tx.recordMany(
    'subscription',
    'archive',
    removed.map(({ id }) => ({ id, fields: { status: { from: 'published', to: 'archived' } } })),
  );
}
