import type { Price, PriceCreate, PriceUpdate } from '../entities/price';
import { invalid } from '../errors';

const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/**
 * The fields of an update that end the price and start a successor (wire contract 3.8). Sending the value a price
 * already has still counts; an empty list of tiers and an empty text do not.
 */
export function criticalFields(update: PriceUpdate): string[] {
  const { billing_model, amount, tier_mode, tiers, transform_quantity, price_unit_amount, price_unit_tiers } = update;
  return Object.entries({
    billing_model: Boolean(billing_model),
    amount: given(amount),
    tier_mode: Boolean(tier_mode),
    tiers: Boolean(tiers?.length),
    transform_quantity: given(transform_quantity),
    price_unit_amount: given(price_unit_amount),
    price_unit_tiers: Boolean(price_unit_tiers?.length),
  })
    .filter(([, counts]) => counts)
    .map(([field]) => field);
}

export const isCritical = (update: PriceUpdate): boolean => criticalFields(update).length > 0;

/** Refuses an update whose own fields contradict each other (wire contract 3.8). */
export function checkPriceUpdate(update: PriceUpdate): void {
  if (given(update.effective_from) && !isCritical(update)) {
    throw invalid(
      'When providing effective_from, you must also provide one of: amount, billing_model, tier_mode, tiers, transform_quantity, price_unit_amount, or price_unit_tiers',
      'effective_from',
    );
  }
  const custom = customFields(update);
  if (custom && (given(update.amount) || update.tiers?.length)) {
    throw invalid(
      'Cannot provide both FIAT fields (amount, tiers) and custom price unit fields (price_unit_amount, price_unit_tiers) in the same request',
      custom,
    );
  }
}

const customFields = ({ price_unit_amount, price_unit_tiers }: PriceUpdate) => {
  if (given(price_unit_amount)) return 'price_unit_amount';
  return price_unit_tiers?.length ? 'price_unit_tiers' : null;
};

/** Refuses a critical update that this price cannot take; `at` is when the successor would start. */
export function checkSuccession(price: Price, update: PriceUpdate, at: string): void {
  const custom = customFields(update);
  if (custom) {
    throw invalid(
      'Price unit type cannot be changed during update. Cannot use price_unit_amount or price_unit_tiers on a FIAT price.',
      custom,
    );
  }
  if (price.end_date) throw invalid('Cannot update a terminated price', 'id', { end_date: price.end_date });
  if (price.start_date && at < price.start_date) {
    throw invalid(
      "The effective date for terminating this price cannot be before the price's start date",
      'effective_from',
      { start_date: price.start_date },
    );
  }
}

/** A text field after an update: given text replaces, empty text keeps, `clear` empties. */
const textAfter = (price: Price, update: PriceUpdate, field: 'lookup_key' | 'description' | 'display_name'): string =>
  update.clear.includes(field) ? '' : update[field] || price[field];

/** What a non-critical update leaves in place of a price's own values (wire contract 3.8). */
export function editedInPlace(price: Price, update: PriceUpdate) {
  return {
    lookup_key: textAfter(price, update, 'lookup_key'),
    description: textAfter(price, update, 'description'),
    display_name: textAfter(price, update, 'display_name'),
    metadata: update.metadata ?? price.metadata,
    group_id: given(update.group_id) ? update.group_id || null : price.group_id,
  };
}

/** The create request of a price's successor from `at` on: the price as it is, overridden by the update. */
export function successorOf(price: Price, update: PriceUpdate, at: string): PriceCreate {
  const edited = editedInPlace(price, update);
  const billing_model = update.billing_model ?? price.billing_model;
  const tiered = billing_model === 'TIERED';
  return {
    currency: price.currency,
    entity_type: price.entity_type,
    entity_id: price.entity_id,
    billing_period_count: price.billing_period_count,
    type: price.type,
    billing_model,
    billing_period: price.billing_period,
    invoice_cadence: price.invoice_cadence,
    price_unit_type: 'FIAT',
    amount: tiered ? null : (update.amount ?? price.amount),
    tier_mode: tiered ? update.tier_mode || price.tier_mode : null,
    tiers: tiered ? (update.tiers?.length ? update.tiers : price.tiers) : null,
    transform_quantity: billing_model === 'PACKAGE' ? (update.transform_quantity ?? price.transform_quantity) : null,
    meter_id: price.type === 'USAGE' ? price.meter_id : null,
    trial_period_days: price.trial_period_days,
    min_quantity: price.min_quantity === null ? null : Number(price.min_quantity),
    display_name: edited.display_name || (price.type === 'USAGE' ? 'Usage' : 'Recurring'),
    description: edited.description,
    lookup_key: edited.lookup_key,
    metadata: edited.metadata,
    group_id: edited.group_id,
    start_date: at,
    end_date: null,
  };
}
