import { z } from 'zod';
import { type Price, price } from '../../entities/price';
import { groupToWire, wireGroup } from './group';
import { wireInstant, wireInstantOrNull } from './instant';
import { meterToWire, wireMeter } from './meter';
import { onceForFrozen } from './once-for-frozen';
import { ownPlanToWire, wireOwnPlan } from './own-plan';

/** What a price never has here: addons and custom price units are not part of this product. */
const absent = {
  addon: null,
  conversion_rate: null,
  display_price_unit_amount: null,
  price_unit: null,
  price_unit_amount: null,
  price_unit_id: null,
  price_unit_tiers: null,
  pricing_unit: null,
};

/** A price on the wire, every key present (wire contract 3.5, 9.7). */
export const wirePrice = price.extend({
  addon: z.null(),
  conversion_rate: z.null(),
  display_price_unit_amount: z.null(),
  price_unit: z.null(),
  price_unit_amount: z.null(),
  price_unit_id: z.null(),
  price_unit_tiers: z.null(),
  pricing_unit: z.null(),
  /** The older name of trial_period_days. */
  trial_period: z.int(),
  meter: wireMeter.nullable(),
  group: wireGroup.nullable(),
  plan: wireOwnPlan.nullable(),
  etag: z.string().optional(),
});

export const priceToWire = onceForFrozen((row: Price) => ({
  ...row,
  ...absent,
  trial_period: row.trial_period_days,
  start_date: wireInstantOrNull(row.start_date),
  end_date: wireInstantOrNull(row.end_date),
  created_at: wireInstant(row.created_at),
  updated_at: wireInstant(row.updated_at),
  meter: row.meter && meterToWire(row.meter),
  group: row.group && groupToWire(row.group),
  plan: row.plan && ownPlanToWire(row.plan),
}));
