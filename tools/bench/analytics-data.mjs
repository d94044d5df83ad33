/**
 * Usage with prices of every kind: 200 features in 20 groups, 5,000 customers on one of 10 plans each, 90 days; the same every time.
 * Units have two decimals and amounts three, so that SQL can hold quantities in hundredths of a unit and costs in
 * hundred-thousandths of a dollar, as whole numbers.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomSource } from '../example-usage/random.mjs';
import { cached } from './cache.mjs';

const features = 200;
const groups = 20;
export const plans = 10;
export const customers = 5000;
const regions = ['eu', 'us', 'ap', 'sa', 'af'];
const sources = ['api', 'batch', 'web'];
const start = Date.UTC(2026, 0, 1);
const spanMs = 90 * 86_400_000;
const flushAt = 1 << 22;
const catalog = fileURLToPath(new URL('./analytics-catalog.mjs', import.meta.url));
const load = fileURLToPath(new URL('./analytics-load.mjs', import.meta.url));

/** The month that is asked for. */
export const month = {
  start_time: '2026-02-01T00:00:00Z',
  end_time: '2026-03-01T00:00:00Z',
  window_size: 'DAY',
  previous: 'none',
};
export const byProperty = { ...month, window_size: 'MONTH', group_by: 'properties.region' };

/** @param {number} customer */
export const customerId = (customer) => `customer-${customer}`;

/**
 * A feature with its price in thousandths of a dollar: flat; in slabs, `amount` up to so many units and `amount_above`
 * beyond; or in started packages of so many units.
 * @param {number} feature
 */
export const priceOf = (feature) => ({
  event_name: `feature.${feature}`,
  group: `Group ${String(feature % groups).padStart(2, '0')}`,
  model: /** @type {const} */ (['flat', 'flat', 'slab', 'package'])[Math.floor(feature / groups) % 4],
  amount: (feature % 97) + 3,
  amount_above: (feature % 31) + 1,
  units: 20 + (feature % 50),
});

export const prices = Array.from({ length: features }, (_, feature) => priceOf(feature));

/** Thousandths of a dollar as a decimal. @param {number} amount */
const dollars = (amount) => String(amount / 1000);

/**
 * The terms of a price as a request writes them.
 * @param {ReturnType<typeof priceOf>} price
 */
export function termsOf({ model, amount, amount_above, units }) {
  if (model === 'flat') return { billing_model: 'FLAT_FEE', amount: dollars(amount) };
  if (model === 'package') {
    return { billing_model: 'PACKAGE', amount: dollars(amount), transform_quantity: { divide_by: units, round: 'up' } };
  }
  return {
    billing_model: 'TIERED',
    tier_mode: 'SLAB',
    tiers: [
      { up_to: units, unit_amount: dollars(amount) },
      { up_to: null, unit_amount: dollars(amount_above) },
    ],
  };
}

/** Ids that count on, as those of a log. @param {string} prefix */
export const countingIds = (prefix) => (/** @type {number} */ event) => `${prefix}${event}`;

/** Ids in no order, as UUIDs are; the same ones every time. */
export function randomIds() {
  const { bits } = randomSource(11);
  const eight = () => bits().toString(16).padStart(8, '0');
  return () => `${eight()}-${eight()}-${eight()}-${eight()}`;
}

/**
 * Writes a usage file of the catalog's customers.
 * @param {string} file
 * @param {number} events
 * @param {(event: number) => string} idOf
 */
export function writeEvents(file, events, idOf = countingIds('e')) {
  const random = randomSource(7);
  const out = openSync(file, 'w');
  let text = 'event_name,external_customer_id,event_id,timestamp,source,properties.units,properties.region\n';
  for (let event = 0; event < events; event += 1) {
    const customer = Math.floor(random.next() ** 2 * customers);
    // One of the features that the customer's plan charges for.
    const feature = (customer % plans) + plans * Math.floor((random.next() * features) / plans);
    const at = new Date(start + Math.floor((event / events) * spanMs)).toISOString();
    const units = (random.bits() % 10_000) / 100;
    text += `feature.${feature},${customerId(customer)},${idOf(event)},${at},${random.of(sources)},${units},${random.of(regions)}\n`;
    if (text.length > flushAt) {
      writeSync(out, text);
      text = '';
    }
  }
  writeSync(out, text);
  closeSync(out);
}

/**
 * A profile with so many events, imported by the product itself in a process of its own, the file they came from, and
 * what the import took.
 * @param {number} events
 */
export async function analyticsData(events) {
  const folder = await cached(`analytics-${events}`, async (unfinished) => {
    const file = join(unfinished, 'usage.csv');
    const profile = join(unfinished, 'profile');
    writeEvents(file, events);
    execFileSync(process.execPath, [catalog, profile], { stdio: 'inherit' });
    const loaded = JSON.parse(execFileSync(process.execPath, [load, file, profile], { encoding: 'utf8' }));
    if (loaded.rows !== events) throw new Error(`${loaded.rows} of ${events} events arrived`);
    writeFileSync(join(unfinished, 'loaded.json'), JSON.stringify(loaded));
  });
  return {
    folder,
    file: join(folder, 'usage.csv'),
    profile: join(folder, 'profile'),
    /** @type {{ rows: number, rows_per_second: number, peak_mb: number, priced_ahead_s: number, property_after_ms: number, bytes_per_event: number }} */
    loaded: JSON.parse(readFileSync(join(folder, 'loaded.json'), 'utf8')),
  };
}
