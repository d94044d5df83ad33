/**
 * How fast events come into the catalog of the analytics benchmark (200 features, 5,000 customers with 100,000 line items):
 * from a CSV file as the app imports it, and over HTTP in requests of 1,000 events. Every run begins with the catalog alone.
 * In turn with it the same file goes into DuckDB and plain SQLite, which do less: how fast a machine is shows in them. Ids of
 * events count on, and once they are in no order.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomIds, writeEvents } from './analytics-data.mjs';
import { openCore } from './core-client.mjs';
import { load } from './load-generator.mjs';
import { median, rounded } from './measure.mjs';
import { startServer } from './server.mjs';

const file = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const rows = 1_000_000;
const rowsOverHttp = 200_000;
const eventsPerRequest = 1000;

/** @param {number} runs @returns {Promise<Record<string, number>>} */
export async function benchAnalyticsIngest(runs) {
  const folder = mkdtempSync(join(tmpdir(), 'pricebook-analytics-ingest-'));
  const catalog = join(folder, 'catalog');
  const profile = join(folder, 'profile');
  const usage = join(folder, 'usage.csv');
  const unordered = join(folder, 'unordered.csv');
  try {
    execFileSync(process.execPath, [file('./analytics-catalog.mjs'), catalog], { stdio: 'inherit' });
    writeEvents(usage, rows);
    writeEvents(unordered, rows, randomIds());
    const startAnew = () => {
      rmSync(profile, { recursive: true, force: true });
      cpSync(catalog, profile, { recursive: true });
    };
    const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
      JSON.parse(execFileSync(process.execPath, [file(program), ...args], { encoding: 'utf8' }));
    const into = (/** @type {string} */ engine, source = usage) => {
      const database = join(folder, 'compared');
      const told = run('./plain-ingest.mjs', [engine, source, database]);
      for (const more of ['', '-wal', '-shm', '.wal']) rmSync(database + more, { force: true });
      return told;
    };
    const turns = Array.from({ length: runs }, () => {
      startAnew();
      return { ours: run('./ingest-run.mjs', [usage, profile]), duck: into('duckdb'), sqlite: into('sqlite') };
    });
    const files = turns.map(({ ours }) => ours);
    const perSecondOf = (/** @type {'ours' | 'duck' | 'sqlite'} */ engine) =>
      median(turns.map((turn) => turn[engine].rows_per_second));
    for (const turn of turns) deepStrictEqual([turn.duck.rows, turn.sqlite.rows], [turn.ours.rows, turn.ours.rows]);
    startAnew();
    const inNoOrder = {
      ours: run('./ingest-run.mjs', [unordered, profile]),
      duck: into('duckdb', unordered),
      sqlite: into('sqlite', unordered),
    };
    startAnew();
    const requests = requestsOf(usage);
    const perSecond = await overHttp(profile, requests);
    return {
      'analytics: ingest of a CSV file, rows/s': perSecondOf('ours'),
      'analytics: ingest of a CSV file, DuckDB rows/s': perSecondOf('duck'),
      'analytics: ingest of a CSV file, SQLite rows/s': perSecondOf('sqlite'),
      'analytics: ingest of a CSV file, times as fast as DuckDB': rounded(perSecondOf('ours') / perSecondOf('duck')),
      'analytics: ingest of a CSV file, peak MB': median(files.map((one) => one.peak_mb)),
      'analytics: ingest of a CSV file with random ids, rows/s': inNoOrder.ours.rows_per_second,
      'analytics: ingest of a CSV file with random ids, DuckDB rows/s': inNoOrder.duck.rows_per_second,
      'analytics: ingest of a CSV file with random ids, SQLite rows/s': inNoOrder.sqlite.rows_per_second,
      'analytics: ingest of a CSV file with random ids, peak MB': inNoOrder.ours.peak_mb,
      'analytics: ingest over HTTP, events/s': rounded(perSecond * eventsPerRequest),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first rows of the usage file as requests. @param {string} usage */
function requestsOf(usage) {
  const lines = readFileSync(usage, 'utf8')
    .split('\n', rowsOverHttp + 1)
    .slice(1);
  const events = lines.map((line) => {
    const [event_name, external_customer_id, event_id, timestamp, source, units, region] = line.split(',');
    return { event_name, external_customer_id, event_id, timestamp, source, properties: { units, region } };
  });
  return Array.from({ length: rowsOverHttp / eventsPerRequest }, (_, index) => ({
    method: 'POST',
    path: '/v1/events/bulk',
    body: JSON.stringify({ events: events.slice(index * eventsPerRequest, (index + 1) * eventsPerRequest) }),
  }));
}

/** Requests per second until all are answered. @param {string} profile @param {ReturnType<typeof requestsOf>} requests */
async function overHttp(profile, requests) {
  const core = await openCore(profile);
  const { key } = await core.call('apiKey.create', { name: 'Bench', access: 'write' });
  await core.close();
  const serve = file('../../out/main/serve.js');
  const server = await startServer([serve, '--profile', profile, '--port', '0', '--rate-limit', '0']);
  try {
    const plan = { port: server.port, key, connections: 4, status: 202, once: true, seconds: 60, requests };
    return (await load(plan)).per_second;
  } finally {
    await server.stop();
  }
}
