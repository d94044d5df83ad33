import { z } from 'zod';

/** A separate catalog with its own usage. `development` is shown as Sandbox. */
export const environment = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(['development', 'production']),
  /** IANA zone in which days, weeks and months of this environment's reports are cut. */
  timezone: z.string(),
  /** Whether anything (catalog or usage) is in it; an empty one is offered the first-run choices. */
  is_empty: z.boolean(),
});
export type Environment = z.infer<typeof environment>;

export const environmentUpdate = z.object({ id: z.string(), timezone: z.string().min(1) });
