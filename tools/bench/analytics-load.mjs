/**
 * Imports the file of the analytics benchmark into its profile, in a process of its own so that its peak memory is its
 * own, and waits until costs are worked out ahead. Prints what it took as JSON.
 *
 *   node tools/bench/analytics-load.mjs FILE.csv PROFILE_FOLDER
 */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { openCore } from './core-client.mjs';

const [file = '', profile = ''] = process.argv.slice(2);
const store = join(profile, 'pricebook.db');
const catalogBytes = statSync(store).size;
const core = await openCore(profile);
const before = performance.now();
const rows = await core.importFile(resolve(file));
const ms = performance.now() - before;
const priced_ahead_s = await settled();
await core.close();
console.log(
  JSON.stringify({
    rows,
    priced_ahead_s,
    rows_per_second: Math.round((rows / ms) * 1000),
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    bytes_per_event: (statSync(store).size - catalogBytes) / rows,
  }),
);

/** Waits until the quiet work after an import is done: nothing was written for some seconds. Answers when the last was. */
async function settled() {
  const sqlite = new Database(store, { readonly: true });
  const began = performance.now();
  let last = began;
  let version = sqlite.pragma('data_version', { simple: true });
  while (performance.now() - last < 5000) {
    await new Promise((done) => setTimeout(done, 100));
    const next = sqlite.pragma('data_version', { simple: true });
    if (next !== version) last = performance.now();
    version = next;
  }
  sqlite.close();
  return (last - began) / 1000;
}
