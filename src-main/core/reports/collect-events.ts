import type { MeterFacts } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';
import { daysOfUse } from '../analytics/days-of-use';
import { type MeterMeasure, meterMeasure } from '../analytics/meter-measure';
import { rawEvents, type Segment } from '../analytics/raw-events';
import { chargesByCustomer, type Ledger } from './ledger';
import { readRange } from './read-range';

/** A stretch of time of one meter that is to be read event by event. */
export interface MeterSegment {
  meter: MeterFacts;
  from: number;
  to: number;
  /** Whose events are missing, and by which line items; null means everybody's. */
  charges: ReadonlyMap<number, readonly Charge[]> | null;
}

/** Events between two looks at whether anybody still waits. */
const checkEvery = 4096;

/** Reads the whole range of some meters event by event. `tellRead` is told how much of it is read, from 0 to 1. */
export function collectFromEvents(
  ledger: Ledger,
  meters: readonly MeterFacts[],
  tellRead?: (share: number) => void,
): void {
  if (meters.length === 0) return;
  readSegments(
    ledger,
    meters.map((meter) => ({ meter, ...readRange(ledger.question, meter), charges: null })),
    tellRead,
  );
}

/** Reads stretches of meters event by event and books every event with each line item that charges for it. */
export function readSegments(
  ledger: Ledger,
  segments: readonly MeterSegment[],
  tellRead?: (share: number) => void,
): void {
  if (segments.length === 0) return;
  const { question, store } = ledger;
  const meters = [...new Set(segments.filter(({ charges }) => charges === null).map(({ meter }) => meter))];
  const chargesOfAll = meters.length > 0 ? chargesByCustomer(ledger, meters) : () => [];
  const wanted = new Set(question.unchargedMeters.map((meter) => meter.number));
  const measures = new Map<number, MeterMeasure>();
  const byEventName = Map.groupBy(segments, ({ meter }) => meter.event_number ?? -1);

  let count = 0;
  const named = new Set<number>();
  const { environment_id, customers, from, to } = question;
  const readers = [...new Set(segments.map(({ meter }) => meter))];
  const stretches = daysOfUse(store, { environment_id, segments: joinedSegments(byEventName), customers, readers });
  for (const event of rawEvents(store, stretches, customers)) {
    count += 1;
    if (count % checkEvery === 0) {
      question.checkpoint?.();
      // One name after another, each in the order of time.
      named.add(event[0]);
      tellRead?.((named.size - 1 + (event[1] - from) / (to - from)) / byEventName.size);
    }
    if (question.filter && !question.filter.passes(event)) continue;
    const book = ledger.bookOf ? ledger.bookOf(event) : ledger;
    if (!book) continue;
    const [event_name, at, customer, , properties, ingested_at] = event;
    for (const segment of byEventName.get(event_name) ?? []) {
      if (at < segment.from || at >= segment.to) continue;
      const { meter } = segment;
      const charges = segment.charges ? segment.charges.get(customer) : chargesOfAll(meter.number, customer);
      if (!charges) continue;
      const measured = measureOf(measures, meter)(at, properties, ingested_at);
      if (!measured) continue;
      let isCharged = false;
      for (const charge of charges) {
        if (at < charge.from || at >= charge.to) continue;
        isCharged = true;
        book.accountOf(charge).addEvent(ledger.windowOf(at), measured);
      }
      if (!isCharged && wanted.has(meter.number)) book.unchargedOf(meter, customer).addEvent(0, measured);
    }
  }
}

function measureOf(known: Map<number, MeterMeasure>, meter: MeterFacts): MeterMeasure {
  let measure = known.get(meter.number);
  if (!measure) {
    measure = meterMeasure(meter);
    known.set(meter.number, measure);
  }
  return measure;
}

/** The stretches to read of each event name, those that touch or overlap joined, so that no event is read twice. */
function joinedSegments(byEventName: ReadonlyMap<number, readonly MeterSegment[]>): Segment[] {
  const joined: Segment[] = [];
  for (const [event_name, segments] of byEventName) {
    let open: { from: number; to: number } | null = null;
    for (const { from, to } of segments.toSorted((a, b) => a.from - b.from)) {
      if (open && from <= open.to) open.to = Math.max(open.to, to);
      else {
        if (open) joined.push([event_name, open.from, open.to]);
        open = { from, to };
      }
    }
    if (open) joined.push([event_name, open.from, open.to]);
  }
  return joined;
}
