import { z } from 'zod';

/** How many of the changes do what. */
export const planOutcome = z.object({
  put: z.int(),
  changed: z.int(),
  taken_off: z.int(),
  unchanged: z.int(),
  customers_created: z.int(),
});
export type PlanOutcome = z.infer<typeof planOutcome>;
