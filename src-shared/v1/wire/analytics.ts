import { z } from 'zod';
import { type UsageItem, type UsageResult, usageItem, usagePoint, usageResult } from '../../entities/analytics';
import { featureToWire, wireFeature } from './feature';
import { wireInstant } from './instant';
import { meterToWire, wireMeter } from './meter';
import { planToWire, wirePlan } from './plan';
import { priceToWire, wirePrice } from './price';
import { lineItemToWire, wireLineItem } from './subscription';

const wirePoint = usagePoint.extend({ buckets: z.null() });

const textOrNull = z.string().nullable();

/** Texts that the wire shows only when known (wire contract 6.6). */
const whenKnown = {
  unit: textOrNull,
  unit_plural: textOrNull,
  currency: textOrNull,
  price_id: textOrNull,
  sub_line_item_id: textOrNull,
  subscription_id: textOrNull,
  plan_id: textOrNull,
};

/** What an item never has here: addons, feature groups and commitments by time of day are not part of this product. */
const absent = { add_on_id: null, addon: null, group: null, bucket_summaries: null } as const;

/** Keys the official SDK wants of a meter nested here, though a meter of its own has none of them (wire contract 5.6). */
const nestedMeter = { environment_id: null, created_by: null, updated_by: null } as const;
const nestedMeterShape = { environment_id: z.null(), created_by: z.null(), updated_by: z.null() };

const wireItem = usageItem.extend({
  ...whenKnown,
  add_on_id: z.null(),
  addon: z.null(),
  group: z.null(),
  bucket_summaries: z.null(),
  points: z.array(wirePoint).nullable(),
  price: wirePrice.nullable().describe('With its published group as `group`, when `expand` has `price`.'),
  meter: wireMeter.extend(nestedMeterShape).nullable(),
  feature: wireFeature.nullable(),
  plan: wirePlan.nullable(),
  subscription_line_item: wireLineItem.nullable(),
});

/** Usage and cost on the wire, every key present (wire contract 6.6, 9.7). */
export const wireAnalytics = usageResult.extend({ items: z.array(wireItem), custom_analytics: z.null() });

export const analyticsToWire = ({ items, ...totals }: UsageResult): z.infer<typeof wireAnalytics> => ({
  ...totals,
  items: items.map(itemToWire),
  custom_analytics: null,
});

const itemToWire = (item: UsageItem): z.infer<typeof wireItem> => ({
  ...item,
  ...absent,
  unit: item.unit || null,
  unit_plural: item.unit_plural || null,
  currency: item.currency || null,
  price_id: item.price_id || null,
  sub_line_item_id: item.sub_line_item_id || null,
  subscription_id: item.subscription_id || null,
  plan_id: item.plan_id || null,
  points: item.points?.map((point) => ({ ...point, timestamp: wireInstant(point.timestamp), buckets: null })) ?? null,
  price: item.price && priceToWire(item.price),
  meter: item.meter && { ...meterToWire(item.meter), ...nestedMeter },
  feature: item.feature && featureToWire(item.feature),
  plan: item.plan && planToWire(item.plan),
  subscription_line_item: item.subscription_line_item && lineItemToWire(item.subscription_line_item),
});
