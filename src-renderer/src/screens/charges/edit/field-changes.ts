import type { Price } from '@shared/entities/price';
import { formatMoney } from '../../../format/money';
import { formatPrice, type PricedTerms } from '../../../format/price';
import { formatCount, type Unit } from '../../../format/quantity';
import { modelNames } from '../pricing/model-cards';
import { pricingDraftOf } from '../pricing/pricing-draft';
import { changedDetails, type PriceEdit } from './price-edit';

/** One field before and after, in words; null is empty. */
export interface FieldChange {
  label: string;
  before: string | null;
  after: string | null;
}

const textLabels = { display_name: 'Display Name', lookup_key: 'Lookup Key', description: 'Description' } as const;

/** The details that change, each as its own line; metadata key by key. Group names come from the caller. */
export function detailChanges(
  price: Price,
  edit: PriceEdit,
  groupNames: { before: string; after: string },
): FieldChange[] {
  return changedDetails(price, edit).flatMap((field): FieldChange[] => {
    if (field === 'group_id') {
      return [
        {
          label: 'Group',
          before: price.group_id === null ? 'None' : groupNames.before,
          after: edit.group_id === null ? 'None' : groupNames.after,
        },
      ];
    }
    if (field === 'metadata') return metadataChanges(price.metadata, edit.metadata);
    return [{ label: textLabels[field], before: price[field] || null, after: edit[field].trim() || null }];
  });
}

function metadataChanges(before: Record<string, string>, after: Record<string, string>): FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ label: `Metadata: ${key}`, before: before[key] ?? null, after: after[key] ?? null }));
}

type Priced = PricedTerms & Pick<Price, 'tier_mode' | 'transform_quantity'>;

/** The pricing that changes, field by field; tiers have a table of their own. */
export function pricingChanges(before: Priced, after: Priced, unit: Unit | null): FieldChange[] {
  const model = (price: Priced) => {
    const known = pricingDraftOf(price).model;
    return known ? modelNames[known] : 'Tiered, without a mode';
  };
  const amount = (price: Priced) =>
    price.billing_model === 'TIERED' ? null : formatMoney(price.amount, price.currency, { style: 'price' });
  const size = (price: Priced) =>
    price.billing_model === 'PACKAGE' ? formatCount(price.transform_quantity.divide_by) : null;
  const rounding = (price: Priced) =>
    price.billing_model === 'PACKAGE' ? (price.transform_quantity.round === 'down' ? 'Down' : 'Up') : null;
  const lines: FieldChange[] = [
    { label: 'Value', before: formatPrice(before, unit), after: formatPrice(after, unit) },
    { label: 'Billing Model', before: model(before), after: model(after) },
    { label: 'Price', before: amount(before), after: amount(after) },
    { label: 'Package Size', before: size(before), after: size(after) },
    { label: 'Rounding', before: rounding(before), after: rounding(after) },
  ];
  return lines.filter((line) => line.before !== line.after);
}
