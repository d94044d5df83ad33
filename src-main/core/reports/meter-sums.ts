import type { Quantity } from '@shared/rules/quantity';
import { quantityOne } from '@shared/rules/scaled-decimal';
import type { Settled } from '../analytics/account';
import type { MeterFacts } from '../analytics/charged-prices';
import { storedQuantity } from '../analytics/stored-quantity';
import { getOrMake } from '../usage/gathered-days';
import { type CostSums, costSums } from './cost-sums';
import type { Ledger } from './ledger';
import type { LineItemColumns, Owner } from './line-item-columns';
import type { Question } from './question';
import type { Day } from './report-days';
import type { EachSum, UsageTables } from './usage-table';

/** The sums of one meter whose days add up, by line item and part; its days come in their order. */
export interface MeterSums {
  meter: MeterFacts;
  /** A customer's usage of one part on a whole day: a line item that charges for a piece of the day takes none of it. */
  addDay: AddDay;
  /** Who is charged for a piece of a day that was added: their events are to be read one by one, with `isRest`. */
  inPieces: Set<number>;
  /** One event; of the rest of a day that was added, or of one that was not. */
  addEvent(day: Day, at: number, customer: number, part: number, quantity: Quantity, isRest: boolean): void;
  /** Prices what is there and books it. */
  settle(): void;
}

export type AddDay = (
  day: Day,
  customer: number,
  part: number,
  event_count: number,
  units: number,
  nanos: number,
  femtos: number,
) => void;

interface MeterSumsOf {
  meter: MeterFacts;
  items: LineItemColumns;
  bookOf: (part: number) => Ledger;
  tables: UsageTables;
}

/** Opens the sums of a meter; each part is booked in a ledger of its own. */
export function meterSums(question: Question, { meter, items, bookOf, tables }: MeterSumsOf): MeterSums {
  const { next, first_day, end_day, from, to, owner } = items;
  const isWanted = question.unchargedMeters.some(({ number }) => number === meter.number);
  const sums = windowSums(question, items, { bookOf, tables });
  const uncharged = tables.take();
  const inPieces = new Set<number>();
  const unchargedOwner = (customer: number) => (question.unchargedPerCustomer ? customer : 0);

  return {
    meter,
    inPieces,
    addDay(day, customer, part, event_count, units, nanos, femtos) {
      let isCharged = false;
      let isInPieces = false;
      for (let item = items.first[customer] ?? 0; item !== 0; item = next[item] ?? 0) {
        if (day.number >= (first_day[item] ?? 0) && day.number < (end_day[item] ?? 0)) {
          isCharged = true;
          sums.add(day.window, owner[item] ?? 0, part, event_count, units, nanos, femtos);
        } else if ((from[item] ?? 0) < day.end && (to[item] ?? 0) > day.start) isInPieces = true;
      }
      if (isInPieces) inPieces.add(customer);
      else if (!isCharged && isWanted)
        uncharged.add(unchargedOwner(customer), part, event_count, units, nanos, femtos, 0n);
    },
    addEvent(day, at, customer, part, { units, nanos, femtos }, isRest) {
      let isCharged = false;
      for (let item = items.first[customer] ?? 0; item !== 0; item = next[item] ?? 0) {
        const isWhole = day.number >= (first_day[item] ?? 0) && day.number < (end_day[item] ?? 0);
        if (!isWhole && (at < (from[item] ?? 0) || at >= (to[item] ?? 0))) continue;
        isCharged = true;
        if (!isWhole || !isRest) sums.add(day.window, owner[item] ?? 0, part, 1, units, nanos, femtos);
      }
      if (!isCharged && isWanted) uncharged.add(unchargedOwner(customer), part, 1, units, nanos, femtos, 0n);
    },
    settle() {
      sums.settle();
      uncharged.each((customer, part, event_count, units, nanos, femtos, spilled) => {
        const quantity = joined(units, nanos, femtos, spilled);
        bookOf(part).unchargedOf(meter, customer).addSum(0, quantity, event_count);
      });
      tables.giveBack(uncharged);
    },
  };
}

