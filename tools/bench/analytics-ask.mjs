/**
 * Asks the product the questions of the analytics benchmark in a process of its own, as its windows ask: by message to
 * the thread that holds the store. What is told apart by a property is asked for three times: where nothing of it is kept
 * yet, for the first time after the store has come to rest, and again. Prints answers, medians and its peak memory as JSON.
 *
 *   node tools/bench/analytics-ask.mjs PROFILE_FOLDER CUSTOMER EXPORT.csv RUNS
 */
import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openCore } from './core-client.mjs';
import { mediansInTurn } from './measure.mjs';
import { peakMb } from './peak-memory.mjs';
import { settled } from './settled.mjs';

const [profile = '', customer = '', file = '', runs = '5'] = process.argv.slice(2);
const store = join(profile, 'pricebook.db');
const writer = new Database(store);
writer.exec('delete from usage_facts; delete from usage_fact_values; delete from usage_fact_days where fact <> 0');
writer.close();
const month = {
  start_time: '2026-02-01T00:00:00Z',
  end_time: '2026-03-01T00:00:00Z',
  window_size: 'DAY',
  previous: 'none',
};
/** As if imported just now: asked on a thread that tells nobody, and then left alone until all is kept that is by itself. */
const property = { ...month, window_size: 'MONTH', group_by: 'properties.region' };
const reader = await openCore(profile, 'reader');
const began = performance.now();
const unkept = await reader.call('report.usageByGroup', property);
const property_unkept = performance.now() - began;
await reader.close();
const core = await openCore(profile);
const ready_s = await settled(store);
const { id } = await core.call('customer.lookup', { external_id: customer });
const questions = {
  groups: month,
  customer: { ...month, customer_ids: [id] },
  top: { ...month, window_size: 'MONTH', group_by: 'customer', most_entries: 20, most_series: 1 },
  property,
};
const ask = (/** @type {object} */ input) => core.call('report.usageByGroup', input);
/** A question that takes longer than this is timed by its first answer. */
const longMs = 2000;
/** @type {Record<string, unknown>} */
const answers = {};
/** @type {Record<string, number>} */
const ms = { property_unkept };
for (const [name, input] of Object.entries(questions)) {
  const began = performance.now();
  answers[name] = await ask(input);
  ms[name] = performance.now() - began;
  if (name === 'property') {
    ms.property_first = ms[name];
    deepStrictEqual(answers[name], unkept);
  }
  if (ms[name] < longMs) [ms[name] = Number.NaN] = await mediansInTurn(Number(runs), [() => ask(input)]);
}
const before = performance.now();
const job = await core.exportFile({ ...month, kind: 'breakdown', target: { path: file, kind: 'file' } });
ms.export = performance.now() - before;
await core.close();
const peak_mb = peakMb();
console.log(JSON.stringify({ answers, ms, peak_mb, ready_s, exported_rows: job.export?.rows ?? null }));
