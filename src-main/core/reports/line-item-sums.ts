import type { Calendar } from '@shared/rules/windows';
import type { Settled, Settlement } from '../analytics/account';
import type { Charge } from '../analytics/charges';
import type { Ledger } from './ledger';

/** What a line item is charged for so far. */
export interface LineItemSum {
  charge: Charge;
  /** The days that lie wholly within it: [first_day, end_day). */
  first_day: number;
  end_day: number;
  usage: bigint;
  event_count: number;
  /** Since the open window began. */
  usageInWindow: bigint;
  countInWindow: number;
  windows: Map<number, Settled>;
}

/** The sums of a meter's line items, filled window by window. */
export interface LineItemSums {
  of(customer: number): readonly LineItemSum[];
  /** Adds to a line item; windows must come in ascending order. */
  add(sum: LineItemSum, window: number, usage: bigint, event_count: number): void;
  /** Prices what is there and books it. */
  settle(): void;
}

/** Opens the sums of a meter's line items; only of customers that are asked for. */
export function lineItemSums(ledger: Ledger, chargesOf: (customer: number) => readonly Charge[]): LineItemSums {
  const { calendar, windows, perLineItem } = ledger.question;
  const isSingle = windows.length === 1;
  const known = new Map<number, LineItemSum[]>();
  const used: LineItemSum[] = [];
  const inWindow: LineItemSum[] = [];
  let open = -1;

  function endWindow() {
    for (const sum of inWindow) {
      const { usageInWindow: usage, countInWindow: event_count, charge } = sum;
      sum.windows.set(open, { usage, cost: charge.price.compiled.cost(usage), event_count });
      sum.usageInWindow = 0n;
      sum.countInWindow = 0;
    }
    inWindow.length = 0;
  }

  return {
    of(customer) {
      let sums = known.get(customer);
      if (!sums) {
        sums = chargesOf(customer).map((charge) => emptySum(calendar, charge));
        known.set(customer, sums);
      }
      return sums;
    },
    add(sum, window, usage, event_count) {
      if (sum.event_count === 0) used.push(sum);
      sum.usage += usage;
      sum.event_count += event_count;
      if (isSingle) return;
      if (window !== open) {
        endWindow();
        open = window;
      }
      if (sum.countInWindow === 0) inWindow.push(sum);
      sum.usageInWindow += usage;
      sum.countInWindow += event_count;
    },
    settle() {
      endWindow();
      const byPrice = new Map<number, Settlement>();
      for (const { charge, usage, event_count, windows: ofSum } of used) {
        const { price } = charge;
        const settled = { usage, cost: price.compiled.cost(usage), event_count };
        if (isSingle) ofSum.set(0, settled);
        if (perLineItem) {
          ledger.addSettled(price, { ...settled, windows: ofSum }, charge);
          continue;
        }
        let sum = byPrice.get(price.number);
        if (!sum) {
          sum = { usage: 0n, cost: 0n, event_count: 0, windows: new Map() };
          byPrice.set(price.number, sum);
          ledger.addSettled(price, sum);
        }
        addSettlement(sum, { ...settled, windows: ofSum });
      }
    },
  };
}

function emptySum(calendar: Calendar, charge: Charge): LineItemSum {
  const day = calendar.dayOf(charge.from);
  return {
    charge,
    first_day: calendar.dayStart(day) === charge.from ? day : day + 1,
    end_day: calendar.dayOf(charge.to),
    usage: 0n,
    event_count: 0,
    usageInWindow: 0n,
    countInWindow: 0,
    windows: new Map(),
  };
}

/** Adds what something comes to, in all and window by window. */
export function addSettlement(sum: Settlement, part: Settlement): void {
  addTo(sum, part);
  for (const [window, ofWindow] of part.windows) addToWindow(sum, window, ofWindow);
}

function addTo(sum: Settled, part: Settled) {
  sum.usage += part.usage;
  sum.cost += part.cost;
  sum.event_count += part.event_count;
}

function addToWindow({ windows }: Settlement, window: number, part: Settled) {
  const known = windows.get(window);
  if (known) addTo(known, part);
  else windows.set(window, { ...part });
}
