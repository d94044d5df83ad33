import type { MeterFacts } from '../analytics/charged-prices';
import { readParts } from '../analytics/stored-quantity';
import { columnsReader } from '../store/packed-columns';
import { prepared } from '../store/prepared';
import { noFact } from '../usage/customer-days';
import { columnsOfDay, keptDays, missingDays } from '../usage/fact-days';
import type { DaySpan } from '../usage/priced-wanted';
import { collectDays, type DaySource, type EachDay } from './collect-days';
import type { FactFilter } from './event-filter';
import { factDays } from './fact-days';
import type { Ledger } from './ledger';
import { lineItemsOf } from './line-item-columns';
import { codeOfOthers, filterCodes } from './part-codes';
import { usageTables } from './usage-table';

const columns = 'units, nanos, femtos, event_count, day, customer';
const everybodySql = `select ${columns} from usage_days where meter = ? and day >= ? and day < ? order by day`;
// Customers come after days in the key, so that each of the few is looked up day by day.
const someSql = `
  select ${columns} from json_each(?) d cross join json_each(?) c
  cross join usage_days u on meter = ? and day = d.value and customer = c.value`;

/** Prices meters whose days add up, line item by line item, from usage by customer and day. `onRead` is told of each. */
export function collectSums(ledger: Ledger, meters: readonly MeterFacts[], onRead?: () => void): void {
  const { customers, unchargedMeters, filter } = ledger.question;
  const part = filter?.only ? partDays(ledger, filter.only, meters) : null;
  const lineItems = lineItemsOf(ledger, meters);
  const tables = usageTables();
  const wanted = new Set(unchargedMeters.map(({ number }) => number));
  // One meter after another: one sum for every line item of one meter is all that is held.
  for (const meter of meters) {
    const items = lineItems(meter);
    // Of the few, only those whom the meter's usage is charged to, unless what is not charged is wanted as well.
    const readers =
      customers && !wanted.has(meter.number) ? customers.filter((number) => items.first[number]) : customers;
    if (readers?.length !== 0) {
      collectDays(ledger, [meter], () => items, part ?? sumDays(ledger, readers), tables);
    }
    onRead?.();
  }
}

/** Usage by customer and day of the events that pass a filter, the cheaper the more of it is kept by what the filter looks at. */
function partDays(ledger: Ledger, filter: FactFilter, meters: readonly MeterFacts[]): DaySource {
  const passing = new Set<number>();
  const days = factDays(
    ledger,
    filter.name,
    () => null,
    (kept) => {
      const codes = filterCodes(filter, kept);
      for (const value of [null, ...filter.values]) passing.add(codes.codeOf(value));
      passing.delete(codeOfOthers);
      return codes;
    },
  );
  days.expect(meters);
  return {
    missing: days.missing,
    read(meter, span, each) {
      days.read(meter, span, (day, customer, code, event_count, units, nanos, femtos) => {
        if (passing.has(code)) each(day, customer, 0, event_count, units, nanos, femtos);
      });
    },
    partOf: () => 0,
    bookOf: () => ledger,
  };
}

/** Usage by customer and day, all of which is one part. */
function sumDays(ledger: Ledger, customers: readonly number[] | null): DaySource {
  const { sqlite } = ledger.store;
  const chosen = customers && new Set(customers);
  const { columns, read } = columnsReader(columnsOfDay);

  function readKept(day: number, usage: Buffer<ArrayBuffer>, each: EachDay) {
    const rows = read(usage);
    const [who, , counts, units, nanos, femtos] = columns;
    if (!who || !counts || !units || !nanos || !femtos) return;
    for (let row = 0; row < rows; row += 1) {
      const customer = who[row] ?? 0;
      if (chosen && !chosen.has(customer)) continue;
      each(day, customer, 0, counts[row] ?? 0, units[row] ?? 0, nanos[row] ?? 0, femtos[row] ?? 0);
    }
  }

  return {
    missing: () => [],
    read({ number: meter }, days, each) {
      const add: Parameters<typeof readParts>[3] = (units, nanos, femtos, event_count, row) => {
        const [, , , , day = 0, customer = -1] = row;
        if (!chosen || chosen.has(customer)) each(day, customer, 0, event_count, units, nanos, femtos);
      };
      if (customers && !isCheaperForAll(sqlite, meter, days, customers.length)) {
        const { first_day, end_day } = days;
        const all = JSON.stringify(Array.from({ length: end_day - first_day }, (_, index) => first_day + index));
        readParts(sqlite, someSql, [all, JSON.stringify(customers), meter], add);
        return;
      }
      const kept = keptDays(sqlite, { meter, fact: noFact }, days);
      const gaps = missingDays(sqlite, { meter, fact: noFact }, days, kept.length).values();
      let gap = gaps.next().value;
      function readRowsBefore(end_day: number) {
        for (; gap && gap.first_day < end_day; gap = gaps.next().value) {
          readParts(sqlite, everybodySql, [meter, gap.first_day, gap.end_day], add);
        }
      }
      for (const [day, usage] of kept) {
        readRowsBefore(day);
        readKept(day, usage, each);
      }
      readRowsBefore(days.end_day);
    },
    partOf: () => 0,
    bookOf: () => ledger,
  };
}

const eventsSql = 'select coalesce(sum(event_count), 0) from usage_day_totals where meter = ? and day >= ? and day < ?';

/** Whether there are fewer rows of everybody than look-ups of some customers day by day. */
const isCheaperForAll = (
  sqlite: Ledger['store']['sqlite'],
  meter: number,
  { first_day, end_day }: DaySpan,
  customers: number,
) => (prepared(sqlite, eventsSql).pluck().get(meter, first_day, end_day) as number) < customers * (end_day - first_day);
