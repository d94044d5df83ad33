import type { EventIngest } from '@shared/entities/event';
import { toInstant } from '@shared/instant';
import { type SampleCustomer, sampleCustomers } from './sample-catalog';

const dayLength = 86_400_000;
const firstDay = Date.UTC(2026, 0, 1);
/** 1 January to 31 March 2026. */
const days = 90;

/** The day whose totals are known beforehand: 7 March 2026, a Saturday, on which only the Base Plan is used. */
const knownDay = Date.UTC(2026, 2, 7);

/** Usage of the Base Plan: units on the known day, which are also what other days vary around. */
const baseUsage = [
  { event_name: 'gpu.used', units: 3460 },
  { event_name: 'llm.used', units: 3905 },
  { event_name: 'support.requested', units: 3409 },
  { event_name: 'storage.used', units: 3670 },
];

const regions = ['us-east', 'eu-west', 'ap-south'];
const sources = ['api', 'sdk', 'console'];

/** The same numbers every time: a small generator of whole numbers from 0 to `below` - 1. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Every event of the sample in order of days; always the same. */
export function sampleEvents(): EventIngest[] {
  const random = seeded(20260307);
  const events: EventIngest[] = [];
  const ofPlan = (plan: string) => sampleCustomers.filter((customer) => customer.plan === plan);
  for (let day = 0; day < days; day++) {
    const start = firstDay + day * dayLength;
    const weekday = new Date(start).getUTCDay();
    const isWeekend = weekday === 0 || weekday === 6;
    for (const { event_name, units } of baseUsage) {
      const total = start === knownDay ? units : varied(units, day, isWeekend, random);
      events.push(...baseEvents(event_name, total, start, ofPlan('Base Plan'), random));
    }
    // Nothing is built, called or transferred at a weekend.
    if (!isWeekend) for (const customer of ofPlan('Pro Plan')) events.push(...proEvents(customer, day, start, random));
  }
  return events.map((event, index) => ({ ...event, event_id: `sample-${String(index + 1).padStart(5, '0')}` }));
}

/** A day's total: growing over the quarter, less at weekends, a little different every day. */
function varied(units: number, day: number, isWeekend: boolean, random: (below: number) => number): number {
  const trend = 80 + Math.floor((day * 35) / days);
  const noise = 92 + random(17);
  return Math.round((units * trend * noise * (isWeekend ? 72 : 100)) / 1_000_000);
}

/** Splits a day's total over the customers by weight, and each part over a few events; nothing is lost in rounding. */
function baseEvents(
  event_name: string,
  total: number,
  start: number,
  customers: readonly SampleCustomer[],
  random: (below: number) => number,
): EventIngest[] {
  const weights = customers.map((customer) => customer.weight * (85 + random(31)));
  return splitByWeight(total, weights).flatMap((part, index) => {
    const customer = customers[index];
    if (!customer || part === 0) return [];
    const pieces = splitByWeight(
      part,
      Array.from({ length: 2 + random(4) }, () => 1 + random(9)),
    );
    return pieces
      .filter((units) => units > 0)
      .map((units) => eventAt(start, random, event_name, customer, { units, region: pick(regions, random) }));
  });
}

function splitByWeight(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  let left = total;
  return weights.map((weight, index) => {
    const part = index === weights.length - 1 ? left : Math.floor((total * weight) / sum);
    left -= part;
    return part;
  });
}

/** A working day of a Pro Plan customer: calls and transfer a few times, some builds, some people. */
function proEvents(
  customer: SampleCustomer,
  day: number,
  start: number,
  random: (below: number) => number,
): EventIngest[] {
  const events: EventIngest[] = [];
  const { weight } = customer;
  for (let hour = 0; hour < 4; hour++) {
    const calls = weight * (180 + day + random(120));
    events.push(eventAt(start, random, 'api.called', customer, { calls, region: pick(regions, random) }));
  }
  for (let transfer = 0; transfer < 3; transfer++) {
    // Hundredths of a gigabyte, as text: how many SDKs send numbers.
    const hundredths = weight * (35 + random(60));
    const gigabytes = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
    events.push(eventAt(start, random, 'data.transferred', customer, { gigabytes, region: pick(regions, random) }));
  }
  for (let build = 0; build < 2 + random(weight); build++) {
    const status = random(8) === 0 ? 'failed' : 'passed';
    events.push(eventAt(start, random, 'build.finished', customer, { status, seconds: 40 + random(600) }));
  }
  for (let session = 0; session < 3; session++) {
    const user = `${customer.external_id}/user-${1 + random(2 + weight * 2)}`;
    events.push(eventAt(start, random, 'session.started', customer, { user }));
  }
  return events;
}

function eventAt(
  start: number,
  random: (below: number) => number,
  event_name: string,
  customer: SampleCustomer,
  properties: Record<string, unknown>,
): EventIngest {
  const timestamp = toInstant(start + random(dayLength / 1000) * 1000);
  return {
    event_name,
    external_customer_id: customer.external_id,
    timestamp,
    source: pick(sources, random),
    properties,
  };
}

const pick = (list: readonly string[], random: (below: number) => number) => list[random(list.length)] ?? '';
