import type { Quantity } from '@shared/rules/quantity';
import { joinQuantity } from '@shared/rules/scaled-decimal';
import type Database from 'better-sqlite3';
import { factReader } from '../analytics/event-facts';
import { columnsReader } from '../store/packed-columns';
import { noFact } from './customer-days';
import { columnsOfDay, factValues, type KeptFact } from './fact-days';
import type { RawUsage } from './raw-usage';
import { type KeptRow, sumText } from './row-texts';
import { addQuantity, joinedSum, noUsage, type UsageSum } from './usage-sum';

/** The key of usage of one value. */
const factKey = (customer: number, fact: number, value: string | null) =>
  `${customer}/${fact}/${value === null ? '' : `=${value}`}`;

/** Counts the usage of a meter by the facts that any of its days is kept by. */
export interface FactRecount {
  count(event: RawUsage, quantity: Quantity): void;
  /**
   * What is to be kept of a day, by those facts that it is kept by, and begins the next; `byCustomer` is what it comes to
   * by none of them.
   */
  close(day: number, byCustomer: ReadonlyMap<number, UsageSum>): Map<string, string>;
}

export function factRecount(sqlite: Database.Database, environment_id: string, meter: number): FactRecount {
  const facts = (
    sqlite
      .prepare(
        `select number, environment_id, name from usage_facts where environment_id = ?
           and number in (select fact from usage_fact_days where meter = ?)`,
      )
      .all(environment_id, meter) as KeptFact[]
  ).map(({ number, name }) => ({ number, read: factReader({ sqlite }, name), sums: new Map<string, UsageSum>() }));
  const keptBy = sqlite
    .prepare('select fact from usage_fact_days where meter = ? and day = ? and usage is not null')
    .pluck();
  return {
    count({ customer, timestamp, source, properties, ingested_at }, quantity) {
      for (const { number, read, sums } of facts) {
        const key = factKey(customer, number, read([0, timestamp, customer, source, properties, ingested_at]));
        let sum = sums.get(key);
        if (!sum) {
          sum = noUsage();
          sums.set(key, sum);
        }
        addQuantity(sum, quantity, 1);
      }
    },
    close(day, byCustomer) {
      const kept = new Set(keptBy.all(meter, day) as number[]);
      const counted = new Map<string, string>();
      const tell = (key: string, sum: UsageSum) => counted.set(key, sumText(sum.event_count, joinedSum(sum)));
      if (kept.has(noFact)) for (const [customer, sum] of byCustomer) tell(factKey(customer, noFact, null), sum);
      for (const { number, sums } of facts) if (kept.has(number)) for (const [key, sum] of sums) tell(key, sum);
      for (const { sums } of facts) sums.clear();
      return counted;
    },
  };
}

/** Streams what is kept of a meter by facts on the days (after, upTo], row by row. */
export function keptFactRows(
  sqlite: Database.Database,
): (meter: number, after: number, upTo: number) => Generator<KeptRow> {
  const statement = sqlite
    .prepare(`select day, fact, usage from usage_fact_days
      where meter = ? and day > ? and day <= ? and usage is not null order by day`)
    .raw();
  const { read, columns } = columnsReader(columnsOfDay);
  const values = new Map<number, string[]>();
  function textOf(fact: number, code: number): string | null {
    let ofFact = values.get(fact);
    if (!ofFact) {
      ofFact = factValues(sqlite, fact);
      values.set(fact, ofFact);
    }
    return code === 0 ? null : (ofFact[code - 1] ?? `(value ${code})`);
  }
  return function* (meter, after, upTo) {
    for (const [day, fact, usage] of statement.iterate(meter, after, upTo) as Iterable<
      [number, number, Buffer<ArrayBuffer>]
    >) {
      const rows = read(usage);
      const at = (column: number, row: number) => columns[column]?.[row] ?? 0;
      for (let row = 0; row < rows; row += 1) {
        yield {
          day,
          key: factKey(at(0, row), fact, textOf(fact, at(1, row))),
          text: sumText(at(2, row), joinQuantity(BigInt(at(3, row)), BigInt(at(4, row)), BigInt(at(5, row)))),
        };
      }
    }
  };
}
