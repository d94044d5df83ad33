import type { EventLookup } from '@shared/entities/event';
import { toInstant } from '@shared/instant';
import { type Charge, chargesOf } from '../analytics/charges';
import { meterMeasure } from '../analytics/meter-measure';
import { quantityText } from '../analytics/settled-text';
import { usageCatalog } from '../analytics/usage-catalog';
import type { Store } from '../store/open';
import { findEvent, toEvent } from './read-event';

/**
 * An event with what became of it (wire contract 6.2): one entry per meter that counts it and line item that charges
 * for it at its time, with the customer that it charges: another one may have the external id now. Throws not_found.
 */
export function lookUpEvent(store: Store, environment_id: string, id: string): EventLookup {
  const row = findEvent(store.sqlite, environment_id, id);
  const catalog = usageCatalog(store, environment_id);
  const processed = [...catalog.meters.values()].flatMap((meter) => {
    if (meter.event_name !== row.event_name) return [];
    const measured = meterMeasure(meter)(row.timestamp, row.properties, row.ingested_at);
    if (!measured) return [];
    const prices = catalog.prices.filter((price) => price.meter.id === meter.id);
    const charges = chargesOf(store, prices, { from: row.timestamp, to: row.timestamp + 1 }, [row.customer]);
    return (charges.length > 0 ? charges : [null]).map((charge: Charge | null) => ({
      customer_id: charge?.customer_id ?? row.customer_id,
      feature_id: meter.feature_id || null,
      meter_id: meter.id,
      price_id: charge?.price.id ?? null,
      sub_line_item_id: charge?.line_item_id ?? null,
      subscription_id: charge?.subscription_id ?? null,
      processed_at: toInstant(row.ingested_at),
      qty_total: quantityText(measured.quantity),
    }));
  });
  return { event: toEvent(row, environment_id), processed_events: processed };
}
