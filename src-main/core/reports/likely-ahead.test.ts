import { expect, test } from 'vitest';
import type { TestCore } from '../test-core';
import { factsAhead } from './facts-ahead';
import { likelyAhead } from './likely-ahead';
import { chargedCore } from './test-charged-core';

interface TestEvent {
  source?: string;
  properties: Record<string, unknown>;
}

async function ingest(core: TestCore, count: number, eventOf: (index: number) => TestEvent, first = 0) {
  const events = Array.from({ length: count }, (_, index) => ({
    event_id: `e${first + index}`,
    event_name: 'used',
    external_customer_id: index % 3 ? 'anna' : 'bert',
    timestamp: new Date(Date.UTC(2026, 2, 1 + (index % 20), 12, 0, index)).toISOString(),
    ...eventOf(first + index),
  }));
  for (let from = 0; from < count; from += 1000) {
    await core.call('event.ingestBulk', { events: events.slice(from, from + 1000) });
  }
}

const regions = ['eu', 'us', 'ap'];
const eventOf = (index: number): TestEvent => ({
  source: index % 2 ? 'api' : 'web',
  properties: {
    n: index % 5,
    region: regions[index % 3],
    request_id: `request ${index}`,
    note: 'x'.repeat(101),
    took_ms: index % 500,
    ...(index % 200 === 0 && { rare: 'yes' }),
    'odd name': 'a',
    ...(index % 2 === 0 && { tier: index % 4 }),
  },
});

const start = '2026-02-01T00:00:00Z';

/** A store with so many events, and what is done ahead in it. */
async function usedCore(count: number, of = eventOf) {
  const core = await chargedCore(start);
  const { store, clock } = core;
  await ingest(core, count, of);
  const facts = factsAhead({ store, now: clock.now });
  const likely = likelyAhead(store, { onFound: facts.forget, fewest: 1000 });
  /** Does all there is to do; answers how many steps that took. */
  function work(): number {
    let steps = 0;
    likely.forget();
    facts.forget();
    store.sqlite.transaction(() => {
      for (; likely.next() !== null || facts.next() !== null; steps += 1)
        [likely, facts].find((one) => one.next())?.step();
    })();
    return steps;
  }
  const all = (sql: string) => store.sqlite.prepare(sql).pluck().all();
  return { core, facts, likely, work, all };
}

const names = "select name from usage_facts where state = 'kept' order by number";

test('a source and properties with few values are kept before anybody asks; ids, texts and what is measured are not', async () => {
  const { core, work, all } = await usedCore(3000);
  work();
  expect(all(names)).toEqual(['source', 'properties.region', 'properties.tier']);
  expect(all('select count(*) from usage_fact_days where fact <> 0 and usage is not null')).toEqual([60]);
  const ask = () =>
    core.call('report.usageByGroup', {
      start_time: '2026-03-01T00:00:00Z',
      end_time: '2026-04-01T00:00:00Z',
      window_size: 'DAY',
      group_by: 'properties.region',
    });
  const before = await ask();
  expect(before.groups.map(({ key, event_count }) => [key, event_count]).sort()).toEqual(
    [...regions].sort().map((region) => [region, 1000]),
  );
  core.store.sqlite.exec(`update events set properties = '{"n":"7"}'`);
  expect(await ask()).toEqual(before);
});

test('nothing is looked for among few events, nor again before there are many more or other meters', async () => {
  const { core, work, all } = await usedCore(900);
  expect(work()).toBe(0);
  await ingest(core, 200, eventOf, 900);
  expect(work()).toBeGreaterThan(20);
  await ingest(core, 200, eventOf, 1100);
  core.store.sqlite.exec('delete from usage_facts; delete from usage_fact_waiting');
  expect(work()).toBe(0);
  await ingest(core, 200, eventOf, 1300);
  expect(work()).toBeGreaterThan(20);
  core.store.sqlite.exec('delete from usage_facts; delete from usage_fact_waiting');
  await core.call('feature.create', {
    name: 'Calls',
    type: 'metered',
    meter: { event_name: 'used', aggregation: { type: 'COUNT' } },
  });
  expect(work()).toBeGreaterThan(20);
  expect(all(names)).toContain('properties.region');
});

test('only a few are kept unasked, those in the most events first; they give way to what was asked for, and stay away', async () => {
  const { core, facts, work, all } = await usedCore(1000, (index) => ({
    properties: Object.fromEntries(
      Array.from({ length: 7 }, (_, place) => place)
        .filter((place) => index % (8 - place) === 0)
        .map((place) => [`p${place}`, 'yes']),
    ),
  }));
  work();
  expect(all(names)).toEqual(['p6', 'p5', 'p4'].map((name) => `properties.${name}`));
  const asked = Array.from({ length: 8 }, (_, place) => `properties.q${place}`);
  for (const name of asked) facts.asked({ environment_id: core.environment_id, name });
  work();
  expect(all(names)).toEqual(asked);
  await ingest(core, 1000, eventOf, 1000);
  work();
  expect(all(names)).toEqual(asked);
  expect(all('select count(distinct fact) from usage_fact_days where fact <> 0')).toEqual([8]);
});

test('one that proved to have too many values is not tried again', async () => {
  const { core, work, all } = await usedCore(1000);
  core.store.sqlite
    .prepare(
      "insert into usage_facts (environment_id, name, asked_at, state) values (?, 'properties.region', 0, 'too_varied')",
    )
    .run(core.environment_id);
  work();
  expect(all("select state from usage_facts where name = 'properties.region'")).toEqual(['too_varied']);
  expect(all(names)).toEqual(['source', 'properties.tier']);
});
