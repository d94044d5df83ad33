import type { Price, PriceCreateInput, PriceUpdateInput } from '@shared/entities/price';
import type { WhatIfChangeInput } from '@shared/entities/what-if';
import type { PricingTerms } from '@shared/rules/pricing';

/** Terms as an update of a price that states all of them, whatever the price has now. */
export const updateOfTerms = (id: string, terms: PricingTerms): PriceUpdateInput => ({
  id,
  billing_model: terms.billing_model,
  ...(terms.billing_model !== 'TIERED' && { amount: terms.amount }),
  ...(terms.billing_model === 'PACKAGE' && { transform_quantity: { ...terms.transform_quantity } }),
  ...(terms.billing_model === 'TIERED' && {
    tier_mode: terms.tier_mode,
    tiers: (terms.tiers ?? []).map((tier) => ({ ...tier })),
  }),
});

/** The terms that such an update states. */
export const termsOfUpdate = (update: PriceUpdateInput): PricingTerms => ({
  billing_model: update.billing_model || 'FLAT_FEE',
  amount: String(update.amount ?? '0'),
  tier_mode: update.tier_mode ?? null,
  tiers:
    update.tiers?.map(({ up_to, unit_amount, flat_amount }) => ({
      up_to: up_to ?? null,
      unit_amount: String(unit_amount),
      flat_amount: flat_amount === null || flat_amount === undefined ? null : String(flat_amount),
    })) ?? null,
  transform_quantity: {
    divide_by: update.transform_quantity?.divide_by ?? 1,
    round: update.transform_quantity?.round ?? null,
  },
});

/** The terms of a charge that does not exist yet, as a stored price would hold them. */
export const termsOfDraft = (price: PriceCreateInput): PricingTerms =>
  termsOfUpdate({ ...price, id: '', billing_model: price.billing_model });

/** What the one-line price of such a charge is made of. */
export const pricedDraft = (price: PriceCreateInput) => {
  const { tiers, ...terms } = termsOfDraft(price);
  const { currency, type, billing_period } = price as Pick<Price, 'currency' | 'type' | 'billing_period'>;
  return {
    ...terms,
    tiers: tiers && [...tiers],
    ...{ currency: currency.toLowerCase(), type, billing_period, billing_period_count: 1, min_quantity: null },
  };
};

export type ChangeOf<K extends WhatIfChangeInput['kind']> = Extract<WhatIfChangeInput, { kind: K }>;
