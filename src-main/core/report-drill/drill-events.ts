import type { Drill } from '@shared/entities/report';
import type { ChargedPrice } from '../analytics/charged-prices';
import { lineItemWindowings } from '../analytics/line-item-windowing';
import { type MeterMeasure, meterMeasure } from '../analytics/meter-measure';
import type { RawEvent } from '../analytics/raw-events';
import { quantityText } from '../analytics/settled-text';
import { findEvent, toEvent } from '../events/read-event';
import { chargesAsked } from '../reports/asked-customers';
import { chargedAt } from '../reports/charged-at';
import { chargesWithin } from '../reports/charges-within';
import type { Question } from '../reports/question';
import { widestRange } from '../reports/read-range';
import type { Store } from '../store/open';
import type { Selection } from './selection';

type NamedEvent = readonly [...event: RawEvent, event_id: string];

/** Events between two looks at whether anybody still waits. */
export const checkEvery = 4096;

/**
 * A page of the events that a selection charged for, newest first, each with the line item and what its meter read of
 * it. An event that two line items charge for is there twice.
 */
export function drillEvents(
  store: Store,
  { question, line_item_id }: Selection,
  { limit, offset }: { limit: number; offset: number },
): Drill['events'] {
  const environment_id = question.environment_id;
  const found: { event_id: string; quantity: bigint; price: ChargedPrice; line_item_id: string }[] = [];
  let place = 0;
  let count = 0;
  const counted = countedBy(store, question, line_item_id);
  for (const event of newestFirst(store, { ...question, ...widestRange(question), names: namesOf(question) })) {
    count += 1;
    if (count % checkEvery === 0) question.checkpoint?.();
    const [name, at, customer, source, properties, ingested_at, event_id] = event;
    if (question.filter && !question.filter.passes([name, at, customer, source, properties, ingested_at])) continue;
    for (const { charge, measure, isCharged } of counted(name, customer)) {
      if (!isCharged(at)) continue;
      const measured = measure(at, properties, ingested_at);
      if (!measured) continue;
      place += 1;
      if (place <= offset) continue;
      found.push({
        event_id,
        quantity: measured.quantity,
        price: charge.price,
        line_item_id: charge.line_item_id,
      });
      if (found.length === limit) break;
    }
    if (found.length === limit) break;
  }
  // Only now: nothing else may be read of the connection while the events are.
  return found.map(({ event_id, quantity, price, line_item_id: id }) => ({
    event: toEvent(findEvent(store.sqlite, environment_id, event_id), environment_id),
    quantity: quantityText(quantity),
    meter_id: price.meter.id,
    line_item_id: id,
  }));
}

/** The line items that charge for events of a name and customer, with how their meters read them. */
function countedBy(store: Store, question: Question, line_item_id: string | null) {
  const measures = new Map<number, MeterMeasure>();
  const windowings = lineItemWindowings(store);
  const charges = chargesWithin(store, question, question.prices)
    .filter(chargesAsked(question))
    .filter((charge) => line_item_id === null || charge.line_item_id === line_item_id)
    .map((charge) => {
      const { meter } = charge.price;
      let measure = measures.get(meter.number);
      if (!measure) {
        measure = meterMeasure(meter);
        measures.set(meter.number, measure);
      }
      return { charge, measure, isCharged: chargedAt(question, windowings, charge) };
    });
  const byPlace = Map.groupBy(charges, ({ charge }) => `${charge.price.meter.event_number}/${charge.customer}`);
  return (event_name: number, customer: number) => byPlace.get(`${event_name}/${customer}`) ?? [];
}

const namesOf = ({ prices }: Question) => [...new Set(prices.flatMap(({ meter }) => meter.event_number ?? []))];

/** Events of some names, newest first. Nothing else may be read of the connection until they are read. */
export function newestFirst(
  { sqlite }: Store,
  { names, customers, from, to }: Pick<Question, 'customers' | 'from' | 'to'> & { names: readonly number[] },
): IterableIterator<NamedEvent> {
  const filter = customers ? 'and e.customer in (select value from json_each(?))' : '';
  const sql = `
    select e.event_name, e.timestamp, e.customer, e.source, e.properties, e.ingested_at, e.event_id from events e
    where e.event_name ${names.length === 1 ? '= ?' : 'in (select value from json_each(?))'}
      and e.timestamp >= ? and e.timestamp < ? ${filter}
    order by e.timestamp desc, e.event_id desc`;
  const parameters = [names.length === 1 ? names[0] : JSON.stringify(names), from, to];
  if (customers) parameters.push(JSON.stringify(customers));
  return sqlite
    .prepare(sql)
    .raw()
    .iterate(...parameters) as IterableIterator<NamedEvent>;
}
