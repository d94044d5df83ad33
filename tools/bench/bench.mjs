#!/usr/bin/env node
/**
 * Measures what Pricebook promises, on the built app, and prints a table; the figures also go to `bench-results/`.
 *
 *   npm run bench                  everything
 *   npm run bench start edit       only those named: start, edit, type-ahead, ingest, usage, analytics, smooth, api, sync
 *   npm run bench usage -- --events 1000000      the usage comparison at one size only; analytics takes it as well
 *   npm run bench analytics -- --large           also at 30,000,000 events
 *   npm run bench smooth -- --rows 10000000      work beside an import of so many rows instead of 1,000,000
 *   npm run bench sync -- --prices 100000        a server with so many prices instead of 20,000
 *
 * Generated data is kept in the system's temporary folder: the first run takes several minutes, most of them to import
 * 10,000,000 events, the next ones about one.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchAnalytics } from './analytics.bench.mjs';
import { benchApi } from './api.bench.mjs';
import { benchEdit } from './edit.bench.mjs';
import { benchIngest } from './ingest.bench.mjs';
import { benchSmooth } from './smooth.bench.mjs';
import { benchStart } from './start.bench.mjs';
import { benchSync } from './sync.bench.mjs';
import { benchTypeAhead } from './type-ahead.bench.mjs';
import { benchUsage } from './usage.bench.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is aimed at: figure, bound, and whether more or less is better. */
const aims = new Map([
  ['core start to first answer, ms', { most: 400 }],
  ['durable edit p99, ms', { most: 5 }],
  ['type-ahead in 100,000 groups p95, ms', { most: 20 }],
  ['ingest, rows/s', { least: 200_000 }],
  ['ingest of 1000000 rows, peak MB', { most: 300 }],
  ['times as fast as DuckDB at 1 M events', { least: 5 }],
  ['times as fast as DuckDB at 10 M events', { least: 5 }],
  ['ten times the events take, times', { most: 1.5 }],
  ['analytics: by group per day at 10 M events, ms', { most: 30 }],
  ['analytics: by group per day at 10 M events, times as fast as DuckDB', { least: 10 }],
  ['analytics: by property at 10 M events, times as fast as DuckDB', { least: 1 / 3 }],
  ['analytics: by property, right after the import at 10 M events, times as fast as DuckDB', { least: 1 / 3 }],
  ['analytics: 10 to 30 M events take, times', { most: 1.3 }],
  ['analytics: ingest of a CSV file, rows/s', { least: 200_000 }],
  ['analytics: ingest of a CSV file, peak MB', { most: 300 }],
  ['analytics: ingest over HTTP, events/s', { least: 20_000 }],
  ['analytics: ingest at 10 M events, rows/s', { least: 200_000 }],
  ['analytics: questions at 10 M events, peak MB', { most: 300 }],
  ['analytics: questions at 30 M events, peak MB', { most: 300 }],
  ['smooth, importing: main thread, longest delay, ms', { most: 50 }],
  ['smooth, importing: page, longest task, ms', { most: 50 }],
  ['smooth, importing: key to paint, longest, ms', { most: 50 }],
  ['API price get, of the bare server', { least: 0.333 }],
  ['API price search, first page, of the bare server', { least: 0.333 }],
  ['API price search, of a group, of the bare server', { least: 0.333 }],
  ['API ingest, events/s', { least: 20_000 }],
  ['sync: first pull, times the bare requests', { most: 1.5 }],
  ['sync: push, times the bare requests', { most: 1.5 }],
  ['sync: first pull, main thread held up most, ms', { most: 50 }],
  ['sync: first pull, another call waited most, ms', { most: 100 }],
]);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string' },
    rows: { type: 'string' },
    prices: { type: 'string' },
    large: { type: 'boolean' },
    'no-build': { type: 'boolean' },
  },
});

/** @type {Record<string, () => Promise<Record<string, number>>>} */
const benches = {
  start: benchStart,
  edit: benchEdit,
  'type-ahead': benchTypeAhead,
  ingest,
  api: benchApi,
  sync: () => benchSync(values.prices ? { prices: Number(values.prices) } : {}),
  analytics: () =>
    benchAnalytics({
      sizes: values.events ? [Number(values.events)] : [1_000_000, 10_000_000, ...(values.large ? [30_000_000] : [])],
    }),
  smooth: () => benchSmooth(values.rows ? { rows: Number(values.rows) } : {}),
  usage: () => benchUsage(values.events ? { sizes: [Number(values.events)] } : {}),
};

async function ingest() {
  const { rows, rows_per_second, peak_mb, small_rows, small_peak_mb } = await benchIngest();
  return {
    'ingest, rows/s': rows_per_second,
    [`ingest of ${rows} rows, peak MB`]: peak_mb,
    [`ingest of ${small_rows} rows, peak MB`]: small_peak_mb,
  };
}

/**
 * @param {string} figure
 * @param {number} value
 */
function verdict(figure, value) {
  const aim = aims.get(figure);
  if (!aim) return '';
  if (aim.most !== undefined) return `${value <= aim.most ? 'met' : 'MISSED'}: at most ${aim.most}`;
  return `${value >= (aim.least ?? 0) ? 'met' : 'MISSED'}: at least ${aim.least}`;
}

const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. Choose from: ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}

if (!values['no-build']) {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve('electron-vite/package.json')),
    'bin/electron-vite.js',
  );
  execFileSync(process.execPath, [cli, 'build', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' });
}

/** @type {Record<string, number>} */
const figures = {};
for (const name of names) {
  console.error(`measuring ${name} …`);
  Object.assign(figures, await benches[name]?.());
}
console.table(Object.entries(figures).map(([figure, value]) => ({ figure, value, aim: verdict(figure, value) })));

const machine = { node: process.version, platform: process.platform, cpu: cpus()[0]?.model, cores: cpus().length };
const folder = join(root, 'bench-results');
const file = join(folder, `${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.json`);
mkdirSync(folder, { recursive: true });
writeFileSync(file, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
console.log(`written to ${file}`);
