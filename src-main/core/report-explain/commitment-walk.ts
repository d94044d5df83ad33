import { Big, type Decimal } from '@shared/big';
import type { ExplainWalk } from '@shared/entities/report';
import { type CommittedCost, chargedInAll, committedAmount, underCommitment } from '@shared/rules/commitment';
import { amountInWords } from '@shared/rules/currency';
import { costDigits, toScaled } from '@shared/rules/scaled-decimal';
import type { Settlement } from '../analytics/account';
import type { Charge } from '../analytics/charges';
import { costText } from '../analytics/settled-text';

/**
 * What a line item's commitment adds to the cost of its usage; null when it adds nothing (wire contract 6.8). The
 * settlement tells what one to every window adds.
 */
export function commitmentWalk(
  { commitment, price }: Charge,
  { committed }: Settlement,
  { steps, rounding }: Pick<ExplainWalk, 'steps' | 'rounding'>,
  currency: string,
): ExplainWalk['commitment'] {
  if (!commitment) return null;
  const usage_cost: Decimal = rounding
    ? new Big(rounding.exact).plus(rounding.difference).toFixed()
    : steps.reduce((sum, { cost }) => sum.plus(cost), new Big('0')).toFixed();
  const cost = toScaled(usage_cost, costDigits);
  const under = committed ?? underCommitment(cost, commitment, price.compiled);
  const added = (committed?.charged ?? chargedInAll(under)) - cost;
  if (added === 0n) return null;
  const money = (amount: bigint) => amountInWords(costText(amount), currency);
  const least = money(committedAmount(commitment, price.compiled));
  const sentence = committed
    ? windowsSentence(under, `${least} was committed to in every window`, commitment.overage_factor, money)
    : under.true_up > 0n
      ? `${least} was committed to: ${money(under.true_up)} is charged on top of what was used`
      : `What is beyond the ${least} committed to is charged ${commitment.overage_factor} times: ${money(added)} more`;
  return { usage_cost, added: costText(added), sentence };
}

/** Some windows may be below what is committed to and others above. */
function windowsSentence(
  { overage, true_up }: CommittedCost,
  promise: string,
  overage_factor: Decimal,
  money: (amount: bigint) => string,
): string {
  const below = `windows below it are charged ${money(true_up)} on top of what they used`;
  const beyond = `what windows used beyond it is charged ${overage_factor} times, ${money(overage)} in all`;
  return `${promise}: ${[true_up > 0n ? below : '', overage > 0n ? beyond : ''].filter((part) => part !== '').join('; ')}`;
}
