/**
 * One run of the ingest benchmark: opens a new profile with the built store thread, makes a catalog that measures and
 * prices what the file holds (no customer is on its plan), imports the file and prints what it took as JSON.
 *
 *   node tools/bench/ingest-run.mjs FILE.csv PROFILE_FOLDER
 */
import { resolve } from 'node:path';
import { openCore } from './core-client.mjs';

const [file = '', profile = ''] = process.argv.slice(2);
const core = await openCore(profile);
const plan = await core.call('plan.create', { name: 'Bench' });
for (const event_name of ['gpu.used', 'llm.used', 'storage.used', 'support.requested']) {
  const aggregation = event_name === 'support.requested' ? { type: 'COUNT' } : { type: 'SUM', field: 'units' };
  const feature = await core.call('feature.create', {
    name: event_name,
    type: 'metered',
    meter: { event_name, aggregation },
  });
  await core.call('price.create', {
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'usd',
    amount: '0.01',
    entity_type: 'PLAN',
    entity_id: plan.id,
    meter_id: feature.meter_id,
    start_date: '2020-01-01T00:00:00Z',
  });
}

const before = performance.now();
const rows = await core.importFile(resolve(file));
const ms = performance.now() - before;
await core.close();
console.log(
  JSON.stringify({
    rows,
    ms: Math.round(ms),
    rows_per_second: Math.round((rows / ms) * 1000),
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
