import { Big, type Decimal } from '../big';
import { costOf, costOfBuckets, type PricingTerms, slabSteps, sortedTiers, volumeTierIndex } from './pricing';

/** One line of how a cost came about: some units at a unit amount, and a flat amount. */
export interface CostStep {
  /** Units this line charges for; whole packages for a package price. */
  units: Decimal;
  unit_amount: Decimal;
  flat_amount: Decimal;
  cost: Decimal;
  /** 0-based after sorting by bound; null when the price has no tiers. */
  tier_index: number | null;
}

export interface CostExplanation {
  quantity: Decimal;
  cost: Decimal;
  steps: CostStep[];
}

/** Walks a quantity through a price: the steps add up to the cost. No steps for a quantity of zero. */
export function explainCost(terms: PricingTerms, quantity: Decimal): CostExplanation {
  const cost = costOf(terms, quantity);
  const q = new Big(quantity);
  return { quantity: q.toFixed(), cost, steps: q.lte('0') ? [] : stepsOf(terms, q, cost) };
}

/** Walks one bucket through a price; a bucket of zero pays the first tier's flat amount (wire contract 6.9). */
export function explainBucketCost(terms: PricingTerms, quantity: Decimal): CostExplanation {
  const cost = costOfBuckets(terms, [quantity]);
  const q = new Big(quantity);
  return { quantity: q.toFixed(), cost, steps: stepsOf(terms, q, cost) };
}

function stepsOf(terms: PricingTerms, q: Big, cost: Decimal): CostStep[] {
  if (terms.billing_model === 'FLAT_FEE') {
    return [{ units: q.toFixed(), unit_amount: terms.amount, flat_amount: '0', cost, tier_index: null }];
  }
  if (terms.billing_model === 'PACKAGE') {
    const { divide_by, round } = terms.transform_quantity;
    if (divide_by <= 0) return [];
    const packages = q.div(String(divide_by)).round(0, round === 'down' ? Big.roundDown : Big.roundUp);
    return [{ units: packages.toFixed(), unit_amount: terms.amount, flat_amount: '0', cost, tier_index: null }];
  }
  const tiers = sortedTiers(terms.tiers);
  if (terms.tier_mode === 'VOLUME') {
    const tier_index = volumeTierIndex(tiers, q);
    const tier = tiers[tier_index];
    if (!tier) return [];
    return [{ units: q.toFixed(), ...amountsOf(tier), cost, tier_index }];
  }
  if (terms.tier_mode !== 'SLAB') return [];
  return slabSteps(tiers, q).flatMap((step) => {
    const tier = tiers[step.index];
    if (!tier) return [];
    return [{ units: step.units.toFixed(), ...amountsOf(tier), cost: step.cost.toFixed(), tier_index: step.index }];
  });
}

const amountsOf = (tier: { unit_amount: Decimal; flat_amount: Decimal | null }) => ({
  unit_amount: tier.unit_amount,
  flat_amount: tier.flat_amount ?? '0',
});

/** Quantities at which a price is worth showing: zero, every bound and the unit after it; a package and the one after. */
export function tellingQuantities(terms: PricingTerms): Decimal[] {
  const bounds =
    terms.billing_model === 'PACKAGE'
      ? [terms.transform_quantity.divide_by]
      : terms.billing_model === 'TIERED'
        ? sortedTiers(terms.tiers).flatMap((tier) => tier.up_to ?? [])
        : [1];
  return [...new Set([0, ...bounds.filter((bound) => bound > 0).flatMap((bound) => [bound, bound + 1])])].map(String);
}

/** The worked examples of a price form. */
export const workedExamples = (terms: PricingTerms): CostExplanation[] =>
  tellingQuantities(terms).map((quantity) => explainCost(terms, quantity));

/** Two neighbouring quantities of which the greater costs less. */
export interface TotalDrop {
  quantity: Decimal;
  cost: Decimal;
  next_quantity: Decimal;
  next_cost: Decimal;
}

/**
 * Where the total drops when the quantity rises by one: allowed, but rarely meant. Only a volume price can do it, and
 * only across a bound.
 */
export function totalDrops(terms: PricingTerms): TotalDrop[] {
  if (terms.billing_model !== 'TIERED' || terms.tier_mode !== 'VOLUME') return [];
  return sortedTiers(terms.tiers).flatMap((tier) => {
    if (tier.up_to === null || tier.up_to <= 0) return [];
    const quantity = String(tier.up_to);
    const next_quantity = String(tier.up_to + 1);
    const cost = costOf(terms, quantity);
    const next_cost = costOf(terms, next_quantity);
    return new Big(next_cost).lt(cost) ? [{ quantity, cost, next_quantity, next_cost }] : [];
  });
}
