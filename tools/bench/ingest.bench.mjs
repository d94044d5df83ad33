/**
 * How fast a usage file is imported by the built app and how much memory that takes, with everything on: roll-ups of
 * every kind, and every customer charged. Generated CSV files, the store and import threads of `out/main`, a profile
 * folder of its own per run. Every run is a process of its own, so that its peak memory is its own.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeExampleUsage } from '../example-usage/make-example-usage.mjs';

const run = fileURLToPath(new URL('./ingest-run.mjs', import.meta.url));
const catalog = fileURLToPath(new URL('./ingest-catalog.mjs', import.meta.url));

/** @typedef {{ rows: number, ms: number, rows_per_second: number, peak_mb: number }} IngestRun */

/**
 * @param {{ rows?: number, smallRows?: number, runs?: number, customers?: number }} options
 * @returns {Promise<{ rows: number, rows_per_second: number, peak_mb: number, small_rows: number, small_peak_mb: number, runs: IngestRun[] }>}
 */
export async function benchIngest({ rows = 1_000_000, smallRows = 200_000, runs = 5, customers = 2_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pricebook-ingest-'));
  try {
    const file = join(folder, 'usage.csv');
    const smallFile = join(folder, 'small.csv');
    const withCatalog = join(folder, 'catalog');
    execFileSync(process.execPath, [catalog, withCatalog, String(customers)], { stdio: 'inherit' });
    makeExampleUsage({ out: file, events: rows, customers });
    makeExampleUsage({ out: smallFile, events: smallRows, customers });
    const measure = (/** @type {string} */ path) => {
      const profile = join(folder, 'profile');
      rmSync(profile, { recursive: true, force: true });
      cpSync(withCatalog, profile, { recursive: true });
      return /** @type {IngestRun} */ (
        JSON.parse(execFileSync(process.execPath, [run, path, profile], { encoding: 'utf8' }))
      );
    };
    const all = Array.from({ length: runs }, () => measure(file));
    const small = Array.from({ length: runs }, () => measure(smallFile));
    return {
      rows,
      rows_per_second: median(all.map((one) => one.rows_per_second)),
      peak_mb: median(all.map((one) => one.peak_mb)),
      small_rows: smallRows,
      small_peak_mb: median(small.map((one) => one.peak_mb)),
      runs: all,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (/** @type {number[]} */ values) =>
  /** @type {number} */ (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]);
