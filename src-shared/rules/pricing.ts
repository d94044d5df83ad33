import { Big, type Decimal } from '../big';

/** One step of a tiered price: quantities up to and including `up_to` (null = unlimited). */
export interface PricingTier {
  up_to: number | null;
  unit_amount: Decimal;
  flat_amount: Decimal | null;
}

/** The part of a price that decides what a quantity costs. A whole price fits. */
export interface PricingTerms {
  billing_model: 'FLAT_FEE' | 'PACKAGE' | 'TIERED';
  amount: Decimal;
  tier_mode: string | null;
  tiers: readonly PricingTier[] | null;
  transform_quantity: { divide_by: number; round: string | null };
}

/** Tiers in the order in which they are priced: by `up_to`, unlimited last (wire contract 6.9). */
export function sortedTiers(tiers: readonly PricingTier[] | null): PricingTier[] {
  const bound = (tier: PricingTier) => tier.up_to ?? Number.POSITIVE_INFINITY;
  // Not a subtraction: ∞ − ∞ is not a number.
  return [...(tiers ?? [])].sort((a, b) => (bound(a) < bound(b) ? -1 : bound(a) > bound(b) ? 1 : 0));
}

/**
 * Cost of one quantity in the price's currency, exact and unrounded (wire contract 6.9). A quantity of zero or less
 * costs nothing, whatever the model.
 */
export function costOf(terms: PricingTerms, quantity: Decimal): Decimal {
  const q = new Big(quantity);
  return q.lte('0') ? '0' : charge(terms, q).toFixed();
}

/**
 * Cost of a bucketed or per-group meter: every bucket is priced on its own from zero and the costs are added. Here a
 * bucket of zero runs the tier routine too, and so costs the first tier's flat amount (wire contract 6.9).
 */
export function costOfBuckets(terms: PricingTerms, quantities: readonly Decimal[]): Decimal {
  let sum = new Big('0');
  for (const quantity of quantities) sum = sum.plus(charge(terms, new Big(quantity)));
  return sum.toFixed();
}

function charge(terms: PricingTerms, q: Big): Big {
  switch (terms.billing_model) {
    case 'FLAT_FEE':
      return new Big(terms.amount).times(q);
    case 'PACKAGE':
      return new Big(terms.amount).times(packagesOf(terms, q));
    case 'TIERED':
      return tieredCharge(terms, q);
  }
}

function packagesOf({ transform_quantity: { divide_by, round } }: PricingTerms, q: Big): Big {
  if (divide_by <= 0) return new Big('0');
  return q.div(String(divide_by)).round(0, round === 'down' ? Big.roundDown : Big.roundUp);
}

function tieredCharge(terms: PricingTerms, q: Big): Big {
  const tiers = sortedTiers(terms.tiers);
  if (terms.tier_mode === 'VOLUME') {
    const tier = tiers[volumeTierIndex(tiers, q)];
    return tier ? new Big(tier.unit_amount).times(q).plus(tier.flat_amount ?? '0') : new Big('0');
  }
  if (terms.tier_mode !== 'SLAB') return new Big('0');
  let sum = new Big('0');
  for (const step of slabSteps(tiers, q)) sum = sum.plus(step.cost);
  return sum;
}

/** The tier that prices the whole quantity: the first whose bound holds it, else the last. -1 without tiers. */
export function volumeTierIndex(tiers: readonly PricingTier[], q: Big): number {
  const index = tiers.findIndex((tier) => tier.up_to === null || q.lte(String(tier.up_to)));
  return index === -1 ? tiers.length - 1 : index;
}

/** What one entered tier of a slab price adds. */
export interface SlabStep {
  index: number;
  units: Big;
  cost: Big;
}

/**
 * The tiers a quantity enters, in order. The first is always entered; a later one only when something is left, so an
 * exact boundary leaves the next flat amount alone. Units beyond the last bound are free.
 */
export function slabSteps(tiers: readonly PricingTier[], q: Big): SlabStep[] {
  const steps: SlabStep[] = [];
  let left = q;
  let from = new Big('0');
  for (const [index, tier] of tiers.entries()) {
    if (index > 0 && left.lte('0')) break;
    const bound = tier.up_to === null ? null : new Big(String(tier.up_to));
    // Bounds below the one before them hold nothing.
    const room = bound === null ? left : bound.gt(from) ? bound.minus(from) : new Big('0');
    const units = left.lt(room) ? left : room;
    steps.push({ index, units, cost: new Big(tier.unit_amount).times(units).plus(tier.flat_amount ?? '0') });
    left = left.minus(units);
    if (bound?.gt(from)) from = bound;
  }
  return steps;
}

/** How a cost came about, as invoices and previews show it (wire contract 6.9). */
export interface CostBreakdown {
  cost: Decimal;
  /** cost ÷ quantity with 16 fractional digits; a flat fee's amount; "0" for a zero quantity of other models. */
  effective_unit_cost: Decimal;
  /** Unit amount of the selected tier; a package's amount ÷ size; a flat fee's amount. */
  tier_unit_amount: Decimal;
  /** 0-based after sorting; for a slab price the last tier entered; -1 when the price has no tiers. */
  selected_tier_index: number;
}

/** Cost of a quantity with the unit costs and the tier behind it (wire contract 6.9). */
export function costBreakdown(terms: PricingTerms, quantity: Decimal): CostBreakdown {
  const q = new Big(quantity);
  const cost = costOf(terms, quantity);
  const effective =
    terms.billing_model === 'FLAT_FEE' ? terms.amount : q.lte('0') ? '0' : new Big(cost).div(q).toFixed();
  const tiers = terms.billing_model === 'TIERED' ? sortedTiers(terms.tiers) : [];
  const index = selectedTierIndex(terms, tiers, q);
  return {
    cost,
    effective_unit_cost: new Big(effective).toFixed(),
    tier_unit_amount: new Big(tierUnitAmount(terms, tiers[index])).toFixed(),
    selected_tier_index: index,
  };
}

function selectedTierIndex(terms: PricingTerms, tiers: readonly PricingTier[], q: Big): number {
  if (q.lte('0') || tiers.length === 0) return -1;
  if (terms.tier_mode === 'VOLUME') return volumeTierIndex(tiers, q);
  if (terms.tier_mode === 'SLAB') return slabSteps(tiers, q).at(-1)?.index ?? -1;
  return -1;
}

function tierUnitAmount(terms: PricingTerms, tier: PricingTier | undefined): Decimal {
  if (terms.billing_model === 'FLAT_FEE') return terms.amount;
  if (terms.billing_model === 'TIERED') return tier?.unit_amount ?? '0';
  const { divide_by } = terms.transform_quantity;
  return divide_by > 0 ? new Big(terms.amount).div(String(divide_by)).toFixed() : '0';
}
