import type { MeterFacts } from '../analytics/charged-prices';
import { readParts } from '../analytics/stored-quantity';
import { prepared } from '../store/prepared';
import type { DaySpan } from '../usage/priced-wanted';
import { collectDays, type DaySource } from './collect-days';
import type { Ledger } from './ledger';
import { lineItemsOf } from './line-item-columns';
import { usageTables } from './usage-table';

const columns = 'units, nanos, femtos, event_count, day, customer';
const everybodySql = `select ${columns} from usage_days where meter = ? and day >= ? and day < ? order by day`;
// Customers come after days in the key, so that each of the few is looked up day by day.
const someSql = `
  select ${columns} from json_each(?) d cross join json_each(?) c
  cross join usage_days u on meter = ? and day = d.value and customer = c.value`;

/** Prices meters whose days add up, line item by line item, from usage by customer and day. */
export function collectSums(ledger: Ledger, meters: readonly MeterFacts[]): void {
  const source = sumDays(ledger);
  const lineItems = lineItemsOf(ledger, meters);
  const tables = usageTables();
  // One meter after another: one sum for every line item of one meter is all that is held.
  for (const meter of meters) collectDays(ledger, [meter], lineItems, source, tables);
}

/** Usage by customer and day, all of which is one part. */
function sumDays(ledger: Ledger): DaySource {
  const { question, store } = ledger;
  const { customers } = question;
  const chosen = customers && new Set(customers);
  return {
    missing: () => [],
    read(meter, { first_day, end_day }, each) {
      const add: Parameters<typeof readParts>[3] = (units, nanos, femtos, event_count, row) => {
        const [, , , , day = first_day, customer = -1] = row;
        if (!chosen || chosen.has(customer)) each(day, customer, 0, event_count, units, nanos, femtos);
      };
      if (customers && !isCheaperForAll(store, meter, { first_day, end_day }, customers.length)) {
        const days = JSON.stringify(Array.from({ length: end_day - first_day }, (_, index) => first_day + index));
        readParts(store.sqlite, someSql, [days, JSON.stringify(customers), meter.number], add);
      } else readParts(store.sqlite, everybodySql, [meter.number, first_day, end_day], add);
    },
    partOf: () => 0,
    bookOf: () => ledger,
  };
}

const eventsSql = 'select coalesce(sum(event_count), 0) from usage_day_totals where meter = ? and day >= ? and day < ?';

/** Whether there are fewer rows of everybody than look-ups of some customers day by day. */
const isCheaperForAll = (
  { sqlite }: Ledger['store'],
  { number }: MeterFacts,
  { first_day, end_day }: DaySpan,
  customers: number,
) =>
  (prepared(sqlite, eventsSql).pluck().get(number, first_day, end_day) as number) < customers * (end_day - first_day);
