import type { Charge } from '../analytics/charges';
import { daysOfUse } from '../analytics/days-of-use';
import { lineItemWindowings } from '../analytics/line-item-windowing';
import { meterMeasure } from '../analytics/meter-measure';
import { rawEvents } from '../analytics/raw-events';
import { chargedAt } from '../reports/charged-at';
import type { Question } from '../reports/question';
import { readRange } from '../reports/read-range';
import type { Store } from '../store/open';

/** When the first and the last event came that a line item charges for, in epoch milliseconds. */
export interface EventSpan {
  first: number;
  last: number;
}

/** The spans of some line items of one price, by line item; read from the events of their customers in one go. */
export function eventSpans(
  store: Store,
  question: Question,
  charges: readonly Charge[],
): Map<number | string, EventSpan> {
  const spans = new Map<number | string, EventSpan>();
  const meter = charges[0]?.price.meter;
  if (!meter || meter.event_number === null) return spans;
  const measure = meterMeasure(meter);
  const windowings = lineItemWindowings(store);
  const tested = charges.map((charge) => ({ charge, isCharged: chargedAt(question, windowings, charge) }));
  const byCustomer = Map.groupBy(tested, ({ charge }) => charge.customer);
  let count = 0;
  const customers = [...byCustomer.keys()];
  const { environment_id } = question;
  const { from, to } = readRange(question, meter);
  const segments = daysOfUse(store, {
    environment_id,
    segments: [[meter.event_number, from, to]],
    customers,
    readers: [meter],
  });
  for (const event of rawEvents(store, segments, customers)) {
    count += 1;
    if (count % 4096 === 0) question.checkpoint?.();
    const [, at, customer, , properties, ingested_at] = event;
    if (question.filter && !question.filter.passes(event)) continue;
    if (!measure(at, properties, ingested_at)) continue;
    for (const { charge, isCharged } of byCustomer.get(customer) ?? []) {
      if (!isCharged(at)) continue;
      const span = spans.get(charge.line_item);
      if (!span) spans.set(charge.line_item, { first: at, last: at });
      else {
        span.first = Math.min(span.first, at);
        span.last = Math.max(span.last, at);
      }
    }
  }
  return spans;
}
