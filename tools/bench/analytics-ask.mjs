/**
 * Asks the product the questions of the analytics benchmark in a process of its own, as its windows ask: by message to
 * the thread that reads, while the one that writes is there as well. Prints answers, medians and its peak memory as JSON.
 *
 *   node tools/bench/analytics-ask.mjs PROFILE_FOLDER CUSTOMER EXPORT.csv RUNS
 */
import { join } from 'node:path';
import { byProperty, month } from './analytics-data.mjs';
import { openCore } from './core-client.mjs';
import { mediansInTurn } from './measure.mjs';
import { peakMb } from './peak-memory.mjs';
import { settled } from './settled.mjs';

const [profile = '', customer = '', file = '', runs = '5'] = process.argv.slice(2);
const store = join(profile, 'pricebook.db');
const core = await openCore(profile);
await settled(store);
const reader = await openCore(profile, 'reader');
const { id } = await core.call('customer.lookup', { external_id: customer });
const questions = {
  groups: month,
  customer: { ...month, customer_ids: [id] },
  top: { ...month, window_size: 'MONTH', group_by: 'customer', most_entries: 20, most_series: 1 },
  property: byProperty,
};
const ask = (/** @type {object} */ input) => reader.call('report.usageByGroup', input);
/** A question that takes longer than this is timed by its first answer. */
const longMs = 2000;
/** @type {Record<string, unknown>} */
const answers = {};
/** @type {Record<string, number>} */
const ms = {};
for (const [name, input] of Object.entries(questions)) {
  const began = performance.now();
  answers[name] = await ask(input);
  ms[name] = performance.now() - began;
  if (ms[name] >= longMs) continue;
  // A quick one is asked for seconds: a few answers are a matter of what else the machine was about to do.
  const often = Math.max(Number(runs), Math.ceil(longMs / ms[name]));
  [ms[name] = Number.NaN] = await mediansInTurn(often, [() => ask(input)]);
}
const before = performance.now();
const job = await core.exportFile({ ...month, kind: 'breakdown', target: { path: file, kind: 'file' } });
ms.export = performance.now() - before;
await reader.close();
await core.close();
const peak_mb = peakMb();
console.log(JSON.stringify({ answers, ms, peak_mb, exported_rows: job.export?.rows ?? null }));
