import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { lookAhead } from './look-ahead';
import { pricedAhead } from './priced-ahead';

let core: TestCore;
beforeEach(async () => {
  core = testCore({ start: '2026-06-01T00:00:00Z' });
  const { usage, plan } = await testCatalog(core);
  const { amount: _amount, ...terms } = usage;
  for (const up_to of [10, 20, 30]) {
    const tiers = [
      { up_to, unit_amount: '2' },
      { up_to: null, unit_amount: '1' },
    ];
    const tiered = { ...terms, billing_model: 'TIERED', tier_mode: 'SLAB', tiers, start_date: '2026-01-01T00:00:00Z' };
    await core.call('price.create', tiered as never);
  }
  await core.call('subscription.createMany', {
    plan_id: plan.id,
    external_customer_ids: ['acme'],
    start_date: '2026-01-01T00:00:00Z',
  });
});
afterEach(() => core.close());

const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number, 12)).toISOString();
const use = (number: number) =>
  core.call('event.ingest', {
    event_name: 'tokens',
    external_customer_id: 'acme',
    timestamp: day(number),
    properties: { n: 5 },
  });
const spans = () => core.store.sqlite.prepare('select count(*) from priced_spans').pluck().get();

function keepAll() {
  const chore = pricedAhead(core.store);
  while (chore.next() !== null) chore.step();
}

test('costs of spans that nobody will ask for any more go away: the last 30 days are others every day', async () => {
  for (let number = 0; number < 45; number += 1) {
    await use(number);
    keepAll();
  }
  const kept = spans();
  core.store.sqlite.exec('delete from priced_spans');
  keepAll();
  expect(kept).toBe(spans());
});

test('a look pauses after every price, and begins anew when something was written', async () => {
  for (let number = 0; number < 3; number += 1) await use(number);
  const chore = pricedAhead(core.store);
  let looks = 1;
  while (!chore.look(0)) looks += 1;
  expect(looks).toBeGreaterThan(6);
  chore.forget();
  expect(chore.look(0)).toBe(false);
  expect(chore.next()).toBe(core.environment_id);
});

test('what is found is the same however often a look is left off', () => {
  const found = lookAhead(function* () {
    const missing: number[] = [];
    for (let number = 0; number < 5; number += 1) {
      missing.push(number);
      yield;
    }
    return missing;
  });
  expect([found.look(0), found.look(0)]).toEqual([false, false]);
  expect(found.found()).toEqual([0, 1, 2, 3, 4]);
  expect(found.look(0)).toBe(true);
});
