import { type PricingTier, sortedTiers } from '@shared/rules/pricing';
import { formatDateTimeAmong } from '../../format/date';
import { formatMoney } from '../../format/money';
import { billingPeriodNames } from '../../format/price';
import { formatCount, formatNumber } from '../../format/quantity';
import { featureTypeNames } from '../features/feature-words';
import { billingTimingNames, chargeTypeNames } from '../plans/charge-terms';

/** Words that the wire has for a choice, as the forms name them. */
const choices: Record<string, Readonly<Record<string, string>>> = {
  status: { published: 'Active', archived: 'Archived' },
  entity_type: { price: 'Price', feature: 'Feature' },
  type: { ...featureTypeNames, ...chargeTypeNames },
  billing_period: billingPeriodNames,
  invoice_cadence: billingTimingNames,
  billing_model: { FLAT_FEE: 'Flat Fee', PACKAGE: 'Package', TIERED: 'Tiered' },
  tier_mode: { VOLUME: 'Volume Tiered', SLAB: 'Slab Tiered' },
};
const references = new Set(['entity_id', 'group_id', 'meter_id']);

/** What is to be known of the row that has a value. */
export interface ValueOf {
  /** Of the rows that ids stand for. */
  names: Readonly<Record<string, string>>;
  /** What its amounts are in; null where that is not known. */
  currency: string | null;
}

/**
 * A value of a synced field in words; null where there is none. `beside`: the values that it is compared with, from which
 * a moment is told apart.
 */
export function valueText(field: string, value: unknown, of: ValueOf, beside: readonly unknown[] = []): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'object') return scalarText(field, String(value), of, beside);
  if (field === 'meter') return meterText(value as MeterPart);
  if (field === 'tiers' && Array.isArray(value)) return tiersText(value as PricingTier[], of);
  if (field === 'transform_quantity') return packageText(value as { divide_by?: number; round?: string | null });
  return objectText(value);
}

function scalarText(field: string, value: string, { names, currency }: ValueOf, beside: readonly unknown[]): string {
  if (field === 'amount') return moneyText(value, currency);
  if (references.has(field)) return names[value] ?? value;
  if (field === 'start_date' || field === 'end_date') return formatDateTimeAmong(value, beside.map(String));
  if (field === 'currency') return value.toUpperCase();
  return choices[field]?.[value] ?? value;
}

const moneyText = (amount: string, currency: string | null): string =>
  currency === null ? formatNumber(amount) : formatMoney(amount, currency, { style: 'price' });

interface MeterPart {
  event_name?: string;
  aggregation?: { type?: string; field?: string | null };
  filters?: { key: string; values: string[] }[];
}

function meterText({ event_name = '', aggregation = {}, filters = [] }: MeterPart): string {
  const what = aggregation.field ? `${aggregation.type} of ${aggregation.field}` : String(aggregation.type ?? '');
  const where = filters.map(({ key, values }) => `${key} is ${values.join(' or ')}`);
  return [`${event_name}: ${what}`, ...where].join(', ');
}

function tiersText(tiers: readonly PricingTier[], { currency }: ValueOf): string | null {
  if (tiers.length === 0) return null;
  const texts = sortedTiers(tiers).map(({ up_to, unit_amount, flat_amount }) => {
    const bound = up_to === null ? 'above that' : `up to ${formatCount(up_to)}`;
    const flat =
      flat_amount && !/^0*(\.0*)?$/.test(flat_amount) ? ` + ${moneyText(flat_amount, currency)} flat fee` : '';
    return `${bound}: ${moneyText(unit_amount, currency)}${flat}`;
  });
  return texts.join('; ');
}

function packageText({ divide_by, round }: { divide_by?: number; round?: string | null }): string | null {
  // One unit at a time is no package.
  if (!divide_by || divide_by === 1) return null;
  return `per ${formatCount(divide_by)} units, rounded ${round === 'down' ? 'down' : 'up'}`;
}

/** The members of a value that say something. */
function objectText(value: object): string | null {
  const members = Object.entries(value).filter(([, one]) => one !== null && one !== '');
  if (members.length === 0) return null;
  return members
    .map(([key, one]) => `${key.replaceAll('_', ' ')}: ${typeof one === 'object' ? JSON.stringify(one) : String(one)}`)
    .join(', ');
}
