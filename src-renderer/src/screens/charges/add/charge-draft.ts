import type { Feature } from '@shared/entities/feature';
import type { BillingPeriod, InvoiceCadence, PriceCreateInput } from '@shared/entities/price';
import { wholeNumber } from '../pricing/decimal-text';
import { newPricingDraft, type PricingDraft, pricingErrors, termsOf } from '../pricing/pricing-draft';
import type { StartDraft } from './start-choice';

/** A charge as typed, before it is sent. Fixed and usage charges share most of their fields. */
export interface ChargeDraft {
  type: 'FIXED' | 'USAGE';
  /** The metered feature of a usage charge. */
  feature: Feature | null;
  display_name: string;
  /** The name last filled in for the person: it follows the feature until they type their own. */
  filled_name: string;
  /** Lower-case ISO code. */
  currency: string;
  billing_period: BillingPeriod;
  pricing: PricingDraft;
  group_id: string | null;
  start: StartDraft;
  invoice_cadence: InvoiceCadence;
  min_quantity: string;
  has_trial: boolean;
  trial_days: string;
  lookup_key: string;
  description: string;
  metadata: Record<string, string>;
  is_metadata_valid: boolean;
}

export function newChargeDraft(type: ChargeDraft['type'], planName: string): ChargeDraft {
  const name = type === 'FIXED' ? planName : '';
  return {
    type,
    feature: null,
    display_name: name,
    filled_name: name,
    currency: 'usd',
    billing_period: 'MONTHLY',
    pricing: newPricingDraft(),
    group_id: null,
    start: { choice: 'now', at: null },
    invoice_cadence: 'ARREAR',
    min_quantity: '1',
    has_trial: false,
    trial_days: '',
    lookup_key: '',
    description: '',
    metadata: {},
    is_metadata_valid: true,
  };
}

/** The draft with another feature: its name becomes the display name, unless the person typed one. */
export function withFeature(draft: ChargeDraft, feature: Feature | null): ChargeDraft {
  if (!feature) return { ...draft, feature };
  const isFollowing = draft.display_name === draft.filled_name;
  return {
    ...draft,
    feature,
    ...(isFollowing && { display_name: feature.name, filled_name: feature.name }),
  };
}

export const isOneTime = (draft: Pick<ChargeDraft, 'billing_period'>): boolean => draft.billing_period === 'ONETIME';

/** The draft with another period: one-time charges are always billed in advance and have no trial. */
export const withPeriod = (draft: ChargeDraft, billing_period: BillingPeriod): ChargeDraft => ({
  ...draft,
  billing_period,
  ...(billing_period === 'ONETIME' && { invoice_cadence: 'ADVANCE' as const, has_trial: false }),
});

/** Errors by field name of the wire, so that the core's refusals land in the same places. */
export type ChargeErrors = Partial<Record<ChargeField, string>>;
export type ChargeField =
  | 'meter_id'
  | 'currency'
  | 'amount'
  | 'transform_quantity'
  | 'tiers'
  | 'start_date'
  | 'min_quantity'
  | 'trial_period_days'
  | 'metadata';

/** What keeps a draft from being added, found without asking the core. */
export function chargeErrors(draft: ChargeDraft): ChargeErrors {
  const errors: ChargeErrors = {};
  const pricing = pricingErrors(draft.pricing);
  if (draft.type === 'USAGE' && !draft.feature) {
    errors.meter_id = 'Please select a metered feature to set up usage pricing';
  }
  if (draft.currency.length !== 3) errors.currency = 'Choose a currency';
  if (pricing.amount) errors.amount = pricing.amount;
  if (pricing.package_size) errors.transform_quantity = pricing.package_size;
  if (pricing.tiers) errors.tiers = pricing.tiers;
  if (draft.start.choice === 'custom' && draft.start.at === null) errors.start_date = 'Choose when the charge starts';
  if (draft.type === 'FIXED' && draft.min_quantity.trim() !== '' && wholeNumber(draft.min_quantity, 0) === null) {
    errors.min_quantity = 'Enter a whole number, 0 or more';
  }
  if (draft.type === 'FIXED' && draft.has_trial && wholeNumber(draft.trial_days, 1) === null) {
    errors.trial_period_days = 'Enter the number of trial days, 1 or more';
  }
  if (!draft.is_metadata_valid) errors.metadata = 'Each metadata key needs to be there once';
  return errors;
}

/** The create request of a complete draft; null while something is wrong with it. */
export function chargeRequest(draft: ChargeDraft, planId: string, startDate: string | null): PriceCreateInput | null {
  const terms = termsOf(draft.pricing);
  if (!terms || Object.keys(chargeErrors(draft)).length > 0) return null;
  const isFixed = draft.type === 'FIXED';
  const isTiered = terms.billing_model === 'TIERED';
  return {
    currency: draft.currency,
    entity_type: 'PLAN',
    entity_id: planId,
    type: draft.type,
    billing_model: terms.billing_model,
    billing_period: draft.billing_period,
    billing_period_count: 1,
    invoice_cadence: isFixed ? draft.invoice_cadence : 'ARREAR',
    ...(!isTiered && { amount: terms.amount }),
    ...(isTiered && { tier_mode: terms.tier_mode, tiers: terms.tiers?.map((tier) => ({ ...tier })) }),
    ...(terms.billing_model === 'PACKAGE' && { transform_quantity: terms.transform_quantity }),
    ...(!isFixed && { meter_id: draft.feature?.meter_id }),
    ...(isFixed && draft.min_quantity.trim() !== '' && { min_quantity: Number(draft.min_quantity) }),
    ...(isFixed && draft.has_trial && { trial_period_days: Number(draft.trial_days) }),
    display_name: draft.display_name.trim(),
    description: draft.description.trim(),
    lookup_key: draft.lookup_key.trim(),
    metadata: draft.metadata,
    group_id: draft.group_id,
    start_date: startDate,
  };
}
