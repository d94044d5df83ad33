import type { CommitmentInfo, UsageInput } from '@shared/entities/analytics';
import { chargedInAll, committedAmount, underCommitment } from '@shared/rules/commitment';
import type { UsageOf } from './read-usage';
import { costText } from './settled-text';

/** Whether a request asks for all the usage of each line item together, which is what commitments are to (6.8). */
export const asksForWholeLineItems = ({ sources, property_filters, group_by }: UsageInput): boolean =>
  sources.length === 0 &&
  Object.values(property_filters).every((values) => values.length === 0) &&
  group_by.every((name) => name === 'feature_id' || name === 'meter_id');

/** Usage with the cost that its commitment makes of it, and what is told of that. Windows stay as they are. */
export function underItsCommitment(usage: UsageOf): { usage: UsageOf; commitment_info: CommitmentInfo | null } {
  const { charge, settlement } = usage;
  if (!charge?.commitment) return { usage, commitment_info: null };
  const { type, quantity, duration, overage_factor, true_up_enabled } = charge.commitment;
  const { committed } = settlement;
  const cost = committed ?? underCommitment(settlement.cost, charge.commitment, charge.price.compiled);
  return {
    usage: { ...usage, settlement: { ...settlement, cost: committed?.charged ?? chargedInAll(cost) } },
    commitment_info: {
      type,
      amount: costText(committedAmount(charge.commitment, charge.price.compiled)),
      quantity: quantity ?? '0',
      duration,
      overage_factor,
      true_up_enabled,
      is_windowed: committed !== undefined,
      computed_true_up_amount: costText(cost.true_up),
      computed_overage_amount: costText(cost.overage),
      computed_commitment_utilized_amount: costText(cost.utilized),
    },
  };
}
