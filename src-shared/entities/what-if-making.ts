import { z } from 'zod';
import { instantInput } from '../instant';
import { planChange, planTouched } from './customer-plan';
import { planOutcome } from './plan-outcome';
import { whatIfChange } from './what-if';

/** A what-if to be made real: which changes, from when, and what becomes of the plans that customers leave. */
export const whatIfMaking = z.object({
  changes: z
    .array(whatIfChange)
    .min(1, 'Please name at least one change')
    .max(50, 'Please make at most 50 changes at once'),
  /** When new versions of prices, new charges and new plans begin, and the plans that are left end. */
  effective_from: instantInput,
  /** `keep`: customers stay on what they are on and are charged by both. */
  old_plans: z.enum(['end', 'keep']).default('end'),
});
export type WhatIfMaking = z.output<typeof whatIfMaking>;
export type WhatIfMakingInput = z.input<typeof whatIfMaking>;

/** One change of a customer's plans, with the names of what it is about. */
export const whatIfPlanStep = z.object({
  customer_name: z.string(),
  from_plan_name: z.string(),
  to_plan_name: z.string(),
  change: planChange,
});
export type WhatIfPlanStep = z.infer<typeof whatIfPlanStep>;

/** Exactly what would be written. */
export const whatIfReview = z.object({
  /** Prices that get a new version; `price_id` is the version that ends. */
  versions: z.array(z.object({ index: z.int(), price_id: z.string() })),
  /** Charges that begin, by the place of their change. */
  charges: z.array(z.object({ index: z.int() })),
  plan_steps: z.array(whatIfPlanStep),
  outcome: planOutcome,
  ...planTouched.shape,
  /** Why it cannot be made: by the place of the change, or by the customer. Nothing is made while there is one. */
  problems: z.array(z.object({ index: z.int().nullable(), customer_name: z.string(), message: z.string() })),
});
export type WhatIfReview = z.infer<typeof whatIfReview>;

/** What was made. */
export const whatIfMade = z.object({
  versions: z.int(),
  charges: z.int(),
  outcome: planOutcome,
  /** The changes of plans; with both sides of each swapped they take it back. */
  plan_changes: z.array(planChange),
});
