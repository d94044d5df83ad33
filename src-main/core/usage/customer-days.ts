import type Database from 'better-sqlite3';
import { exactRows, type SumRow } from '../analytics/stored-quantity';
import { packColumns } from '../store/packed-columns';
import { prepared } from '../store/prepared';
import { columnsOfDay, keepDay, mostUnits } from './fact-days';

/**
 * Stands for no fact among those that days are kept by: usage by customer alone, as usage_days has it, in columns. They
 * are read ten times as fast as as many rows.
 */
export const noFact = 0;

/** A meter's day. */
export interface MeterDay {
  meter: number;
  day: number;
}

const metersSql = 'select number from meters where environment_id = ?';
const missingSql = `
  select t.meter, t.day from usage_day_totals t where t.meter = ? and not exists (
    select 1 from usage_fact_days d where d.meter = t.meter and d.day = t.day and d.fact = ${noFact})`;

/** The days of an environment that are not kept by customer, the newest last. Pauses after every meter. */
export function* customerDaysToKeep(sqlite: Database.Database, environment_id: string): Generator<void, MeterDay[]> {
  const missing: MeterDay[] = [];
  for (const meter of prepared(sqlite, metersSql).pluck().all(environment_id)) {
    for (const day of prepared(sqlite, missingSql).all(meter) as MeterDay[]) missing.push(day);
    yield;
  }
  return missing.sort((a, b) => a.day - b.day);
}

const daySql = `
  select units, nanos, femtos, event_count, customer from usage_days where meter = ? and day = ? order by customer`;

/** Keeps a meter's day by customer, or that only its rows can tell it. Part of a transaction. */
export function keepCustomerDay(sqlite: Database.Database, { meter, day }: MeterDay): void {
  const rows = exactRows(sqlite, daySql, [meter, day]);
  keepDay(sqlite, { meter, day, fact: noFact }, rows && packedRows(rows));
}

/** Rows in columns, their parts carried over; null when a sum is bigger than they hold. */
function packedRows(rows: readonly SumRow[]): Uint8Array | null {
  const columns = Array.from({ length: columnsOfDay }, () => new Float64Array(rows.length));
  const [who, , counts, unitSums, nanoSums, femtoSums] = columns;
  if (!who || !counts || !unitSums || !nanoSums || !femtoSums) return null;
  for (let place = 0; place < rows.length; place += 1) {
    const [units, nanos, femtos, event_count, customer = -1] = rows[place] ?? [0, 0, 0, 0];
    const femtosLeft = femtos % 1e6;
    const allNanos = nanos + (femtos - femtosLeft) / 1e6;
    const nanosLeft = allNanos % 1e9;
    const allUnits = units + (allNanos - nanosLeft) / 1e9;
    if (allUnits > mostUnits || !Number.isSafeInteger(allNanos)) return null;
    who[place] = customer;
    counts[place] = event_count;
    unitSums[place] = allUnits;
    nanoSums[place] = nanosLeft;
    femtoSums[place] = femtosLeft;
  }
  return packColumns(columns);
}
