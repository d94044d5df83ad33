import type { AggregationType } from '@shared/entities/meter';
import type { Windowing } from '@shared/rules/anchored-months';
import { chargedInAll } from '@shared/rules/commitment';
import { currencyDigits } from '@shared/rules/currency';
import { isAdditive } from '@shared/rules/event-quantity';
import { costDigits, roundScaled } from '@shared/rules/scaled-decimal';
import type { CompiledPrice } from '@shared/rules/scaled-pricing';
import type { WindowSizeName } from '@shared/rules/windows';
import type { MeterFacts } from './charged-prices';
import { type Measured, makeTally, type Tally } from './tally';
import { type CostByBucket, underWindowedCommitment, type WindowedCommitment } from './windowed-commitment';

/** Usage (10^-15) and cost (10^-30) of one stretch of time. */
export interface Settled {
  usage: bigint;
  cost: bigint;
  event_count: number;
}

/** What an account comes to: the whole range priced at once, and every window priced on its own from zero. */
export interface Settlement extends Settled {
  windows: ReadonlyMap<number, Settled>;
  /** What it comes to when every bucket is committed to; `charged` in all, rounded once. Absent without that. */
  committed?: CostByBucket & { charged: bigint };
}

/** Collects the usage of one charge, in total and by window, and prices it (wire contract 6.8). */
export interface Account {
  /** Adds the sum of some events at once; only for meters whose days add up. */
  addSum(window: number, quantity: bigint, event_count: number): void;
  /** A bucketed meter finds the window itself: it tells a bucket where that begins. */
  addEvent(window: number, event: Measured): void;
  /**
   * Adds the events of a whole day at once by the one that decides: the greatest, the latest, or any of one value. Only
   * for meters of a kind that takes one.
   */
  addDeciding(window: number, event: Measured, event_count: number): void;
  settle(): Settlement;
}

/** What prices an account; null for usage that nothing charges for. */
export interface Terms {
  compiled: CompiledPrice;
  is_tiered: boolean;
  currency: string;
}

/** How a bucketed meter's usage is cut, and where its buckets are told. */
export interface Buckets {
  windowing: Windowing;
  /** Epoch milliseconds: where a bucket begins that began before. */
  from: number;
  /** Key of the window that a bucket is told in by when it begins; null when it is not told. */
  windowOf(at: number): number | null;
  /** When another window begins than the one that an instant is told in; infinite after the last. */
  nextWindow(at: number): number;
  /** What each of them is under, if anything. */
  commitment?: WindowedCommitment | null;
}

/** Opens an account for a meter's usage. Only a bucketed meter asks how its buckets are cut. */
export function openAccount(
  { aggregation }: Pick<MeterFacts, 'aggregation'>,
  terms: Terms | null,
  bucketsOf: () => Buckets,
): Account {
  const { type, bucket_size, group_by } = aggregation;
  if (bucket_size !== null && (type === 'MAX' || type === 'SUM')) {
    return bucketedAccount(
      { size: bucket_size, takesMax: type === 'MAX', isGrouped: group_by !== null },
      terms,
      bucketsOf(),
    );
  }
  const isSum = isAdditive(aggregation) && type !== 'AVG';
  return isSum ? summingAccount(terms) : tallyingAccount(type, terms);
}

/** Most meters: usage is a sum, and the total the sum of the windows. */
function summingAccount(terms: Terms | null): Account {
  const windows = new Map<number, Settled>();
  function addSum(window: number, quantity: bigint, event_count: number) {
    const known = windows.get(window);
    if (!known) windows.set(window, { usage: quantity, cost: 0n, event_count });
    else {
      known.usage += quantity;
      known.event_count += event_count;
    }
  }
  return {
    addSum,
    addEvent: (window, { quantity }) => addSum(window, quantity, 1),
    addDeciding: refuseDeciding,
    settle() {
      const total: Settled = { usage: 0n, cost: 0n, event_count: 0 };
      for (const settled of windows.values()) {
        if (terms) settled.cost = terms.compiled.cost(settled.usage);
        total.usage += settled.usage;
        total.event_count += settled.event_count;
      }
      if (terms) total.cost = terms.compiled.cost(total.usage);
      return { ...total, windows };
    },
  };
}

