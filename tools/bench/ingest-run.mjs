/**
 * One run of the ingest benchmark: opens a new profile with the built store thread, makes a catalog that measures and
 * charges what the file holds, imports the file and prints what it took as JSON.
 *
 *   node tools/bench/ingest-run.mjs FILE.csv PROFILE_FOLDER
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';

const [file = '', profile = ''] = process.argv.slice(2);
const built = new URL('../../out/main/', import.meta.url);
mkdirSync(profile, { recursive: true });

const worker = new Worker(new URL('store-thread.js', built), {
  workerData: {
    role: 'writer',
    file: join(profile, 'pricebook.db'),
    importThread: new URL('import-thread.js', built).href,
  },
  execArgv: [],
});
/** @type {Map<number, (reply: { ok: boolean, data: any, error: any }) => void>} */
const waiting = new Map();
const opened = Promise.withResolvers();
const ended = Promise.withResolvers();
worker.on('error', (error) => {
  throw error;
});
worker.on('message', (message) => {
  if (message.type === 'opened') opened.resolve(undefined);
  else if (message.type === 'refused') opened.reject(new Error(message.error.message));
  else if (message.type === 'reply') waiting.get(message.id)?.(message.reply);
  else if (message.type === 'log') console.error(message.line);
  else if (message.event?.type === 'job' && message.event.job.state !== 'running') ended.resolve(message.event.job);
});

let lastId = 0;
let environment_id = '';
/**
 * @param {string} name
 * @param {unknown} input
 */
async function call(name, input) {
  lastId += 1;
  const id = lastId;
  const reply = await new Promise((done) => {
    waiting.set(id, done);
    worker.postMessage({ type: 'call', id, name, input, context: { environment_id } });
  });
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.error)}`);
  return reply.data;
}

worker.postMessage({ type: 'open' });
await opened.promise;
const { items } = await call('environment.list', {});
environment_id = items[0].id;
const plan = await call('plan.create', { name: 'Bench' });
for (const event_name of ['gpu.used', 'llm.used', 'storage.used', 'support.requested']) {
  const aggregation = event_name === 'support.requested' ? { type: 'COUNT' } : { type: 'SUM', field: 'units' };
  const feature = await call('feature.create', {
    name: event_name,
    type: 'metered',
    meter: { event_name, aggregation },
  });
  await call('price.create', {
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
await call('event.import', { path: resolve(file), name: 'usage.csv' });
const job = /** @type {any} */ (await ended.promise);
const ms = performance.now() - before;
if (job.state !== 'done' || job.import.rows_failed > 0)
  throw new Error(`the import ended ${job.state}: ${job.message}`);
const rows = job.import.rows_accepted;
worker.postMessage({ type: 'close' });
await new Promise((done) => worker.on('exit', done));
console.log(
  JSON.stringify({
    rows,
    ms: Math.round(ms),
    rows_per_second: Math.round((rows / ms) * 1000),
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
