import type { Decimal } from '@shared/big';
import { divideRounded, fromScaled } from '@shared/rules/scaled-decimal';
import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';
import { costText } from '../analytics/settled-text';
import type { ChargedCustomers } from '../reports/charged-customers';
import type { CollectedCharge } from '../reports/ledger';

export type Side = 'now' | 'then';

/** Costs (10^-30), usage (10^-15) and events of both sides. */
export interface Both {
  cost_now: bigint;
  cost_then: bigint;
  usage_now: bigint;
  usage_then: bigint;
  events_now: number;
  events_then: number;
}

const nothing = (): Both => ({
  cost_now: 0n,
  cost_then: 0n,
  usage_now: 0n,
  usage_then: 0n,
  events_now: 0,
  events_then: 0,
});

export const differenceOf = ({ cost_now, cost_then }: Both) => cost_then - cost_now;

export interface ComparedGroup extends Both {
  group: ChargedPrice['group'];
  currency: string;
  /** By number of the meter. */
  rows: Map<number, Both & { meter: MeterFacts }>;
}

/** Who pays: the number of the event table, and an id where more than one customer had that external id. */
export interface Payer {
  customer: number;
  customer_id: string | null;
}

export interface ComparedCustomer extends Both, Payer {
  currency: string;
  isTouched: boolean;
}

/** What both sides come to, added up from what the engine priced. */
export interface Comparison {
  /** By currency. */
  totals: Map<string, Both>;
  groups: Map<string, ComparedGroup>;
  prices: Map<string, Both & { price: ChargedPrice }>;
  customers: Map<string, ComparedCustomer>;
}

export const newComparison = (): Comparison => ({
  totals: new Map(),
  groups: new Map(),
  prices: new Map(),
  customers: new Map(),
});

/** What a price charges on one side, together or for one customer. */
export interface Cost {
  price: ChargedPrice;
  payer: Payer | null;
  cost: bigint;
  usage: bigint;
  event_count: number;
}

/** What was collected, added up by price, or by price and customer as `customers` tell them apart; one price in a row. */
export function costsOf(charges: readonly CollectedCharge[], customers: ChargedCustomers | null): Cost[] {
  const costs = new Map<ChargedPrice, Map<number | string | null, Cost>>();
  for (const { price, charge, settlement } of charges) {
    // A commitment is trued up also where nothing was used.
    if (settlement.event_count === 0 && settlement.cost === 0n) continue;
    const key = charge && customers ? customers.keyOf(charge) : null;
    const ofPrice = known(costs, price, () => new Map<number | string | null, Cost>());
    const { cost, usage, event_count } = settlement;
    const sum = ofPrice.get(key);
    if (sum) {
      sum.cost += cost;
      sum.usage += usage;
      sum.event_count += event_count;
    } else ofPrice.set(key, { price, payer: payerOf(charge, key), cost, usage, event_count });
  }
  return [...costs.values()].flatMap((ofPrice) => [...ofPrice.values()]);
}

const payerOf = (charge: CollectedCharge['charge'], key: number | string | null): Payer | null =>
  charge && key !== null ? { customer: charge.customer, customer_id: typeof key === 'string' ? key : null } : null;

/** Adds one side's costs; what the changes do not touch is added to both sides. */
export function addCosts(comparison: Comparison, costs: readonly Cost[], sides: readonly Side[]): void {
  const isTouched = sides.length === 1;
  let last: ChargedPrice | null = null;
  let ofPrice: Both[] = [];
  for (const one of costs) {
    const { price, payer } = one;
    if (price !== last) ofPrice = sumsOf(comparison, price);
    last = price;
    for (const side of sides) for (const sum of ofPrice) addTo(sum, side, one);
    if (payer === null) continue;
    const { currency } = price;
    const ofCustomer = known(comparison.customers, `${currency}/${payer.customer_id ?? payer.customer}`, () => ({
      ...nothing(),
      ...payer,
      currency,
      isTouched: false,
    }));
    ofCustomer.isTouched ||= isTouched;
    for (const side of sides) addTo(ofCustomer, side, one);
  }
}

/** What a cost of a price is added to, whoever it is of. */
function sumsOf({ totals, groups, prices }: Comparison, price: ChargedPrice): Both[] {
  const { currency, meter, group } = price;
  const inGroup = known(groups, `${currency}/${group?.id ?? ''}`, () => ({
    ...nothing(),
    group,
    currency,
    rows: new Map(),
  }));
  return [
    known(totals, currency, nothing),
    inGroup,
    known(inGroup.rows, meter.number, () => ({ ...nothing(), meter })),
    known(prices, price.id, () => ({ ...nothing(), price })),
  ];
}

function addTo(sum: Both, side: Side, { cost, usage, event_count }: Pick<Cost, 'cost' | 'usage' | 'event_count'>) {
  if (side === 'now') {
    sum.cost_now += cost;
    sum.usage_now += usage;
    sum.events_now += event_count;
  } else {
    sum.cost_then += cost;
    sum.usage_then += usage;
    sum.events_then += event_count;
  }
}

function known<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** The money of both sides as it is shown. */
export interface ComparedText {
  cost_now: Decimal;
  cost_then: Decimal;
  difference: Decimal;
  /** Of the cost now, to one decimal; null when that is nothing. */
  percent: Decimal | null;
}

/** Both sides with what is between them. */
export function comparedText(both: Both): ComparedText {
  const difference = differenceOf(both);
  return {
    cost_now: costText(both.cost_now),
    cost_then: costText(both.cost_then),
    difference: costText(difference),
    percent: both.cost_now > 0n ? fromScaled(divideRounded(difference * 1000n, both.cost_now), 1) : null,
  };
}

const size = (both: Both) => {
  const difference = differenceOf(both);
  return difference < 0n ? -difference : difference;
};

/** Largest difference first, whatever its sign; then the dearer one, then by name. */
export function bySize<T extends Both>(nameOf: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const order = compare(size(b), size(a)) || compare(b.cost_now, a.cost_now);
    return order || compare(nameOf(a), nameOf(b));
  };
}

export const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
