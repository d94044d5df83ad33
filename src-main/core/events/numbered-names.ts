import type Database from 'better-sqlite3';
import { meetAwaited, meetCustomers } from '../usage/meet-customers';

/** More names than this are looked up again rather than kept: an import's memory must not grow with its file. */
const keptNames = 100_000;

/** Turns names in events into the narrow numbers that rows carry; a name never seen before gets the next number. */
export interface NumberedNames {
  eventNames(names: readonly string[]): number[];
  customers(external_ids: readonly string[]): number[];
  sources(names: readonly string[]): number[];
}

export function numberedNames(sqlite: Database.Database, environment_id: string): NumberedNames {
  /** `add` is given names that are not in the table, each once, and answers their numbers; `found` the numbers of others. */
  const numbersIn = (
    table: string,
    column: string,
    { add, found }: { add: (names: readonly string[]) => number[]; found?: (numbers: readonly number[]) => void },
  ) => {
    const find = sqlite.prepare(`select number from ${table} where environment_id = ? and ${column} = ?`).pluck();
    const known = new Map<string, number>();
    return (names: readonly string[]): number[] => {
      if (known.size >= keptNames) known.clear();
      const added = new Set<string>();
      const foundNumbers: number[] = [];
      for (const name of names) {
        if (known.has(name) || added.has(name)) continue;
        const number = find.get(environment_id, name) as number | undefined;
        if (number === undefined) added.add(name);
        else {
          known.set(name, number);
          foundNumbers.push(number);
        }
      }
      found?.(foundNumbers);
      const numbers = add([...added]);
      for (const [place, name] of [...added].entries()) known.set(name, numbers[place] ?? -1);
      return names.map((name) => known.get(name) ?? -1);
    };
  };
  const adder = (table: string) => {
    const add = sqlite.prepare(`insert into ${table} (environment_id, name) values (?, ?)`);
    return {
      add: (names: readonly string[]) => names.map((name) => Number(add.run(environment_id, name).lastInsertRowid)),
    };
  };
  return {
    eventNames: numbersIn('event_names', 'name', adder('event_names')),
    customers: numbersIn('event_customers', 'external_id', {
      add: (names) => meetCustomers(sqlite, environment_id, names),
      found: (numbers) => meetAwaited(sqlite, numbers),
    }),
    sources: numbersIn('event_sources', 'name', adder('event_sources')),
  };
}
