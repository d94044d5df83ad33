import { joinQuantity } from '@shared/rules/scaled-decimal';
import type { CompiledPrice, Packages } from '@shared/rules/scaled-pricing';
import type { Settled } from '../analytics/account';
import { addParts, joinedSum, noUsage } from '../usage/usage-sum';

/** Adds up what many quantities cost, each of them priced on its own from zero. */
export interface CostSums {
  /** A quantity in parts that are carried over; `spilled` is what it has beyond `units`. */
  add(event_count: number, units: number, nanos: number, femtos: number, spilled: bigint): void;
  settle(): Settled;
}

/** Up to this size a package more or less lies beyond what the rule rounds, unless there are femtos. */
const wellRounded = 10_000_000;

/**
 * Quantities are only sorted into the pieces of the price, and packages counted; both are priced once, so that half a
 * million quantities take no multiplication of big integers.
 */
export function costSums({ cost: costOf, pieces, packages }: CompiledPrice): CostSums {
  const all = noUsage();
  const ofPieces = pieces?.map((piece) => ({ ...piece, sum: noUsage(), quantities: 0 })) ?? null;
  const charged = noUsage();
  let apart = 0n;

  function addToPiece(units: number, nanos: number, femtos: number) {
    for (const piece of ofPieces ?? []) {
      const { up_to } = piece;
      if (up_to !== null && (units > up_to || (units === up_to && (nanos > 0 || femtos > 0)))) continue;
      addParts(piece.sum, 0, units, nanos, femtos);
      piece.quantities += 1;
      return;
    }
  }

  return {
    add(event_count, units, nanos, femtos, spilled) {
      addParts(all, event_count, units, nanos, femtos);
      if (spilled !== 0n) all.spilled += spilled;
      else if (units === 0 && nanos === 0 && femtos === 0) return;
      else if (ofPieces) return addToPiece(units, nanos, femtos);
      else if (packages && packages.size <= wellRounded && femtos === 0) {
        return addParts(charged, 0, packagesIn(packages, units, nanos), 0, 0);
      }
      apart += costOf(joinQuantity(spilled + BigInt(units), BigInt(nanos), BigInt(femtos)));
    },
    settle() {
      let cost = apart;
      for (const { sum, quantities, unit, flat } of ofPieces ?? []) {
        if (quantities > 0) cost += unit * joinedSum(sum) + flat * BigInt(quantities);
      }
      if (packages) cost += packages.cost * (charged.spilled + BigInt(charged.units));
      return { usage: joinedSum(all), cost, event_count: all.event_count };
    },
  };
}

function packagesIn({ size, countsStarted }: Packages, units: number, nanos: number): number {
  const left = units % size;
  return (units - left) / size + (countsStarted && (left > 0 || nanos > 0) ? 1 : 0);
}
