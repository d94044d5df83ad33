import type { UsageInput, UsageResult } from '@shared/entities/analytics';
import { invalid } from '@shared/errors';
import { calendarOf } from '@shared/rules/windows';
import { type CustomerRow, findCustomer } from '../customers/customer-row';
import type { Call } from '../deps';
import type { Store } from '../store/open';
import { usagePricesOf } from './charged-prices';
import { type Charge, chargesOf } from './charges';
import { asksForWholeLineItems, underItsCommitment } from './commitment-info';
import { expandItems } from './expand-items';
import { lineItemWindowings } from './line-item-windowing';
import { metersOfFeatures } from './meters-of-features';
import { readUsage } from './read-usage';
import { costText } from './settled-text';
import { refuseTooManyPoints } from './trued-up-points';
import { usageMeters } from './usage-catalog';
import { usageItem } from './usage-item';

const week = 7 * 86_400_000;

/**
 * Usage and cost of one customer by line item (wire contract 6.5 to 6.8), costs unrounded but for bucketed meters.
 * Windows follow the customer's time zone, UTC without one; months begin on the day its subscription did (6.11). A
 * customer nobody knows, or one without a subscription, has the usage of all meters at no cost and no currency.
 */
export async function customerUsage(input: UsageInput, { deps, context }: Call): Promise<UsageResult> {
  const { store } = deps;
  const { environment_id } = context;
  const to = input.end_time ? Date.parse(input.end_time) : deps.now();
  const from = input.start_time ? Date.parse(input.start_time) : to - week;
  if (to < from) throw invalid('Please check the request payload', 'end_time');

  const customer = input.external_customer_id
    ? await findCustomer(store.db, environment_id, input.external_customer_id)
    : undefined;
  const currency = customer ? firstCurrency(store, customer.id) : '';
  const isWanted = metersOfFeatures(store, environment_id, input.feature_ids ?? []);
  const meters = [...usageMeters(store, environment_id).values()].filter(isWanted);
  const range = { from, to };
  const charges = customer && currency !== '' ? customerCharges(store, customer, meters, range) : null;
  const withCommitments = asksForWholeLineItems(input);
  const calendar = calendarOf(customer?.timezone || 'UTC');
  const { ofCharge } = lineItemWindowings(store);
  if (charges && withCommitments) refuseTooManyPoints(charges, input.window_size, ofCharge);
  const usages = readUsage(store, {
    environment_id,
    windowingOf: (charge) => (charge ? ofCharge(charge) : calendar),
    ...range,
    charges,
    meters: charges ? metersCharged(charges) : meters,
    input,
    withCommitments,
  });

  const told = (
    withCommitments ? usages.map(underItsCommitment) : usages.map((usage) => ({ usage, commitment_info: null }))
  ).filter(isTold);
  const items = told.map(({ usage, commitment_info }) => ({ ...usageItem(usage, input), commitment_info }));
  await expandItems(deps, items, new Set(input.expand));
  const cost = costText(told.reduce((sum, { usage }) => sum + usage.settlement.cost, 0n));
  return { subtotal: cost, total_discount: '0', total_cost: cost, currency, items: items.sort(byName) };
}

/**
 * A line item whose events came to nothing is left out unless it carries a commitment (wire contract 6.7). Buckets of
 * nothing may cost a flat amount all the same (6.9).
 */
const isTold = ({ usage: { charge, settlement }, commitment_info }: ReturnType<typeof underItsCommitment>): boolean =>
  charge === null || commitment_info !== null || settlement.usage !== 0n || settlement.cost !== 0n;

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** The currency of a customer's first subscription; "" without one that counts (wire contract 6.7). */
function firstCurrency({ sqlite }: Store, customer_id: string): string {
  const currency = sqlite
    .prepare(`
      select currency from subscriptions where customer_id = ?
        and subscription_status in ('active', 'trialing', 'paused', 'cancelled') order by number limit 1`)
    .pluck()
    .get(customer_id) as string | undefined;
  return currency ?? '';
}

/** The line items of a customer: not those of an archived one that had its external id before. */
function customerCharges(
  store: Store,
  { id, environment_id, external_id }: Pick<CustomerRow, 'id' | 'environment_id' | 'external_id'>,
  meters: readonly { id: string }[],
  range: { from: number; to: number },
): Charge[] {
  const numbers = store.sqlite
    .prepare('select number from event_customers where environment_id = ? and external_id = ?')
    .pluck()
    .all(environment_id, external_id) as number[];
  const wanted = new Set(meters.map((meter) => meter.id));
  const prices = usagePricesOf(store, environment_id, usageMeters(store, environment_id), numbers);
  return chargesOf(
    store,
    prices.filter((price) => wanted.has(price.meter.id)),
    range,
    numbers,
  ).filter(({ customer_id }) => customer_id === id);
}

const metersCharged = (charges: readonly Charge[]) => [
  ...new Map(charges.map(({ price: { meter } }) => [meter.id, meter])).values(),
];
