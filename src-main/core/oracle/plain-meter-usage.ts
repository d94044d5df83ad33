/** What usage by a meter should say, without pricing, folded out of raw events (wire contract 6.3). */
import { Big } from '@shared/big';
import type { InputOf } from '@shared/contract';
import { toInstant } from '@shared/instant';
import type { PlainEvent, PlainFacts } from './plain-facts';
import { byWindow, dividedBy, quantityOf, usageOf } from './plain-usage';
import { coarser, cutByAnchor, cutInZone } from './plain-windows';

interface PlainMeterUsage {
  value: string;
  /** Windows with usage, oldest first; null when neither request nor meter has any. */
  results: { window_start: string; value: string }[] | null;
}

/** Filters are given by property here. */
type Question = InputOf<'usage.byMeter'> & { filters?: unknown };

export function plainMeterUsage(facts: PlainFacts, input: Question): PlainMeterUsage {
  const { external_customer_id: customer, billing_anchor } = input;
  const meter = facts.meters.find(({ id }) => id === input.meter_id);
  if (!meter) throw new Error('a question about no meter');
  const [from, to] = [Date.parse(input.start_time ?? ''), Date.parse(input.end_time ?? '')];
  const allowed = Object.entries((input.filters ?? {}) as Record<string, string[]>);
  const counted = facts.events.filter(
    (event) =>
      event.at < to &&
      (meter.reset_usage === 'NEVER' || event.at >= from) &&
      (!customer || event.customer === customer) &&
      allowed.every(([name, values]) => values.includes(String(event.properties[name]))) &&
      quantityOf(meter, event),
  );
  const within = counted.filter(({ at }) => at >= from);
  const zone = input.timezone || (customer ? facts.zoneOf.get(customer) : '') || 'UTC';
  const cut = billing_anchor ? cutByAnchor(zone, Date.parse(billing_anchor)) : cutInZone(zone);
  const { type, bucket_size } = meter.aggregation;
  const measure = (events: readonly PlainEvent[], isPoint: boolean) => {
    if (type !== 'WEIGHTED_SUM') return usageOf({ meter, events, cut }, isPoint);
    // Each value counts by the share of the range that is left when it comes; one before the range in full.
    const weighed = events.reduce(
      (sum, event) => sum.plus((quantityOf(meter, event) ?? new Big('0')).times(String(to - Math.max(event.at, from)))),
      new Big('0'),
    );
    return dividedBy(weighed, Math.max(to - from, 1));
  };
  const size = input.window_size ? coarser(input.window_size, bucket_size) : bucket_size;
  const windows = size ? [...byWindow({ meter, events: within, cut }, (at) => cut(size, at), from)] : null;
  return {
    value: measure(counted, false),
    results:
      windows?.map(([start, events]) => ({ window_start: toInstant(start), value: measure(events, true) })) ?? null,
  };
}
