import type { Price } from '@shared/entities/price';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { sqliteOf } from '../store/dialect';
import { keptRows } from '../store/kept-rows';
import { prepared } from '../store/prepared';
import { rowsById } from '../store/rows-by-id';
import type { Schema } from '../store/schema';
import { type PriceRow, priceOf } from './price-row';

const prices = keptRows<PriceRow, Price>({
  entity: 'price',
  read: (db, ids) => rowsById(db, 'prices', ids),
  make: (_db, rows) => rows.map(priceOf),
});

/** A price of this environment, ended or not, with nothing nested; undefined when there is none. */
export function keptPrice(db: Kysely<Schema>, environment_id: string, id: string): Price | undefined {
  const price = prices.byId(db, [id]).get(id);
  return price?.environment_id === environment_id ? price : undefined;
}

/** Ids by number of row, per connection: a row keeps both for ever. */
const knownIds = new WeakMap<Database.Database, Map<number, string>>();
const mostIds = 20_000;

/** The prices of these row numbers, in this order, with nothing nested. */
export function pricesByNumber(db: Kysely<Schema>, numbers: readonly number[]): Price[] {
  const sqlite = sqliteOf(db);
  let idOf = knownIds.get(sqlite);
  if (!idOf || idOf.size > mostIds) {
    idOf = new Map();
    knownIds.set(sqlite, idOf);
  }
  const unknown = numbers.filter((number) => !idOf.has(number));
  const rows =
    unknown.length > 0
      ? (prepared(sqlite, byNumberSql).all(JSON.stringify(unknown)) as (PriceRow & { number: number })[])
      : [];
  for (const { number, id } of rows) idOf.set(number, id);
  const read = new Map(prices.of(db, rows).map((price) => [price.id, price]));
  const ids = numbers.flatMap((number) => idOf.get(number) ?? []);
  const kept = prices.byId(
    db,
    ids.filter((id) => !read.has(id)),
  );
  return ids.flatMap((id) => read.get(id) ?? kept.get(id) ?? []);
}

const byNumberSql = 'select * from prices where number in (select value from json_each(?))';
