import type { BillingModel, Price } from '@shared/entities/price';
import type { PricingTerms } from '@shared/rules/pricing';
import { amountError, wholeNumber } from './decimal-text';
import { hasTierErrors, newTierRows, type TierRow, tierRowsOf, tiersOf } from './tier-rows';

/** The four models the forms offer; the last two are the wire's TIERED with a tier mode. */
export const pricingModels = ['FLAT_FEE', 'PACKAGE', 'VOLUME', 'SLAB'] as const;
export type PricingModel = (typeof pricingModels)[number];

/** What a charge costs, as typed. Each model keeps its own part, so that trying another one loses nothing. */
export interface PricingDraft {
  /** Null: stored without a tier mode, which prices everything to 0 until one is chosen. */
  model: PricingModel | null;
  amount: string;
  package_size: string;
  round: 'up' | 'down';
  tiers: TierRow[];
}

export const newPricingDraft = (): PricingDraft => ({
  model: 'FLAT_FEE',
  amount: '',
  package_size: '',
  round: 'up',
  tiers: newTierRows(),
});

function modelOf(price: Pick<Price, 'billing_model' | 'tier_mode'>): PricingModel | null {
  if (price.billing_model !== 'TIERED') return price.billing_model;
  return price.tier_mode === 'VOLUME' || price.tier_mode === 'SLAB' ? price.tier_mode : null;
}

type StoredPricing = Pick<Price, 'billing_model' | 'tier_mode' | 'amount' | 'tiers' | 'transform_quantity'>;

/** A stored price as its editor opens it. */
export function pricingDraftOf(price: StoredPricing): PricingDraft {
  const isTiered = price.billing_model === 'TIERED';
  const isPackage = price.billing_model === 'PACKAGE';
  return {
    model: modelOf(price),
    amount: isTiered ? '' : price.amount,
    package_size: isPackage ? String(price.transform_quantity.divide_by) : '',
    round: isPackage && price.transform_quantity.round === 'down' ? 'down' : 'up',
    tiers: isTiered && price.tiers && price.tiers.length > 0 ? tierRowsOf(price.tiers) : newTierRows(),
  };
}

export const isTieredModel = (model: PricingModel | null): boolean => model !== 'FLAT_FEE' && model !== 'PACKAGE';

export interface PricingErrors {
  model?: string;
  amount?: string;
  package_size?: string;
  tiers?: string;
}

/** What is wrong with the part of the draft that its model uses, in the wire contract's words where it has some. */
export function pricingErrors(draft: PricingDraft): PricingErrors {
  const errors: PricingErrors = {};
  if (draft.model === null) errors.model = 'Choose how tiers are applied: Volume or Slab';
  if (isTieredModel(draft.model)) {
    if (hasTierErrors(draft.tiers)) errors.tiers = 'Some tiers are not complete yet';
    return errors;
  }
  const amount = amountError(draft.amount, {
    missing: 'Enter a price (0 is allowed)',
    negative: 'Please provide a non-negative amount value',
  });
  if (amount) errors.amount = amount;
  if (draft.model === 'PACKAGE' && wholeNumber(draft.package_size, 1) === null) {
    errors.package_size = draft.package_size.trim()
      ? 'Enter a whole number of units, 1 or more'
      : 'Please provide the number of units to set up package pricing';
  }
  return errors;
}

export const isPricingComplete = (draft: PricingDraft): boolean => Object.keys(pricingErrors(draft)).length === 0;

export const billingModelOf = (model: PricingModel | null): BillingModel =>
  model === 'FLAT_FEE' || model === 'PACKAGE' ? model : 'TIERED';

/** The draft as terms that can be priced and sent; null while it is not complete. */
export function termsOf(draft: PricingDraft): PricingTerms | null {
  if (!isPricingComplete(draft)) return null;
  const isTiered = isTieredModel(draft.model);
  return {
    billing_model: billingModelOf(draft.model),
    amount: isTiered ? '0' : draft.amount.trim(),
    tier_mode: isTiered ? draft.model : null,
    tiers: isTiered ? tiersOf(draft.tiers) : null,
    transform_quantity:
      draft.model === 'PACKAGE'
        ? { divide_by: Number(draft.package_size), round: draft.round }
        : { divide_by: 1, round: null },
  };
}
