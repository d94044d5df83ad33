import type { Uncharged, UnchargedCustomer, UnchargedInput } from '@shared/entities/report';
import { notFound } from '@shared/errors';
import { quantityText } from '../analytics/settled-text';
import { usageCatalog } from '../analytics/usage-catalog';
import { cancelCheck } from '../cancel';
import type { Call } from '../deps';
import type { Question } from '../reports/question';
import { numberedCustomers } from '../reports/report-names';
import { questionOf } from '../reports/report-question';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { type UnchargedUsage, unchargedByCustomer } from './uncharged-by-customer';
import { unchargedEvents } from './uncharged-events';
import { reasonsOf } from './uncharged-reasons';

/**
 * Below usage that nothing charges for: the customers it is of, with why, or its events. Nothing is below it where
 * filters by plan, group or currency ask for charged usage only. Throws not_found for an unknown meter.
 */
export function uncharged(input: UnchargedInput, { deps: { store }, context }: Call): Uncharged {
  const { environment_id } = context;
  const { limit, offset, level } = input;
  const meter = usageCatalog(store, environment_id).meters.get(input.meter_id);
  if (!meter) throw notFound('Feature not found');
  const asked = ofCustomer(store, questionOf(store, { ...input, window_size: 'MONTH' }, environment_id), input);
  const question: Question = {
    ...asked,
    checkpoint: cancelCheck(context),
    prices: asked.prices.filter((price) => price.meter.number === meter.number),
    unchargedMeters: asked.unchargedMeters.filter(({ number }) => number === meter.number),
  };
  const usages = unchargedByCustomer(store, question);
  const order = [...usages].sort(([x, a], [y, b]) => b.event_count - a.event_count || x - y);
  const count = order.reduce((sum, [, { event_count }]) => sum + event_count, 0);
  const isEvents = level === 'events';
  return {
    unit: meter.unit,
    unit_plural: meter.unit_plural,
    aggregation_type: meter.aggregation.type,
    total_usage: quantityText(order.reduce((sum, [, { usage }]) => sum + usage, 0n)),
    event_count: count,
    customers: isEvents
      ? input.external_customer_id
        ? customersOf(store, question, order.slice(0, 1))
        : []
      : customersOf(store, question, order.slice(offset, offset + limit)),
    events: isEvents && count > 0 ? unchargedEvents(store, question, meter, { limit, offset }) : [],
    total_count: isEvents ? count : order.length,
    offset,
  };
}

const numberSql = 'select number from event_customers where environment_id = ? and external_id = ?';

/** The question about one customer, when it asks for one that the filters let through. */
function ofCustomer({ sqlite }: Store, question: Question, { external_customer_id }: UnchargedInput): Question {
  if (!external_customer_id) return question;
  const number = prepared(sqlite, numberSql).pluck().get(question.environment_id, external_customer_id);
  const isAsked = typeof number === 'number' && (question.customers === null || question.customers.includes(number));
  return { ...question, customers: isAsked ? [number] : [] };
}

function customersOf(
  store: Store,
  question: Question,
  order: readonly (readonly [number, UnchargedUsage])[],
): UnchargedCustomer[] {
  const names = numberedCustomers(
    store,
    order.map(([number]) => number),
  );
  return order.map(([number, { usage, event_count }]) => {
    const known = names.get(number);
    const external_customer_id = known?.external_id ?? '';
    return {
      external_customer_id,
      customer_id: known?.id ?? null,
      name: known?.name ?? '',
      total_usage: quantityText(usage),
      event_count,
      reasons: reasonsOf(store, question, { number, external_customer_id, event_count }),
    };
  });
}
