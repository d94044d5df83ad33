import type { Price, PriceUpdateInput } from '@shared/entities/price';
import { isSameAmount, wholeNumber } from '../pricing/decimal-text';
import {
  billingModelOf,
  isTieredModel,
  type PricingDraft,
  type PricingErrors,
  pricingDraftOf,
  pricingErrors,
  termsOf,
} from '../pricing/pricing-draft';
import type { TierRow } from '../pricing/tier-rows';
import { type EffectiveDraft, newEffective } from './effective';

/** A price's editable fields as typed. */
export interface PriceEdit {
  display_name: string;
  description: string;
  lookup_key: string;
  metadata: Record<string, string>;
  is_metadata_valid: boolean;
  group_id: string | null;
  pricing: PricingDraft;
  effective: EffectiveDraft;
}

export const priceEditOf = (price: Price, now: string): PriceEdit => ({
  display_name: price.display_name,
  description: price.description,
  lookup_key: price.lookup_key,
  metadata: price.metadata,
  is_metadata_valid: true,
  group_id: price.group_id,
  pricing: pricingDraftOf(price),
  effective: newEffective(price, now),
});

export const textFields = ['display_name', 'lookup_key', 'description'] as const;
export type TextField = (typeof textFields)[number];
export type DetailField = TextField | 'group_id' | 'metadata';

const isSameRecord = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) => {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
};

/** The details that differ from the stored price: these change in place. */
export function changedDetails(price: Price, edit: PriceEdit): DetailField[] {
  const changed: DetailField[] = textFields.filter((field) => edit[field].trim() !== price[field].trim());
  if (edit.group_id !== price.group_id) changed.push('group_id');
  if (!isSameRecord(price.metadata, edit.metadata)) changed.push('metadata');
  return changed;
}

export type PricingField = 'billing_model' | 'tier_mode' | 'amount' | 'transform_quantity' | 'tiers';

/** The pricing that differs from the stored price: any of it makes a new version. */
export function changedPricing(price: Price, { pricing }: PriceEdit): PricingField[] {
  const stored = pricingDraftOf(price);
  const isTiered = isTieredModel(pricing.model);
  const isOtherModel = billingModelOf(pricing.model) !== price.billing_model;
  const changed: PricingField[] = isOtherModel ? ['billing_model'] : [];
  if (isTiered) {
    if (isOtherModel || pricing.model !== stored.model) changed.push('tier_mode');
    if (isOtherModel || !isSameTiers(pricing.tiers, stored.tiers)) changed.push('tiers');
    return changed;
  }
  if (isOtherModel || !isSameAmount(pricing.amount, stored.amount)) changed.push('amount');
  if (pricing.model === 'PACKAGE' && (isOtherModel || !isSamePackage(pricing, stored))) {
    changed.push('transform_quantity');
  }
  return changed;
}

const isSamePackage = (a: PricingDraft, b: PricingDraft) =>
  a.round === b.round && isSameAmount(a.package_size, b.package_size);

const isSameTiers = (a: readonly TierRow[], b: readonly TierRow[]) =>
  a.length === b.length &&
  a.every((row, index) => {
    const other = b[index];
    return (
      other !== undefined &&
      isSameBound(row.up_to, other.up_to) &&
      isSameAmount(row.unit_amount, other.unit_amount) &&
      isSameAmount(row.flat_amount || '0', other.flat_amount || '0')
    );
  });

const isSameBound = (a: string | null, b: string | null) => (a === null || b === null ? a === b : isSameAmount(a, b));

export const isChanged = (price: Price, edit: PriceEdit): boolean =>
  changedDetails(price, edit).length > 0 || changedPricing(price, edit).length > 0;

/** What is wrong with the pricing; nothing while it is as stored, however odd that may be. */
export const editedPricingErrors = (price: Price, edit: PriceEdit): PricingErrors =>
  changedPricing(price, edit).length > 0 ? pricingErrors(edit.pricing) : {};

/**
 * The calls an edit takes: details in place first, so that every version from now on carries them, then the critical
 * fields, which end the price and start its successor. Only what differs is sent: a package keeps its size when only
 * its amount changes (wire contract 3.8).
 */
export function priceUpdates(
  price: Price,
  edit: PriceEdit,
  effectiveFrom: string | null,
): { details: PriceUpdateInput | null; pricing: PriceUpdateInput | null } {
  return { details: detailsUpdate(price, edit), pricing: pricingUpdate(price, edit, effectiveFrom) };
}

function detailsUpdate(price: Price, edit: PriceEdit): PriceUpdateInput | null {
  const changed = changedDetails(price, edit);
  if (changed.length === 0) return null;
  const update: PriceUpdateInput = { id: price.id };
  const clear: TextField[] = [];
  for (const field of textFields) {
    if (!changed.includes(field)) continue;
    const text = edit[field].trim();
    if (text === '') clear.push(field);
    else update[field] = text;
  }
  if (clear.length > 0) update.clear = clear;
  if (changed.includes('group_id')) update.group_id = edit.group_id ?? '';
  if (changed.includes('metadata')) update.metadata = edit.metadata;
  return update;
}

function pricingUpdate(price: Price, edit: PriceEdit, effectiveFrom: string | null): PriceUpdateInput | null {
  const changed = changedPricing(price, edit);
  const terms = termsOf(edit.pricing);
  if (changed.length === 0 || !terms) return null;
  const update: PriceUpdateInput = { id: price.id };
  if (effectiveFrom !== null) update.effective_from = effectiveFrom;
  if (changed.includes('billing_model')) update.billing_model = terms.billing_model;
  if (changed.includes('tier_mode')) update.tier_mode = terms.tier_mode;
  if (changed.includes('amount')) update.amount = terms.amount;
  if (changed.includes('tiers')) update.tiers = terms.tiers?.map((tier) => ({ ...tier })) ?? null;
  if (changed.includes('transform_quantity')) {
    update.transform_quantity = {
      divide_by: wholeNumber(edit.pricing.package_size, 1) ?? 1,
      round: edit.pricing.round,
    };
  }
  return update;
}
