import { Big } from '@shared/big';
import type { UsageInput, UsageItem } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import type { MeterFacts } from './charged-prices';
import type { UsageOf } from './read-usage';
import { costText, quantityText } from './settled-text';

/** One item of the analytics answer (wire contract 6.6), nothing expanded yet. */
export function usageItem(usage: UsageOf, input: UsageInput): Omit<UsageItem, 'commitment_info'> {
  const { meter, charge, groups, settlement, sources, window_size } = usage;
  const cost = costText(settlement.cost);
  const properties = [...groups].filter(([name]) => name !== 'source');
  const total_usage = quantityText(settlement.usage);
  return {
    feature_id: meter.feature_id,
    name: meter.name,
    event_name: meter.event_name,
    aggregation_type: meter.aggregation.type,
    unit: meter.unit,
    unit_plural: meter.unit_plural,
    currency: charge?.price.currency ?? '',
    total_usage,
    total_usage_display: displayUsage(meter, total_usage),
    reporting_unit: meter.reporting_unit,
    subtotal: cost,
    total_discount: '0',
    total_cost: cost,
    event_count: settlement.event_count,
    price_id: charge?.price.id ?? '',
    meter_id: meter.id,
    sub_line_item_id: charge?.line_item_id ?? '',
    subscription_id: charge?.subscription_id ?? '',
    plan_id: charge?.price.plan_id ?? '',
    source: groups.get('source') ?? null,
    sources: input.expand.includes('source') ? [...sources].sort() : null,
    properties:
      properties.length === 0
        ? null
        : Object.fromEntries(properties.map(([name, value]) => [name.slice('properties.'.length), value])),
    window_size: window_size ?? meter.aggregation.bucket_size,
    points: window_size ? pointsOf(usage) : null,
    price: null,
    meter: null,
    feature: null,
    plan: null,
    subscription_line_item: null,
  };
}

/** Usage in the feature's reporting unit: divided by its rate, two decimals (wire contract 5.3); "" without one. */
function displayUsage({ reporting_unit }: MeterFacts, usage: string): string {
  if (reporting_unit === null || new Big(reporting_unit.conversion_rate).eq('0')) return '';
  return new Big(usage).div(reporting_unit.conversion_rate).round(2, Big.roundHalfUp).toFixed();
}

/** The windows with usage, or with something charged all the same, each priced on its own from zero. */
function pointsOf({ settlement: { windows, committed } }: UsageOf) {
  const starts = new Set([...windows.keys(), ...(committed?.windows.keys() ?? [])]);
  return [...starts]
    .sort((a, b) => a - b)
    .map((start) => {
      const { usage, cost, event_count } = windows.get(start) ?? nothing;
      const { utilized, overage, true_up } = committed?.windows.get(start) ?? noCommitment;
      const charged = costText(committed ? utilized + overage + true_up : cost);
      return {
        timestamp: toInstant(start),
        usage: quantityText(usage),
        subtotal: charged,
        discount: '0',
        cost: charged,
        event_count,
        computed_commitment_utilized_amount: costText(utilized),
        computed_overage_amount: costText(overage),
        computed_true_up_amount: costText(true_up),
      };
    });
}

const nothing = { usage: 0n, cost: 0n, event_count: 0 };
const noCommitment = { utilized: 0n, overage: 0n, true_up: 0n };
