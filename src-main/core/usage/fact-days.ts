import type Database from 'better-sqlite3';
import { columnsReader } from '../store/packed-columns';
import { prepared } from '../store/prepared';
import type { DaySpan } from './priced-wanted';
import { type EachTold, isToldSql, toldDays } from './told-days';

/** What usage is told apart by, as it is kept. */
export interface KeptFact {
  number: number;
  environment_id: string;
  /** `source`, or `properties.` and a name. */
  name: string;
}

/** Facts with more values than this, or longer ones in all, are not worth keeping apart: ids and the like. */
export const mostValues = 10_000;
export const mostCharacters = 1_000_000;

/** A kept day is a packed table of these: customer, code of the value, event_count, units, nanos and femtos. */
export const columnsOfDay = 6;

/** Units of one row beyond which a day is not kept: several of that still add up exactly. */
export const mostUnits = 4_000_000_000_000_000;

/** The code of events without a source, or without the property. */
export const codeOfNone = 0;

const factSql = `
  select number from usage_facts where environment_id = ? and name = ? and state <> 'too_varied'`;

/** The number of a fact whose days may be kept; null when none are. */
export const findFact = (sqlite: Database.Database, environment_id: string, name: string): number | null =>
  (prepared(sqlite, factSql).pluck().get(environment_id, name) as number | undefined) ?? null;

/** The values of a fact and their codes, in the order of the codes, which leave no gaps from 1 on. */
export const factValues = (sqlite: Database.Database, fact: number): string[] =>
  prepared(sqlite, 'select value from usage_fact_values where fact = ? order by code').pluck().all(fact) as string[];

const span = 'meter = @meter and day >= @first_day and day < @end_day';
const isKept = 'd.fact = @fact and d.usage is not null';
const isTold = isToldSql('d.facts', 'cast(@fact as integer)');
const usedSql = `select count(*) from usage_day_totals where ${span}`;
const countSql = `select count(*) from usage_fact_days d where ${span} and ${isKept}`;
const toldSql = `select count(*) from usage_told_days d where ${span} and ${isTold}`;
const missingSql = `
  select day from usage_day_totals t where ${span}
    and not exists (select 1 from usage_fact_days d where d.meter = t.meter and d.day = t.day and ${isKept})
    and not exists (select 1 from usage_told_days d where d.meter = t.meter and d.day = t.day and ${isTold})
  order by day`;

/**
 * The days of a span on which a meter has usage that is neither kept nor told by this fact, joined where they follow each
 * other; `kept` is how many are, where that is known.
 */
export function missingDays(
  sqlite: Database.Database,
  { meter, fact }: { meter: number; fact: number },
  days: DaySpan,
  kept?: number,
): DaySpan[] {
  const asked = { meter, fact, ...days };
  const count = (sql: string) => prepared(sqlite, sql).pluck().get(asked) as number;
  if (count(usedSql) === (kept ?? count(countSql) + count(toldSql))) return [];
  const missing: DaySpan[] = [];
  for (const day of prepared(sqlite, missingSql).pluck().all(asked) as number[]) {
    const open = missing.at(-1);
    if (open?.end_day === day) open.end_day = day + 1;
    else missing.push({ first_day: day, end_day: day + 1 });
  }
  return missing;
}

/** Usage of a day by customer and value; several times of the same where it is told event by event. */
export interface FactUsage {
  day: number;
  each(tell: EachUsage): void;
}

export type EachUsage = (
  customer: number,
  code: number,
  event_count: number,
  units: number,
  nanos: number,
  femtos: number,
) => void;

const daysSql = `select day, usage from usage_fact_days d where ${span} and ${isKept} order by day`;

/**
 * What is kept or told of a meter by a fact, day by day in their order. All of it is right. Each day is to be read before the
 * next is asked for.
 */
export function* factUsage(
  sqlite: Database.Database,
  of: { meter: number; fact: number },
  span: DaySpan,
): Generator<FactUsage> {
  const told = toldDays(sqlite, of, span);
  const { columns, read } = columnsReader(columnsOfDay);
  const ofTold = (day: number): FactUsage => ({
    day,
    each(tell) {
      const each: EachTold = (customer, code, units, nanos, femtos) => tell(customer, code, 1, units, nanos, femtos);
      told.read(day, each);
    },
  });
  const ofKept = (day: number, usage: Buffer<ArrayBuffer>): FactUsage => ({
    day,
    each(tell) {
      const rows = read(usage);
      const [who, what, counts, units, nanos, femtos] = columns;
      if (!who || !what || !counts || !units || !nanos || !femtos) return;
      for (let row = 0; row < rows; row += 1) {
        tell(who[row] ?? 0, what[row] ?? 0, counts[row] ?? 0, units[row] ?? 0, nanos[row] ?? 0, femtos[row] ?? 0);
      }
    },
  });
  let place = 0;
  for (const [day, usage] of keptDays(sqlite, of, span)) {
    for (; (told.days[place] ?? Number.POSITIVE_INFINITY) < day; place += 1) yield ofTold(told.days[place] ?? 0);
    yield ofKept(day, usage);
  }
  for (; place < told.days.length; place += 1) yield ofTold(told.days[place] ?? 0);
}

/** What is kept of a meter by a fact, day by day, as `packColumns` wrote it. All of it is right. */
export const keptDays = (
  sqlite: Database.Database,
  { meter, fact }: { meter: number; fact: number },
  days: DaySpan,
): [day: number, usage: Buffer<ArrayBuffer>][] =>
  prepared(sqlite, daysSql)
    .raw()
    .all({ meter, fact, ...days }) as [number, Buffer<ArrayBuffer>][];

/** Keeps a day, or that only the events can tell it. Part of the transaction that read the events. */
export function keepDay(
  sqlite: Database.Database,
  { meter, day, fact }: { meter: number; day: number; fact: number },
  usage: Uint8Array | null,
): void {
  const sql = 'insert or replace into usage_fact_days (meter, day, fact, usage) values (?, ?, ?, ?)';
  prepared(sqlite, sql).run(meter, day, fact, usage);
}

/**
 * Forgets a meter's day, in the transaction that changes its usage. By facts it waits to be kept anew; what is not kept
 * by customer shows by itself.
 */
export function forgetFactDays(sqlite: Database.Database): (meter: number, day: number) => void {
  const isAny = (table: string) => prepared(sqlite, `select exists (select 1 from ${table})`).pluck().get() === 1;
  const [isAnyDay, isAnyTold, isAnyFact] = ['usage_fact_days', 'usage_told_days', 'usage_facts'].map(isAny);
  const forget = prepared(sqlite, 'delete from usage_fact_days where meter = ? and day = ?');
  const forgetTold = prepared(sqlite, 'delete from usage_told_days where meter = ? and day = ?');
  const wait = prepared(sqlite, waitSql);
  return (meter, day) => {
    if (isAnyDay) forget.run(meter, day);
    if (isAnyTold) forgetTold.run(meter, day);
    if (isAnyFact) wait.run(day, meter);
  };
}

/** Has a day wait to be kept by facts. */
export const waitSql = 'insert or ignore into usage_fact_waiting (day, meter) values (?, ?)';
