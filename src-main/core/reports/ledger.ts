import { isAdditive } from '@shared/rules/event-quantity';
import { type Account, openAccount, type Settlement } from '../analytics/account';
import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';
import { lineItemWindowings } from '../analytics/line-item-windowing';
import type { RawEvent } from '../analytics/raw-events';
import type { Store } from '../store/open';
import { chargesAsked } from './asked-customers';
import { chargesWithin } from './charges-within';
import type { PriceParts } from './price-parts';
import type { Question } from './question';
import { reportBuckets } from './report-buckets';
import { windowFinder } from './window-finder';

/** What one price, or one line item of it, charges for. */
export interface CollectedCharge {
  price: ChargedPrice;
  /** Null when all line items of the price are added up. */
  charge: Charge | null;
  settlement: Settlement;
  /** Part of the settlement of a linear price whose windows are told here instead of there; null when none is. */
  parts: PriceParts | null;
}

export interface Collected {
  charges: CollectedCharge[];
  uncharged: CollectedUncharged[];
}

export interface CollectedUncharged {
  meter: MeterFacts;
  usage: bigint;
  event_count: number;
  /** By number of the event table; null unless asked for. */
  byCustomer: ReadonlyMap<number, Settlement> | null;
}

/** Where the routes put what they read. */
export interface Ledger {
  question: Question;
  store: Store;
  /** The account of a line item: one of its own, or the one of its price when costs may be added. */
  accountOf(charge: Charge): Account;
  accountOfPrice(price: ChargedPrice): Account;
  /** Books the whole days of a linear price at once. */
  addParts(parts: PriceParts): void;
  /** Books a price with what its line items, or a single one, come to. */
  addSettled(price: ChargedPrice, settlement: Settlement, charge?: Charge): void;
  unchargedOf(meter: MeterFacts, customer: number): Account;
  windowOf(at: number): number;
  /** Where an event is booked instead; nowhere when null. Absent: here. */
  bookOf?(event: RawEvent): Ledger | null;
}

/** An empty ledger for a question, and what it comes to when every route has put in what it read. */
export function openLedger(
  store: Store,
  asked: Question,
  windowings = lineItemWindowings(store),
): { book: Ledger; close(): Collected } {
  // Line items of others are booked as well, so that what they charge for is not told as uncharged, and left out at the end.
  const question = asked.customerIds ? { ...asked, perLineItem: true } : asked;
  const isAsked = chargesAsked(question);
  const buckets = reportBuckets(question, windowings);
  const byPrice = new Map<number, { price: ChargedPrice; charge: Charge | null; account: Account }>();
  const partsByPrice = new Map<number, PriceParts>();
  const settled: CollectedCharge[] = [];
  const byLineItem = new Map<number | string, { price: ChargedPrice; charge: Charge | null; account: Account }>();
  const uncharged = new Map<number, { meter: MeterFacts; byCustomer: Map<number, Account> }>();
  const windowOf = windowFinder(question.windows);

  function accountOfPrice(price: ChargedPrice): Account {
    let entry = byPrice.get(price.number);
    if (!entry) {
      entry = { price, charge: null, account: openAccount(price.meter, termsOf(price), noBuckets) };
      byPrice.set(price.number, entry);
    }
    return entry.account;
  }

  function addParts(parts: PriceParts) {
    accountOfPrice(parts.price);
    partsByPrice.set(parts.price.number, parts);
  }

  function addSettled(price: ChargedPrice, settlement: Settlement, charge: Charge | null = null) {
    settled.push({ price, charge, settlement, parts: null });
  }

  function accountOf(charge: Charge): Account {
    const { price } = charge;
    if (!question.perLineItem && price.compiled.linear && isSum(price.meter)) return accountOfPrice(price);
    let entry = byLineItem.get(charge.line_item);
    if (!entry) {
      const account = openAccount(price.meter, termsOf(price), () => buckets.ofCharge(charge));
      entry = { price, charge, account };
      byLineItem.set(charge.line_item, entry);
    }
    return entry.account;
  }

  function unchargedOf(meter: MeterFacts, customer: number): Account {
    let entry = uncharged.get(meter.number);
    if (!entry) {
      entry = { meter, byCustomer: new Map() };
      uncharged.set(meter.number, entry);
    }
    const key = isSum(meter) && !question.unchargedPerCustomer ? 0 : customer;
    let account = entry.byCustomer.get(key);
    if (!account) {
      account = openAccount(meter, null, () => buckets.ofCustomer(customer));
      entry.byCustomer.set(key, account);
    }
    return account;
  }

  return {
    book: { question, store, accountOf, accountOfPrice, addParts, addSettled, unchargedOf, windowOf },
    close: () => ({
      charges: [
        ...[...byPrice.values()].map(({ price, charge, account }) => {
          const parts = partsByPrice.get(price.number) ?? null;
          return { price, charge, settlement: withParts(account.settle(), parts), parts };
        }),
        ...[...byLineItem.values()].map(({ price, charge, account }) => {
          return { price, charge, settlement: account.settle(), parts: null };
        }),
        ...settled,
      ].filter(({ charge }) => !charge || isAsked(charge)),
      uncharged: [...uncharged.values()].map(({ meter, byCustomer }) => {
        const settled = new Map([...byCustomer].map(([customer, account]) => [customer, account.settle()]));
        const sum = { meter, usage: 0n, event_count: 0 };
        for (const { usage, event_count } of settled.values()) {
          sum.usage += usage;
          sum.event_count += event_count;
        }
        return { ...sum, byCustomer: question.unchargedPerCustomer ? settled : null };
      }),
    }),
  };
}

/** A linear price charges for the sum what it charges for the parts. */
const withParts = (settlement: Settlement, parts: PriceParts | null): Settlement =>
  parts
    ? {
        usage: settlement.usage + parts.usage,
        cost: settlement.cost + parts.price.compiled.cost(parts.usage),
        event_count: settlement.event_count + parts.event_count,
        windows: settlement.windows,
      }
    : settlement;

/** Whether the usage of several customers and days is the sum of theirs. */
export const isSum = ({ aggregation }: MeterFacts) => isAdditive(aggregation) && aggregation.type !== 'AVG';

function noBuckets(): never {
  throw new Error('line items that are added up have no buckets');
}

const termsOf = ({ compiled, is_tiered, currency }: ChargedPrice) => ({ compiled, is_tiered, currency });

/** The line items of some meters, by meter and customer. */
export function chargesByCustomer(
  { store, question }: Ledger,
  meters: readonly MeterFacts[],
): (meter: number, customer: number) => readonly Charge[] {
  const wanted = new Set(meters.map((meter) => meter.number));
  const prices = question.prices.filter((price) => wanted.has(price.meter.number));
  const charges = chargesWithin(store, question, prices);
  const byMeter = new Map(
    [...Map.groupBy(charges, ({ price }) => price.meter.number)].map(([meter, ofMeter]) => [
      meter,
      Map.groupBy(ofMeter, ({ customer }) => customer),
    ]),
  );
  return (meter, customer) => byMeter.get(meter)?.get(customer) ?? [];
}
