import { type PricingTerms, sortedTiers } from './pricing';
import { divideRounded, quantityDigits, quantityOne, toScaled } from './scaled-decimal';

/** A price made ready for hot loops: quantities in 10^-15 and costs in 10^-30 as integers, exact. */
export interface CompiledPrice {
  /** Whether cost(a + b) = cost(a) + cost(b), so that costs of parts may be added. */
  linear: boolean;
  /** Cost of one quantity; nothing for zero or less. The same numbers as `costOf`. */
  cost(quantity: bigint): bigint;
  /** Cost of one bucket, which also prices a zero (first tier's flat amount). The same numbers as `costOfBuckets`. */
  bucketCost(quantity: bigint): bigint;
  /** Its cost in pieces, none when it is free; null when it charges by the package. */
  pieces: readonly CostPiece[] | null;
  /** How it charges by the package; null when it does not. */
  packages: Packages | null;
}

/** Packages of so many units, started ones counted or not, and what one costs (10^-30). */
export interface Packages {
  size: number;
  countsStarted: boolean;
  cost: bigint;
}

/**
 * Quantities from the piece before up to so many whole units, inclusive; null for all above. Each costs `unit` times the
 * quantity and `flat` on top, so that quantities of one piece may be added up before they are priced.
 */
export interface CostPiece {
  up_to: number | null;
  /** 10^-15 */
  unit: bigint;
  /** 10^-30 */
  flat: bigint;
}

/** Prepares a price for `CompiledPrice`. Amounts count to 15 decimals, as they are stored. */
export function compilePrice(terms: PricingTerms): CompiledPrice {
  const bucketCost = chargeOf(terms);
  return {
    linear: terms.billing_model === 'FLAT_FEE',
    cost: (quantity) => (quantity <= 0n ? 0n : bucketCost(quantity)),
    bucketCost,
    pieces: piecesOf(terms),
    packages: packagesOf(terms),
  };
}

function packagesOf({ billing_model, amount, transform_quantity }: PricingTerms): Packages | null {
  if (billing_model !== 'PACKAGE' || transform_quantity.divide_by <= 0) return null;
  const { divide_by: size, round } = transform_quantity;
  return { size, countsStarted: round !== 'down', cost: toScaled(amount, quantityDigits) * quantityOne };
}

function piecesOf(terms: PricingTerms): CostPiece[] | null {
  if (terms.billing_model === 'FLAT_FEE') {
    return [{ up_to: null, unit: toScaled(terms.amount, quantityDigits), flat: 0n }];
  }
  if (terms.billing_model === 'PACKAGE') return terms.transform_quantity.divide_by <= 0 ? [] : null;
  const tiers = scaledTiers(terms);
  if (terms.tier_mode === 'VOLUME') {
    return tiers.map(({ bound, unit, flat }, index) => ({
      up_to: index === tiers.length - 1 ? null : wholeUnits(bound),
      unit,
      flat,
    }));
  }
  return terms.tier_mode === 'SLAB' ? slabPieces(tiers) : [];
}

const wholeUnits = (bound: bigint | null) => (bound === null ? null : Number(bound / quantityOne));

function slabPieces(tiers: readonly ScaledTier[]): CostPiece[] {
  const pieces: CostPiece[] = [];
  let below = 0n;
  let from = 0n;
  for (const { bound, unit, flat } of tiers) {
    below += flat;
    pieces.push({ up_to: wholeUnits(bound), unit, flat: below - unit * from });
    if (bound !== null && bound > from) {
      below += unit * (bound - from);
      from = bound;
    }
  }
  // What lies beyond the last bound costs nothing more.
  pieces.push({ up_to: null, unit: 0n, flat: tiers.length > 0 ? below : 0n });
  return pieces;
}

type Charge = (quantity: bigint) => bigint;

const free: Charge = () => 0n;

function chargeOf(terms: PricingTerms): Charge {
  if (terms.billing_model === 'TIERED') return tieredCharge(terms);
  const amount = toScaled(terms.amount, quantityDigits);
  if (terms.billing_model === 'FLAT_FEE') return (quantity) => amount * quantity;
  return packageCharge(amount * quantityOne, terms.transform_quantity);
}

function packageCharge(packageCost: bigint, { divide_by, round }: PricingTerms['transform_quantity']): Charge {
  if (divide_by <= 0) return free;
  const size = BigInt(divide_by);
  const one = 10n ** 16n;
  const up = round === 'down' ? 0n : one - 1n;
  return (quantity) => {
    // The division carries 16 fractional digits, half away from zero, before it is cut to whole packages.
    const packages = (divideRounded(quantity * 10n, size) + up) / one;
    return packageCost * packages;
  };
}

interface ScaledTier {
  bound: bigint | null;
  unit: bigint;
  flat: bigint;
}

const scaledTiers = (terms: PricingTerms): ScaledTier[] =>
  sortedTiers(terms.tiers).map((tier) => ({
    bound: tier.up_to === null ? null : BigInt(tier.up_to) * quantityOne,
    unit: toScaled(tier.unit_amount, quantityDigits),
    flat: toScaled(tier.flat_amount ?? '0', quantityDigits) * quantityOne,
  }));

function tieredCharge(terms: PricingTerms): Charge {
  const tiers = scaledTiers(terms);
  const last = tiers.at(-1);
  if (!last) return free;
  if (terms.tier_mode === 'VOLUME') {
    return (quantity) => {
      const tier = tiers.find(({ bound }) => bound === null || quantity <= bound) ?? last;
      return tier.unit * quantity + tier.flat;
    };
  }
  return terms.tier_mode === 'SLAB' ? (quantity) => slabCost(tiers, quantity) : free;
}

function slabCost(tiers: readonly ScaledTier[], quantity: bigint): bigint {
  let cost = 0n;
  let from = 0n;
  let first = true;
  for (const { bound, unit, flat } of tiers) {
    if (!first && quantity <= from) break;
    first = false;
    const to = bound === null || bound > quantity ? quantity : bound;
    cost += flat;
    if (to > from) {
      cost += unit * (to - from);
      from = to;
    }
  }
  return cost;
}
