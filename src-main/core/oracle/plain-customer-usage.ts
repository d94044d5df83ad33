/** What the analytics of one customer should say, folded out of raw events (wire contract 6.5 to 6.8). */
import type { InputOf } from '@shared/contract';
import { toInstant } from '@shared/instant';
import { type PlainCharge, plainCharge } from './plain-commitment';
import { cutOfCustomer, cutOfItem } from './plain-cuts';
import type { PlainEvent, PlainFacts, PlainItem, PlainMeter } from './plain-facts';
import { byWindow, type Measured, quantityOf, usageOf } from './plain-usage';
import { type Cut, coarser } from './plain-windows';

/** An item of the answer: one line item, or one meter where there is none, for one combination of the request's groups. */
export interface PlainUsage {
  meter: string;
  /** "" for usage that nothing charges for. */
  line_item: string;
  /** Source and kind, each null when usage is not grouped by it. */
  group: string;
  usage: string;
  cost: string;
  events: number;
  points: { at: string; usage: string; cost: string }[] | null;
}

type Question = InputOf<'analytics.usage'>;

export const groupKey = (source: string | null, kind: string | null) => JSON.stringify([source, kind]);

const textOf = (value: unknown) => (value === undefined ? '' : String(value));

export function plainCustomerUsage(facts: PlainFacts, input: Question): PlainUsage[] {
  const { external_customer_id = '', group_by = [], feature_ids } = input;
  const events = eventsAsked(facts, input);
  const keyOf = (event: PlainEvent) =>
    groupKey(
      group_by.includes('source') ? event.source : null,
      group_by.includes('properties.kind') ? textOf(event.properties.kind) : null,
    );
  const asked = { from: Date.parse(input.start_time ?? ''), to: Date.parse(input.end_time ?? '') };
  const isWhole =
    !input.sources?.length &&
    Object.keys(input.property_filters ?? {}).length === 0 &&
    !group_by.some((name) => name === 'source' || name.startsWith('properties.'));
  return measuresOf(facts, external_customer_id)
    .filter(({ meter }) => !feature_ids?.length || feature_ids.includes(facts.featureOf.get(meter.id) ?? ''))
    .flatMap(({ item, meter, cut, from, to, line_item }) => {
      const counted = events.filter((event) => event.at >= from && event.at < to && quantityOf(meter, event));
      const size = input.window_size ? coarser(input.window_size, meter.aggregation.bucket_size) : null;
      const groups = Map.groupBy(counted, keyOf);
      // A line item without usage is told when it carries a commitment, which is to all of its usage. One that ended
      // when it began (its price had a new version by then) was never there.
      const charges = Math.max(from, asked.from) < Math.min(to, asked.to);
      if (isWhole && item?.commitment && charges && groups.size === 0) {
        groups.set(groupKey(null, null), []);
      }
      return [...groups].flatMap(([group, inGroup]) => {
        const measured = { meter, events: inGroup, cut };
        const windowOf = (at: number) => (size === null ? 0 : cut(size, at));
        const { usage, cost, windows } = item
          ? plainCharge(item, measured, { ...asked, windowOf, isWhole })
          : uncharged(measured, windowOf, asked.from);
        // One whose events came to nothing is not, unless buckets of nothing cost a flat amount.
        if (item && usage === '0' && cost === '0' && !(isWhole && item.commitment)) return [];
        const points = [...windows].sort(([a], [b]) => a - b).map(([at, point]) => ({ at: toInstant(at), ...point }));
        return {
          meter: meter.id,
          line_item,
          group,
          usage,
          cost,
          events: inGroup.length,
          points: size === null ? null : points,
        };
      });
    });
}

/** A line item, or for a customer without a subscription a meter that nothing charges for. */
interface Measure {
  item: PlainItem | null;
  meter: PlainMeter;
  cut: Cut;
  from: number;
  to: number;
  line_item: string;
}

function measuresOf(facts: PlainFacts, customer: string): Measure[] {
  const { items, meters, subscribers } = facts;
  // What was charged to one that had the external id before is no part of it.
  const id = facts.customerIds.get(customer) ?? '';
  if (!subscribers.has(id)) {
    const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    return meters.map((meter) => ({
      item: null,
      meter,
      cut: cutOfCustomer(facts, customer),
      ...always,
      line_item: '',
    }));
  }
  return items
    .filter((item) => item.customer_id === id)
    .map((item) => ({ ...item, item, cut: cutOfItem(item), line_item: item.line_item_id }));
}

const uncharged = (measured: Measured, windowOf: (at: number) => number, from: number): PlainCharge => ({
  usage: usageOf(measured, false),
  cost: '0',
  windows: new Map(
    [...byWindow(measured, windowOf, from)].map(([window, events]) => [
      window,
      { usage: usageOf({ ...measured, events }, true), cost: '0' },
    ]),
  ),
});

/** The customer's events within the range that pass the request's filters. */
function eventsAsked(facts: PlainFacts, { external_customer_id, sources, property_filters, ...range }: Question) {
  const [from, to] = [Date.parse(range.start_time ?? ''), Date.parse(range.end_time ?? '')];
  return facts.events.filter(
    (event) =>
      event.customer === external_customer_id &&
      event.at >= from &&
      event.at < to &&
      (!sources?.length || sources.includes(event.source)) &&
      Object.entries(property_filters ?? {}).every(
        ([name, values]) => name in event.properties && values.includes(textOf(event.properties[name])),
      ),
  );
}
