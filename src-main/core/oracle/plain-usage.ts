/** What events come to, added up one by one in plain decimals (wire contract 6.4, 6.8). */
import { Big } from '@shared/big';
import type { Price } from '@shared/entities/price';
import { costOf, costOfBuckets } from '@shared/rules/pricing';
import { roundToCurrency } from '@shared/rules/round-to-currency';
import type { PlainEvent, PlainMeter } from './plain-facts';
import type { Cut } from './plain-windows';

/** Events that pass a meter, in order of time, and how its buckets are cut. */
export interface Measured {
  meter: PlainMeter;
  events: readonly PlainEvent[];
  cut: Cut;
}

/** What a meter reads of an event: nothing when a filter leaves it out, or it came in when the meter was archived. */
export function quantityOf({ aggregation, filters, event_name, ends }: PlainMeter, event: PlainEvent): Big | null {
  if (event.name !== event_name || event.came >= ends) return null;
  const passes = filters.every(({ key, values }) => values.includes(String(event.properties[key])));
  if (!passes) return null;
  const { type, field, multiplier } = aggregation;
  if (type === 'COUNT') return new Big('1');
  const value = event.properties[field ?? ''];
  if (type === 'COUNT_UNIQUE') return new Big(value === undefined ? '0' : '1');
  const text = String(value ?? '').replace(/^\+/, '');
  const number = /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) ? new Big(text) : new Big('0');
  const counted = type === 'SUM_WITH_MULTIPLIER' ? number.times(multiplier ?? '0') : number;
  // Quantities are stored to fifteen digits.
  return counted.lt('0') ? new Big('0') : counted.round(15, Big.roundHalfUp);
}

const sumOf = (values: readonly Big[]) => values.reduce((a, b) => a.plus(b), new Big('0'));
const mostOf = (values: readonly Big[]) => values.reduce((a, b) => (b.gt(a) ? b : a), new Big('0'));

/** A sum divided, to fifteen digits, half away from zero; nothing divided by nothing is nothing. */
export function dividedBy(sum: Big, count: number): string {
  if (count === 0) return '0';
  const whole = BigInt(sum.times('1e15').toFixed());
  const divisor = BigInt(count);
  return new Big(String((2n * whole + divisor) / (2n * divisor))).div('1e15').toFixed();
}

/** Aggregated usage; a point of a chart shows the highest bucket of a maximum, a total adds the buckets up. */
export function usageOf({ meter, events, cut }: Measured, isPoint: boolean): string {
  const quantities = events.map((event) => quantityOf(meter, event) ?? new Big('0'));
  const { type, field, bucket_size } = meter.aggregation;
  if (bucket_size) {
    const buckets = bucketsOf({ meter, events, cut }).map(sumOf);
    return (type === 'MAX' && isPoint ? mostOf(buckets) : sumOf(buckets)).toFixed();
  }
  if (type === 'MAX') return mostOf(quantities).toFixed();
  if (type === 'LATEST') return (quantities.at(-1) ?? new Big('0')).toFixed();
  if (type === 'AVG') return dividedBy(sumOf(quantities), quantities.length);
  if (type === 'COUNT_UNIQUE') {
    return String(new Set(events.flatMap((event) => event.properties[field ?? ''] ?? [])).size);
  }
  return sumOf(quantities).toFixed();
}

/** The values of each bucket with events, group by group. */
function bucketsOf({ meter, events, cut }: Measured): Big[][] {
  const { bucket_size, group_by, type } = meter.aggregation;
  const buckets = Map.groupBy(events, (event) => cut(bucket_size ?? 'DAY', event.at));
  return [...buckets.values()].map((inBucket) => {
    const groups = Map.groupBy(inBucket, (event) => (group_by ? String(event.properties[group_by] ?? '') : ''));
    return [...groups.values()].map((inGroup) => {
      const quantities = inGroup.map((event) => quantityOf(meter, event) ?? new Big('0'));
      return type === 'MAX' ? mostOf(quantities) : sumOf(quantities);
    });
  });
}

/** Usage and cost of some events charged by a price as one, rounded for bucketed meters when it is a total. */
export function chargeOf(price: Price, measured: Measured, isPoint: boolean): { usage: string; cost: string } {
  const { bucket_size, group_by } = measured.meter.aggregation;
  const usage = usageOf(measured, isPoint);
  if (!bucket_size) return { usage, cost: costOf(price, usage) };
  const buckets = bucketsOf(measured);
  const apart = group_by !== null && price.billing_model === 'TIERED';
  const values = apart ? buckets.flat() : buckets.map(sumOf);
  const cost = costOfBuckets(
    price,
    values.map((value) => value.toFixed()),
  );
  return { usage, cost: isPoint ? cost : roundToCurrency(cost, price.currency) };
}

/** Events by the window they count in: a bucket counts as a whole where it begins, or where the time that is told does. */
export function byWindow(
  { meter, events, cut }: Measured,
  windowOf: (at: number) => number,
  from: number,
): Map<number, PlainEvent[]> {
  const size = meter.aggregation.bucket_size;
  return Map.groupBy(events, ({ at }) => windowOf(size ? Math.max(cut(size, at), from) : at));
}
