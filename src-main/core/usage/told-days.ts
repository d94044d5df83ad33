import type Database from 'better-sqlite3';
import { type ColumnsReader, columnsReader } from '../store/packed-columns';
import { prepared } from '../store/prepared';
import type { DaySpan } from './priced-wanted';

/**
 * A part is a packed table with a row for each event: the day, counted from the part's first, customer, units, nanos, femtos,
 * then the code of what the event says by each fact.
 */
export const columnsOfEvent = 5;
const ofEvent = Array.from({ length: columnsOfEvent }, (_, column) => column);
/** So many facts are told at once: more columns do not fit a packed table. */
export const mostTold = 7;

/** The text by which a day knows its facts; a fact that is told no more keeps its column under no number. */
export const factsText = (facts: readonly (number | null)[]): string =>
  `,${facts.map((fact) => fact ?? '-').join(',')},`;

/** SQL: whether a day's facts, a column, have this one in them, an integer expression: a bound number is none by itself. */
export const isToldSql = (facts: string, fact: string): string => `instr(${facts}, ',' || ${fact} || ',') > 0`;

/** The usage of one event as a day tells it. */
export type EachTold = (customer: number, code: number, units: number, nanos: number, femtos: number) => void;

/** The days of a meter that are told by a fact, and their events. */
export interface ToldDays {
  /** In their order. */
  days: readonly number[];
  /** Reads the events of one of the days. Days are read in their order. */
  read(day: number, each: EachTold): void;
}

interface OpenPart {
  number: number;
  first_day: number;
  last_day: number;
  reader: ColumnsReader;
  rows: number;
  next: number;
}

const daysSql = `
  select day, facts, since from usage_told_days
  where meter = ? and day >= ? and day < ? and ${isToldSql('facts', 'cast(? as integer)')} order by day`;
const partsSql = `
  select number, first_day, last_day from usage_told_parts
  where meter = ? and first_day < ? and last_day >= ? order by first_day, number`;
const usageSql = 'select usage from usage_told_parts where number = ?';

/** Opens what is told of a meter by a fact. In memory is what parts hold of the day that is read, whatever the span. */
export function toldDays(
  sqlite: Database.Database,
  { meter, fact }: { meter: number; fact: number },
  { first_day, end_day }: DaySpan,
): ToldDays {
  const rows = prepared(sqlite, daysSql).all(meter, first_day, end_day, fact) as ToldDayRow[];
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const last = rows.at(-1)?.day;
  const parts = last === undefined ? [] : (prepared(sqlite, partsSql).all(meter, last + 1, rows[0]?.day) as PartRow[]);
  let nextPart = 0;
  let open: OpenPart[] = [];
  const spare: ColumnsReader[] = [];
  const wanted = new Set([...ofEvent, ...rows.map(({ facts }) => columnsOfEvent + placeOf(facts, fact))]);

  function openPart({ number, first_day: first, last_day }: PartRow): OpenPart {
    const usage = prepared(sqlite, usageSql).pluck().get(number) as Buffer<ArrayBuffer>;
    const reader = spare.pop() ?? columnsReader(columnsOfEvent + mostTold);
    return { number, first_day: first, last_day, reader, rows: reader.read(usage, wanted), next: 0 };
  }

  function openUpTo(day: number) {
    open = open.filter((part) => {
      if (part.last_day >= day) return true;
      spare.push(part.reader);
      return false;
    });
    for (let part = parts[nextPart]; part && part.first_day <= day; part = parts[nextPart]) {
      nextPart += 1;
      if (part.last_day >= day) open.push(openPart(part));
    }
  }

  return {
    days: [...byDay.keys()],
    read(day, each) {
      const told = byDay.get(day);
      if (!told) return;
      openUpTo(day);
      const place = placeOf(told.facts, fact);
      for (const part of open) {
        const { columns } = part.reader;
        const [days, who, units, nanos, femtos] = columns;
        const what = columns[columnsOfEvent + place];
        if (!days || !who || !units || !nanos || !femtos || !what) continue;
        let row = part.next;
        const offset = day - part.first_day;
        while (row < part.rows && (days[row] ?? 0) < offset) row += 1;
        if (part.number >= told.since) {
          for (; row < part.rows && days[row] === offset; row += 1) {
            each(who[row] ?? 0, what[row] ?? 0, units[row] ?? 0, nanos[row] ?? 0, femtos[row] ?? 0);
          }
        }
        part.next = row;
      }
    },
  };
}

/** The place of a fact's column among those of facts. */
const placeOf = (facts: string, fact: number): number => facts.slice(1, -1).split(',').indexOf(String(fact));

interface ToldDayRow {
  day: number;
  facts: string;
  since: number;
}

interface PartRow {
  number: number;
  first_day: number;
  last_day: number;
}

const deadSql = `
  delete from usage_told_parts as p where meter = @meter and not exists (
    select 1 from usage_told_days d
    where d.meter = @meter and d.day >= p.first_day and d.day <= p.last_day and d.since <= p.number)`;
const uselessSql = `
  delete from usage_told_days where meter = @meter and not exists (
    select 1 from usage_facts f where f.state = 'kept' and ${isToldSql('facts', 'f.number')})`;

/** Clears what is told of a meter by facts that are kept no more, and of days that were forgotten. */
export function clearTold(sqlite: Database.Database, meter: number): void {
  prepared(sqlite, uselessSql).run({ meter });
  prepared(sqlite, deadSql).run({ meter });
}

/** Whether any part is there. */
export const isAnyTold = (sqlite: Database.Database): boolean =>
  prepared(sqlite, 'select exists (select 1 from usage_told_parts)').pluck().get() === 1;
