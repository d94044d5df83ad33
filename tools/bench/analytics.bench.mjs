/**
 * A month of usage and cost, asked of the product, of DuckDB and of plain SQLite on the same rows, with prices that are
 * flat, tiered and by package: how fast it comes in; by group per day, the same of one customer, the top 20 customers, by a
 * property, and as a CSV of every customer and price. The answers must be the same to the last decimal before anything is
 * timed.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { analyticsData, customerId } from './analytics-data.mjs';
import { benchAnalyticsIngest } from './analytics-ingest.mjs';
import { openDuck, openSqlite } from './analytics-sql.mjs';
import { mediansInTurn, rounded } from './measure.mjs';

const ask = fileURLToPath(new URL('./analytics-ask.mjs', import.meta.url));
const askUnkept = fileURLToPath(new URL('./analytics-unkept.mjs', import.meta.url));
const customer = customerId(17);

const questions = [
  { id: 'groups', name: 'by group per day' },
  { id: 'customer', name: 'of one customer' },
  { id: 'top', name: 'top 20 customers' },
  { id: 'property', name: 'by property' },
];

/** What is measured beside them. */
const more = [
  { id: 'property_after', name: 'by property, right after the import' },
  { id: 'property_unkept', name: 'by a property that is not kept' },
  { id: 'export', name: 'CSV of every customer and price' },
];

/** A decimal as a whole number of parts of 10 to the minus `decimals`. @param {string} text @param {number} decimals */
function scaled(text, decimals) {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/** @param {string} text */
const units = (text) => scaled(text, 2);
/** @param {string} text */
const cost = (text) => scaled(text, 5);

/** Every point of a report that is not empty. @param {any} report */
const pointsOf = (report) =>
  report.series.flatMap((/** @type {any} */ series) =>
    report.windows.flatMap((/** @type {string} */ window, /** @type {number} */ index) =>
      series.usage[index] === '0'
        ? []
        : [[series.name, window.slice(0, 10), units(series.usage[index]), cost(series.cost[index])].join(' ')],
    ),
  );

/** Entries by name with their events and cost. @param {any} report @param {'key' | 'lookup_key'} key */
const entriesOf = (report, key) =>
  report.groups
    .filter((/** @type {any} */ entry) => entry.kind !== 'other')
    .map((/** @type {any} */ entry) => [entry[key], entry.event_count, cost(entry.total_cost)].join(' '));

/** @type {Record<string, (report: any) => string[]>} */
const told = {
  groups: pointsOf,
  customer: pointsOf,
  top: (report) => entriesOf(report, 'lookup_key'),
  property: (report) => entriesOf(report, 'key'),
};

/** @param {string} file */
const linesOf = (file) => createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });

/** The rows of the usage file for SQLite, one after another. @param {string} file */
async function* rowsOf(file) {
  let isHeader = true;
  for await (const line of linesOf(file)) {
    const [event_name = '', customer_ = '', , at = '', source = '', quantity = '', region = ''] = line.split(',');
    if (!isHeader) yield [event_name, customer_, at, source, String(units(quantity)), region];
    isHeader = false;
  }
}

/** Rows and cost of the exported CSV, and of the same one written by SQL. @param {string} file @param {string} column */
async function totalsOf(file, column) {
  let at = -1;
  let rows = 0;
  let total = 0n;
  for await (const line of linesOf(file)) {
    const cells = line.split(',');
    if (at === -1) at = cells.indexOf(column);
    else {
      rows += 1;
      total += column === 'cost' ? BigInt(cells[at] ?? '') : cost(cells[at] ?? '');
    }
  }
  return { rows, total };
}

