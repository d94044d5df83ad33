import type { PlanChange } from '@shared/entities/customer-plan';
import Database from 'better-sqlite3';
import { type CustomerRow, type CustomerValues, valuesOf } from '../customers/customer-row';
import { prepared } from '../store/prepared';
import type { Tx } from '../store/write';

/** What long work did to one customer. */
export interface DoneCustomer {
  external_id: string;
  changes: readonly PlanChange[];
  created: { id: string; values: CustomerValues } | null;
  updated: { id: string; before: CustomerValues; values: CustomerValues } | null;
}

/** The customer that events call so, who has just been created; null when there is none after all. */
export function createdBy({ sqlite, context }: Pick<Tx, 'sqlite' | 'context'>, external_id: string) {
  const find = prepared(
    sqlite,
    "select * from customers where environment_id = ? and external_id = ? and status = 'published'",
  );
  const row = find.get(context.environment_id, external_id) as CustomerRow | undefined;
  return row ? { id: row.id, values: valuesOf(row) } : null;
}

/**
 * What long work did, customer by customer, so that it can be taken back. Kept in a file of SQLite's own that goes with
 * it, so that memory does not grow with the work.
 */
export function doneLog() {
  const sqlite = new Database('');
  sqlite.exec(`
    pragma journal_mode = off;
    pragma synchronous = off;
    create table done (number integer primary key, what text not null);`);
  const keep = sqlite.prepare('insert into done (what) values (?)');
  const newest = sqlite.prepare<[number], { number: number; what: string }>(
    'select number, what from done order by number desc limit ?',
  );
  const forget = sqlite.prepare('delete from done where number >= ?');
  const count = sqlite.prepare('select count(*) from done').pluck();
  return {
    add: sqlite.transaction((customers: readonly DoneCustomer[]) => {
      for (const customer of customers) keep.run(JSON.stringify(customer));
    }),
    count: (): number => count.get() as number,
    /** The last of them, newest first, and what forgets them. */
    last(most: number): { customers: DoneCustomer[]; forget(): void } {
      const rows = newest.all(most);
      const oldest = rows.at(-1)?.number;
      return {
        customers: rows.map(({ what }) => JSON.parse(what) as DoneCustomer),
        forget: () => {
          if (oldest !== undefined) forget.run(oldest);
        },
      };
    },
    close: () => sqlite.close(),
  };
}

export type DoneLog = ReturnType<typeof doneLog>;
