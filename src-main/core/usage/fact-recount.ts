import type { Quantity } from '@shared/rules/quantity';
import { joinQuantity } from '@shared/rules/scaled-decimal';
import type Database from 'better-sqlite3';
import { factReader } from '../analytics/event-facts';
import { noFact } from './customer-days';
import { factUsage, factValues, type KeptFact } from './fact-days';
import type { RawUsage } from './raw-usage';
import { type KeptRow, sumText } from './row-texts';
import { isToldSql } from './told-days';
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
           and (number in (select fact from usage_fact_days where meter = ?)
             or state <> 'too_varied'
               and exists (select 1 from usage_told_days where meter = ? and ${isToldSql('facts', 'number')}))`,
      )
      .all(environment_id, meter, meter) as KeptFact[]
  ).map(({ number, name }) => ({ number, read: factReader({ sqlite }, name), sums: new Map<string, UsageSum>() }));
  const keptBy = sqlite
    .prepare(
      `select fact from usage_fact_days where meter = @meter and day = @day and usage is not null
       union select f.number from usage_told_days d join usage_facts f on ${isToldSql('d.facts', 'f.number')}
       where d.meter = @meter and d.day = @day and f.state <> 'too_varied'`,
    )
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
      const kept = new Set(keptBy.all({ meter, day }) as number[]);
      const counted = new Map<string, string>();
      const tell = (key: string, sum: UsageSum) => counted.set(key, sumText(sum.event_count, joinedSum(sum)));
      if (kept.has(noFact)) for (const [customer, sum] of byCustomer) tell(factKey(customer, noFact, null), sum);
      for (const { number, sums } of facts) if (kept.has(number)) for (const [key, sum] of sums) tell(key, sum);
      for (const { sums } of facts) sums.clear();
      return counted;
    },
  };
}

const factsSql = `
  select number from usage_facts f where exists (
    select 1 from usage_fact_days where meter = @meter and fact = f.number and usage is not null)
  or f.state <> 'too_varied'
    and exists (select 1 from usage_told_days where meter = @meter and ${isToldSql('facts', 'f.number')})`;

/** Streams what is kept or told of a meter by facts on the days (after, upTo], row by row. */
export function keptFactRows(
  sqlite: Database.Database,
): (meter: number, after: number, upTo: number) => Generator<KeptRow> {
  const facts = sqlite.prepare(factsSql).pluck();
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
    for (const fact of [noFact, ...(facts.all({ meter }) as number[])]) {
      for (const { day, each } of factUsage(sqlite, { meter, fact }, { first_day: after + 1, end_day: upTo + 1 })) {
        const rows = new Map<string, { event_count: bigint; scaled: bigint }>();
        each((customer, code, event_count, units, nanos, femtos) => {
          const key = factKey(customer, fact, textOf(fact, code));
          const row = rows.get(key) ?? { event_count: 0n, scaled: 0n };
          row.event_count += BigInt(event_count);
          row.scaled += joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos));
          rows.set(key, row);
        });
        for (const [key, { event_count, scaled }] of rows) yield { day, key, text: sumText(event_count, scaled) };
      }
    }
  };
}
