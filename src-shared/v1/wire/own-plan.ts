import { z } from 'zod';
import { type OwnPlan, ownPlan } from '../../entities/plan-fields';
import { wireInstant } from './instant';

/** What a plan never has here: entitlements and credit grants are not part of this product. */
export const absentOfPlan = { entitlements: z.null(), credit_grants: z.null() };

/** A plan as it is nested under a price: every key, but no prices (wire contract 3.5, 9.7). */
export const wireOwnPlan = ownPlan.extend({ prices: z.null(), ...absentOfPlan });

export const ownPlanToWire = (row: OwnPlan) => ({
  ...row,
  prices: null,
  entitlements: null,
  credit_grants: null,
  created_at: wireInstant(row.created_at),
  updated_at: wireInstant(row.updated_at),
});
