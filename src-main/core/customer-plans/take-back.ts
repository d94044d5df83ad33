import type { Assignment, PlanChange } from '@shared/entities/customer-plan';
import { archiveCustomer } from '../customers/archive-customer';
import { type CustomerRow, valuesOf } from '../customers/customer-row';
import { updateCustomer } from '../customers/update-customer';
import { prepared } from '../store/prepared';
import { changedFields, type Tx } from '../store/write';
import { assignPlans } from './assign-plans';
import { checkChanges, isSame } from './check-changes';
import type { DoneCustomer } from './done-log';
import { type StoredWorld, storedWorld } from './plan-world';

export interface TakenBack {
  /** External ids of customers that are as before. */
  back: string[];
  /** Those that were changed since and stay as they are. */
  left: string[];
  /** How many that had been created are archived. */
  archived: number;
}

/** Takes back what was done to customers, all of a customer or nothing: one that was changed since stays as it is. */
export async function takeBackCustomers(tx: Tx, customers: readonly DoneCustomer[]): Promise<TakenBack> {
  const world = storedWorld(tx.sqlite, tx.context.environment_id, tx.now);
  const unchanged = customers.filter((one) => isAsDone(tx, world, one));
  const changes = unchanged.flatMap((one) => one.changes.map(inverseOf));
  if (changes.length > 0) await assignPlans(tx, changes, { restores: true });
  let archived = 0;
  for (const { updated, created } of unchanged) {
    if (updated) await updateCustomer(tx, { id: updated.id, ...updated.before });
    if (!created) continue;
    await archiveCustomer(tx, created.id);
    archived += 1;
  }
  const back = unchanged.map(({ external_id }) => external_id);
  const isBack = new Set(back);
  const left = customers.map(({ external_id }) => external_id).filter((external_id) => !isBack.has(external_id));
  return { back, left, archived };
}

/** The change the other way round. */
const inverseOf = ({ external_customer_id, from, to }: PlanChange): PlanChange => ({
  external_customer_id,
  from: to,
  to: from,
});

function isAsDone(tx: Tx, world: StoredWorld, { external_id, changes, created, updated }: DoneCustomer): boolean {
  const find = prepared(tx.sqlite, "select * from customers where id = ? and status = 'published'");
  const hasStill = (id: string, values: DoneCustomer['created'] & object) => {
    const row = find.get(id) as CustomerRow | undefined;
    return row !== undefined && Object.keys(changedFields(values.values, valuesOf(row))).length === 0;
  };
  if (created && !hasStill(created.id, created)) return false;
  if (updated && !hasStill(updated.id, updated)) return false;
  const assignments = world.assignments(external_id);
  const begun = changes.flatMap(({ to }) => to ?? []);
  if (created && (assignments?.length ?? 0) !== begun.length) return false;
  if (checkChanges(changes.map(inverseOf), world, { restores: true }).length > 0) return false;
  return !changes.some(
    ({ from, to }) => from?.plan_id !== to?.plan_id && to && isCommitted(tx, world, external_id, to),
  );
}

/** A commitment that somebody made on it since would go with the plan. */
function isCommitted(tx: Tx, world: StoredWorld, external_id: string, to: Assignment): boolean {
  const find = prepared(
    tx.sqlite,
    "select 1 from line_items where subscription_id = ? and status = 'published' and commitment_type is not null",
  );
  const stored = world.assignments(external_id)?.find((one) => isSame(one, to));
  return stored?.subscription_ids.some((id) => find.get(id) !== undefined) ?? false;
}
