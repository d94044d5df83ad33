import type { Uncharged } from '@shared/entities/report';
import type { MeterFacts } from '../analytics/charged-prices';
import { chargesOf } from '../analytics/charges';
import { meterMeasure } from '../analytics/meter-measure';
import { quantityText } from '../analytics/settled-text';
import { findEvent, toEvent } from '../events/read-event';
import type { Question } from '../reports/question';
import type { Store } from '../store/open';
import { checkEvery, newestFirst } from './drill-events';

/** A page of the events of a meter that no line item charges for, newest first, each with what the meter reads of it. */
export function unchargedEvents(
  store: Store,
  question: Question,
  meter: MeterFacts,
  { limit, offset }: { limit: number; offset: number },
): Uncharged['events'] {
  const { environment_id, prices, customers, filter } = question;
  const measure = meterMeasure(meter);
  const charges = Map.groupBy(chargesOf(store, prices, question, customers), ({ customer }) => customer);
  const names = meter.event_number === null ? [] : [meter.event_number];
  const found: { event_id: string; quantity: bigint }[] = [];
  let place = 0;
  let count = 0;
  for (const event of newestFirst(store, { ...question, names })) {
    count += 1;
    if (count % checkEvery === 0) question.checkpoint?.();
    const [name, at, customer, source, properties, ingested_at, event_id] = event;
    if (filter && !filter.passes([name, at, customer, source, properties, ingested_at])) continue;
    if (charges.get(customer)?.some(({ from, to }) => at >= from && at < to)) continue;
    const measured = measure(at, properties, ingested_at);
    if (!measured) continue;
    place += 1;
    if (place <= offset) continue;
    found.push({ event_id, quantity: measured.quantity });
    if (found.length === limit) break;
  }
  return found.map(({ event_id, quantity }) => ({
    event: toEvent(findEvent(store.sqlite, environment_id, event_id), environment_id),
    quantity: quantityText(quantity),
    meter_id: meter.id,
    line_item_id: '',
  }));
}
