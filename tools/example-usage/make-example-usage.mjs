#!/usr/bin/env node
/**
 * Writes a usage file to try Pricebook with: a CSV of events as a growing product would have them, busy by day and quiet
 * by night and at weekends, most of it from a few big customers. The same options always give the same file.
 *
 *   node tools/example-usage/make-example-usage.mjs --out usage.csv [--events 120000] [--customers 60]
 *        [--from 2026-01-01] [--months 3] [--seed 1]
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { customersOf } from './customers.mjs';
import { randomSource } from './random.mjs';

const hourMs = 3_600_000;
const flushAt = 1 << 20;

/** How busy each hour of a day in UTC is, and each day of a week from Sunday. */
const byHour = [4, 3, 3, 3, 3, 4, 6, 9, 14, 18, 20, 20, 18, 19, 21, 22, 20, 17, 13, 10, 8, 7, 6, 5];
const byWeekday = [0.45, 1, 1.08, 1.1, 1.06, 0.95, 0.5];
/** The last hour is this much busier than the first. */
const growth = 1.8;

const regions = ['us-east', 'us-west', 'eu-central', 'ap-south'];
const sources = ['api', 'api', 'api', 'api', 'api', 'batch', 'batch', 'web'];

/** @typedef {ReturnType<typeof randomSource>} Random */
/** @typedef {{ name: string, share: number, models: string[], units: (random: Random) => string }} Kind */

/**
 * What is measured: share of the events, models, and the units of one event.
 * @type {Kind[]}
 */
const kinds = [
  {
    name: 'llm.used',
    share: 0.58,
    models: ['small', 'small', 'large'],
    units: (random) => String(1 + Math.floor(40 * random.skewed())),
  },
  {
    name: 'gpu.used',
    share: 0.27,
    models: ['a100', 'a100', 'h100'],
    units: (random) => (0.05 + 6 * random.skewed()).toFixed(2),
  },
  {
    name: 'storage.used',
    share: 0.13,
    models: ['standard', 'archive'],
    units: (random) => (0.1 + 25 * random.skewed()).toFixed(3),
  },
  { name: 'support.requested', share: 0.02, models: ['chat', 'phone'], units: () => '1' },
];

const header =
  'event_name,external_customer_id,event_id,timestamp,source,properties.units,properties.region,properties.model\n';

/**
 * Writes the file and answers how many events it has.
 * @param {{ out: string, events?: number, customers?: number, from?: string, months?: number, seed?: number }} options
 */
export function makeExampleUsage({ out, events = 120_000, customers = 60, from = '2026-01-01', months = 3, seed = 1 }) {
  const start = new Date(`${from}T00:00:00.000Z`);
  const end = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate());
  const hours = Math.round((end - start.getTime()) / hourMs);
  if (!(hours > 0 && events > 0 && customers > 0)) throw new Error('There is nothing to write with these options.');
  const random = randomSource(seed);
  const who = customersOf(customers, random);
  const weights = Array.from({ length: hours }, (_, hour) => busyness(start.getTime() + hour * hourMs, hour / hours));
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  const file = openSync(out, 'w');
  let text = header;
  let written = 0;
  let sofar = 0;
  for (const [hour, weight] of weights.entries()) {
    sofar += weight;
    // Rounding what is due so far, not each hour by itself, gives the exact number in the end.
    const due = Math.round((events * sofar) / total) - written;
    const begin = start.getTime() + hour * hourMs;
    for (let index = 0; index < due; index += 1) {
      const at = begin + Math.floor(((index + random.next()) * hourMs) / due);
      text += row(at, who.pick(hour / hours), random);
      if (text.length < flushAt) continue;
      writeSync(file, text);
      text = '';
    }
    written += due;
  }
  writeSync(file, text);
  closeSync(file);
  return written;
}

/**
 * How busy the hour is, of a time and how much of the whole has gone by.
 * @param {number} at
 * @param {number} progress
 */
const busyness = (at, progress) => {
  const date = new Date(at);
  return (byHour[date.getUTCHours()] ?? 1) * (byWeekday[date.getUTCDay()] ?? 1) * (1 + (growth - 1) * progress);
};

/**
 * @param {number} at
 * @param {{ id: string, region: string }} customer
 * @param {Random} random
 */
function row(at, customer, random) {
  const kind = pickKind(random.next());
  const region = random.next() < 0.85 ? customer.region : random.of(regions);
  const source = random.of(sources);
  return `${kind.name},${customer.id},${eventId(at, random)},${timestamp(at)},${source},${kind.units(random)},${region},${random.of(kind.models)}\n`;
}

/** @param {number} share */
function pickKind(share) {
  let rest = share;
  for (const kind of kinds) {
    rest -= kind.share;
    if (rest < 0) return kind;
  }
  return /** @type {Kind} */ (kinds[0]);
}

let second = -1;
let secondText = '';
/**
 * RFC 3339; formatting a date costs more than all the rest of a row, so the second is kept.
 * @param {number} at
 */
function timestamp(at) {
  const ms = at % 1000;
  if (at - ms !== second) {
    second = at - ms;
    secondText = new Date(second).toISOString().slice(0, 20);
  }
  return `${secondText}${ms < 10 ? '00' : ms < 100 ? '0' : ''}${ms}Z`;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const pairs = Array.from({ length: 1024 }, (_, index) => `${alphabet[index >> 5]}${alphabet[index & 31]}`);

/**
 * A ULID: ten characters of time, sixteen at random.
 * @param {number} at
 * @param {Random} random
 */
function eventId(at, random) {
  const high = Math.floor(at / 2 ** 20);
  const low = at % 2 ** 20;
  let id = `evt_${pairs[high >> 20]}${pairs[(high >> 10) & 1023]}${pairs[high & 1023]}${pairs[low >> 10]}${pairs[low & 1023]}`;
  for (let part = 0; part < 3; part += 1) {
    const bits = random.bits();
    id += `${pairs[bits & 1023]}${pairs[(bits >>> 10) & 1023]}${part < 2 ? pairs[(bits >>> 20) & 1023] : ''}`;
  }
  return id;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      events: { type: 'string', default: '120000' },
      customers: { type: 'string', default: '60' },
      from: { type: 'string', default: '2026-01-01' },
      months: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (!values.out) {
    console.error('Say where to write the file: --out usage.csv');
    process.exit(1);
  }
  const written = makeExampleUsage({
    out: values.out,
    events: Number(values.events),
    customers: Number(values.customers),
    from: values.from,
    months: Number(values.months),
    seed: Number(values.seed),
  });
  console.log(`${written} events written to ${values.out}`);
}
