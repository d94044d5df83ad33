/**
 * The same questions put to DuckDB, on the same rows: usage and cost of one month by day and group, and what else the
 * app's report holds. Amounts and quantities are decimals on both sides. DuckDB runs as it comes: on a database file of
 * its own, with typed columns, all processors and all the memory it wants.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { amountOf, eventName, features, groupName } from './usage-data.mjs';

const byGroupAndDay = `
  select p.price_group, e.at::date::varchar as day,
    sum(e.units)::varchar as usage, sum(e.units * p.amount)::varchar as cost
  from events e join prices p on p.event_name = e.event_name
  where e.at >= timestamp '2026-02-01' and e.at < timestamp '2026-03-01'
  group by 1, 2`;
const byFeature = `
  select p.price_group, e.event_name, sum(e.units)::varchar as usage, sum(e.units * p.amount)::varchar as cost, count(*)
  from events e join prices p on p.event_name = e.event_name
  where e.at >= timestamp '2026-02-01' and e.at < timestamp '2026-03-01'
  group by 1, 2`;
const monthBefore = `
  select sum(e.units * p.amount)::varchar as cost
  from events e join prices p on p.event_name = e.event_name
  where e.at >= timestamp '2026-01-04' and e.at < timestamp '2026-02-01'`;

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
  /** @param {string} query */
  const ask = async (query) => {
    const reader = await connection.runAndReadAll(query);
    return /** @type {string[][]} */ (reader.getRowsJson());
  };
  return {
    /** The chart: rows of [group, day, usage, cost]. */
    askChart: () => ask(byGroupAndDay),
    /** The chart, the breakdown as rows of [group, feature, usage, cost, events], and the cost of the 28 days before. */
    async askReport() {
      return { chart: await ask(byGroupAndDay), breakdown: await ask(byFeature), before: await ask(monthBefore) };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
