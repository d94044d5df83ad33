import { expect, test } from 'vitest';
import { usageCatalog } from '../analytics/usage-catalog';
import type { TestCore } from '../test-core';
import { verified } from '../usage/test-verify';
import { usageEnvironment } from '../usage/usage-environment';
import { collect } from './collect';
import { columnsAhead } from './columns-ahead';
import { chargedCore } from './test-charged-core';

const huge = '999999999999999';

/** A store with two customers on a plan that charges for units, used on ten days of March. */
async function usedCore(n = '1.5') {
  const core = await chargedCore('2026-02-01T00:00:00Z');
  await core.call('event.ingestBulk', { events: Array.from({ length: 20 }, (_, index) => event(index, n)) });
  return core;
}

const event = (index: number, n = '1.5') => ({
  event_id: `e${index}`,
  event_name: 'used',
  external_customer_id: index % 3 ? 'anna' : 'bert',
  timestamp: new Date(Date.UTC(2026, 2, 1 + (index % 10), 12, 0, index)).toISOString(),
  properties: { n },
});

/** Keeps all that is missing; answers how many things that was. */
function keepAll({ store }: TestCore): number {
  const columns = columnsAhead(store);
  let steps = 0;
  store.sqlite.transaction(() => {
    for (; columns.next() !== null; steps += 1) columns.step();
  })();
  return steps;
}

/** What every line item charges in March, as text. */
function charged({ store, environment_id }: TestCore): string[] {
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const { prices } = usageCatalog(store, environment_id);
  const from = Date.parse('2026-03-01T00:00:00Z');
  const { charges } = collect(store, {
    environment_id,
    calendar,
    from,
    to: Date.parse('2026-04-01T00:00:00Z'),
    windows: [from],
    wholeDays: true,
    prices,
    unchargedMeters: [],
    customers: null,
    perLineItem: true,
  });
  return charges.map(({ charge, settlement: { usage, cost, event_count } }) =>
    [charge?.line_item_id, charge?.customer_id, usage, cost, event_count].join(' '),
  );
}

test('line items and usage of everybody are read in columns once they are kept, the same as before', async () => {
  const core = await usedCore();
  const before = charged(core);
  expect(before).toHaveLength(2);
  // Ten days and the line items of one price.
  expect(keepAll(core)).toBe(11);
  expect(keepAll(core)).toBe(0);
  core.store.sqlite.exec('update usage_days set units = 7');
  expect(charged(core)).toEqual(before);
});

test('only what changed is kept anew', async () => {
  const core = await usedCore();
  keepAll(core);
  await core.call('event.ingest', event(20));
  await core.call('event.delete', { ids: ['e3'] });
  expect(keepAll(core)).toBe(2);
  const { items } = await core.call('subscription.search', {});
  await core.call('subscription.cancel', { id: items[0]?.id ?? '', cancelled_at: '2026-01-20T00:00:00Z' });
  expect(keepAll(core)).toBe(1);
  expect(verified(core.store.sqlite, core.environment_id).differences).toEqual([]);
});

test('a day with a sum that no column holds is read from its rows, and not tried again', async () => {
  const core = await usedCore(huge);
  for (let index = 20; index < 120; index += 10) await core.call('event.ingest', event(index, huge));
  const before = charged(core);
  expect(keepAll(core)).toBe(11);
  expect(keepAll(core)).toBe(0);
  expect(core.store.sqlite.prepare('select count(*) from usage_fact_days where usage is null').pluck().get()).toBe(1);
  expect(charged(core)).toEqual(before);
});

test('a check finds a day that is off by customer', async () => {
  const core = await usedCore();
  const { store, environment_id } = core;
  keepAll(core);
  // The second day says what the first one should.
  store.sqlite.exec(`update usage_fact_days set usage = (select usage from usage_fact_days order by day limit 1)
    where day = (select min(day) + 1 from usage_days)`);
  const { differences } = verified(store.sqlite, environment_id);
  expect(differences.map(({ roll_up, day, of }) => [roll_up, day, of])).toEqual([
    ['usage_fact_days', '2026-03-02', 'anna'],
    ['usage_fact_days', '2026-03-02', 'bert'],
  ]);
});
