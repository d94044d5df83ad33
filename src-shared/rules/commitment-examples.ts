import type { Decimal } from '../big';
import { type Commitment, chargedInAll, committedAmount, compileCommitment } from './commitment';
import type { PricingTerms } from './pricing';
import { costDigits, fromScaled, quantityDigits, toScaled } from './scaled-decimal';
import { compilePrice } from './scaled-pricing';

/** What usage of one kind is charged under a commitment. Amounts in the price's currency. */
export interface CommitmentExample {
  at: 'nothing' | 'half' | 'commitment' | 'beyond';
  /** How much was used; null when the commitment is to an amount, which many quantities may cost. */
  quantity: Decimal | null;
  /** What the usage itself costs. */
  cost: Decimal;
  overage: Decimal;
  true_up: Decimal;
  charged: Decimal;
}

const halves = { nothing: 0n, half: 1n, commitment: 2n, beyond: 4n } as const;

/** What a commitment makes of no usage, half of it, exactly it and twice as much (wire contract 6.8). */
export function commitmentExamples(commitment: Commitment, terms: PricingTerms): CommitmentExample[] {
  const price = compilePrice(terms);
  const apply = compileCommitment(commitment, price);
  const committed = committedAmount(commitment, price);
  const promised = commitment.type === 'quantity' ? toScaled(commitment.quantity ?? '0', quantityDigits) : null;
  return (Object.keys(halves) as (keyof typeof halves)[]).map((at) => {
    const quantity = promised === null ? null : (promised * halves[at]) / 2n;
    const cost = quantity === null ? (committed * halves[at]) / 2n : price.cost(quantity);
    const under = apply(cost);
    const money = (amount: bigint) => fromScaled(amount, costDigits);
    return {
      at,
      quantity: quantity === null ? null : fromScaled(quantity, quantityDigits),
      cost: money(cost),
      overage: money(under.overage),
      true_up: money(under.true_up),
      charged: money(chargedInAll(under)),
    };
  });
}
