import { eventQuantityOf, uniqueValueOf } from '@shared/rules/event-quantity';
import type { Quantity } from '@shared/rules/quantity';
import { joinQuantity } from '@shared/rules/scaled-decimal';
import type { MeterFacts } from './charged-prices';
import type { Measured } from './tally';

/** How a meter measures an event; null when its filters leave the event out, or it was archived before that came in. */
export type MeterMeasure = (at: number, properties: string, ingested_at: number) => Measured | null;

type CountedMeter = Pick<MeterFacts, 'aggregation' | 'filters' | 'archived_at'>;

/** The quantity of an event by a meter; null when its filters leave the event out, or it was archived before that came in. */
export function countedQuantity({
  aggregation,
  filters,
  archived_at,
}: CountedMeter): (properties: string, ingested_at: number) => Quantity | null {
  const counted = archived_at ?? Number.POSITIVE_INFINITY;
  const quantityOf = eventQuantityOf({ aggregation, filters });
  return (properties, ingested_at) => (ingested_at >= counted ? null : quantityOf(properties));
}

/** The measure of a meter (wire contract 6.4), with what COUNT_UNIQUE counts or a bucketed meter groups by. */
export function meterMeasure(meter: CountedMeter): MeterMeasure {
  const quantityOf = countedQuantity(meter);
  const { type, field, group_by } = meter.aggregation;
  const readValue = type === 'COUNT_UNIQUE' && field ? uniqueValueOf(field) : group_by ? uniqueValueOf(group_by) : null;
  return (at, properties, ingested_at) => {
    const quantity = quantityOf(properties, ingested_at);
    if (!quantity) return null;
    const { units, nanos, femtos } = quantity;
    const scaled = joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos));
    return { at, quantity: scaled, value: readValue ? readValue(properties) : null };
  };
}
