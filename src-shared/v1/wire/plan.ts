import { z } from 'zod';
import { type Plan, plan } from '../../entities/plan';
import { absentOfPlan, ownPlanToWire } from './own-plan';
import { priceToWire, wirePrice } from './price';

/** A plan on the wire, every key present (wire contract 4.1, 9.7); the counts are ours. */
export const wirePlan = plan.extend({
  prices: z.array(wirePrice).nullable(),
  ...absentOfPlan,
  etag: z.string().optional(),
});

export const planToWire = ({ prices, price_count, subscription_count, ...own }: Plan) => ({
  ...ownPlanToWire(own),
  prices: prices === null ? null : prices.map(priceToWire),
  price_count,
  subscription_count,
});
