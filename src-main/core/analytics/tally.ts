import type { AggregationType } from '@shared/entities/meter';
import { divideRounded } from '@shared/rules/scaled-decimal';

/** One event as a meter measures it. */
export interface Measured {
  at: number;
  quantity: bigint;
  /** What COUNT_UNIQUE counts, or the value a bucketed meter groups by; null when the event lacks it. */
  value: string | null;
}

/** Aggregates quantities (10^-15) of events into one (wire contract 6.4). */
export interface Tally {
  event_count: number;
  /** Adds the sum of some events at once; only for a mean. */
  addSum(quantity: bigint, event_count: number): void;
  /** Adds an event, or several at once of which this is the one that decides. */
  addEvent(event: Measured, event_count?: number): void;
  quantity(): bigint;
}

/** An empty tally of an aggregation that is not a sum, without buckets. */
export function makeTally(type: AggregationType): Tally {
  switch (type) {
    case 'MAX':
      return pickingTally((kept, event) => event.quantity > kept.quantity);
    case 'LATEST':
      // By time of the event, not of its arrival.
      return pickingTally((kept, event) => event.at >= kept.at);
    case 'COUNT_UNIQUE':
      return uniqueTally();
    case 'AVG':
      return meanTally();
    default:
      throw new Error(`${type} is a sum and needs no tally`);
  }
}

function meanTally(): Tally {
  let sum = 0n;
  const tally: Tally = {
    event_count: 0,
    addSum(quantity, event_count) {
      sum += quantity;
      tally.event_count += event_count;
    },
    addEvent: ({ quantity }, event_count = 1) => tally.addSum(quantity, event_count),
    quantity: () => (tally.event_count > 0 ? divideRounded(sum, BigInt(tally.event_count)) : 0n),
  };
  return tally;
}

function pickingTally(isBetter: (kept: Measured, event: Measured) => boolean): Tally {
  let kept: Measured | null = null;
  const tally: Tally = {
    event_count: 0,
    addSum: refuseSum,
    addEvent(event, event_count = 1) {
      tally.event_count += event_count;
      if (kept === null || isBetter(kept, event)) kept = event;
    },
    quantity: () => kept?.quantity ?? 0n,
  };
  return tally;
}

function uniqueTally(): Tally {
  const values = new Set<string>();
  const tally: Tally = {
    event_count: 0,
    addSum: refuseSum,
    addEvent({ value }, event_count = 1) {
      tally.event_count += event_count;
      if (value !== null) values.add(value);
    },
    quantity: () => BigInt(values.size) * 10n ** 15n,
  };
  return tally;
}

function refuseSum(): never {
  throw new Error('this aggregation is measured event by event');
}
