import type { PricedTerms } from '../../../format/price';
import { termsOf } from '../pricing/pricing-draft';
import type { ChargeDraft } from './charge-draft';

/** The fields of a draft that its one-line price is made of; null while the price is not complete. */
export function draftTerms(draft: ChargeDraft): PricedTerms | null {
  const terms = termsOf(draft.pricing);
  return (
    terms && {
      ...terms,
      tiers: terms.tiers && [...terms.tiers],
      currency: draft.currency,
      type: draft.type,
      billing_period: draft.billing_period,
      billing_period_count: 1,
      min_quantity: draft.type === 'FIXED' && draft.min_quantity.trim() !== '' ? draft.min_quantity.trim() : null,
    }
  );
}