/** Means, maxima, latest values and distinct counts: the total is measured apart from the windows. */
function tallyingAccount(type: AggregationType, terms: Terms | null): Account {
  const total = makeTally(type);
  const windows = new Map<number, Tally>();
  const windowTally = (window: number) => {
    let known = windows.get(window);
    if (!known) {
      known = makeTally(type);
      windows.set(window, known);
    }
    return known;
  };
  const settle = (tally: Tally): Settled => {
    const usage = tally.quantity();
    return { usage, cost: terms ? terms.compiled.cost(usage) : 0n, event_count: tally.event_count };
  };
  return {
    addSum(window, quantity, event_count) {
      total.addSum(quantity, event_count);
      windowTally(window).addSum(quantity, event_count);
    },
    addEvent(window, event) {
      total.addEvent(event);
      windowTally(window).addEvent(event);
    },
    addDeciding(window, event, event_count) {
      if (type === 'AVG') refuseDeciding();
      total.addEvent(event, event_count);
      windowTally(window).addEvent(event, event_count);
    },
    settle: () => ({
      ...settle(total),
      windows: new Map([...windows].map(([window, tally]) => [window, settle(tally)])),
    }),
  };
}

interface Bucket {
  window: number | null;
  event_count: number;
  /** Value by group; one group "" when the meter does not group. */
  values: Map<string, bigint>;
}

function bucketedAccount(
  meter: { size: WindowSizeName; takesMax: boolean; isGrouped: boolean },
  terms: Terms | null,
  { windowing, from, windowOf, nextWindow, commitment = null }: Buckets,
): Account {
  const buckets = new Map<number, Bucket>();

  function addEvent(_window: number, { at, quantity, value }: Measured) {
    const start = windowing.startOf(meter.size, at);
    let bucket = buckets.get(start);
    if (!bucket) {
      // A bucket longer than a window counts where it begins, whichever event comes first.
      bucket = { window: windowOf(Math.max(start, from)), event_count: 0, values: new Map() };
      buckets.set(start, bucket);
    }
    bucket.event_count++;
    const group = meter.isGrouped ? (value ?? '') : '';
    const known = bucket.values.get(group);
    if (known === undefined) bucket.values.set(group, quantity);
    else bucket.values.set(group, meter.takesMax ? (quantity > known ? quantity : known) : known + quantity);
  }

  function settleBucket({ values, event_count }: Bucket): Settled {
    let usage = 0n;
    let costOfGroups = 0n;
    for (const quantity of values.values()) {
      usage += quantity;
      if (terms) costOfGroups += terms.compiled.bucketCost(quantity);
    }
    // Only a tiered price is charged group by group; the others charge for the bucket as a whole.
    const cost = !terms ? 0n : terms.is_tiered && meter.isGrouped ? costOfGroups : terms.compiled.bucketCost(usage);
    return { usage, cost, event_count };
  }

  function settle(): Settlement {
    const total: Settled = { usage: 0n, cost: 0n, event_count: 0 };
    const windows = new Map<number, Settled>();
    const costs: { start: number; window: number | null; cost: bigint }[] = [];
    for (const [start, bucket] of buckets) {
      const settled = settleBucket(bucket);
      if (commitment) costs.push({ start, window: bucket.window, cost: settled.cost });
      if (bucket.window === null) continue;
      add(total, settled, false);
      const window = windows.get(bucket.window);
      if (window) add(window, settled, meter.takesMax);
      else windows.set(bucket.window, settled);
    }
    const digits = terms ? currencyDigits(terms.currency) : 2;
    const settlement = { ...total, cost: roundScaled(total.cost, costDigits, digits), windows };
    if (!commitment || !terms) return settlement;
    const committed = underWindowedCommitment(
      costs,
      terms.compiled,
      { size: meter.size, windowing, windowOf, nextWindow },
      commitment,
    );
    const charged = roundScaled(chargedInAll(committed), costDigits, digits);
    return { ...settlement, committed: { ...committed, charged } };
  }

  return {
    addSum() {
      throw new Error('a bucketed meter is measured event by event');
    },
    addEvent,
    addDeciding: refuseDeciding,
    settle,
  };
}

function refuseDeciding(): never {
  throw new Error('no single event decides what this meter measures');
}

function add(sum: Settled, part: Settled, takesMax: boolean) {
  sum.usage = takesMax ? (part.usage > sum.usage ? part.usage : sum.usage) : sum.usage + part.usage;
  sum.cost += part.cost;
  sum.event_count += part.event_count;
}
