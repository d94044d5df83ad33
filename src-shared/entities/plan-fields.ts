import { z } from 'zod';
import { metadata } from '../list';
import { baseFields } from './base';

/** A plan's own fields: all of a plan but its prices. What is nested under a price is exactly this. */
export const planFields = {
  id: z.string(),
  name: z.string(),
  lookup_key: z.string(),
  description: z.string(),
  display_order: z.int(),
  metadata,
  ...baseFields,
};

export const ownPlan = z.object(planFields);
/** A plan without its prices. */
export type OwnPlan = z.infer<typeof ownPlan>;
