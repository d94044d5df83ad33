/**
 * One run of the ingest benchmark: opens a profile that has a catalog with the built store thread, imports the file and
 * prints what it took as JSON. The store's threads are all in this process, so its peak memory is that of all of them.
 *
 *   node tools/bench/ingest-run.mjs FILE.csv PROFILE_FOLDER
 */
import { resolve } from 'node:path';
import { openCore } from './core-client.mjs';
import { peakMb } from './peak-memory.mjs';

const [file = '', profile = ''] = process.argv.slice(2);
const core = await openCore(profile);
const before = performance.now();
const rows = await core.importFile(resolve(file));
const ms = performance.now() - before;
await core.close();
console.log(
  JSON.stringify({
    rows,
    ms: Math.round(ms),
    rows_per_second: Math.round((rows / ms) * 1000),
    peak_mb: peakMb(),
  }),
);
