import type { Quantity } from '@shared/rules/quantity';

/** How much usage: the events and the summed parts of their quantities. May be a difference, and so negative. */
export interface UsageSum extends Quantity {
  event_count: number;
  /** Units beyond what a float counts exactly. */
  spilled: bigint;
}

const spillAt = 4_000_000_000_000_000;

export const noUsage = (): UsageSum => ({ event_count: 0, units: 0, nanos: 0, femtos: 0, spilled: 0n });

/** Adds one event's quantity (sign 1) or takes it away (sign -1). */
export function addQuantity(sum: UsageSum, quantity: Quantity, sign: 1 | -1): void {
  sum.event_count += sign;
  sum.units += sign * quantity.units;
  sum.nanos += sign * quantity.nanos;
  sum.femtos += sign * quantity.femtos;
  if (sum.units > spillAt || sum.units < -spillAt) spill(sum);
}

export function addSum(sum: UsageSum, other: UsageSum): void {
  sum.event_count += other.event_count;
  sum.units += other.units;
  sum.nanos += other.nanos;
  sum.femtos += other.femtos;
  sum.spilled += other.spilled;
  if (sum.units > spillAt || sum.units < -spillAt) spill(sum);
}

/** Adds a quantity, or the sum of some, whose nanos and femtos are carried over. */
export function addParts(sum: UsageSum, event_count: number, units: number, nanos: number, femtos: number): void {
  sum.event_count += event_count;
  sum.units += units;
  sum.nanos += nanos;
  sum.femtos += femtos;
  if (sum.nanos > spillAt) {
    const nanosLeft = sum.nanos % 1e9;
    sum.units += (sum.nanos - nanosLeft) / 1e9;
    sum.nanos = nanosLeft;
  }
  if (sum.units > spillAt) spill(sum);
}

/** The parts as one quantity (10^-15). */
export const joinedSum = ({ spilled, units, nanos, femtos }: UsageSum): bigint =>
  (spilled + BigInt(units)) * 1_000_000_000_000_000n + BigInt(nanos) * 1_000_000n + BigInt(femtos);

function spill(sum: UsageSum): void {
  sum.spilled += BigInt(sum.units);
  sum.units = 0;
}

/** The column `units` of a roll-up row. */
export const unitsOf = ({ spilled, units }: UsageSum): number | bigint =>
  spilled === 0n ? units : spilled + BigInt(units);

/** Makes a sum nothing again. */
export function clearSum(sum: UsageSum): void {
  sum.event_count = 0;
  sum.units = 0;
  sum.nanos = 0;
  sum.femtos = 0;
  sum.spilled = 0n;
}

export const isNothing = (sum: UsageSum): boolean =>
  sum.event_count === 0 && sum.units === 0 && sum.nanos === 0 && sum.femtos === 0 && sum.spilled === 0n;
