import { Big, type Decimal } from '@shared/big';
import type { ExplainWalk } from '@shared/entities/report';
import { chargedInAll, committedAmount, underCommitment } from '@shared/rules/commitment';
import { displayAmount } from '@shared/rules/currency';
import { costDigits, toScaled } from '@shared/rules/scaled-decimal';
import type { Charge } from '../analytics/charges';
import { costText } from '../analytics/settled-text';

/** What a line item's commitment adds to the cost of its usage; null when it adds nothing (wire contract 6.8). */
export function commitmentWalk(
  { commitment, price }: Charge,
  { steps, rounding }: Pick<ExplainWalk, 'steps' | 'rounding'>,
  currency: string,
): ExplainWalk['commitment'] {
  if (!commitment) return null;
  const usage_cost: Decimal = rounding
    ? new Big(rounding.exact).plus(rounding.difference).toFixed()
    : steps.reduce((sum, { cost }) => sum.plus(cost), new Big('0')).toFixed();
  const cost = toScaled(usage_cost, costDigits);
  const under = underCommitment(cost, commitment, price.compiled);
  const added = chargedInAll(under) - cost;
  if (added === 0n) return null;
  const money = (amount: bigint) => displayAmount(costText(amount), currency);
  const committed = money(committedAmount(commitment, price.compiled));
  const sentence =
    under.true_up > 0n
      ? `${committed} was committed to: ${money(under.true_up)} is charged on top of what was used`
      : `What is beyond the ${committed} committed to is charged ${commitment.overage_factor} times: ${money(added)} more`;
  return { usage_cost, added: costText(added), sentence };
}
