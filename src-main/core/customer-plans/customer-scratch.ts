import Database from 'better-sqlite3';
import type { FileRecord, FileStep } from './customer-file';

interface StoredRecord {
  customer: number;
  line: number;
  fields: string;
}

/**
 * The rows of a file put beside the other rows of the same customer, wherever they stand in it: what can be said of one
 * depends on all of them. Kept in a file of SQLite's own that goes with it, so that memory does not grow with the file.
 */
export function customerScratch() {
  const sqlite = new Database('');
  sqlite.exec(`
    pragma journal_mode = off;
    pragma synchronous = off;
    create table customers (number integer primary key, external_id text not null unique);
    create table records (
      customer integer not null, line integer not null, fields text not null, primary key (customer, line)
    ) without rowid;`);
  const name = sqlite.prepare('insert or ignore into customers (external_id) values (?)');
  const keep = sqlite.prepare(
    'insert into records (customer, line, fields) select number, ?, ? from customers where external_id = ?',
  );
  const addAll = sqlite.transaction((records: FileStep['records']) => {
    for (const { external_id, line, fields } of records) {
      name.run(external_id);
      keep.run(line, JSON.stringify(fields), external_id);
    }
  });
  return {
    add: (records: FileStep['records']): void => addAll(records),
    /** Stretches of at least so many rows at the time, all of a customer in one, in the order in which customers come first. */
    *parts(size: () => number): Generator<FileRecord[]> {
      const records = sqlite.prepare('select * from records order by customer, line').iterate();
      let part: FileRecord[] = [];
      let last = 0;
      for (const { customer, line, fields } of records as IterableIterator<StoredRecord>) {
        if (part.length >= size() && customer !== last) {
          yield part;
          part = [];
        }
        last = customer;
        part.push({ line, fields: JSON.parse(fields) as string[] });
      }
      if (part.length > 0) yield part;
    },
    close: () => sqlite.close(),
  };
}

export type CustomerScratch = ReturnType<typeof customerScratch>;
