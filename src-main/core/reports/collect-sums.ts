import type { MeterFacts } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';
import { meterMeasure } from '../analytics/meter-measure';
import { rawEvents } from '../analytics/raw-events';
import { readSums } from '../analytics/stored-quantity';
import { prepared } from '../store/prepared';
import { chargesByCustomer, type Ledger } from './ledger';
import { lineItemSums } from './line-item-sums';
import { dayFinder } from './report-days';

const columns = 'units, nanos, femtos, event_count, day, customer';
const everybodySql = `select ${columns} from usage_days where meter = ? and day >= ? and day < ? order by day`;
// Customers come after days in the key, so that each of the few is looked up day by day.
const someSql = `
  select ${columns} from json_each(?) d cross join json_each(?) c
  cross join usage_days u on meter = ? and day = d.value and customer = c.value`;

/** Events between two looks at whether anybody still waits. */
const checkEvery = 4096;

/**
 * Prices meters whose days add up, line item by line item, from usage by customer and day. A day that a line item, or
 * the range itself, covers only in part is read event by event. One meter after another and its days in order: one sum
 * for every line item of one meter is all that is held.
 */
export function collectSums(ledger: Ledger, meters: readonly MeterFacts[]): void {
  const { question } = ledger;
  // Few customers have few line items, which are looked up at once; those of everybody are read price by price.
  const ofSome = question.customers ? chargesByCustomer(ledger, meters, question) : null;
  for (const meter of meters) {
    question.checkpoint?.();
    const chargesOf = ofSome ?? chargesByCustomer(ledger, [meter], question);
    collectMeter(ledger, meter, (customer) => chargesOf(meter.number, customer));
  }
}

function collectMeter(ledger: Ledger, meter: MeterFacts, chargesOf: (customer: number) => readonly Charge[]) {
  const { question, store } = ledger;
  const { calendar, from, to } = question;
  const sums = lineItemSums(ledger, chargesOf);
  const days = dayFinder(ledger);
  const wanted = question.unchargedMeters.some(({ number }) => number === meter.number);
  /** Who is to be read event by event on the day that is being read. */
  const inParts = new Set<number>();

  function addDay(day: number, customer: number, usage: bigint, event_count: number) {
    const { start, end, window } = days(day);
    let isCharged = false;
    let isInParts = false;
    for (const sum of sums.of(customer)) {
      if (day >= sum.first_day && day < sum.end_day) {
        isCharged = true;
        sums.add(sum, window, usage, event_count);
      } else if (sum.charge.from < end && sum.charge.to > start) isInParts = true;
    }
    if (isInParts) inParts.add(customer);
    else if (!isCharged && wanted) ledger.unchargedOf(meter, customer).addSum(0, usage, event_count);
  }

  function readEvents(day: number, customers: readonly number[] | null) {
    const { from: start, to: end, window } = days(day);
    const measure = meterMeasure(meter);
    let count = 0;
    for (const event of rawEvents(store, [[meter.event_number ?? -1, start, end]], customers)) {
      count += 1;
      if (count % checkEvery === 0) question.checkpoint?.();
      const [, at, customer, , properties, ingested_at] = event;
      const measured = measure(at, properties, ingested_at);
      if (!measured) continue;
      let isCharged = false;
      for (const sum of sums.of(customer)) {
        const isWhole = day >= sum.first_day && day < sum.end_day;
        if (!isWhole && (at < sum.charge.from || at >= sum.charge.to)) continue;
        isCharged = true;
        if (!isWhole) sums.add(sum, window, measured.quantity, 1);
      }
      if (!isCharged && wanted) ledger.unchargedOf(meter, customer).addEvent(0, measured);
    }
  }

  const firstDay = calendar.dayOf(from);
  const first = calendar.dayStart(firstDay) === from ? firstDay : firstDay + 1;
  const end = calendar.dayOf(to);
  if (first > firstDay) readEvents(firstDay, question.customers);
  let today = first;
  readDays(ledger, meter, { first, end }, (usage, event_count, day, customer) => {
    if (day !== today && inParts.size > 0) {
      readEvents(today, [...inParts]);
      inParts.clear();
    }
    today = day;
    addDay(day, customer, usage, event_count);
  });
  if (inParts.size > 0) readEvents(today, [...inParts]);
  // A range within one day was read as its beginning.
  if (calendar.dayStart(end) < to && (end > firstDay || first === firstDay)) readEvents(end, question.customers);
  sums.settle();
}

type EachDay = (usage: bigint, event_count: number, day: number, customer: number) => void;

/** Reads the whole days of a meter in their order. */
function readDays(
  { question, store }: Ledger,
  meter: MeterFacts,
  range: { first: number; end: number },
  each: EachDay,
) {
  const { first, end } = range;
  if (first >= end) return;
  const { customers } = question;
  const add: Parameters<typeof readSums>[3] = (usage, [, , , event_count, day = first, customer = -1]) =>
    each(usage, event_count, day, customer);
  if (customers && !isCheaperForAll(store, meter, range, customers.length)) {
    const days = JSON.stringify(Array.from({ length: end - first }, (_, index) => first + index));
    readSums(store.sqlite, someSql, [days, JSON.stringify(customers), meter.number], add);
    return;
  }
  const chosen = customers ? new Set(customers) : null;
  readSums(store.sqlite, everybodySql, [meter.number, first, end], (usage, row) => {
    if (!chosen || chosen.has(row[5] ?? -1)) add(usage, row);
  });
}

const eventsSql = 'select coalesce(sum(event_count), 0) from usage_day_totals where meter = ? and day >= ? and day < ?';

/** Whether there are fewer rows of everybody than look-ups of some customers day by day. */
const isCheaperForAll = (
  { sqlite }: Ledger['store'],
  { number }: MeterFacts,
  { first, end }: { first: number; end: number },
  customers: number,
) => (prepared(sqlite, eventsSql).pluck().get(number, first, end) as number) < customers * (end - first);
