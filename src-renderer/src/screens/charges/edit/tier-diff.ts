import { Big } from '@shared/big';
import type { PricingTier } from '@shared/rules/pricing';

/** A tier before and after; one side is null where it was added or removed. */
export interface TierChange {
  before: PricingTier | null;
  after: PricingTier | null;
  isSame: boolean;
}

const amount = (text: string | null) => new Big(text ?? '0');
const isSame = (a: PricingTier, b: PricingTier) =>
  a.up_to === b.up_to &&
  amount(a.unit_amount).eq(amount(b.unit_amount)) &&
  amount(a.flat_amount).eq(amount(b.flat_amount));

const pair = (before: PricingTier | null, after: PricingTier | null): TierChange => ({
  before,
  after,
  isSame: before !== null && after !== null && isSame(before, after),
});

const bound = (tier: PricingTier) => tier.up_to ?? Number.POSITIVE_INFINITY;

/**
 * Two tier tables side by side. As many tiers as before are compared in order, so that a moved bound reads as one
 * change; otherwise tiers with the same bound belong together and the rest was added or removed.
 */
export function tierChanges(before: readonly PricingTier[], after: readonly PricingTier[]): TierChange[] {
  if (before.length === after.length) return before.map((tier, index) => pair(tier, after[index] ?? null));
  const bounds = [...new Set([...before, ...after].map(bound))].sort((a, b) => (a < b ? -1 : 1));
  return bounds.map((at) =>
    pair(before.find((tier) => bound(tier) === at) ?? null, after.find((tier) => bound(tier) === at) ?? null),
  );
}
