/**
 * The questions of the analytics benchmark in SQL, for DuckDB and for plain SQLite: the same statements on the same rows.
 * Usage is priced per customer and feature, and per day where days are told, as the product prices it.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import Database from 'better-sqlite3';
import { prices } from './analytics-data.mjs';

/**
 * @typedef {{ day: string, least: string, greatest: string, divide: string }} Dialect
 * @typedef {(string | number)[][]} Rows
 * @typedef {{ ask(question: string): Promise<Rows>, exportCsv(file: string): Promise<void>, close(): void }} Engine
 */

/** @type {Dialect} */
const duckDialect = { day: 'moment::date::varchar', least: 'least', greatest: 'greatest', divide: '//' };
/** @type {Dialect} */
const sqliteDialect = { day: 'substr(moment, 1, 10)', least: 'min', greatest: 'max', divide: '/' };

const month = "moment >= '2026-02-01' and moment < '2026-03-01'";

/** What a sum of hundredths of units costs, in hundred-thousandths of a dollar. @param {Dialect} dialect */
const costSql = ({ least, greatest, divide }) => `
  case p.model when 'flat' then u.q * p.amount
    when 'slab' then ${least}(u.q, p.units * 100) * p.amount + ${greatest}(u.q - p.units * 100, 0) * p.amount_above
    else ((u.q + p.units * 100 - 1) ${divide} (p.units * 100)) * 100 * p.amount end`;

/**
 * Usage by customer, feature and what else is told apart, with its cost; `rest` puts it together.
 * @param {Dialect} dialect
 * @param {{ apart?: string, where?: string, rest: string }} question
 */
const priced = (dialect, { apart = "''", where = month, rest }) => `
  with u as (
    select event_name, customer, ${apart} as apart, sum(units) as q, count(*) as n
    from events where ${where} group by event_name, customer, apart
  ), priced as (
    select u.event_name, u.customer, u.apart, u.q, u.n, p.price_group, ${costSql(dialect)} as cost
    from u join prices p on p.event_name = u.event_name
  )
  ${rest}`;

/** @param {Dialect} dialect @param {string} customer */
const questionsOf = (dialect, customer) => {
  const byGroup = 'select price_group, apart, sum(q), sum(cost) from priced group by price_group, apart';
  return {
    groups: priced(dialect, { apart: dialect.day, rest: byGroup }),
    customer: priced(dialect, { apart: dialect.day, where: `${month} and customer = '${customer}'`, rest: byGroup }),
    top: priced(dialect, {
      rest: 'select customer, sum(n), sum(cost) from priced group by customer order by sum(cost) desc, customer limit 20',
    }),
    property: priced(dialect, {
      apart: 'region',
      rest: 'select apart, sum(n), sum(cost) from priced group by apart',
    }),
  };
};

/** @param {Dialect} dialect */
const exportSql = (dialect) =>
  priced(dialect, {
    rest: 'select customer, price_group, event_name, q, n, cost from priced order by customer, event_name',
  });

const priceTable =
  'create table prices (event_name varchar, price_group varchar, model varchar, amount integer, amount_above integer, units integer)';
const priceRows = prices.map(
  (price) =>
    `('${price.event_name}', '${price.group}', '${price.model}', ${price.amount}, ${price.amount_above}, ${price.units})`,
);

/**
 * DuckDB as it comes: a database file of its own, typed columns, all processors and all the memory it wants.
 * @param {string} file
 * @param {string} database
 * @param {string} customer
 * @returns {Promise<Engine>}
 */
export async function openDuck(file, database, customer) {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  await connection.run(`
    create table if not exists events as
    select event_name, external_customer_id as customer, timestamp::timestamp as moment, source,
      ("properties.units"::decimal(12, 2) * 100)::bigint as units, "properties.region" as region
    from read_csv('${file.replaceAll("'", "''")}', header = true, all_varchar = true)`);
  await connection.run(`drop table if exists prices; ${priceTable}`);
  await connection.run(`insert into prices values ${priceRows.join(', ')}`);
  const questions = questionsOf(duckDialect, customer);
  return {
    async ask(question) {
      const sql = questions[/** @type {keyof typeof questions} */ (question)];
      const reader = await connection.runAndReadAll(sql);
      return /** @type {Rows} */ (reader.getRowsJson());
    },
    async exportCsv(to) {
      await connection.run(`copy (${exportSql(duckDialect)}) to '${to.replaceAll("'", "''")}' (header)`);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * SQLite with the same rows in a table of its own and an index by time and one by customer.
 * @param {string} database
 * @param {() => AsyncIterable<string[]>} rows of the file: event name, customer, moment, source, hundredths of units, region
 * @param {string} customer
 * @returns {Promise<Engine>}
 */
export async function openSqlite(database, rows, customer) {
  const sqlite = new Database(database);
  sqlite.pragma('journal_mode = wal');
  const isNew = sqlite.prepare("select 1 from sqlite_schema where name = 'events_by_customer'").get() === undefined;
  if (isNew) {
    sqlite.exec(`drop table if exists events; drop table if exists prices;
      create table events (event_name text, customer text, moment text, source text, units integer, region text);
      ${priceTable}; insert into prices values ${priceRows.join(', ')}`);
    const insert = sqlite.prepare('insert into events values (?, ?, ?, ?, ?, ?)');
    sqlite.exec('begin');
    for await (const row of rows()) insert.run(row);
    sqlite.exec(`commit; create index events_by_time on events(moment);
      create index events_by_customer on events(customer, moment); analyze`);
  }
  const questions = questionsOf(sqliteDialect, customer);
  return {
    async ask(question) {
      const sql = questions[/** @type {keyof typeof questions} */ (question)];
      return /** @type {Rows} */ (sqlite.prepare(sql).raw().all());
    },
    async exportCsv(to) {
      const out = createWriteStream(to);
      out.write('customer,price_group,event_name,q,n,cost\n');
      for (const row of sqlite.prepare(exportSql(sqliteDialect)).raw().iterate()) {
        if (!out.write(`${/** @type {unknown[]} */ (row).join(',')}\n`)) await once(out, 'drain');
      }
      out.end();
      await once(out, 'finish');
    },
    close: () => sqlite.close(),
  };
}
