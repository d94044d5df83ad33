/**
 * A profile for the API benchmark: 50,000 prices of 50 plans in 100 groups, measured by 200 meters, one customer who
 * used 20 of them through a month, and a key to ask with. The same every time but for ids.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { openCore } from './core-client.mjs';

const plans = 50;
const pricesPerPlan = 1000;
const groups = 100;
const meters = 200;
const metersUsed = 20;
export const customer = 'customer-1';
/** Events of the customer: every ten minutes of 30 days. */
const events = 30 * 144;
const monthStart = Date.UTC(2026, 5, 1);

/** @param {number} meter */
export const eventName = (meter) => `feature.${meter}`;
/** @param {number} index */
const usageEvent = (index) => ({
  event_id: `seen-${index}`,
  event_name: eventName(index % metersUsed),
  external_customer_id: customer,
  timestamp: new Date(monthStart + index * 600_000).toISOString(),
  source: 'api',
  properties: { units: String((index * 37) % 1000), region: `r${index % 4}` },
});

/** @param {number} index @param {{ plan: string, group: string, meter: string }} of */
const priceOf = (index, { plan, group, meter }) => ({
  type: 'USAGE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ARREAR',
  currency: 'usd',
  entity_type: 'PLAN',
  entity_id: plan,
  group_id: group,
  meter_id: meter,
  lookup_key: `price-${index}`,
  display_name: `Usage ${index}`,
  metadata: { sku: `S${index}` },
  start_date: '2026-01-01T00:00:00Z',
  // Every tenth in tiers, as catalogs have them.
  ...(index % 10 === 0
    ? {
        billing_model: 'TIERED',
        tier_mode: 'SLAB',
        tiers: [
          { up_to: 1000, unit_amount: '0.02' },
          { unit_amount: '0.01', flat_amount: '5' },
        ],
      }
    : { billing_model: 'FLAT_FEE', amount: `${(index % 97) + 3}.25` }),
});

/** @param {string} folder */
async function make(folder) {
  const core = await openCore(folder);
  const { call } = core;
  /** @param {string} name @param {number} count @param {(index: number) => object} inputOf */
  const many = async (name, count, inputOf) => {
    const made = [];
    for (let index = 0; index < count; index += 1) made.push(await call(name, inputOf(index)));
    return made;
  };
  const groupIds = (
    await many('group.create', groups, (index) => ({
      name: `Group ${index}`,
      lookup_key: `group-${index}`,
      entity_type: 'price',
    }))
  ).map(({ id }) => id);
  const meterIds = (
    await many('feature.create', meters, (index) => ({
      name: `Feature ${index}`,
      type: 'metered',
      meter: { event_name: eventName(index), aggregation: { type: 'SUM', field: 'units' } },
    }))
  ).map(({ meter_id }) => meter_id);
  const planIds = (await many('plan.create', plans, (index) => ({ name: `Plan ${index}` }))).map(({ id }) => id);

  const priceIds = [];
  for (const [number, plan] of planIds.entries()) {
    for (let from = 0; from < pricesPerPlan; from += 100) {
      const first = number * pricesPerPlan + from;
      const items = Array.from({ length: 100 }, (_, offset) => {
        const index = first + offset;
        return priceOf(index, {
          plan,
          group: groupIds[index % groups],
          meter: meterIds[index % meters],
        });
      });
      const made = await call('price.createBulk', { items });
      priceIds.push(...made.items.map((/** @type {{ id: string }} */ { id }) => id));
    }
  }
  const usedPlan = await call('plan.create', { name: 'Used' });
  await many('price.create', metersUsed, (index) =>
    priceOf(plans * pricesPerPlan + index, { plan: usedPlan.id, group: groupIds[index % 5], meter: meterIds[index] }),
  );
  await call('customer.create', { name: 'Customer', external_id: customer });
  await call('subscription.createMany', {
    plan_id: usedPlan.id,
    external_customer_ids: [customer],
    start_date: '2026-05-01T00:00:00Z',
  });
  for (let from = 0; from < events; from += 1000) {
    const count = Math.min(1000, events - from);
    await call('event.ingestBulk', { events: Array.from({ length: count }, (_, offset) => usageEvent(from + offset)) });
  }
  const { key } = await call('apiKey.create', { name: 'bench', access: 'write' });
  await core.close();
  writeFileSync(join(folder, 'facts.json'), JSON.stringify({ key, priceIds, groupIds }));
}

/**
 * A copy of the profile that may be changed, and what is in it.
 * @returns {Promise<{ profile: string, key: string, priceIds: string[], groupIds: string[], remove(): void }>}
 */
export async function apiData() {
  const kept = await cached('api', make);
  const profile = mkdtempSync(join(tmpdir(), 'pricebook-api-'));
  await cp(kept, profile, { recursive: true });
  const facts = JSON.parse(readFileSync(join(kept, 'facts.json'), 'utf8'));
  return { profile, ...facts, remove: () => rmSync(profile, { recursive: true, force: true }) };
}
