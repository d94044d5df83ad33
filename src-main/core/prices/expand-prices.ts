import type { Price } from '@shared/entities/price';
import type { Kysely } from 'kysely';
import { publishedGroups } from '../groups/group-row';
import { metersById } from '../meters/meter-row';
import { plansById } from '../plans/own-plan';
import type { Schema } from '../store/schema';
import { type PriceRow, priceOf } from './price-row';

export interface PriceExpansions {
  meters?: boolean;
  groups?: boolean;
  plan?: boolean;
}

/** Prices with their meter, published group and plan nested as asked for: one statement per kind, however many prices. */
export async function expandPrices(
  db: Kysely<Schema>,
  rows: readonly PriceRow[],
  { meters, groups, plan }: PriceExpansions,
): Promise<Price[]> {
  const prices = rows.map(priceOf);
  const meterOf = await metersById(db, meters ? prices.flatMap((price) => price.meter_id || []) : []);
  const groupOf = await publishedGroups(db, groups ? prices.flatMap((price) => price.group_id ?? []) : []);
  const planOf = await plansById(db, plan ? prices.map((price) => price.entity_id) : []);
  return prices.map((price) => ({
    ...price,
    meter: meterOf.get(price.meter_id) ?? null,
    group: groupOf.get(price.group_id ?? '') ?? null,
    plan: planOf.get(price.entity_id) ?? null,
  }));
}

/** One price with meter and group, and optionally its plan. */
export async function expandPrice(db: Kysely<Schema>, row: PriceRow, { plan = false } = {}): Promise<Price> {
  const [price] = await expandPrices(db, [row], { meters: true, groups: true, plan });
  if (!price) throw new Error('expanding a price lost it');
  return price;
}
