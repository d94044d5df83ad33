import type { Decimal } from '@shared/big';
import { joinQuantity } from '@shared/rules/scaled-decimal';
import type { MeterFacts } from '../analytics/charged-prices';
import { countedQuantity } from '../analytics/meter-measure';
import type { RawEvent } from '../analytics/raw-events';
import { quantityText } from '../analytics/settled-text';

/** Which meter counts an event, and what it reads of it. */
export interface CountedEvent {
  meter_id: string;
  quantity: Decimal;
}

/** Tells what counts an event; null when nothing does, and when several meters do: a row has room for one. */
export function countedOnce(meters: Iterable<MeterFacts>): (event: RawEvent) => CountedEvent | null {
  const measures = [...meters].map((meter) => ({ ...meter, quantityOf: countedQuantity(meter) }));
  const byEventName = Map.groupBy(measures, ({ event_number }) => event_number);
  return ([event_name, , , , properties, ingested_at]) => {
    let counted: CountedEvent | null = null;
    for (const { id, quantityOf } of byEventName.get(event_name) ?? []) {
      const quantity = quantityOf(properties, ingested_at);
      if (!quantity) continue;
      if (counted) return null;
      const { units, nanos, femtos } = quantity;
      const scaled = joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos));
      counted = { meter_id: id, quantity: quantityText(scaled) };
    }
    return counted;
  };
}
