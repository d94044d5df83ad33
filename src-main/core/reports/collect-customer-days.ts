import type { Account } from '../analytics/account';
import type { MeterFacts } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';
import { readSums } from '../analytics/stored-quantity';
import { type CustomerDaysTable, usedDaysSql } from '../analytics/used-days-sql';
import { prepared } from '../store/prepared';
import { uniqueOf } from '../usage/day-uniques';
import { type MeterSegment, readSegments } from './collect-events';
import { chargesByCustomer, type Ledger } from './ledger';
import { type Day, dayFinder } from './report-days';

const sums = 'units, nanos, femtos, event_count, day, customer';
const everybodySql = (columns: string, table: CustomerDaysTable) =>
  `select ${columns} from ${table} u where meter = @meter and day between @first and @last`;
// Customers come after days in the key, so that each of the few is looked up day by day.
const someSql = (columns: string, table: CustomerDaysTable) => `${usedDaysSql(table)}
  select ${columns} from used cross join json_each(@customers) c
  cross join ${table} u on u.meter = @meter and u.day = used.used_day and u.customer = c.value`;

type UniqueRow = readonly [event_count: number, day: number, customer: number, form: number, value: string];

/**
 * Reads some meters from usage by customer and day. A day that a line item, or the range itself, covers only in part is
 * read event by event, for the customers concerned. `onRead` is told of each.
 */
export function collectFromCustomerDays(ledger: Ledger, meters: readonly MeterFacts[], onRead: () => void): void {
  if (meters.length === 0) return;
  const { question, store } = ledger;
  const { calendar, customers } = question;
  const chargesOf = chargesByCustomer(ledger, meters);
  const wanted = new Set(question.unchargedMeters.map((meter) => meter.number));
  const partial = new Map<string, PartialDay>();
  const days = dayFinder(ledger);
  const first = calendar.dayOf(question.from);
  const last = calendar.dayOf(question.to - 1);

  /** Books a day of a customer by `add` with whoever charges for all of it; a day in parts is kept for later. */
  function addDay(meter: MeterFacts, day: Day, customer: number, add: (account: Account, window: number) => void) {
    const charges = chargesOf(meter.number, customer).filter(({ from, to }) => from < day.end && to > day.start);
    if (day.isPartial || charges.some(({ from, to }) => from > day.start || to < day.end)) {
      keepPartialDay(partial, meter, day, customer, charges);
    } else if (charges.length > 0) {
      for (const charge of charges) add(ledger.accountOf(charge), day.window);
    } else if (wanted.has(meter.number)) add(ledger.unchargedOf(meter, customer), 0);
  }

  function addSums(meter: MeterFacts, read: ReadDays) {
    read(sums, 'usage_days', (sql, parameters) =>
      readSums(store.sqlite, sql, parameters, (quantity, [, , , event_count, day = first, customer = -1]) =>
        addDay(meter, days(day), customer, (account, window) => account.addSum(window, quantity, event_count)),
      ),
    );
  }

  function addPicks(meter: MeterFacts, read: ReadDays) {
    read(`${sums}, timestamp`, 'usage_day_picks', (sql, parameters) =>
      readSums(store.sqlite, sql, parameters, (quantity, [, , , event_count, day = first, customer = -1, at = 0]) =>
        addDay(meter, days(day), customer, (account, window) =>
          account.addDeciding(window, { at, quantity, value: null }, event_count),
        ),
      ),
    );
  }

  function addUniques(meter: MeterFacts, read: ReadDays) {
    read('event_count, day, customer, form, u.value', 'usage_day_uniques', (sql, parameters) => {
      // Read to the end before anything is booked: that reads line items on the same connection.
      const rows = prepared(store.sqlite, sql)
        .raw()
        .all(...parameters) as UniqueRow[];
      for (const [event_count, day, customer, form, value] of rows) {
        const event = { at: 0, quantity: 0n, value: uniqueOf(form, value) };
        addDay(meter, days(day), customer, (account, window) => account.addDeciding(window, event, event_count));
      }
    });
  }

  // One meter at a time: that much is held in memory, whatever the size of the store.
  for (const meter of meters) {
    question.checkpoint?.();
    const parameters = [{ meter: meter.number, first, last, customers: JSON.stringify(customers) }];
    const read: ReadDays = (columns, table, each) =>
      each((customers ? someSql : everybodySql)(columns, table), parameters);
    const { type } = meter.aggregation;
    if (type === 'COUNT_UNIQUE') addUniques(meter, read);
    else if (type === 'MAX' || type === 'LATEST') addPicks(meter, read);
    else addSums(meter, read);
    onRead();
  }
  readSegments(ledger, [...partial.values()]);
}

/** Reads a meter's rows of a roll-up with a statement and its parameters. */
type ReadDays = (
  columns: string,
  table: CustomerDaysTable,
  read: (sql: string, parameters: readonly unknown[]) => void,
) => void;

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
