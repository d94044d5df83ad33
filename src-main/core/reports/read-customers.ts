import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { type ChargedCustomers, chargedCustomers } from './charged-customers';
import { collect } from './collect';
import type { CollectedUncharged } from './ledger';
import type { Question } from './question';
import type { Reading } from './reading';
import type { PartCharge } from './report-dimension';
import { byCurrency, type Entry, otherEntry } from './report-groups';
import { type CustomerName, customerNames } from './report-names';
import { byCostThenName, costOfCharges, isOwed } from './report-rows';

/**
 * Reads a report by customer without ever holding the line items of everybody: meter by meter it finds out who costs
 * what, then reads those that are told apart on their own; the others are everybody less these.
 */
export function readCustomers(store: Store, question: Question): Reading {
  const { charges } = collect(store, { ...question, unchargedMeters: [] });
  const customers = chargedCustomers(store, { isEverybody: false });
  const { ranked, uncharged } = rankCustomers(store, question, customers);
  return {
    charges,
    uncharged,
    tell(most, { windows, isKept }) {
      const told = byCurrency(charges).map(([currency, everybody]) => {
        const all = ranked.get(currency) ?? [];
        const kept = new Set(
          isKept && all.length > most ? all.filter((one) => isKept({ id: one.who().id, currency })) : [],
        );
        for (const one of all) if (kept.size < most) kept.add(one);
        return { currency, everybody, kept: all.filter((one) => kept.has(one)), rest: all.length - kept.size };
      });
      const chargesOf = readSome(
        store,
        question,
        { numbers: told.flatMap(({ kept }) => kept.map(({ number }) => number)), ...customers },
        windows,
      );
      return told.flatMap(({ currency, everybody, kept, rest }) => {
        const entries = kept.map(({ who }) => entryOf(who(), currency, chargesOf(who().id, currency)));
        if (rest === 0) return entries;
        const others = less(
          everybody,
          entries.flatMap((entry) => entry.charges),
        );
        return [...entries, otherEntry(currency, rest, others)];
      });
    },
  };
}

/** Whether there are more customers with usage than a report would tell apart anyway. */
export const hasManyCustomers = ({ sqlite }: Store, environment_id: string, many: number): boolean =>
  prepared(sqlite, 'select count(*) > ? from event_customers where environment_id = ?')
    .pluck()
    .get(many, environment_id) === 1;

interface RankedCustomer {
  /** In events; one that was archived may share it with another. */
  number: number;
  cost: bigint;
  /** Looked up when asked: few of all are told. */
  who(): CustomerName;
}

interface Ranking {
  /** By currency, dearest first. */
  ranked: Map<string, RankedCustomer[]>;
  uncharged: CollectedUncharged[];
}

function rankCustomers(store: Store, question: Question, { idOf, keyOf }: ChargedCustomers): Ranking {
  const costs = new Map<string, Map<number | string, RankedCustomer>>();
  const uncharged: CollectedUncharged[] = [];
  const unchargedOf = Map.groupBy(question.unchargedMeters, ({ number }) => number);
  const pricesOf = Map.groupBy(question.prices, ({ meter }) => meter.number);
  for (const number of new Set([...pricesOf.keys(), ...unchargedOf.keys()])) {
    const ofMeter = collect(store, {
      ...question,
      windows: [],
      wholeDays: true,
      prices: pricesOf.get(number) ?? [],
      unchargedMeters: unchargedOf.get(number) ?? [],
      perLineItem: true,
      unchargedPerCustomer: true,
    });
    uncharged.push(...ofMeter.uncharged);
    for (const { price, charge, settlement } of ofMeter.charges) {
      if (!charge || !isOwed(settlement)) continue;
      let ofCurrency = costs.get(price.currency);
      if (!ofCurrency) {
        ofCurrency = new Map();
        costs.set(price.currency, ofCurrency);
      }
      const key = keyOf(charge);
      const ranked = ofCurrency.get(key);
      if (ranked) ranked.cost += settlement.cost;
      else {
        const who = finderOf(store, question.environment_id, () => idOf(charge));
        ofCurrency.set(key, { number: charge.customer, cost: settlement.cost, who });
      }
    }
  }
  return {
    ranked: new Map([...costs].map(([currency, ofCurrency]) => [currency, [...ofCurrency.values()].sort(byRank)])),
    uncharged,
  };
}

/** Looks a customer up, once. */
function finderOf(store: Store, environment_id: string, idOf: () => string): () => CustomerName {
  let found: CustomerName | null = null;
  return () => {
    const id = idOf();
    found ??= customerNames(store, environment_id, [id]).get(id) ?? { id, name: '', external_id: '' };
    return found;
  };
}

/** Dearest first; of the same cost by name. */
function byRank(a: RankedCustomer, b: RankedCustomer): number {
  if (a.cost !== b.cost) return a.cost > b.cost ? -1 : 1;
  return byCostThenName(a, b, nameOf(a.who()), nameOf(b.who()));
}

const nameOf = ({ name, external_id }: CustomerName) => name || external_id;

/** Reads some customers; answers what one of them is charged in a currency. */
function readSome(
  store: Store,
  question: Question,
  { numbers, idOf }: ChargedCustomers & { numbers: readonly number[] },
  windows: boolean,
) {
  const { charges } = collect(store, {
    ...question,
    ...(windows ? {} : { windows: [], wholeDays: true }),
    customers: [...new Set(numbers)],
    unchargedMeters: [],
    perLineItem: true,
  });
  const byCustomer = Map.groupBy(charges, ({ charge }) => (charge ? idOf(charge) : ''));
  return (id: string, currency: string): PartCharge[] =>
    (byCustomer.get(id) ?? []).filter(({ price, settlement }) => price.currency === currency && isOwed(settlement));
}

const entryOf = (customer: CustomerName, currency: string, charges: PartCharge[]): Entry => ({
  id: customer.id,
  currency,
  name: {
    key: customer.id,
    kind: 'customer',
    name: nameOf(customer),
    group_id: null,
    lookup_key: customer.external_id,
  },
  stands_for: 1,
  cost: costOfCharges(charges),
  charges,
});

/** What is left of all charges without some of them: those of the prices that anything is left of, less their part. */
function less(all: readonly PartCharge[], some: readonly PartCharge[]): PartCharge[] {
  const left = new Map<number, { event_count: number; cost: bigint }>();
  const taken = some.map(negative);
  for (const { price, settlement } of [...all, ...taken]) {
    const sum = left.get(price.number);
    if (!sum) left.set(price.number, { event_count: settlement.event_count, cost: settlement.cost });
    else {
      sum.event_count += settlement.event_count;
      sum.cost += settlement.cost;
    }
  }
  const isLeft = ({ price }: PartCharge) => {
    const sum = left.get(price.number);
    return sum !== undefined && (sum.event_count > 0 || sum.cost > 0n);
  };
  return [...all, ...taken].filter(isLeft);
}

function negative(charge: PartCharge): PartCharge {
  const { usage, cost, event_count, windows } = charge.settlement;
  const ofWindows = [...windows].map(
    ([window, part]) => [window, { usage: -part.usage, cost: -part.cost, event_count: -part.event_count }] as const,
  );
  return {
    ...charge,
    settlement: { usage: -usage, cost: -cost, event_count: -event_count, windows: new Map(ofWindows) },
  };
}
