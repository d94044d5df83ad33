import { Big } from '@shared/big';
import type { BillingPeriod, Price } from '@shared/entities/price';
import { currentLocale } from './locale';
import { formatMoney } from './money';
import { formatCount, formatNumber, type Unit, unitWord, unitWords } from './quantity';

/** Billing periods as the forms and tables name them, in the forms' order. */
export const billingPeriodNames: Record<BillingPeriod, string> = {
  DAILY: 'Daily',
  WEEKLY: 'Weekly',
  MONTHLY: 'Monthly',
  ANNUAL: 'Yearly',
  QUARTERLY: 'Quarterly',
  HALF_YEARLY: 'Half-Yearly',
  ONETIME: 'One-time',
};

const periodWords: Record<Exclude<BillingPeriod, 'ONETIME'>, [one: string, many: string]> = {
  DAILY: ['day', 'days'],
  WEEKLY: ['week', 'weeks'],
  MONTHLY: ['month', 'months'],
  ANNUAL: ['year', 'years'],
  QUARTERLY: ['quarter', 'quarters'],
  HALF_YEARLY: ['half-year', 'half-years'],
};

/** " / month", " / 3 months", " one-time". */
export function periodText(period: BillingPeriod, count = 1): string {
  if (period === 'ONETIME') return ' one-time';
  const [one, many] = periodWords[period];
  return count > 1 ? ` / ${count} ${many}` : ` / ${one}`;
}

/** The fields of a price (or of a form's draft of one) that its text is made of. */
export type PricedTerms = Pick<
  Price,
  | 'amount'
  | 'currency'
  | 'type'
  | 'billing_model'
  | 'billing_period'
  | 'billing_period_count'
  | 'tier_mode'
  | 'tiers'
  | 'min_quantity'
  | 'transform_quantity'
>;

const isMoreThanOne = (quantity: string | null): quantity is string =>
  quantity !== null && /^\d+(\.\d+)?$/.test(quantity) && new Big(quantity).gt('1');

function lowestUnitAmount(tiers: NonNullable<Price['tiers']>): string {
  return tiers.map((tier) => tier.unit_amount).reduce((low, amount) => (new Big(amount).lt(low) ? amount : low));
}

/**
 * A price in one line, the same everywhere: "$1 / unit / month", "$50 per 10 units / month",
 * "From $0.10 / unit / month · 3 tiers · volume". `unit` is what the feature counts.
 */
export function formatPrice(price: PricedTerms, unit?: Unit | null, locale = currentLocale()): string {
  const money = (amount: string) => formatMoney(amount, price.currency, { locale, style: 'price' });
  const period = periodText(price.billing_period, price.billing_period_count);
  if (price.billing_model === 'TIERED') {
    const tiers = price.tiers ?? [];
    if (tiers.length === 0) return 'No tiers';
    const count = tiers.length === 1 ? '1 tier' : `${tiers.length} tiers`;
    const mode = price.tier_mode ? ` · ${price.tier_mode.toLowerCase()}` : '';
    return `From ${money(lowestUnitAmount(tiers))} / ${unitWord(unit)}${period} · ${count}${mode}`;
  }
  if (price.billing_model === 'PACKAGE') {
    const size = price.transform_quantity.divide_by;
    const words = size === 1 ? unitWord(unit) : unitWords(unit);
    return `${money(price.amount)} per ${formatCount(size, locale)} ${words}${period}`;
  }
  if (price.type === 'FIXED') {
    const times = isMoreThanOne(price.min_quantity) ? ` × ${formatNumber(price.min_quantity, locale)}` : '';
    return `${money(price.amount)}${times}${period}`;
  }
  return `${money(price.amount)} / ${unitWord(unit)}${period}`;
}
