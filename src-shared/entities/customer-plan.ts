import { z } from 'zod';
import { instantInput } from '../instant';
import { limits } from '../limits';
import { limitWithin } from '../list';
import { planOutcome } from './plan-outcome';

/** A customer on a plan within [start_date, end_date); an open end runs on. */
export const assignment = z.object({
  plan_id: z.string().min(1),
  start_date: instantInput,
  end_date: instantInput.nullable(),
});
export type Assignment = z.output<typeof assignment>;

/** One line of the grid: a customer with one of its plans, or with none. */
export const customerPlan = z.object({
  /** Null for a customer that is only known from events. */
  customer_id: z.string().nullable(),
  external_id: z.string(),
  name: z.string(),
  plan_id: z.string().nullable(),
  plan_name: z.string(),
  start_date: z.string().nullable(),
  end_date: z.string().nullable(),
  /** The currencies that its subscriptions to the plan are charged in. */
  currencies: z.array(z.string()),
  /** The newest calendar day with counted usage, such as 2026-03-07; null while there is none. */
  last_usage: z.string().nullable(),
});
export type CustomerPlan = z.infer<typeof customerPlan>;

/** A plan that a customer is on. */
export const customerPlanNow = z.object({ customer_id: z.string(), plan_id: z.string(), plan_name: z.string() });

export const customerPlanList = z.object({
  /** Name or external id contains, whatever its case and accents. */
  search: z.string().default(''),
  /** Only customers on one of these plans; "" stands for those on none. */
  plan_ids: z.array(z.string()).default([]),
  order_by: z.enum(['name', 'external_id', 'plan', 'start_date', 'end_date']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  limit: limitWithin(1).default(limits.default_page_size),
  offset: z.int().min(0).default(0),
});

/** The customers and their plans as a file that the import reads: those of the list, whatever page they are on. */
export const customerPlanExport = customerPlanList.pick({ search: true, plan_ids: true });
export type CustomerPlanExport = z.output<typeof customerPlanExport>;

/**
 * What becomes of one assignment: from nothing it begins, to nothing it is taken off as if it had never been. The
 * inverse of a change is the same with both sides swapped.
 */
export const planChange = z.object({
  external_customer_id: z
    .string()
    .min(1)
    .max(255)
    .transform((id) => id.toWellFormed()),
  from: assignment.nullable(),
  to: assignment.nullable(),
  /** From nothing, as it was shown: refused when the customer is on a plan by then. */
  is_first: z.boolean().optional(),
});
export type PlanChange = z.output<typeof planChange>;

export const planChanges = z.object({ changes: z.array(planChange).min(1).max(50_000) });

/** These take back what was done: whoever was taken off a plan is on it again as before. */
const take_back = z.boolean().default(false);

/** So many are made at once: other calls wait for them. */
export const planAssign = z.object({ changes: z.array(planChange).min(1).max(1000), take_back });
export const planChangesStart = planChanges.extend({ take_back });

/** Why one of the changes cannot be made. */
export const planProblem = z.object({
  index: z.int(),
  field: z.enum(['external_customer_id', 'plan_id', 'start_date', 'end_date']),
  message: z.string(),
});
export type PlanProblem = z.infer<typeof planProblem>;

/** What changes of plans mean for usage that is there already. */
const touchedUsage = {
  /** Customers with usage that becomes priced by it, and with usage that no longer is. */
  customers_gaining: z.int(),
  customers_losing: z.int(),
  /** Customers with usage from when the plan had a price that has ended: whoever joins does not take it. */
  customers_left_out: z.int(),
  /** When the last of these prices ended; null without any. */
  left_out_until: z.string().nullable(),
};
export const planTouched = z.object(touchedUsage);
export type TouchedUsage = z.infer<typeof planTouched>;

export const planPreview = z.object({
  problems: z.array(planProblem),
  outcome: planOutcome,
  ...touchedUsage,
});

const pickedFile = { path: z.string(), name: z.string() };
export const customerFileCheck = z.object(pickedFile);
export const customerFileImport = z.object({
  ...pickedFile,
  /** False: a file with any wrong row changes nothing. */
  only_valid_rows: z.boolean().default(false),
});
