import { expect, test } from 'vitest';
import type { TestCore } from '../test-core';
import { verified } from '../usage/test-verify';
import { factsAhead } from './facts-ahead';
import { chargedCore } from './test-charged-core';

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };

/** A store with a charged meter and events on some days, of every other color; `properties` adds to them. */
async function usedCore(properties: (index: number) => object = () => ({}), count = 20, days = 10) {
  const core = await chargedCore('2026-02-01T00:00:00Z', {
    billing_model: 'PACKAGE',
    transform_quantity: { divide_by: 4, round: 'up' },
  });
  const events = Array.from({ length: count }, (_, index) => ({
    event_id: `e${index}`,
    event_name: 'used',
    external_customer_id: index % 3 ? 'anna' : 'bert',
    timestamp: new Date(Date.UTC(2026, 2, 1 + (index % days), 12, 0, index)).toISOString(),
    source: index % 2 ? 'api' : '',
    properties: { n: 1.5, color: index % 2 ? 'red' : 'blue', ...properties(index) },
  }));
  for (let from = 0; from < count; from += 1000) {
    await core.call('event.ingestBulk', { events: events.slice(from, from + 1000) });
  }
  return core;
}

const byProperty = (core: TestCore, group_by: string) =>
  core.call('report.usageByGroup', { ...march, window_size: 'DAY', group_by });

/** Everything that can be done ahead, and how many steps that took. */
function workAhead({ store, clock, environment_id }: TestCore, ...names: string[]): number {
  const facts = factsAhead({ store, now: clock.now });
  for (const name of names) facts.asked({ environment_id, name });
  let steps = 0;
  store.sqlite.transaction(() => {
    for (; facts.next() !== null; steps += 1) facts.step();
  })();
  return steps;
}

const all = ({ store }: TestCore, sql: string) => store.sqlite.prepare(sql).pluck().all();

test('a question by a property that is kept reads no event', async () => {
  const core = await usedCore();
  const before = await byProperty(core, 'properties.color');
  expect(before.groups.map(({ key, event_count }) => [key, event_count])).toEqual([
    ['blue', 10],
    ['red', 10],
  ]);
  workAhead(core, 'properties.color');
  expect(all(core, 'select count(*) from usage_fact_days where usage is not null')).toEqual([10]);
  core.store.sqlite.exec(`update events set properties = '{"n":"7"}'`);
  expect(await byProperty(core, 'properties.color')).toEqual(before);
});

test('a question that filters by one property that is kept reads no event either, another filter besides does', async () => {
  const core = await usedCore();
  const ask = (filters: object) =>
    core.call('report.usageByGroup', {
      ...march,
      window_size: 'DAY',
      property_filters: { color: ['red'] },
      ...filters,
    });
  const before = await ask({});
  expect(before.kpis.event_count).toBe(10);
  expect(await ask({ sources: ['api'] })).toEqual(before);
  workAhead(core, 'properties.color');
  core.store.sqlite.exec(`update events set properties = '{"n":"7"}'`);
  expect(await ask({})).toEqual(before);
  expect((await ask({ sources: ['api'] })).kpis.event_count).toBe(0);
});

test('nothing is left to do ahead until something is asked for or changes', async () => {
  const core = await usedCore();
  expect(workAhead(core)).toBe(0);
  expect(workAhead(core, 'source')).toBeGreaterThan(10);
  expect(workAhead(core, 'source')).toBe(0);
  await core.call('event.delete', { ids: ['e3'] });
  expect(workAhead(core)).toBe(1);
});

test('the fact that was not asked for longest gives way to a ninth, and goes away whole', async () => {
  const core = await usedCore();
  for (let index = 0; index < 9; index += 1) {
    core.clock.advance(1000);
    workAhead(core, `properties.p${index}`);
  }
  workAhead(core);
  expect(all(core, 'select name from usage_facts order by number')).toEqual(
    Array.from({ length: 8 }, (_, index) => `properties.p${index + 1}`),
  );
  expect(all(core, 'select count(distinct fact) from usage_fact_days')).toEqual([8]);
});

test('one that is asked for again stays', async () => {
  const core = await usedCore();
  workAhead(core, 'source');
  for (let index = 0; index < 8; index += 1) {
    core.clock.advance(3_600_001);
    workAhead(core, `properties.p${index}`, 'source');
  }
  expect(all(core, 'select name from usage_facts order by number')).toContain('source');
});

test('an id of every event is not kept, and not tried again', async () => {
  const core = await usedCore((index) => ({ request: `request ${index}` }), 10_500);
  const before = await byProperty(core, 'properties.request');
  expect(workAhead(core, 'properties.request')).toBeGreaterThan(0);
  expect(all(core, 'select state from usage_facts')).toEqual(['too_varied']);
  for (const table of ['usage_fact_days', 'usage_fact_values']) expect(all(core, `select 1 from ${table}`)).toEqual([]);
  core.clock.advance(10 * 86_400_000);
  expect(workAhead(core, 'properties.request')).toBe(1);
  expect(all(core, 'select state from usage_facts')).toEqual(['too_varied']);
  expect(await byProperty(core, 'properties.request')).toEqual(before);
});

test('many events of one day are kept in several steps', async () => {
  const core = await usedCore(() => ({}), 9000, 1);
  const before = await byProperty(core, 'source');
  // To note it, and to read 4,000 events at a time.
  expect(workAhead(core, 'source')).toBe(4);
  expect(await byProperty(core, 'source')).toEqual(before);
});

test('a check finds a kept day that is off, and a rebuild puts it right', async () => {
  const core = await usedCore();
  const { store, environment_id } = core;
  workAhead(core, 'properties.color');
  expect(verified(store.sqlite, environment_id).differences).toEqual([]);
  // Everything of a day counts as blue.
  store.sqlite.exec("update usage_fact_values set value = 'green' where value = 'red'");
  const { differences } = verified(store.sqlite, environment_id);
  expect(differences[0]).toMatchObject({ roll_up: 'usage_fact_days', meter_name: 'Units', day: '2026-03-02' });
  expect(differences.map(({ of }) => of)).toContain('anna: properties.color =green');
  store.sqlite.exec("update usage_fact_values set value = 'red' where value = 'green'");
  store.sqlite.exec("delete from events where event_id = 'e3'");
  expect(verified(store.sqlite, environment_id).differences.map(({ roll_up }) => roll_up)).toContain('usage_fact_days');
  const { id } = await core.call('usage.rebuild', {});
  while ((await core.call('job.get', { id })).state === 'running');
  expect(verified(store.sqlite, environment_id).differences).toEqual([]);
});
