/**
 * One month of usage and cost by day and group: the app's report against DuckDB on the same rows, same answers, both
 * warmed up, each with a connection that is already open, taking turns. The app is asked as its windows ask: by message
 * to the thread that holds the store, for the whole report: chart, breakdown by feature, totals of the month before and
 * usage that nobody is charged for. The ratio compares DuckDB's time for chart, breakdown and month before; its time for
 * the chart alone is told beside it. The app reads what it rolled up while it stored the events, DuckDB the events.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { openCore } from './core-client.mjs';
import { openDuckDb } from './duckdb-usage.mjs';
import { mediansInTurn, rounded } from './measure.mjs';
import { usageData } from './usage-data.mjs';

const month = { start_time: '2026-02-01T00:00:00Z', end_time: '2026-03-01T00:00:00Z', window_size: 'DAY' };

/** A decimal without trailing zeros. @param {string} text */
const plain = (text) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/**
 * Every point of the report that is not empty, in DuckDB's form.
 * @param {any} report
 */
const pointsOf = (report) =>
  report.series.flatMap((/** @type {any} */ series) =>
    report.windows.flatMap((/** @type {string} */ window, /** @type {number} */ index) =>
      series.usage[index] === '0'
        ? []
        : [[series.name, window.slice(0, 10), series.usage[index], series.cost[index]].join(' ')],
    ),
  );

/** @param {any} report */
const breakdownOf = (report) =>
  report.groups.flatMap((/** @type {any} */ group) =>
    group.rows.map((/** @type {any} */ row) =>
      [group.name, row.event_name, row.total_usage, row.total_cost, row.event_count].join(' '),
    ),
  );

/**
 * @param {number} events
 * @param {number} runs
 */
async function compare(events, runs) {
  const { file, profile, duckdb } = await usageData(events);
  const core = await openCore(profile, 'reader');
  const duck = await openDuckDb(file, duckdb);
  try {
    const report = await core.call('report.usageByGroup', month);
    const { chart, breakdown, before } = await duck.askReport();
    deepStrictEqual(
      pointsOf(report).sort(),
      chart.map(([group, day, usage, cost]) => [group, day, plain(usage ?? ''), plain(cost ?? '')].join(' ')).sort(),
    );
    deepStrictEqual(
      breakdownOf(report).sort(),
      breakdown
        .map(([group, feature, usage, cost, count]) =>
          [group, feature, plain(usage ?? ''), plain(cost ?? ''), count].join(' '),
        )
        .sort(),
    );
    deepStrictEqual(
      report.kpis.previous_totals.map((/** @type {any} */ total) => total.total_cost),
      [plain(before[0]?.[0] ?? '')],
    );
    const { items } = await core.call('customer.search', { limit: 1 });
    const customer_ids = [items[0].id];
    const ask = (/** @type {object} */ filter) => () => core.call('report.usageByGroup', { ...month, ...filter });
    const [ours = 0, duckdb = 0, duckdbChart = 0, oneCustomer = 0] = await mediansInTurn(runs, [
      ask({}),
      () => duck.askReport(),
      () => duck.askChart(),
      ask({ customer_ids }),
    ]);
    return { ours, duckdb, duckdbChart, oneCustomer };
  } finally {
    duck.close();
    await core.close();
  }
}

export async function benchUsage({ runs = 5, sizes = [1_000_000, 10_000_000] } = {}) {
  /** @type {Record<string, number>} */
  const figures = {};
  const ours = [];
  for (const size of sizes) {
    const at = `at ${size / 1_000_000} M events`;
    const times = await compare(size, runs);
    ours.push(times.ours);
    figures[`month by day by group ${at}, ms`] = rounded(times.ours);
    figures[`DuckDB ${at}, ms`] = rounded(times.duckdb);
    figures[`times as fast as DuckDB ${at}`] = rounded(times.duckdb / times.ours);
    figures[`DuckDB, the chart alone, ${at}, ms`] = rounded(times.duckdbChart);
    figures[`the same of one customer ${at}, ms`] = rounded(times.oneCustomer);
  }
  if (ours[0] && ours[1]) figures['ten times the events take, times'] = rounded(ours[1] / ours[0]);
  return figures;
}
