import type { CustomerPlan } from '@shared/entities/customer-plan';
import type { PlanChange } from './plan-drafts';

/** What is done to many customers at once. */
export type BulkAction =
  | { kind: 'put'; plan_id: string; start_date: string; end_date: string | null }
  | { kind: 'move'; plan_id: string; at: string }
  | { kind: 'end'; at: string };

const storedOf = ({ plan_id, start_date, end_date }: CustomerPlan) =>
  plan_id === null || start_date === null ? null : { plan_id, start_date, end_date };

const once = (rows: readonly CustomerPlan[]): string[] => [...new Set(rows.map(({ external_id }) => external_id))];

/**
 * The changes that a bulk action makes to the selected rows. Those it does not concern are left out: what has ended by
 * then, or is on the plan to move to already.
 */
export function bulkChanges(action: BulkAction, rows: readonly CustomerPlan[]): PlanChange[] {
  if (action.kind === 'put') {
    const { plan_id, start_date, end_date } = action;
    return once(rows).map((external_customer_id) => ({
      external_customer_id,
      from: null,
      to: { plan_id, start_date, end_date },
    }));
  }
  return rows.flatMap((row): PlanChange[] => {
    const { external_id: external_customer_id } = row;
    const from = storedOf(row);
    const { at } = action;
    if (action.kind === 'end') {
      if (!from || (from.end_date !== null && from.end_date <= at)) return [];
      return [{ external_customer_id, from, to: { ...from, end_date: at } }];
    }
    const { plan_id } = action;
    const begin = (start_date: string, end_date: string | null): PlanChange => ({
      external_customer_id,
      from: null,
      to: { plan_id, start_date, end_date },
    });
    if (!from) return [begin(at, null)];
    if (from.plan_id === plan_id || (from.end_date !== null && from.end_date <= at)) return [];
    // What begins only then, or later, begins on the other plan instead.
    if (from.start_date >= at) return [{ external_customer_id, from, to: { ...from, plan_id } }];
    return [{ external_customer_id, from, to: { ...from, end_date: at } }, begin(at, from.end_date)];
  });
}
