/**
 * The same usage file brought into DuckDB and into plain SQLite, for comparison: every row is stored with all that it says,
 * known by its event id, and on the disk at the end; SQLite, which has no columns to scan, finds it by its event name and
 * time besides, as the product does. Nothing is rolled up, told apart, priced or checked beyond that.
 *
 *   node tools/bench/plain-ingest.mjs duckdb|sqlite FILE.csv DATABASE
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';
import Database from 'better-sqlite3';

const rowsPerTransaction = 30_000;

/** @param {string} file @param {string} database */
async function intoDuck(file, database) {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  const before = performance.now();
  await connection.run(`
    create table events (event_id varchar primary key, event_name varchar, customer varchar, moment timestamp, source varchar,
      units decimal(18, 2), region varchar);
    insert into events
      select event_id, event_name, external_customer_id, timestamp::timestamp, source, "properties.units"::decimal(18, 2),
        "properties.region"
      from read_csv('${file.replaceAll("'", "''")}', header = true, all_varchar = true);
    checkpoint`);
  const ms = performance.now() - before;
  const [row] = (await connection.runAndReadAll('select count(*) from events')).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return { rows: Number(row?.[0]), ms };
}

/** @param {string} file @param {string} database */
async function intoSqlite(file, database) {
  const sqlite = new Database(database);
  sqlite.pragma('journal_mode = wal');
  sqlite.pragma('synchronous = full');
  sqlite.pragma('cache_size = -49152');
  const before = performance.now();
  sqlite.exec(`
    create table events (event_id text primary key, event_name text not null, customer text not null, moment integer not null,
      source text not null, units text not null, region text not null) strict;
    create index events_by_name on events (event_name, moment)`);
  const insert = sqlite.prepare('insert into events values (?, ?, ?, ?, ?, ?, ?)');
  let rows = -1;
  sqlite.exec('begin');
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    rows += 1;
    if (rows === 0) continue;
    const [event_name, customer, event_id, at = '', source, units, region] = line.split(',');
    insert.run(event_id, event_name, customer, Date.parse(at), source, units, region);
    if (rows % rowsPerTransaction === 0) sqlite.exec('commit; begin');
  }
  sqlite.exec('commit');
  sqlite.pragma('wal_checkpoint(truncate)');
  const ms = performance.now() - before;
  sqlite.close();
  return { rows, ms };
}

const [engine, file = '', database = ''] = process.argv.slice(2);
const { rows, ms } = await (engine === 'duckdb' ? intoDuck : intoSqlite)(file, database);
console.log(JSON.stringify({ rows, ms: Math.round(ms), rows_per_second: Math.round((rows / ms) * 1000) }));
