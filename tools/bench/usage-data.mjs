/** Usage at size: 200 features in 20 groups, 2,000 customers on one plan, 90 days; the same every time. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomSource } from '../example-usage/random.mjs';
import { cached } from './cache.mjs';
import { openCore } from './core-client.mjs';

export const features = 200;
export const groups = 20;
const customers = 2000;
const start = Date.UTC(2026, 0, 1);
const spanMs = 90 * 86_400_000;
const flushAt = 1 << 22;

/** @param {number} feature */
export const eventName = (feature) => `feature.${feature}`;
/** @param {number} feature */
export const groupName = (feature) => `Group ${String(feature % groups).padStart(2, '0')}`;
/** Price of one unit, in dollars: flat, of one to three decimals. @param {number} feature */
export const amountOf = (feature) => ((feature % 97) + 3) / 1000;

/**
 * @param {string} file
 * @param {number} events
 */
function writeEvents(file, events) {
  const random = randomSource(42);
  const out = openSync(file, 'w');
  let text = 'event_name,external_customer_id,event_id,timestamp,source,properties.units\n';
  for (let event = 0; event < events; event += 1) {
    const feature = Math.floor(random.next() * features);
    const customer = Math.floor(random.next() ** 2 * customers);
    const at = new Date(start + Math.floor((event / events) * spanMs)).toISOString();
    const units = (random.bits() % 10_000) / 100;
    text += `${eventName(feature)},customer-${customer},e${event},${at},api,${units}\n`;
    if (text.length > flushAt) {
      writeSync(out, text);
      text = '';
    }
  }
  writeSync(out, text);
  closeSync(out);
}

/** @param {Awaited<ReturnType<typeof openCore>>} core */
async function createCatalog({ call }) {
  const ids = new Map();
  const plan = await call('plan.create', { name: 'Bench' });
  for (let feature = 0; feature < features; feature += 1) {
    const name = groupName(feature);
    if (!ids.has(name))
      ids.set(name, (await call('group.create', { name, lookup_key: name, entity_type: 'price' })).id);
    const { meter_id } = await call('feature.create', {
      name: eventName(feature),
      type: 'metered',
      meter: { event_name: eventName(feature), aggregation: { type: 'SUM', field: 'units' } },
    });
    await call('price.create', {
      type: 'USAGE',
      billing_model: 'FLAT_FEE',
      billing_period: 'MONTHLY',
      invoice_cadence: 'ARREAR',
      currency: 'usd',
      amount: String(amountOf(feature)),
      group_id: ids.get(name),
      entity_type: 'PLAN',
      entity_id: plan.id,
      meter_id,
      start_date: '2025-12-01T00:00:00Z',
    });
  }
  await call('subscription.createMany', {
    plan_id: plan.id,
    external_customer_ids: Array.from({ length: customers }, (_, customer) => `customer-${customer}`),
    start_date: '2025-12-01T00:00:00Z',
  });
}

/**
 * A profile with so many events, imported by the product itself, and the file they came from.
 * @param {number} events
 */
export async function usageData(events) {
  const folder = await cached(`usage-${events}`, async (unfinished) => {
    const file = join(unfinished, 'usage.csv');
    writeEvents(file, events);
    const core = await openCore(join(unfinished, 'profile'));
    await createCatalog(core);
    const rows = await core.importFile(file);
    await core.close();
    if (rows !== events) throw new Error(`${rows} of ${events} events arrived`);
  });
  return { file: join(folder, 'usage.csv'), profile: join(folder, 'profile'), duckdb: join(folder, 'usage.duckdb') };
}
