import type { Calendar } from '@shared/rules/windows';
import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';
import { type Charge, chargesOf } from '../analytics/charges';
import { columnsReader } from '../store/packed-columns';
import { columnsOfCharges, keptCharges } from '../usage/charge-columns';
import type { Ledger } from './ledger';
import type { Question } from './question';

/** Whose usage is told apart: a line item's, or that of all line items of a linear price. */
export interface Owner {
  price: ChargedPrice;
  /** Null when line items are not told apart. */
  charge: Charge | null;
}

/** Line items of one meter in columns, each at a place from 1 on: a report goes through a hundred thousand. */
export interface LineItemColumns {
  /** The place of a customer's first line item, by number of the event table; 0 or nothing for none. */
  first: Int32Array;
  /** The place of the next one of the same customer, by place. */
  next: Int32Array;
  /** When it charges within the range of the question, in epoch milliseconds: [from, to). */
  from: Float64Array;
  to: Float64Array;
  /** The days that lie wholly within that: [first_day, end_day). */
  first_day: Int32Array;
  end_day: Int32Array;
  /** The place of its owner among `owners`. */
  owner: Int32Array;
  owners: readonly Owner[];
}

/** The line items of each meter that is asked for, one meter after another. */
export function lineItemsOf(
  { store, question }: Ledger,
  meters: readonly MeterFacts[],
): (meter: MeterFacts) => LineItemColumns {
  const { prices, customers } = question;
  const wanted = new Set(meters.map(({ number }) => number));
  const byMeter = Map.groupBy(
    prices.filter(({ meter }) => wanted.has(meter.number)),
    ({ meter }) => meter.number,
  );
  const read = (of: readonly ChargedPrice[]) => (question.chargesOf ?? chargesOf)(store, of, question, customers);
  if (customers) {
    // Few customers have few line items, which are looked up at once; those of everybody are read price by price.
    const ofMeter = Map.groupBy(read([...byMeter.values()].flat()), ({ price }) => price.meter.number);
    return ({ number }) =>
      columnsBuilder(question)
        .addAll(ofMeter.get(number) ?? [])
        .done();
  }
  const kept = columnsReader(columnsOfCharges);
  return ({ number }) => {
    const builder = columnsBuilder(question);
    const ofMeter = byMeter.get(number) ?? [];
    if (question.perLineItem || question.chargesOf) return builder.addAll(read(ofMeter)).done();
    for (const price of ofMeter) {
      const packed = keptCharges(store.sqlite, price.number);
      if (!packed) {
        builder.addAll(read([price]));
        continue;
      }
      const rows = kept.read(packed);
      const [who, start, end] = kept.columns;
      for (let row = 0; row < rows; row += 1) {
        const from = Math.max(question.from, start?.[row] ?? 0);
        const to = Math.min(question.to, end?.[row] ?? 0);
        if (from < to) builder.add(price, null, who?.[row] ?? 0, from, to);
      }
    }
    return builder.done();
  };
}

const grown = <T extends Int32Array | Float64Array>(column: T, wider: T): T => {
  wider.set(column);
  return wider;
};

/** Linear prices cost the same for the sum of their line items, which one owner stands for unless those are told. */
function columnsBuilder({ calendar, perLineItem }: Question) {
  const owners: Owner[] = [];
  const ofPrice = new Map<number, number>();
  const dayOf = dayFinderOf(calendar);
  let room = 64;
  let place = 0;
  let first = new Int32Array(64);
  let next = new Int32Array(room);
  let starts = new Float64Array(room);
  let ends = new Float64Array(room);
  let first_day = new Int32Array(room);
  let end_day = new Int32Array(room);
  let owner = new Int32Array(room);

  function grow() {
    room *= 2;
    next = grown(next, new Int32Array(room));
    starts = grown(starts, new Float64Array(room));
    ends = grown(ends, new Float64Array(room));
    first_day = grown(first_day, new Int32Array(room));
    end_day = grown(end_day, new Int32Array(room));
    owner = grown(owner, new Int32Array(room));
  }

  function ownerOf(price: ChargedPrice, charge: Charge | null): number {
    const isTogether = !perLineItem && price.compiled.linear;
    const known = isTogether ? ofPrice.get(price.number) : undefined;
    if (known !== undefined) return known;
    const made = owners.push({ price, charge: perLineItem ? charge : null }) - 1;
    if (isTogether) ofPrice.set(price.number, made);
    return made;
  }

  const builder = {
    add(price: ChargedPrice, charge: Charge | null, customer: number, from: number, to: number) {
      place += 1;
      if (place >= room) grow();
      if (customer >= first.length) first = grown(first, new Int32Array(2 * customer));
      next[place] = first[customer] ?? 0;
      first[customer] = place;
      starts[place] = from;
      ends[place] = to;
      const { day, isStart } = dayOf(from);
      first_day[place] = isStart ? day : day + 1;
      end_day[place] = dayOf(to).day;
      owner[place] = ownerOf(price, charge);
    },
    addAll(charges: readonly Charge[]) {
      for (const charge of charges) builder.add(charge.price, charge, charge.customer, charge.from, charge.to);
      return builder;
    },
    done: (): LineItemColumns => ({ first, next, from: starts, to: ends, first_day, end_day, owner, owners }),
  };
  return builder;
}

/** Nearly all line items begin and end at one of a few moments. */
function dayFinderOf(calendar: Calendar): (at: number) => { day: number; isStart: boolean } {
  const days = new Map<number, { day: number; isStart: boolean }>();
  return (at) => {
    let known = days.get(at);
    if (!known) {
      const day = calendar.dayOf(at);
      known = { day, isStart: calendar.dayStart(day) === at };
      days.set(at, known);
    }
    return known;
  };
}
