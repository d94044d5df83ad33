import type { MeterFacts } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';
import { readSums } from '../analytics/stored-quantity';
import { type MeterSegment, readSegments } from './collect-events';
import { chargesByCustomer, type Ledger } from './ledger';
import { type Day, dayFinder } from './report-days';

const columns = 'units, nanos, femtos, event_count, day, customer';
const everybodySql = `select ${columns} from usage_days where meter = ? and day between ? and ?`;
// Customers are the last part of the key, so that each of the few is looked up day by day.
const someSql = `
  select ${columns} from json_each(?) d cross join json_each(?) c
  cross join usage_days on meter = ? and day = d.value and customer = c.value`;

/**
 * Reads some meters from usage by customer and day. A day that a line item, or the range itself, covers only in part is
 * read event by event, for the customers concerned.
 */
export function collectFromCustomerDays(ledger: Ledger, meters: readonly MeterFacts[]): void {
  if (meters.length === 0) return;
  const { question, store } = ledger;
  const { calendar, customers } = question;
  const chargesOf = chargesByCustomer(ledger, meters, question);
  const wanted = new Set(question.unchargedMeters.map((meter) => meter.number));
  const partial = new Map<string, PartialDay>();
  const days = dayFinder(ledger);
  const first = calendar.dayOf(question.from);
  const last = calendar.dayOf(question.to - 1);
  const everyDay = JSON.stringify(Array.from({ length: last - first + 1 }, (_, index) => first + index));

  function addDay(meter: MeterFacts, quantity: bigint, event_count: number, day: Day, customer: number) {
    const charges = chargesOf(meter.number, customer).filter(({ from, to }) => from < day.end && to > day.start);
    if (day.isPartial || charges.some(({ from, to }) => from > day.start || to < day.end)) {
      keepPartialDay(partial, meter, day, customer, charges);
    } else if (charges.length > 0) {
      for (const charge of charges) ledger.accountOf(charge).addSum(day.window, quantity, event_count);
    } else if (wanted.has(meter.number)) ledger.unchargedOf(meter, customer).addSum(0, quantity, event_count);
  }

  // One meter at a time: that much is held in memory, whatever the size of the store.
  for (const meter of meters) {
    question.checkpoint?.();
    const sql = customers ? someSql : everybodySql;
    const parameters = customers ? [everyDay, JSON.stringify(customers), meter.number] : [meter.number, first, last];
    readSums(store.sqlite, sql, parameters, (quantity, row) =>
      addDay(meter, quantity, row[3], days(row[4] ?? first), row[5] ?? -1),
    );
  }
  readSegments(ledger, [...partial.values()]);
}

/** A day of a meter on which some customers are charged for a part of it. */
interface PartialDay extends MeterSegment {
  charges: Map<number, readonly Charge[]>;
}

function keepPartialDay(
  partial: Map<string, PartialDay>,
  meter: MeterFacts,
  day: Day,
  customer: number,
  charges: readonly Charge[],
) {
  const key = `${meter.number}/${day.start}`;
  let entry = partial.get(key);
  if (!entry) {
    entry = { meter, from: day.from, to: day.to, charges: new Map() };
    partial.set(key, entry);
  }
  entry.charges.set(customer, charges);
}
