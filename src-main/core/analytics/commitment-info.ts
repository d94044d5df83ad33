import type { CommitmentInfo, UsageInput } from '@shared/entities/analytics';
import { type CommittedCost, chargedInAll, committedAmount, underCommitment } from '@shared/rules/commitment';
import type { Charge } from './charges';
import type { UsageOf } from './read-usage';
import { costText } from './settled-text';

/** Whether a request asks for all the usage of each line item together, which is what commitments are to (6.8). */
export const asksForWholeLineItems = ({ sources, property_filters, group_by }: UsageInput): boolean =>
  sources.length === 0 &&
  Object.values(property_filters).every((values) => values.length === 0) &&
  group_by.every((name) => name === 'feature_id' || name === 'meter_id');

/** The usage with line items that were not used although they carry a commitment (wire contract 6.7). */
export function withUnusedCommitments(usages: readonly UsageOf[], charges: readonly Charge[]): UsageOf[] {
  const used = new Set(usages.map(({ charge }) => charge?.line_item));
  const unused = charges.filter(({ commitment, line_item }) => commitment && !used.has(line_item));
  return [
    ...usages,
    ...unused.map((charge) => ({
      meter: charge.price.meter,
      charge,
      groups: new Map<string, string>(),
      sources: new Set<string>(),
      settlement: { usage: 0n, cost: 0n, event_count: 0, windows: new Map() },
      window_size: null,
    })),
  ];
}

/** What the commitment of a line item makes of its cost; null without one. Windows stay as they are. */
export function committedCost({ charge, settlement }: UsageOf): CommittedCost | null {
  return charge?.commitment ? underCommitment(settlement.cost, charge.commitment, charge.price.compiled) : null;
}

/** Usage with the cost that its commitment makes of it, and what is told of that. */
export function underItsCommitment(usage: UsageOf): { usage: UsageOf; commitment_info: CommitmentInfo | null } {
  const cost = committedCost(usage);
  const { charge, settlement } = usage;
  if (!cost || !charge?.commitment) return { usage, commitment_info: null };
  const { type, quantity, duration, overage_factor, true_up_enabled } = charge.commitment;
  return {
    usage: { ...usage, settlement: { ...settlement, cost: chargedInAll(cost) } },
    commitment_info: {
      type,
      amount: costText(committedAmount(charge.commitment, charge.price.compiled)),
      quantity: quantity ?? '0',
      duration,
      overage_factor,
      true_up_enabled,
      is_windowed: false,
      computed_true_up_amount: costText(cost.true_up),
      computed_overage_amount: costText(cost.overage),
      computed_commitment_utilized_amount: costText(cost.utilized),
    },
  };
}
