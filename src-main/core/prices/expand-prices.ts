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
export const expandPrices = async (
  db: Kysely<Schema>,
  rows: readonly PriceRow[],
  expand: PriceExpansions,
): Promise<Price[]> => nestInPrices(db, rows.map(priceOf), expand);

/** The same for prices that are shown already, with nothing nested. */
export function nestInPrices(
  db: Kysely<Schema>,
  prices: readonly Price[],
  { meters, groups, plan }: PriceExpansions,
): Price[] {
  const meterOf = metersById(db, meters ? prices.flatMap((price) => price.meter_id || []) : []);
  const groupOf = publishedGroups(db, groups ? prices.flatMap((price) => price.group_id ?? []) : []);
  const planOf = plansById(db, plan ? prices.map((price) => price.entity_id) : []);
  return prices.map((price) =>
    nestedIn(price, {
      meter: meterOf.get(price.meter_id) ?? null,
      group: groupOf.get(price.group_id ?? '') ?? null,
      plan: planOf.get(price.entity_id) ?? null,
    }),
  );
}

/** Kept prices with what was last nested in them. */
const nested = new WeakMap<Price, Price>();

/** A price with all that is nested in it; of kept parts the same object again. */
function nestedIn(price: Price, parts: Pick<Price, 'meter' | 'group' | 'plan'>): Price {
  if (hasParts(price, parts)) return price;
  const known = nested.get(price);
  if (known && hasParts(known, parts)) return known;
  const whole = { ...price, ...parts };
  if (Object.isFrozen(price)) nested.set(price, Object.freeze(whole));
  return whole;
}

const hasParts = (price: Price, { meter, group, plan }: Pick<Price, 'meter' | 'group' | 'plan'>) =>
  price.meter === meter && price.group === group && price.plan === plan;

/** One price with meter and group, and optionally its plan. */
export async function expandPrice(db: Kysely<Schema>, row: PriceRow, { plan = false } = {}): Promise<Price> {
  const [price] = await expandPrices(db, [row], { meters: true, groups: true, plan });
  if (!price) throw new Error('expanding a price lost it');
  return price;
}
