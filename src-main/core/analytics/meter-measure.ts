import { eventQuantityOf, uniqueValueOf } from '@shared/rules/event-quantity';
import { joinQuantity } from '@shared/rules/scaled-decimal';
import type { MeterFacts } from './charged-prices';
import type { Measured } from './tally';

/** How a meter measures an event; null when its filters leave the event out, or it was archived before that came in. */
export type MeterMeasure = (at: number, properties: string, ingested_at: number) => Measured | null;

/** The measure of a meter (wire contract 6.4), with what COUNT_UNIQUE counts or a bucketed meter groups by. */
export function meterMeasure({
  aggregation,
  filters,
  archived_at,
}: Pick<MeterFacts, 'aggregation' | 'filters' | 'archived_at'>): MeterMeasure {
  const counted = archived_at ?? Number.POSITIVE_INFINITY;
  const quantityOf = eventQuantityOf({ aggregation, filters });
  const { type, field, group_by } = aggregation;
  const readValue = type === 'COUNT_UNIQUE' && field ? uniqueValueOf(field) : group_by ? uniqueValueOf(group_by) : null;
  return (at, properties, ingested_at) => {
    if (ingested_at >= counted) return null;
    const quantity = quantityOf(properties);
    if (!quantity) return null;
    const { units, nanos, femtos } = quantity;
    const scaled = joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos));
    return { at, quantity: scaled, value: readValue ? readValue(properties) : null };
  };
}
