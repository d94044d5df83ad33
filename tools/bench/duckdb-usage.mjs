/** The same question put to DuckDB, on the same rows: usage and cost of one month by day and group. */
import { DuckDBInstance } from '@duckdb/node-api';
import { amountOf, eventName, features, groupName } from './usage-data.mjs';

const query = `
  select p.price_group, e.at::date::varchar as day,
    sum(e.units)::varchar as usage, sum(e.units * p.amount)::varchar as cost
  from events e join prices p on p.event_name = e.event_name
  where e.at >= timestamp '2026-02-01' and e.at < timestamp '2026-03-01'
  group by 1, 2`;

/**
 * @param {string} file the CSV that was imported
 * @param {string} database
 */
export async function openDuckDb(file, database) {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  await connection.run(`
    create table if not exists events as
    select event_name, external_customer_id, event_id, timestamp::timestamp as at, source,
      "properties.units"::decimal(12, 2) as units
    from read_csv('${file.replaceAll("'", "''")}', header = true, all_varchar = true)`);
  const prices = Array.from(
    { length: features },
    (_, feature) => `('${eventName(feature)}', '${groupName(feature)}', ${amountOf(feature)}::decimal(6, 3))`,
  );
  await connection.run(
    'create or replace table prices (event_name varchar, price_group varchar, amount decimal(6, 3))',
  );
  await connection.run(`insert into prices values ${prices.join(', ')}`);
  return {
    /** Rows of [group, day, usage, cost]. */
    async ask() {
      const reader = await connection.runAndReadAll(query);
      return /** @type {string[][]} */ (reader.getRowsJson());
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
