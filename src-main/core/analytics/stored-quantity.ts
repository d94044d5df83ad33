import { joinQuantity, quantityOne } from '@shared/rules/scaled-decimal';
import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';

/** A row of a roll-up as the reports read it: the parts of its quantity first, then its number of events, then keys. */
export type SumRow = readonly [units: number, nanos: number, femtos: number, event_count: number, ...keys: number[]];

/** Largest nanos that stay exact when multiplied by a million. */
const smallNanos = 9_000_000_000;

/** The parts of a quantity as one (10^-15). Exact as long as each part is. */
export function storedQuantity(units: number, nanos: number, femtos: number): bigint {
  const whole = BigInt(units) * 1_000_000_000_000_000n;
  if (nanos === 0 && femtos === 0) return whole;
  const isSmall = Math.abs(nanos) < smallNanos && Math.abs(femtos) < 1_000_000_000_000;
  return isSmall
    ? whole + BigInt(nanos * 1_000_000 + femtos)
    : joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos));
}

/**
 * Reads a roll-up into `each`. Integers up to 2^53 are read five times as fast as those of any size; a bigger one shows
 * as such, and then all are read again as BigInt.
 */
export function readSums(
  sqlite: Database.Database,
  sql: string,
  parameters: readonly unknown[],
  each: (quantity: bigint, row: SumRow) => void,
): void {
  const rows = exactRows(sqlite, sql, parameters);
  if (rows) {
    for (const row of rows) each(storedQuantity(row[0], row[1], row[2]), row);
    return;
  }
  const exact = sqlite.prepare(sql).raw().safeIntegers();
  for (const row of exact.iterate(...parameters) as IterableIterator<bigint[]>) {
    const [units = 0n, nanos = 0n, femtos = 0n] = row;
    each(joinQuantity(units, nanos, femtos), row.map(Number) as unknown as SumRow);
  }
}

/** A row of a roll-up with nanos and femtos carried over, or a part of one: the parts of a row add up to it. */
export type EachPart = (units: number, nanos: number, femtos: number, event_count: number, row: SumRow) => void;

/** Units of which several still add up exactly. */
const unitsAtOnce = 4_000_000_000_000_000;

/** Reads a roll-up into `each` without big integers. A sum beyond 2^53 comes in several parts, the events with the first. */
export function readParts(
  sqlite: Database.Database,
  sql: string,
  parameters: readonly unknown[],
  each: EachPart,
): void {
  const rows = exactRows(sqlite, sql, parameters);
  for (const row of rows ?? []) {
    const [units, nanos, femtos, event_count] = row;
    if (nanos < 1e9 && femtos < 1e6 && units <= unitsAtOnce) each(units, nanos, femtos, event_count, row);
    else tellBig(joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos)), row, each);
  }
  if (!rows) readSums(sqlite, sql, parameters, (quantity, row) => tellBig(quantity, row, each));
}

function tellBig(quantity: bigint, row: SumRow, each: EachPart) {
  let units = quantity / quantityOne;
  const rest = quantity % quantityOne;
  let event_count = row[3];
  for (; units > unitsAtOnce; units -= BigInt(unitsAtOnce)) {
    each(unitsAtOnce, 0, 0, event_count, row);
    event_count = 0;
  }
  each(Number(units), Number(rest / 1_000_000n), Number(rest % 1_000_000n), event_count, row);
}

/** The rows of a roll-up; null when a part of one is beyond 2^53. */
export function exactRows(sqlite: Database.Database, sql: string, parameters: readonly unknown[]): SumRow[] | null {
  const rows = prepared(sqlite, sql)
    .raw()
    .all(...parameters) as SumRow[];
  return rows.every(isExact) ? rows : null;
}

const isExact = (row: SumRow) =>
  Number.isSafeInteger(row[0]) && Number.isSafeInteger(row[1]) && Number.isSafeInteger(row[2]);
