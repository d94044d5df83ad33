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

/** The windows with usage, each priced on its own from zero. */
const pointsOf = ({ settlement }: UsageOf) =>
  [...settlement.windows]
    .sort(([a], [b]) => a - b)
    .map(([start, { usage, cost, event_count }]) => ({
      timestamp: toInstant(start),
      usage: quantityText(usage),
      subtotal: costText(cost),
      discount: '0',
      cost: costText(cost),
      event_count,
    }));
