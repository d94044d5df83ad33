import type { UsageInput } from '@shared/entities/analytics';
import type { Windowing } from '@shared/rules/anchored-months';
import type { WindowSizeName } from '@shared/rules/windows';
import type { Store } from '../store/open';
import { sourceNames } from '../usage/raw-usage';
import { type Account, openAccount, type Settlement } from './account';
import type { MeterFacts } from './charged-prices';
import type { Charge } from './charges';
import { daysOfUse } from './days-of-use';
import { eventFilter, factReader } from './event-facts';
import { meterMeasure } from './meter-measure';
import { type RawEvent, rawEvents, type Segment } from './raw-events';
import { oneWindow, windowsOfSize } from './told-windows';
import { coarserWindow } from './window-size';
import { toEveryWindow } from './windowed-commitment';

export interface UsageQuestion {
  environment_id: string;
  /** What cuts the usage of a line item, or without one, into windows and buckets. */
  windowingOf: (charge: Charge | null) => Windowing;
  /** Epoch milliseconds, [from, to). */
  from: number;
  to: number;
  /** The customer's line items; null when there is nothing to charge by. */
  charges: readonly Charge[] | null;
  meters: readonly MeterFacts[];
  input: UsageInput;
  /** Whether line items are under their commitments, those told too that were not used (wire contract 6.7). */
  withCommitments: boolean;
}

/** Usage of one line item, or of a meter without one, for one combination of the request's groups. */
export interface UsageOf {
  meter: MeterFacts;
  charge: Charge | null;
  /** By the names of `group_by`: `source`, `properties.region`. */
  groups: ReadonlyMap<string, string>;
  sources: ReadonlySet<string>;
  settlement: Settlement;
  /** Size of the windows the settlement is cut into; null when no points are wanted. */
  window_size: WindowSizeName | null;
}

interface OpenUsage extends Omit<UsageOf, 'settlement' | 'sources'> {
  windowOf(at: number): number;
  account: Account;
  sources: Set<string>;
}

/**
 * Reads a customer's events once and books each with every line item that charges for it, apart for every combination
 * of the request's groups. Windows are keyed by their start.
 */
export function readUsage(store: Store, question: UsageQuestion): UsageOf[] {
  const { windowingOf, input, meters, charges } = question;
  const customers = customerNumbers(store, question);
  const open = new Map<string, OpenUsage>();
  const passes = eventFilter(store, input);
  const groupsOf = groupReaders(store, input);
  const measures = new Map(meters.map((meter) => [meter, meterMeasure(meter)]));
  const byEventName = Map.groupBy(meters, (meter) => meter.event_number ?? -1);
  const chargesByMeter = charges && Map.groupBy(charges, ({ price }) => price.meter.number);

  const usageOf = (meter: MeterFacts, charge: Charge | null, groups: ReadonlyMap<string, string>): OpenUsage => {
    const key = JSON.stringify([meter.number, charge?.line_item, ...groups.values()]);
    let usage = open.get(key);
    if (!usage) {
      const window_size = windowSize(meter, input);
      const windowing = windowingOf(charge);
      const told = window_size ? windowsOfSize(windowing, window_size) : oneWindow;
      const account = openAccount(meter, charge?.price ?? null, () => ({
        windowing,
        from: charge?.from ?? question.from,
        ...told,
        commitment: question.withCommitments ? toEveryWindow(charge) : null,
      }));
      usage = { meter, charge, groups, sources: new Set(), windowOf: told.windowOf, account, window_size };
      open.set(key, usage);
    }
    return usage;
  };
  const book = (meter: MeterFacts, charge: Charge | null, event: RawEvent, names: Names) => {
    const measured = measures.get(meter)?.(event[1], event[4], event[5]);
    if (!measured) return;
    const usage = usageOf(meter, charge, groupsOf(event));
    usage.sources.add(names(event[3]));
    usage.account.addEvent(usage.windowOf(measured.at), measured);
  };

  const names = sourceNames(store.sqlite);
  const segments = daysOfUse(store, {
    environment_id: question.environment_id,
    segments: segmentsOf(question),
    customers,
    readers: meters,
  });
  for (const event of rawEvents(store, segments, customers)) {
    if (!passes(event)) continue;
    for (const meter of byEventName.get(event[0]) ?? []) {
      if (!chargesByMeter) book(meter, null, event, names);
      for (const charge of chargesByMeter?.get(meter.number) ?? []) {
        if (event[1] >= charge.from && event[1] < charge.to) book(meter, charge, event, names);
      }
    }
  }
  for (const charge of (question.withCommitments && charges) || []) {
    if (charge.commitment) usageOf(charge.price.meter, charge, new Map());
  }
  return [...open.values()].map(({ account, windowOf: _windowOf, ...usage }) => ({
    ...usage,
    settlement: account.settle(),
  }));
}

type Names = (source: number) => string;

/** The request's windows; a bucketed meter has none finer than its buckets (wire contract 6.6). */
function windowSize({ aggregation: { bucket_size } }: MeterFacts, { window_size }: UsageInput): WindowSizeName | null {
  return window_size ? coarserWindow(window_size, bucket_size) : null;
}

/** One stretch per event name that the meters read. */
function segmentsOf({ meters, from, to }: UsageQuestion): Segment[] {
  const names = new Set(meters.flatMap((meter) => meter.event_number ?? []));
  return [...names].map((name) => [name, from, to]);
}

/** Whose events are read: everybody's when no customer is named. */
function customerNumbers({ sqlite }: Store, { environment_id, input }: UsageQuestion): number[] | null {
  if (!input.external_customer_id) return null;
  return sqlite
    .prepare('select number from event_customers where environment_id = ? and external_id = ?')
    .pluck()
    .all(environment_id, input.external_customer_id) as number[];
}

/** What an event says to each group of the request; an event without the property counts under "". */
function groupReaders(store: Store, { group_by }: UsageInput): (event: RawEvent) => Map<string, string> {
  const readers = [...new Set(group_by)]
    .filter((name) => name !== 'feature_id' && name !== 'meter_id')
    .map((name) => [name, factReader(store, name)] as const);
  return (event) => new Map(readers.map(([name, readFact]) => [name, readFact(event) ?? '']));
}
