import type { Price } from '@shared/entities/price';
import Big from 'big.js';
import { countText } from '../../format/quantity';

/** Where a charge is in its life: not yet started, charged now, ended. */
export type ChargeState = 'upcoming' | 'active' | 'inactive';

export const chargeStateNames: Record<ChargeState, string> = {
  upcoming: 'Upcoming',
  active: 'Active',
  inactive: 'Inactive',
};

/** Start in the future: upcoming; end not in the future: inactive; else active. `now` is a UTC instant. */
export function chargeState(price: Pick<Price, 'start_date' | 'end_date'>, now: string): ChargeState {
  if (price.start_date !== null && price.start_date > now) return 'upcoming';
  if (price.end_date !== null && price.end_date <= now) return 'inactive';
  return 'active';
}

/** What a charge is called on screen: its display name, else what it measures, else its kind. */
export const chargeName = (price: Pick<Price, 'display_name' | 'meter' | 'type'>): string =>
  price.display_name || price.meter?.name || chargeTypeNames[price.type];

/** "1 charge", "1,204 charges". */
export const chargesText = (count: number): string => countText(count, 'charge', 'charges');

export const chargeTypeNames: Record<Price['type'], string> = { FIXED: 'Fixed charge', USAGE: 'Usage Based' };
export const billingTimingNames: Record<Price['invoice_cadence'], string> = { ARREAR: 'Arrear', ADVANCE: 'Advance' };

/** Which charges a list shows. `current` is what is charged now or will be. */
export type ChargeView = 'current' | ChargeState | 'all';

export const chargeViews: readonly { id: ChargeView; label: string }[] = [
  { id: 'current', label: 'Active and upcoming' },
  { id: 'active', label: 'Active' },
  { id: 'upcoming', label: 'Upcoming' },
  { id: 'inactive', label: 'Inactive' },
  { id: 'all', label: 'All charges' },
];

export function isInView(price: Pick<Price, 'start_date' | 'end_date'>, view: ChargeView, now: string): boolean {
  if (view === 'all') return true;
  const state = chargeState(price, now);
  return view === 'current' ? state !== 'inactive' : state === view;
}

/** The amount that a charge is ordered by: its unit amount, for a tiered one the lowest tier's. */
function leadingAmount(price: Price): Big {
  const amounts =
    price.billing_model === 'TIERED' ? (price.tiers ?? []).map((tier) => tier.unit_amount) : [price.amount];
  return amounts
    .map((amount) => new Big(amount))
    .reduce((low, amount) => (amount.lt(low) ? amount : low), new Big(amounts[0] ?? '0'));
}

export type ChargeSortField = 'display_name' | 'group' | 'amount' | 'start_date';

/** Orders two charges by a field, then by name, so that the order never depends on chance. */
export function compareCharges(a: Price, b: Price, field: ChargeSortField, direction: 'asc' | 'desc'): number {
  const sign = direction === 'asc' ? 1 : -1;
  const byName = chargeName(a).localeCompare(chargeName(b)) || a.id.localeCompare(b.id);
  const by = {
    display_name: () => 0,
    // Charges without a group come last, whichever way the groups are ordered.
    group: () =>
      a.group && b.group ? sign * a.group.name.localeCompare(b.group.name) : Number(!a.group) - Number(!b.group),
    amount: () => sign * leadingAmount(a).cmp(leadingAmount(b)),
    start_date: () => sign * (a.start_date ?? '').localeCompare(b.start_date ?? ''),
  }[field]();
  return by || (field === 'display_name' ? sign * byName : byName);
}

/** Charges under their group's name; those without a group come last. */
export interface ChargeBucket {
  key: string;
  name: string;
  groupId: string | null;
  charges: Price[];
}

export function groupCharges(prices: readonly Price[]): ChargeBucket[] {
  const buckets = new Map<string, ChargeBucket>();
  for (const price of prices) {
    const key = price.group?.id ?? '';
    const bucket = buckets.get(key) ?? {
      key,
      name: price.group?.name ?? 'No group',
      groupId: price.group?.id ?? null,
      charges: [],
    };
    bucket.charges.push(price);
    buckets.set(key, bucket);
  }
  return [...buckets.values()].sort(
    (a, b) => Number(a.groupId === null) - Number(b.groupId === null) || a.name.localeCompare(b.name),
  );
}
