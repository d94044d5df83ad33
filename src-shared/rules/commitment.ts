import type { Decimal } from '../big';
import { costDigits, divideRounded, quantityDigits, quantityOne, toScaled } from './scaled-decimal';
import type { CompiledPrice } from './scaled-pricing';

/** A minimum spend on a line item (wire contract 6.8). */
export interface Commitment {
  type: 'amount' | 'quantity';
  /** What is to be spent, in the price's currency; null for a commitment to a quantity. */
  amount: Decimal | null;
  /** What is to be used; null for a commitment to an amount. */
  quantity: Decimal | null;
  /** Billing period that it was agreed for. Told, not computed with: a commitment is one per line item and range asked. */
  duration: string | null;
  /** What usage beyond the commitment is multiplied by, at least 1. */
  overage_factor: Decimal;
  /** Whether what was not used is charged all the same. */
  true_up_enabled: boolean;
  /** Whether it is to every bucket of a bucketed meter, instead of to the line item in all. */
  is_windowed: boolean;
}

/** A cost (10^-30) under a commitment; the three parts add up to what is charged. */
export interface CommittedCost {
  utilized: bigint;
  overage: bigint;
  true_up: bigint;
}

/**
 * What is committed to, in money (10^-30). A quantity is committed to at what the price charges for it as one.
 */
export function committedAmount({ type, amount, quantity }: Commitment, price: CompiledPrice): bigint {
  return type === 'amount'
    ? toScaled(amount ?? '0', costDigits)
    : price.cost(toScaled(quantity ?? '0', quantityDigits));
}

/**
 * The cost of a line item under its commitment (wire contract 6.8): up to the commitment it stays as it is, or becomes
 * the commitment when that is trued up; what is beyond counts times the overage factor.
 */
export const underCommitment = (cost: bigint, commitment: Commitment, price: CompiledPrice): CommittedCost =>
  compileCommitment(commitment, price)(cost);

/** What makes a cost one under the commitment: for many costs of one price. */
export function compileCommitment(commitment: Commitment, price: CompiledPrice): (cost: bigint) => CommittedCost {
  const committed = committedAmount(commitment, price);
  const factor = toScaled(commitment.overage_factor, quantityDigits);
  return (cost) =>
    cost <= committed
      ? { utilized: cost, overage: 0n, true_up: commitment.true_up_enabled ? committed - cost : 0n }
      : { utilized: committed, overage: divideRounded((cost - committed) * factor, quantityOne), true_up: 0n };
}

export const chargedInAll = ({ utilized, overage, true_up }: CommittedCost): bigint => utilized + overage + true_up;
