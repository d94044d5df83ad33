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
}

/** Prepares a price for `CompiledPrice`. Amounts count to 15 decimals, as they are stored. */
export function compilePrice(terms: PricingTerms): CompiledPrice {
  const bucketCost = chargeOf(terms);
  return {
    linear: terms.billing_model === 'FLAT_FEE',
    cost: (quantity) => (quantity <= 0n ? 0n : bucketCost(quantity)),
    bucketCost,
  };
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

function tieredCharge(terms: PricingTerms): Charge {
  const tiers: ScaledTier[] = sortedTiers(terms.tiers).map((tier) => ({
    bound: tier.up_to === null ? null : BigInt(tier.up_to) * quantityOne,
    unit: toScaled(tier.unit_amount, quantityDigits),
    flat: toScaled(tier.flat_amount ?? '0', quantityDigits) * quantityOne,
  }));
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