/** @param {number} events @param {number} runs */
async function compare(events, runs) {
  const { folder, file, profile, loaded } = await analyticsData(events);
  const exported = join(folder, 'product.csv');
  const run = (/** @type {string[]} */ args) =>
    JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 }));
  const unkept = run([askUnkept, profile, String(runs)]);
  const asked = run([ask, profile, customer, exported, String(runs)]);
  deepStrictEqual(unkept.answer, asked.answers.property, 'another answer by what is not kept');
  const duck = await openDuck(file, join(folder, 'analytics.duckdb'), customer);
  const sqlite = await openSqlite(join(folder, 'analytics.sqlite'), () => rowsOf(file), customer);
  const times = {
    duck: /** @type {Record<string, number>} */ ({}),
    sqlite: /** @type {Record<string, number>} */ ({}),
  };
  try {
    for (const { id } of questions) {
      const ours = told[id]?.(asked.answers[id]).sort();
      for (const engine of [duck, sqlite]) {
        const rows = await engine.ask(id);
        deepStrictEqual(rows.map((row) => row.join(' ')).sort(), ours, `another answer to ${id}`);
      }
      const [duckMs] = await mediansInTurn(runs, [() => duck.ask(id)], 2);
      // Plain SQLite reads every event each time: once is enough to know.
      const [sqliteMs] = await mediansInTurn(1, [() => sqlite.ask(id)], 0);
      times.duck[id] = duckMs ?? Number.NaN;
      times.sqlite[id] = sqliteMs ?? Number.NaN;
    }
    for (const [name, engine] of /** @type {const} */ ([
      ['duck', duck],
      ['sqlite', sqlite],
    ])) {
      const before = performance.now();
      await engine.exportCsv(join(folder, `${name}.csv`));
      times[name].export = performance.now() - before;
    }
    const product = await totalsOf(exported, 'total_cost');
    deepStrictEqual(await totalsOf(join(folder, 'duck.csv'), 'cost'), product, 'another export');
    deepStrictEqual(await totalsOf(join(folder, 'sqlite.csv'), 'cost'), product, 'another export');
  } finally {
    duck.close();
    sqlite.close();
  }
  for (const engine of Object.values(times)) {
    engine.property_after = engine.property_unkept = engine.property ?? Number.NaN;
  }
  const ours = { ...asked.ms, property_after: loaded.property_after_ms, property_unkept: unkept.ms };
  return { ours, peak_mb: asked.peak_mb, times, loaded };
}

/** @param {{ sizes: number[], runs?: number }} options */
export async function benchAnalytics({ sizes, runs = 5 }) {
  /** @type {Record<string, number>} */
  const figures = await benchAnalyticsIngest(runs);
  /** @type {Map<number, number>} */
  const byGroup = new Map();
  for (const events of sizes) {
    const at = `at ${events / 1_000_000} M events`;
    const { ours, peak_mb, times, loaded } = await compare(events, runs);
    byGroup.set(events, ours.groups);
    figures[`analytics: ingest ${at}, rows/s`] = loaded.rows_per_second;
    figures[`analytics: ingest ${at}, peak MB`] = loaded.peak_mb;
    figures[`analytics: costs ready after the ingest ${at}, s`] = rounded(loaded.priced_ahead_s);
    figures[`analytics: disk ${at}, bytes per event`] = rounded(loaded.bytes_per_event);
    for (const { id, name } of [...questions, ...more]) {
      figures[`analytics: ${name} ${at}, ms`] = rounded(ours[id]);
      figures[`analytics: ${name} ${at}, DuckDB ms`] = rounded(times.duck[id] ?? Number.NaN);
      figures[`analytics: ${name} ${at}, SQLite ms`] = rounded(times.sqlite[id] ?? Number.NaN);
      figures[`analytics: ${name} ${at}, times as fast as DuckDB`] = rounded((times.duck[id] ?? 0) / ours[id]);
    }
    figures[`analytics: questions ${at}, peak MB`] = peak_mb;
  }
  const ten = byGroup.get(10_000_000);
  const thirty = byGroup.get(30_000_000);
  if (ten && thirty) figures['analytics: 10 to 30 M events take, times'] = rounded(thirty / ten);
  return figures;
}
