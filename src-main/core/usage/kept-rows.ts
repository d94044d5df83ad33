import { joinQuantity } from '@shared/rules/scaled-decimal';
import type Database from 'better-sqlite3';
import type { RollUpName } from './day-recount';
import { keptFactRows } from './fact-recount';
import { type KeptRow, sumText, takenText, uniqueKey } from './row-texts';

type Value = bigint | string;
type Columns = readonly Value[];

interface RollUpSql {
  name: RollUpName;
  /** Rows of a meter on days (after, upTo], each with its day first. */
  sql: string;
  row(columns: Columns): Omit<KeptRow, 'day'>;
}

const quantityOf = ([units = 0n, nanos = 0n, femtos = 0n]: Columns) =>
  joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos));
const sumRow = ([key = '', event_count = 0n, ...quantity]: Columns) => ({
  key: String(key),
  text: sumText(BigInt(event_count), quantityOf(quantity)),
});

const days = 'and day > ? and day <= ? order by day';

const rollUps: readonly RollUpSql[] = [
  {
    name: 'usage_days',
    sql: `select day, customer, event_count, units, nanos, femtos from usage_days where meter = ? ${days}`,
    row: sumRow,
  },
  {
    name: 'usage_day_totals',
    sql: `select day, '', event_count, units, nanos, femtos from usage_day_totals where meter = ? ${days}`,
    row: sumRow,
  },
  {
    name: 'usage_price_days',
    sql: `select day, price, event_count, units, nanos, femtos from usage_price_days
      where price in (select number from prices where meter_id = (select id from meters where number = ?)) ${days}`,
    row: sumRow,
  },
  {
    name: 'usage_day_picks',
    sql: `select day, customer, event_count, units, nanos, femtos, timestamp, event_id from usage_day_picks
      where meter = ? ${days}`,
    row: ([customer = 0n, event_count = 0n, units = 0n, nanos = 0n, femtos = 0n, timestamp = 0n, event_id = '']) => ({
      key: String(customer),
      text: takenText(BigInt(event_count), quantityOf([units, nanos, femtos]), BigInt(timestamp), String(event_id)),
    }),
  },
  {
    name: 'usage_day_uniques',
    sql: `select day, customer, form, value, event_count from usage_day_uniques where meter = ? ${days}`,
    row: ([customer = 0n, form = 0n, value = '', event_count = 0n]) => ({
      key: uniqueKey(BigInt(customer), BigInt(form), String(value)),
      text: String(event_count),
    }),
  },
];

/** Streams the rows of every roll-up of a meter on the days (after, upTo]. */
export function keptRows(
  sqlite: Database.Database,
): readonly { name: RollUpName; rows(meter: number, after: number, upTo: number): Generator<KeptRow> }[] {
  const plain = rollUps.map(({ name, sql, row }) => {
    const statement = sqlite.prepare(sql).raw().safeIntegers();
    return {
      name,
      *rows(meter: number, after: number, upTo: number): Generator<KeptRow> {
        for (const [day = 0n, ...columns] of statement.iterate(meter, after, upTo) as Iterable<Columns>) {
          yield { day: Number(day), ...row(columns) };
        }
      },
    };
  });
  return [...plain, { name: 'usage_fact_days', rows: keptFactRows(sqlite) }];
}
