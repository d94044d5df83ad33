/** A profile whose catalog a server gives away: prices, ten to a plan, in 100 groups, and a key to ask with. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { openCore } from './core-client.mjs';

const pricesPerPlan = 10;
const groups = 100;
/** @param {number} prices */
export const rowsOnServer = (prices) => groups + prices / pricesPerPlan + prices;

/** @param {string} entity_id @param {number} index @param {string | null} group_id */
export const priceOf = (entity_id, index, group_id) => ({
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ARREAR',
  currency: 'usd',
  entity_type: 'PLAN',
  entity_id,
  group_id,
  amount: `${(index % 97) + 3}.25`,
  lookup_key: `price-${index}`,
  display_name: `Charge ${index}`,
  metadata: { sku: `S${index}` },
  start_date: '2026-01-01T00:00:00Z',
});

/** @param {string} folder @param {number} plans */
async function make(folder, plans) {
  const { call, close } = await openCore(folder);
  /** @type {string[]} */
  const groupIds = [];
  for (let index = 0; index < groups; index += 1) {
    const input = { name: `Group ${index}`, lookup_key: `group-${index}`, entity_type: 'price' };
    groupIds.push((await call('group.create', input)).id);
  }
  for (let number = 0; number < plans; number += 1) {
    const { id } = await call('plan.create', { name: `Plan ${number}`, lookup_key: `plan-${number}` });
    const items = Array.from({ length: pricesPerPlan }, (_, offset) =>
      priceOf(id, number * pricesPerPlan + offset, groupIds[number % groups] ?? null),
    );
    await call('price.createBulk', { items });
  }
  const { key } = await call('apiKey.create', { name: 'bench', access: 'write' });
  await close();
  writeFileSync(join(folder, 'facts.json'), JSON.stringify({ key }));
}

/**
 * A copy of the profile that may be changed, and the key to its API.
 * @param {number} prices
 * @returns {Promise<{ profile: string, key: string, remove(): void }>}
 */
export async function syncData(prices) {
  const plans = prices / pricesPerPlan;
  const kept = await cached(prices === 20_000 ? 'sync' : `syncing-${prices}`, (folder) => make(folder, plans));
  const profile = mkdtempSync(join(tmpdir(), 'pricebook-sync-'));
  await cp(kept, profile, { recursive: true });
  const { key } = JSON.parse(readFileSync(join(kept, 'facts.json'), 'utf8'));
  return { profile, key, remove: () => rmSync(profile, { recursive: true, force: true }) };
}
