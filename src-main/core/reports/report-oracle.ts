/**
 * What a report should say, worked out a second time from raw events and public calls alone: event by event, line item
 * by line item, in plain decimals and with the platform's own calendar. Slow and simple; shares no code with the engine.
 */
import { Big } from '@shared/big';
import type { InputOf } from '@shared/contract';
import type { Meter } from '@shared/entities/meter';
import type { Price } from '@shared/entities/price';
import { costOf, costOfBuckets } from '@shared/rules/pricing';
import { roundToCurrency } from '@shared/rules/round-to-currency';
import { Temporal } from 'temporal-polyfill';
import type { BuiltWorld } from './report-world';

export interface OracleEvent {
  id: string;
  name: string;
  customer: string;
  at: number;
  source: string;
  properties: Record<string, unknown>;
}

export interface OracleItem {
  line_item_id: string;
  customer: string;
  customer_id: string;
  plan_id: string;
  price: Price;
  meter: Meter;
  /** Day of the month on which the subscription began, in UTC. */
  anchor_day: number;
  from: number;
  to: number;
}

/** The events of a world as they were sent. */
export const oracleEvents = ({ events }: BuiltWorld): OracleEvent[] =>
  events
    .map((event) => ({
      id: event.event_id ?? '',
      name: event.event_name,
      customer: event.external_customer_id,
      at: Date.parse(event.timestamp ?? ''),
      source: event.source ?? '',
      properties: event.properties ?? {},
    }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

/** Every line item with when it charges, from what the calls answer. */
export async function oracleItems({ core: { call }, subscriptions }: BuiltWorld): Promise<OracleItem[]> {
  const { items: prices } = await call('price.search', { limit: -1, allow_expired_prices: true, expand: 'groups' });
  const { items: meters } = await call('meter.search', { limit: 1000 });
  const items: OracleItem[] = [];
  for (const id of subscriptions) {
    const subscription = await call('subscription.get', { id });
    for (const line of subscription.line_items ?? []) {
      const price = prices.find((candidate) => candidate.id === line.price_id);
      const meter = meters.find((candidate) => candidate.id === line.meter_id);
      if (!price || !meter) throw new Error('a line item points at nothing');
      const ends = [line.end_date, subscription.end_date, subscription.cancelled_at].flatMap((end) => end ?? []);
      items.push({
        line_item_id: line.id,
        customer: subscription.external_customer_id,
        customer_id: subscription.customer_id,
        plan_id: subscription.plan_id,
        price,
        meter,
        anchor_day: new Date(subscription.start_date).getUTCDate(),
        from: Date.parse(line.start_date),
        to: Math.min(...ends.map(Date.parse), Number.POSITIVE_INFINITY),
      });
    }
  }
  return items;
}

/** What a meter reads of an event: nothing when a filter leaves it out. */
export function quantityOf({ aggregation, filters, event_name }: Meter, event: OracleEvent): Big | null {
  if (event.name !== event_name) return null;
  const passes = filters.every(({ key, values }) => values.includes(String(event.properties[key])));
  if (!passes) return null;
  if (aggregation.type === 'COUNT') return new Big('1');
  const value = event.properties[aggregation.field ?? ''];
  if (aggregation.type === 'COUNT_UNIQUE') return new Big(value === undefined ? '0' : '1');
  const text = String(value ?? '');
  const number = /^-?\d+(\.\d+)?(e\d+)?$/.test(text) ? new Big(text) : new Big('0');
  if (number.lt('0')) return new Big('0');
  // Quantities are stored to fifteen digits.
  return aggregation.type === 'SUM_WITH_MULTIPLIER' ? number.times(aggregation.multiplier ?? '0').round(15) : number;
}

const fifteenDigits = (sum: Big, count: number) => {
  const digits = sum.times('1e15').toFixed();
  const whole = BigInt(digits);
  const divisor = BigInt(count);
  return new Big(String((2n * whole + divisor) / (2n * divisor))).div('1e15').toFixed();
};

/** Aggregated usage of events that pass a meter, in order of time. */
function usageOf(meter: Meter, events: readonly OracleEvent[], zone: string, isPoint: boolean): string {
  const quantities = events.map((event) => quantityOf(meter, event) ?? new Big('0'));
  const sum = quantities.reduce((a, b) => a.plus(b), new Big('0'));
  const most = quantities.reduce((a, b) => (b.gt(a) ? b : a), new Big('0'));
  const { type, field, bucket_size } = meter.aggregation;
  if (bucket_size) {
    const buckets = bucketsOf(meter, events, zone).map((groups) => groups.reduce((a, b) => a.plus(b), new Big('0')));
    if (type === 'MAX' && isPoint) return buckets.reduce((a, b) => (b.gt(a) ? b : a), new Big('0')).toFixed();
    return buckets.reduce((a, b) => a.plus(b), new Big('0')).toFixed();
  }
  if (type === 'MAX') return most.toFixed();
  if (type === 'LATEST') return (quantities.at(-1) ?? new Big('0')).toFixed();
  if (type === 'AVG') return fifteenDigits(sum, quantities.length);
  if (type === 'COUNT_UNIQUE') {
    return String(new Set(events.flatMap((event) => event.properties[field ?? ''] ?? [])).size);
  }
  return sum.toFixed();
}

/** The values of each bucket with events, group by group. */
function bucketsOf(meter: Meter, events: readonly OracleEvent[], zone: string): Big[][] {
  const { bucket_size, group_by, type } = meter.aggregation;
  const buckets = Map.groupBy(events, (event) => windowStart(bucket_size ?? 'DAY', event.at, zone));
  return [...buckets.values()].map((inBucket) => {
    const groups = Map.groupBy(inBucket, (event) => (group_by ? String(event.properties[group_by] ?? '') : ''));
    return [...groups.values()].map((inGroup) => {
      const quantities = inGroup.map((event) => quantityOf(meter, event) ?? new Big('0'));
      return quantities.reduce((a, b) => (type === 'MAX' ? (b.gt(a) ? b : a) : a.plus(b)), new Big('0'));
    });
  });
}

/** Cost of some events charged by a price as one, rounded for bucketed meters when it is a total. */
export function chargeOf(price: Price, meter: Meter, events: readonly OracleEvent[], zone: string, isPoint: boolean) {
  const usage = usageOf(meter, events, zone, isPoint);
  if (!meter.aggregation.bucket_size) return { usage, cost: costOf(price, usage) };
  const buckets = bucketsOf(meter, events, zone);
  const apart = meter.aggregation.group_by !== null && price.billing_model === 'TIERED';
  const values = apart ? buckets.flat() : buckets.map((groups) => groups.reduce((a, b) => a.plus(b), new Big('0')));
  const cost = costOfBuckets(
    price,
    values.map((value) => value.toFixed()),
  );
  return { usage, cost: isPoint ? cost : roundToCurrency(cost, price.currency) };
}

/** Usage that nothing charges for: apart for every customer, then added up. */
export const unchargedUsage = (meter: Meter, events: readonly OracleEvent[], zone: string): string =>
  [...Map.groupBy(events, (event) => event.customer).values()]
    .reduce((sum, ofCustomer) => sum.plus(usageOf(meter, ofCustomer, zone, false)), new Big('0'))
    .toFixed();

/** The start of the window around an instant, by the platform's calendar. */
export function windowStart(size: string, at: number, zone: string): number {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  if (size === 'HOUR') {
    const full = time.round({ smallestUnit: 'hour', roundingMode: 'floor' });
    const change = time.getTimeZoneTransition('previous');
    const latest =
      change === null ? full.epochMilliseconds : Math.max(full.epochMilliseconds, change.epochMilliseconds);
    return at - latest < 3_600_000 ? latest : full.epochMilliseconds;
  }
  if (size === '6HOUR') {
    const midnight = time.toPlainDate().toPlainDateTime();
    const quarter = midnight.add({ hours: Math.floor(time.hour / 6) * 6 });
    return Math.max(quarter.toZonedDateTime(zone).epochMilliseconds, time.startOfDay().epochMilliseconds);
  }
  const date = time.toPlainDate();
  const first =
    size === 'WEEK' ? date.subtract({ days: date.dayOfWeek - 1 }) : size === 'MONTH' ? date.with({ day: 1 }) : date;
  return first.toZonedDateTime(zone).epochMilliseconds;
}

/** The part of a report that the oracle knows, in a form that does not depend on order. */
export interface OracleReport {
  rows: Record<string, { usage: string; cost: string; events: number; customers: number }>;
  series: Record<string, { usage: string; cost: string }>;
  totals: Record<string, string>;
  uncharged: Record<string, { usage: string; events: number }>;
}

/** Folds a report out of raw events. */
export async function oracleReport(built: BuiltWorld, input: InputOf<'report.usageByGroup'>): Promise<OracleReport> {
  const { zone } = built;
  const [from, to] = [Date.parse(input.start_time), Date.parse(input.end_time)];
  const wants = (ids: readonly string[] | undefined, id: string) => !ids?.length || ids.includes(id);
  const { items: features } = await built.core.call('feature.search', { limit: 100 });
  const { items: meters } = await built.core.call('meter.search', { limit: 1000 });
  const { items: customers } = await built.core.call('customer.search', { limit: 1000 });
  const featureOf = (meter: Meter) => features.find((feature) => feature.meter_id === meter.id)?.id ?? '';
  const customerOf = (external_id: string) => customers.find((known) => known.external_id === external_id)?.id ?? '';
  const events = oracleEvents(built).filter(
    ({ at, customer }) => at >= from && at < to && wants(input.customer_ids, customerOf(customer)),
  );
  const items = await oracleItems(built);
  const covers = (item: OracleItem, event: OracleEvent) =>
    item.customer === event.customer && event.at >= item.from && event.at < item.to;

  const report: OracleReport = { rows: {}, series: {}, totals: {}, uncharged: {} };
  const plus = (a: string | undefined, b: string) => new Big(a ?? '0').plus(b).toFixed();
  const rowCustomers = new Map<string, Set<string>>();
  for (const item of items) {
    const { price, meter } = item;
    const group = price.group?.id ?? '';
    if (!wants(input.plan_ids, item.plan_id) || !wants(input.group_ids, group)) continue;
    if (!wants(input.feature_ids, featureOf(meter))) continue;
    const charged = events.filter((event) => covers(item, event) && quantityOf(meter, event));
    if (charged.length === 0) continue;
    const total = chargeOf(price, meter, charged, zone, false);
    const key = `${price.currency} / ${group} / ${meter.id}`;
    const row = report.rows[key] ?? { usage: '0', cost: '0', events: 0, customers: 0 };
    const known = rowCustomers.get(key) ?? new Set();
    rowCustomers.set(key, known.add(item.customer));
    report.rows[key] = {
      usage: plus(row.usage, total.usage),
      cost: plus(row.cost, total.cost),
      events: row.events + charged.length,
      customers: known.size,
    };
    report.totals[price.currency] = plus(report.totals[price.currency], total.cost);
    // A bucket counts in the window of its first event.
    const size = meter.aggregation.bucket_size;
    const firsts = new Map<number, number>();
    const windowOf = (event: OracleEvent) => {
      if (!size) return windowStart(input.window_size ?? 'DAY', event.at, zone);
      const bucket = windowStart(size, event.at, zone);
      if (!firsts.has(bucket)) firsts.set(bucket, windowStart(input.window_size ?? 'DAY', event.at, zone));
      return firsts.get(bucket) ?? 0;
    };
    for (const [window, inWindow] of Map.groupBy(charged, windowOf)) {
      const point = chargeOf(price, meter, inWindow, zone, true);
      const at = `${price.currency} / ${group} / ${new Date(window).toISOString()}`;
      const before = report.series[at];
      report.series[at] = { usage: plus(before?.usage, point.usage), cost: plus(before?.cost, point.cost) };
    }
  }
  if (!input.plan_ids?.length && !input.group_ids?.length) {
    for (const meter of meters) {
      if (!wants(input.feature_ids, featureOf(meter))) continue;
      const uncovered = events.filter(
        (event) => quantityOf(meter, event) && !items.some((item) => item.meter.id === meter.id && covers(item, event)),
      );
      if (uncovered.length === 0) continue;
      report.uncharged[meter.id] = { usage: unchargedUsage(meter, uncovered, zone), events: uncovered.length };
    }
  }
  return report;
}
