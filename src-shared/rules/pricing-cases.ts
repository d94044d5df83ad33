/** Prices and quantities for the tests of pricing, and a second way to price them that shares no code with it. */
import fc from 'fast-check';
import type { PricingTerms, PricingTier } from './pricing';

const base: PricingTerms = {
  billing_model: 'FLAT_FEE',
  amount: '0',
  tier_mode: null,
  tiers: null,
  transform_quantity: { divide_by: 1, round: null },
};

export const flat = (amount: string): PricingTerms => ({ ...base, amount });
export const pack = (amount: string, divide_by: number, round: string | null): PricingTerms => ({
  ...base,
  billing_model: 'PACKAGE',
  amount,
  transform_quantity: { divide_by, round },
});
export const tiered = (tier_mode: string, list: readonly PricingTier[]): PricingTerms => ({
  ...base,
  billing_model: 'TIERED',
  tier_mode,
  tiers: list,
});
export const volume = (list: readonly PricingTier[]) => tiered('VOLUME', list);
export const slab = (list: readonly PricingTier[]) => tiered('SLAB', list);
export const tiers = (...list: [number | null, string, string?][]): PricingTier[] =>
  list.map(([up_to, unit_amount, flat_amount]) => ({ up_to, unit_amount, flat_amount: flat_amount ?? null }));

/** Cents as a plain decimal. */
export const centsBetween = (min: number, max: number) =>
  fc.integer({ min, max }).map((cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);

/** Amounts down to the fifteenth digit, without trailing zeros. */
const amountText = fc
  .tuple(
    fc.integer({ min: 0, max: 999 }),
    fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }),
    fc.integer({ min: 0, max: 15 }),
  )
  .map(([whole, part, digits]) => plain(whole, part.toString().padStart(15, '0').slice(0, digits)));

/** Quantities: small wholes around the bounds of tiers, and parts down to the fifteenth digit. */
export const quantityText = fc.oneof(
  fc.integer({ min: 0, max: 70 }).map(String),
  fc
    .tuple(fc.integer({ min: 0, max: 5000 }), fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }))
    .map(([whole, part]) => plain(whole, part.toString().padStart(15, '0'))),
  fc.integer({ min: 1, max: 70 }).map((whole) => `${whole}.000000000000001`),
);

const plain = (whole: number, fraction: string) => {
  const kept = fraction.replace(/0+$/, '');
  return kept ? `${whole}.${kept}` : String(whole);
};

const anyTier = fc.record({
  up_to: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(null)),
  unit_amount: amountText,
  flat_amount: fc.oneof(amountText, fc.constant(null)),
});

/** Any price: every model, with tiers unsorted, with and without an unlimited one, bounds sometimes equal. */
export const anyTerms: fc.Arbitrary<PricingTerms> = fc.oneof(
  amountText.map(flat),
  fc
    .tuple(amountText, fc.integer({ min: 1, max: 1000 }), fc.constantFrom('up', 'down', null))
    .map(([amount, size, round]) => pack(amount, size, round)),
  fc
    .tuple(fc.constantFrom('VOLUME', 'SLAB'), fc.array(anyTier, { maxLength: 6 }))
    .map(([mode, list]) => tiered(mode, list)),
);

/** A fraction of two integers. */
type Rational = readonly [bigint, bigint];
const rational = (text: string): Rational => {
  const [whole = '0', part = ''] = text.split('.');
  return [BigInt(whole + part), 10n ** BigInt(part.length)];
};
const add = ([a, b]: Rational, [c, d]: Rational): Rational => [a * d + c * b, b * d];
const subtract = ([a, b]: Rational, [c, d]: Rational): Rational => [a * d - c * b, b * d];
const multiply = ([a, b]: Rational, [c, d]: Rational): Rational => [a * c, b * d];
const isMore = ([a, b]: Rational, [c, d]: Rational) => a * d > c * b;
const wholeOf = (count: number): Rational => [BigInt(count), 1n];

/** Writes a fraction whose divisor is a power of ten out in digits. */
function digits([a, b]: Rational): string {
  const length = b.toString().length - 1;
  const text = a.toString().padStart(length + 1, '0');
  return plain(0, text.slice(text.length - length)).replace(/^0/, text.slice(0, text.length - length));
}

/** What a quantity above zero costs, in fractions of integers, written from the wire contract alone (6.9). */
export function rationalCost(terms: PricingTerms, quantity: string): string {
  const q = rational(quantity);
  if (terms.billing_model === 'FLAT_FEE') return digits(multiply(rational(terms.amount), q));
  if (terms.billing_model === 'PACKAGE') {
    const size = BigInt(terms.transform_quantity.divide_by) * q[1];
    // Sixteen digits of the quotient, the last one rounded: for a size up to 1000 they decide whether a part is left.
    const quotient = (q[0] * 10n ** 17n) / size;
    const sixteen = (quotient + 5n) / 10n;
    const whole = sixteen / 10n ** 16n;
    const part = sixteen % 10n ** 16n > 0n ? 1n : 0n;
    const count = terms.transform_quantity.round === 'down' ? whole : whole + part;
    return digits(multiply(rational(terms.amount), [count, 1n]));
  }
  const ordered = (terms.tiers ?? [])
    .map((tier, order) => ({ ...tier, order }))
    .sort((a, b) => (a.up_to ?? 1e12) - (b.up_to ?? 1e12) || a.order - b.order);
  return digits(terms.tier_mode === 'VOLUME' ? volumeCost(ordered, q) : slabCost(ordered, q));
}

function volumeCost(ordered: PricingTier[], q: Rational): Rational {
  const fitting = ordered.filter((tier) => tier.up_to === null || !isMore(q, wholeOf(tier.up_to)));
  const tier = fitting[0] ?? ordered[ordered.length - 1];
  if (!tier) return wholeOf(0);
  return add(multiply(rational(tier.unit_amount), q), rational(tier.flat_amount ?? '0'));
}

function slabCost(ordered: PricingTier[], q: Rational): Rational {
  let cost = wholeOf(0);
  for (const [index, tier] of ordered.entries()) {
    const from = wholeOf(ordered[index - 1]?.up_to ?? 0);
    const isOpen = ordered.slice(0, index).some((earlier) => earlier.up_to === null);
    if (isOpen || (index > 0 && !isMore(q, from))) break;
    const to = tier.up_to === null || isMore(wholeOf(tier.up_to), q) ? q : wholeOf(tier.up_to);
    cost = add(cost, multiply(rational(tier.unit_amount), subtract(to, from)));
    cost = add(cost, rational(tier.flat_amount ?? '0'));
  }
  return cost;
}
