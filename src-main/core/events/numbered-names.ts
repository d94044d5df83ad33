import type Database from 'better-sqlite3';

/** More names than this are looked up again rather than kept: an import's memory must not grow with its file. */
const keptNames = 100_000;

/** Turns names in events into the narrow numbers that rows carry; a name never seen before gets the next number. */
export interface NumberedNames {
  eventName(name: string): number;
  customer(external_id: string): number;
  source(name: string): number;
}

export function numberedNames(sqlite: Database.Database, environment_id: string): NumberedNames {
  const numbersIn = (table: string, column: string) => {
    const find = sqlite.prepare(`select number from ${table} where environment_id = ? and ${column} = ?`).pluck();
    const add = sqlite.prepare(`insert into ${table} (environment_id, ${column}) values (?, ?)`);
    const known = new Map<string, number>();
    return (name: string): number => {
      let number = known.get(name);
      if (number !== undefined) return number;
      number = find.get(environment_id, name) as number | undefined;
      number ??= Number(add.run(environment_id, name).lastInsertRowid);
      if (known.size >= keptNames) known.clear();
      known.set(name, number);
      return number;
    };
  };
  return {
    eventName: numbersIn('event_names', 'name'),
    customer: numbersIn('event_customers', 'external_id'),
    source: numbersIn('event_sources', 'name'),
  };
}
