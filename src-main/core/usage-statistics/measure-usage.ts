import type { Meter } from '@shared/entities/meter';
import type { UsageRange, UsageStatistics } from '@shared/entities/usage-statistics';
import { invalid } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { type Windowing, withBillingAnchor } from '@shared/rules/anchored-months';
import { divideRounded } from '@shared/rules/scaled-decimal';
import { calendarOf } from '@shared/rules/windows';
import { type Account, openAccount } from '../analytics/account';
import { daysOfUse } from '../analytics/days-of-use';
import { meterMeasure } from '../analytics/meter-measure';
import { rawEvents } from '../analytics/raw-events';
import { quantityText } from '../analytics/settled-text';
import { oneWindow, windowsOfSize } from '../analytics/told-windows';
import { usageMeters } from '../analytics/usage-catalog';
import { coarserWindow } from '../analytics/window-size';
import type { Call } from '../deps';
import { type UsageCustomer, usageCustomer } from './usage-customer';

/** What events are measured by. */
type Measure = Pick<Meter, 'event_name' | 'aggregation' | 'filters' | 'reset_usage'> & {
  /** Epoch milliseconds; only events that came in before count. Null while nothing is archived. */
  archived_at: number | null;
  /** The meter whose events these are at most; null for those of the name. */
  meter_id: string | null;
};

const week = 7 * 86_400_000;
const beginningOfTime = Number.MIN_SAFE_INTEGER;

/**
 * Measures events of [start, end) without pricing them (wire contract 6.3). A meter that is never reset measures its
 * value from the beginning of time, its windows only within the range. In a weighted sum an event counts by the share
 * of the range that is left when it happens, one before the range in full.
 */
export async function measureUsage(call: Call, measure: Measure, input: UsageRange): Promise<UsageStatistics> {
  const { deps, context } = call;
  const { aggregation, event_name } = measure;
  const to = input.end_time ? Date.parse(input.end_time) : deps.now();
  const from = input.start_time ? Date.parse(input.start_time) : to - week;
  if (to < from) throw invalid('Please check the request payload', 'end_time');
  const customer = await usageCustomer(deps.store, context.environment_id, input);
  const windowing = windowingOf(input, customer);
  const size = coarserWindow(input.window_size ?? null, aggregation.bucket_size);

  const total = openAccount(measure, null, () => ({ windowing, from: beginningOfTime, ...oneWindow }));
  const windows = size && openAccount(measure, null, () => ({ windowing, from, ...windowsOfSize(windowing, size) }));
  const weigh = aggregation.type === 'WEIGHTED_SUM' ? weightWithin(from, to) : null;
  const measured = meterMeasure(measure);
  const first = measure.reset_usage === 'NEVER' ? beginningOfTime : from;
  const number = eventNumber(call, event_name);
  const customers = customer?.numbers ?? null;
  const meter = measure.meter_id && usageMeters(deps.store, context.environment_id).get(measure.meter_id);
  const segments = daysOfUse(deps.store, {
    environment_id: context.environment_id,
    segments: number === null ? [] : [[number, first, to]],
    customers,
    readers: meter ? [meter] : null,
  });
  for (const [, at, , , properties, ingested_at] of rawEvents(deps.store, segments, customers)) {
    const event = measured(at, properties, ingested_at);
    if (!event) continue;
    const weighed = weigh ? { ...event, quantity: weigh(event.quantity, at) } : event;
    total.addEvent(0, weighed);
    if (size && at >= from) windows?.addEvent(windowing.startOf(size, at), weighed);
  }
  const divisor = weigh ? BigInt(Math.max(to - from, 1)) : 1n;
  return {
    event_name,
    type: aggregation.type,
    value: quantityText(divideRounded(total.settle().usage, divisor)),
    results: windows && resultsOf(windows, divisor),
  };
}

/** A quantity times the milliseconds of the range that are left; the sum is divided by all of them at the end. */
const weightWithin = (from: number, to: number) => (quantity: bigint, at: number) =>
  quantity * BigInt(to - Math.max(at, from));

const resultsOf = (windows: Account, divisor: bigint) =>
  [...windows.settle().windows]
    .sort(([a], [b]) => a - b)
    .map(([start, { usage }]) => ({
      window_start: toInstant(start),
      value: quantityText(divideRounded(usage, divisor)),
    }));

function windowingOf({ timezone, billing_anchor }: UsageRange, customer: UsageCustomer | null): Windowing {
  const calendar = calendarOf(timezone || customer?.timezone || 'UTC');
  return billing_anchor ? withBillingAnchor(calendar, Date.parse(billing_anchor)) : calendar;
}

/** The number of an event name in the event table; null when no such event ever came. */
const eventNumber = ({ deps, context }: Call, name: string): number | null =>
  (deps.store.sqlite
    .prepare('select number from event_names where environment_id = ? and name = ?')
    .pluck()
    .get(context.environment_id, name) as number | undefined) ?? null;
