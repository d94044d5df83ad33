/**
 * Imports the file of the analytics benchmark into its profile, in a process of its own so that its peak memory is its
 * own, asks by a property at once, and waits until costs are worked out ahead. Prints what it took as JSON.
 *
 *   node tools/bench/analytics-load.mjs FILE.csv PROFILE_FOLDER
 */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { byProperty } from './analytics-data.mjs';
import { openCore } from './core-client.mjs';
import { peakMb } from './peak-memory.mjs';
import { settled } from './settled.mjs';

const [file = '', profile = ''] = process.argv.slice(2);
const store = join(profile, 'pricebook.db');
const catalogBytes = statSync(store).size;
const core = await openCore(profile);
const before = performance.now();
const rows = await core.importFile(resolve(file));
const ms = performance.now() - before;
const asked = performance.now();
await core.call('report.usageByGroup', byProperty);
const property_after_ms = performance.now() - asked;
const priced_ahead_s = await settled(store);
await core.close();
console.log(
  JSON.stringify({
    rows,
    priced_ahead_s,
    property_after_ms,
    rows_per_second: Math.round((rows / ms) * 1000),
    peak_mb: peakMb(),
    bytes_per_event: (statSync(store).size - catalogBytes) / rows,
  }),
);