interface WindowSums {
  /** Windows come in ascending order. */
  add(
    window: number,
    owner: number,
    part: number,
    event_count: number,
    units: number,
    nanos: number,
    femtos: number,
  ): void;
  settle(): void;
}

/** Prices every window and the whole range, each owner from zero in each of them. */
function windowSums(
  { windows, perLineItem }: Question,
  { owners }: LineItemColumns,
  { bookOf, tables }: Pick<MeterSumsOf, 'bookOf' | 'tables'>,
): WindowSums {
  const isSingle = windows.length <= 1;
  const inWindow = tables.take();
  const inAll = isSingle ? inWindow : tables.take();
  /** Windows of what will be booked, by part and price, or line item where those are told. */
  const told = new Map<number, Map<unknown, Map<number, Settled>>>();
  let open = -1;

  function windowsOf(part: number, { charge, price }: Owner): Map<number, Settled> {
    const ofPart = getOrMake(told, part, () => new Map<unknown, Map<number, Settled>>());
    return getOrMake(ofPart, charge ?? price, () => new Map());
  }

  function endWindow() {
    pricedSums(owners, perLineItem, inWindow.each, (part, owner, settled) => {
      windowsOf(part, owner).set(open, settled);
    });
    inWindow.each(inAll.add);
    inWindow.clear();
  }

  return {
    add(window, owner, part, event_count, units, nanos, femtos) {
      if (window !== open) {
        if (!isSingle && open !== -1) endWindow();
        open = window;
      }
      inWindow.add(owner, part, event_count, units, nanos, femtos, 0n);
    },
    settle() {
      if (!isSingle && open !== -1) endWindow();
      pricedSums(owners, perLineItem, inAll.each, (part, owner, { usage, cost, event_count }) => {
        const single = () => (windows.length === 0 ? noWindows : new Map([[0, { usage, cost, event_count }]]));
        const ofWindows = isSingle ? single() : windowsOf(part, owner);
        const settlement = { usage, cost, event_count, windows: ofWindows };
        bookOf(part).addSettled(owner.price, settlement, owner.charge ?? undefined);
      });
      tables.giveBack(inAll);
      if (!isSingle) tables.giveBack(inWindow);
    },
  };
}

/** Of all that are booked without windows. */
const noWindows: ReadonlyMap<number, Settled> = new Map();

/** Tells what each part of a price comes to, or of a line item where those are told. */
function pricedSums(
  owners: LineItemColumns['owners'],
  perLineItem: boolean,
  each: (tell: EachSum) => void,
  tell: (part: number, owner: Owner, settled: Settled) => void,
) {
  function ownerAt(place: number): Owner {
    const owner = owners[place];
    if (!owner) throw new Error('a sum of nobody');
    return owner;
  }
  if (perLineItem) {
    each((place, part, event_count, units, nanos, femtos, spilled) => {
      const owner = ownerAt(place);
      const usage = joined(units, nanos, femtos, spilled);
      tell(part, owner, { usage, cost: owner.price.compiled.cost(usage), event_count });
    });
    return;
  }
  const byPart = new Map<number, Map<number, { owner: Owner; sums: CostSums }>>();
  each((place, part, event_count, units, nanos, femtos, spilled) => {
    const owner = ownerAt(place);
    const { price } = owner;
    let ofPart = byPart.get(part);
    if (!ofPart) {
      ofPart = new Map();
      byPart.set(part, ofPart);
    }
    let entry = ofPart.get(price.number);
    if (!entry) {
      entry = { owner, sums: costSums(price.compiled) };
      ofPart.set(price.number, entry);
    }
    entry.sums.add(event_count, units, nanos, femtos, spilled);
  });
  for (const [part, ofPart] of byPart) for (const { owner, sums } of ofPart.values()) tell(part, owner, sums.settle());
}

const joined = (units: number, nanos: number, femtos: number, spilled: bigint): bigint =>
  storedQuantity(units, nanos, femtos) + (spilled === 0n ? 0n : spilled * quantityOne);
