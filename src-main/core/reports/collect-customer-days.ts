import { joinQuantity } from '@shared/rules/scaled-decimal';
import type { MeterFacts } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';
import { type MeterSegment, readSegments } from './collect-events';
import { chargesByCustomer, type Ledger } from './ledger';
import { type Day, dayFinder } from './report-days';

type Row = readonly [
  meter: bigint,
  day: bigint,
  customer: bigint,
  count: bigint,
  units: bigint,
  nanos: bigint,
  femtos: bigint,
];

const sql = `
  select meter, day, customer, event_count, units, nanos, femtos
  from usage_days where meter in (select value from json_each(?)) and day >= ? and day <= ?`;

/**
 * Reads some meters from usage by customer and day. A day that a line item, or the range itself, covers only in part is
 * read event by event, for the customers concerned.
 */
export function collectFromCustomerDays(ledger: Ledger, meters: readonly MeterFacts[]): void {
  if (meters.length === 0) return;
  const { question, store } = ledger;
  const { calendar, from, to, customers } = question;
  const byNumber = new Map(meters.map((meter) => [meter.number, meter]));
  const chargesOf = chargesByCustomer(ledger, meters, question);
  const wanted = new Set(question.unchargedMeters.map((meter) => meter.number));
  const partial = new Map<string, PartialDay>();
  const days = dayFinder(ledger);

  const statement = store.sqlite
    .prepare(customers ? `${sql} and customer in (select value from json_each(?))` : sql)
    .raw()
    .safeIntegers();
  const rows = statement.iterate(
    JSON.stringify([...byNumber.keys()]),
    calendar.dayOf(from),
    calendar.dayOf(to - 1),
    ...(customers ? [JSON.stringify(customers)] : []),
  ) as IterableIterator<Row>;

  for (const row of rows) {
    const meter = byNumber.get(Number(row[0]));
    if (!meter) continue;
    const customer = Number(row[2]);
    const day = days(Number(row[1]));
    const quantity = joinQuantity(row[4], row[5], row[6]);
    const event_count = Number(row[3]);
    let isCharged = day.isPartial;
    let isPartial = day.isPartial;
    const charges = chargesOf(meter.number, customer);
    for (const charge of charges) {
      if (charge.from >= day.end || charge.to <= day.start) continue;
      isCharged = true;
      if (charge.from > day.start || charge.to < day.end) isPartial = true;
    }
    if (isPartial) keepPartialDay(partial, meter, day, customer, charges);
    else if (isCharged) {
      for (const charge of charges) {
        if (charge.from < day.end && charge.to > day.start)
          ledger.accountOf(charge).addSum(day.window, quantity, event_count);
      }
    } else if (wanted.has(meter.number)) ledger.unchargedOf(meter, customer).addSum(0, quantity, event_count);
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
