/** What a usage report should say, folded out of raw events: line item by line item, event by event. */
import { Big } from '@shared/big';
import type { InputOf } from '@shared/contract';
import { toInstant } from '@shared/instant';
import { plainCharge } from './plain-commitment';
import { cutOfCustomer, cutOfItem } from './plain-cuts';
import { eventsOf, type PlainEvent, type PlainFacts, type PlainItem, type PlainMeter } from './plain-facts';
import { quantityOf, usageOf } from './plain-usage';
import { cutInZone } from './plain-windows';

/** The part of a report that is known here, in a form that does not depend on order. */
export interface PlainReport {
  rows: Record<string, { usage: string; cost: string; events: number; customers: number }>;
  series: Record<string, { usage: string; cost: string }>;
  totals: Record<string, string>;
  uncharged: Record<string, { usage: string; events: number }>;
}

type Question = InputOf<'report.usageByGroup'>;

const plus = (a: string | undefined, b: string) => new Big(a ?? '0').plus(b).toFixed();
const wants = (ids: readonly string[] | undefined, id: string) => !ids?.length || ids.includes(id);
const covers = (item: PlainItem, event: PlainEvent) =>
  item.customer === event.customer && event.at >= item.from && event.at < item.to;

export function plainReport(facts: PlainFacts, input: Question): PlainReport {
  // Windows are told in the environment's zone, whatever cuts a customer's buckets.
  const cut = cutInZone(facts.zone);
  const [from, to] = [Date.parse(input.start_time), Date.parse(input.end_time)];
  const isOfAsked = eventsOf(facts, input.customer_ids);
  const events = facts.events.filter((event) => event.at >= from && event.at < to && isOfAsked(event));
  const report: PlainReport = { rows: {}, series: {}, totals: {}, uncharged: {} };
  const customersOf = new Map<string, Set<string>>();
  for (const item of facts.items) {
    const { price, meter } = item;
    const group = price.group?.id ?? '';
    if (!wants(input.plan_ids, item.plan_id) || !wants(input.group_ids, group)) continue;
    if (!wants(input.feature_ids, facts.featureOf.get(meter.id) ?? '')) continue;
    if (!wants(input.customer_ids, item.customer_id)) continue;
    const charged = events.filter((event) => covers(item, event) && quantityOf(meter, event));
    const windowOf = (at: number) => cut(input.window_size ?? 'DAY', at);
    const total = plainCharge(
      item,
      { meter, events: charged, cut: cutOfItem(item) },
      { from, to, windowOf, isWhole: true },
    );
    // What is trued up costs without any usage.
    if (charged.length === 0 && total.cost === '0') continue;
    const key = `${price.currency} / ${group} / ${meter.id}`;
    const row = report.rows[key] ?? { usage: '0', cost: '0', events: 0, customers: 0 };
    const customers = customersOf.get(key) ?? new Set();
    customersOf.set(key, charged.length > 0 ? customers.add(item.customer_id) : customers);
    report.rows[key] = {
      usage: plus(row.usage, total.usage),
      cost: plus(row.cost, total.cost),
      events: row.events + charged.length,
      customers: customers.size,
    };
    report.totals[price.currency] = plus(report.totals[price.currency], total.cost);
    for (const [window, point] of total.windows) {
      const at = `${price.currency} / ${group} / ${toInstant(window)}`;
      const before = report.series[at];
      report.series[at] = { usage: plus(before?.usage, point.usage), cost: plus(before?.cost, point.cost) };
    }
  }
  if (!input.plan_ids?.length && !input.group_ids?.length) {
    for (const meter of facts.meters) {
      if (!wants(input.feature_ids, facts.featureOf.get(meter.id) ?? '')) continue;
      const items = facts.items.filter((item) => item.meter.id === meter.id);
      const uncovered = events.filter(
        (event) => quantityOf(meter, event) && !items.some((item) => covers(item, event)),
      );
      if (uncovered.length === 0) continue;
      report.uncharged[meter.id] = { usage: unchargedUsage(facts, meter, uncovered), events: uncovered.length };
    }
  }
  return report;
}

/** Usage that nothing charges for: apart for every customer, then added up. */
export const unchargedUsage = (facts: PlainFacts, meter: PlainMeter, events: readonly PlainEvent[]): string =>
  [...Map.groupBy(events, (event) => event.customer)]
    .reduce(
      (sum, [customer, ofCustomer]) =>
        sum.plus(usageOf({ meter, events: ofCustomer, cut: cutOfCustomer(facts, customer) }, false)),
      new Big('0'),
    )
    .toFixed();
