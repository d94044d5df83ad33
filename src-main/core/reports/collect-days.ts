import type { MeterFacts } from '../analytics/charged-prices';
import { daysOfUse } from '../analytics/days-of-use';
import { countedQuantity } from '../analytics/meter-measure';
import { type RawEvent, rawEvents } from '../analytics/raw-events';
import type { DaySpan } from '../usage/priced-wanted';
import type { Ledger } from './ledger';
import type { LineItemColumns } from './line-item-columns';
import { type AddDay, type MeterSums, meterSums } from './meter-sums';
import { dayFinder } from './report-days';
import type { UsageTables } from './usage-table';

/** Where whole days of meters are read from, and how usage is told apart. */
export interface DaySource {
  /** The days among [first_day, end_day) that only the events can tell, in their order. */
  missing(meter: MeterFacts, days: DaySpan): readonly DaySpan[];
  /** Reads the other days in their order. */
  read(meter: MeterFacts, days: DaySpan, each: EachDay): void;
  partOf(event: RawEvent): number;
  /** Where a part is booked. */
  bookOf(part: number): Ledger;
}

export type EachDay = (day: number, ...usage: DropFirst<Parameters<AddDay>>) => void;
type DropFirst<T extends readonly unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

/** Events between two looks at whether anybody still waits. */
const checkEvery = 4096;

/**
 * Prices meters of one event name whose days add up. A day that a line item, or the range itself, covers only in part is
 * read event by event, and so is one that is missing, once for all the meters it is missing of.
 */
export function collectDays(
  ledger: Ledger,
  meters: readonly MeterFacts[],
  lineItems: (meter: MeterFacts) => LineItemColumns,
  source: DaySource,
  tables: UsageTables,
): void {
  const { question } = ledger;
  const { calendar, from, to, customers } = question;
  const days = dayFinder(ledger);
  const all = meters.map((meter) =>
    meterSums(question, { meter, items: lineItems(meter), bookOf: source.bookOf, tables }),
  );
  const readEvents = eventReader(ledger, source.partOf);

  /** Reads whole days of a meter, and in pieces those of customers who are charged for a piece. */
  function readDays(sums: MeterSums, span: DaySpan) {
    const { meter, addDay, inPieces } = sums;
    let today = days(span.first_day);
    const readPieces = () => {
      if (inPieces.size === 0) return;
      readEvents([sums], today, { customers: [...inPieces], isRest: true });
      inPieces.clear();
    };
    source.read(meter, span, (day, customer, part, event_count, units, nanos, femtos) => {
      if (day !== today.number) {
        readPieces();
        today = days(day);
      }
      addDay(today, customer, part, event_count, units, nanos, femtos);
    });
    readPieces();
  }

  const firstDay = calendar.dayOf(from);
  const first = calendar.dayStart(firstDay) === from ? firstDay : firstDay + 1;
  const end = calendar.dayOf(to);
  question.checkpoint?.();
  if (first > firstDay) readEvents(all, days(firstDay), { customers, isRest: false });
  for (const { isMissing, ...span } of stretches(all, source, { first_day: first, end_day: end })) {
    question.checkpoint?.();
    for (const sums of all) if (!isMissing.has(sums)) readDays(sums, span);
    if (isMissing.size === 0) continue;
    const stretch = { from: days(span.first_day).from, to: days(span.end_day - 1).to };
    readEvents([...isMissing], stretch, { customers, isRest: false });
  }
  // A range within one day was read as its beginning.
  if (calendar.dayStart(end) < to && (end > firstDay || first === firstDay)) {
    readEvents(all, days(end), { customers, isRest: false });
  }
  for (const sums of all) sums.settle();
}

/** Cuts days where the days that are missing of a meter begin and end. */
function* stretches(
  all: readonly MeterSums[],
  source: DaySource,
  days: DaySpan,
): Generator<DaySpan & { isMissing: ReadonlySet<MeterSums> }> {
  if (days.first_day >= days.end_day) return;
  const missing = all.map((sums) => ({ sums, spans: source.missing(sums.meter, days) }));
  const cuts = new Set([days.first_day, days.end_day]);
  for (const { spans } of missing) for (const { first_day, end_day } of spans) cuts.add(first_day).add(end_day);
  const ascending = [...cuts].sort((a, b) => a - b);
  const places = missing.map(() => 0);
  for (let cut = 0; cut + 1 < ascending.length; cut += 1) {
    const first_day = ascending[cut] ?? 0;
    const isMissing = missing.flatMap(({ sums, spans }, index) => {
      let place = places[index] ?? 0;
      while ((spans[place]?.end_day ?? Number.POSITIVE_INFINITY) <= first_day) place += 1;
      places[index] = place;
      const span = spans[place];
      return span && span.first_day <= first_day ? [sums] : [];
    });
    yield { first_day, end_day: ascending[cut + 1] ?? 0, isMissing: new Set(isMissing) };
  }
}

interface EventChoices {
  /** Numbers of the event table; null means everybody. */
  customers: readonly number[] | null;
  /** Whether whole line items have their usage of these days already. */
  isRest: boolean;
}

/** Reads the events of meters of one event name within [from, to) and adds each to all of them. */
function eventReader(ledger: Ledger, partOf: (event: RawEvent) => number) {
  const { question, store } = ledger;
  const { calendar, environment_id } = question;
  const days = dayFinder(ledger);
  let count = 0;
  return (
    read: readonly MeterSums[],
    { from, to }: { from: number; to: number },
    { customers, isRest }: EventChoices,
  ) => {
    const [first] = read;
    if (!first) return;
    const readers = read.map((sums) => ({ sums, quantityOf: countedQuantity(sums.meter) }));
    const segments = [[first.meter.event_number ?? -1, from, to]] as const;
    const meters = read.map(({ meter }) => meter);
    let today = days(calendar.dayOf(from));
    for (const event of rawEvents(
      store,
      daysOfUse(store, { environment_id, segments, customers, readers: meters }),
      customers,
    )) {
      count += 1;
      if (count % checkEvery === 0) question.checkpoint?.();
      if (question.filter && !question.filter.passes(event)) continue;
      const [, at, customer, , properties, ingested_at] = event;
      if (at < today.start || at >= today.end) today = days(calendar.dayOf(at));
      let part = -1;
      for (const { sums, quantityOf } of readers) {
        const quantity = quantityOf(properties, ingested_at);
        if (!quantity) continue;
        if (part === -1) part = partOf(event);
        sums.addEvent(today, at, customer, part, quantity, isRest);
      }
    }
  };
}
