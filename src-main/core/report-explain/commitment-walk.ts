import { Big, type Decimal } from '@shared/big';
import type { ExplainWalk } from '@shared/entities/report';
import { type Commitment, type CommittedCost, committedAmount, underCommitment } from '@shared/rules/commitment';
import { amountInWords } from '@shared/rules/currency';
import { costDigits, toScaled } from '@shared/rules/scaled-decimal';
import type { CompiledPrice } from '@shared/rules/scaled-pricing';
import type { Settlement } from '../analytics/account';
import type { Charge } from '../analytics/charges';
import { costText } from '../analytics/settled-text';
import { unitsText, type Wording } from './step-sentences';

/**
 * What a line item's commitment adds to the cost of its usage; null when it adds nothing (wire contract 6.8). The
 * settlement tells what it comes to with it. What the sentence says is charged adds up with the cost of the usage.
 */
export function commitmentWalk(
  { commitment, price }: Charge,
  settlement: Settlement,
  usage_cost: Decimal,
  wording: Wording,
): ExplainWalk['commitment'] {
  if (!commitment) return null;
  const { committed } = settlement;
  const cost = toScaled(usage_cost, costDigits);
  const under = committed ?? underCommitment(cost, commitment, price.compiled);
  const added = settlement.cost - cost;
  if (added === 0n) return null;
  const told: Told = {
    ...promiseOf(commitment, price.compiled, wording),
    factor: commitment.overage_factor,
    money: (amount) => amountInWords(costText(amount), wording.currency),
  };
  const sentence = committed ? windowsSentence(under, added, told) : sentenceOf(under, added, told);
  return { usage_cost, added: costText(added), sentence };
}

/** How a commitment is told. */
interface Told {
  /** "$100", or "5000 requests ($42)": a quantity is committed to at what it costs. */
  least: string;
  was: 'was' | 'were';
  factor: Decimal;
  money(amount: bigint): string;
}

function promiseOf(commitment: Commitment, price: CompiledPrice, wording: Wording): Pick<Told, 'least' | 'was'> {
  const { type, quantity } = commitment;
  const amount = amountInWords(costText(committedAmount(commitment, price)), wording.currency);
  if (type === 'amount' || quantity === null) return { least: amount, was: 'was' };
  return { least: `${unitsText(quantity, wording)} (${amount})`, was: new Big(quantity).eq('1') ? 'was' : 'were' };
}

const sentenceOf = ({ true_up }: CommittedCost, added: bigint, { least, was, factor, money }: Told): string =>
  true_up > 0n
    ? `${least} ${was} committed to: ${money(true_up)} is charged on top of what was used`
    : `What is beyond the ${least} committed to is charged ${factor} times: ${money(added)} more`;

/** Some windows may be below what is committed to and others above. */
function windowsSentence({ true_up }: CommittedCost, added: bigint, { least, was, factor, money }: Told): string {
  // Rounded once in all: what the one part is rounded by is told with the other.
  const beyond = added - true_up;
  const isBeyond = true_up === 0n || beyond > 0n;
  const parts = [
    true_up > 0n &&
      `windows below it, unused ones too, are charged ${money(isBeyond ? true_up : added)} on top of what they used`,
    isBeyond && `what windows used beyond it is charged ${factor} times, ${money(beyond)} more`,
  ];
  return `${least} ${was} committed to in every window: ${parts.filter(Boolean).join('; ')}`;
}
