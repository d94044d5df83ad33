import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { batchBuilder } from '../events/batch-builder';
import { readEvents } from '../events/import/read-events';
import { eventStore } from '../events/store-events';
import type { TestCore } from '../test-core';
import { noteLikely } from '../usage/asked-facts';
import { openTelling } from '../usage/telling';
import { verified } from '../usage/test-verify';
import { chargedCore } from './test-charged-core';
import { keepFactsAhead } from './test-kept-facts';

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
const folder = mkdtempSync(join(tmpdir(), 'told-days-'));
afterAll(() => rmSync(folder, { recursive: true }));

const header = 'event_name,external_customer_id,event_id,timestamp,source,properties.n,properties.color,properties.id';
const colors = ['red', 'blue', ''];

/** Rows of ten days; each has an id of its own in `properties.id`. */
const rowsFrom = (first: number, end: number, color = (index: number) => colors[index % 3]) =>
  Array.from({ length: end - first }, (_, place) => {
    const index = first + place;
    const at = new Date(Date.UTC(2026, 2, 1 + (index % 10), 12, 0, index)).toISOString();
    return `used,${index % 3 ? 'anna' : 'bert'},e${index},${at},${index % 2 ? 'api' : ''},1.5,${color(index)},id ${index}`;
  });

function fileOf(rows: readonly string[]): string {
  const path = join(folder, 'usage.csv');
  writeFileSync(path, [header, ...rows].join('\n'));
  return path;
}

async function importRows({ call }: TestCore, rows: readonly string[]) {
  const { id } = await call('event.import', { path: fileOf(rows), name: 'usage.csv' });
  while ((await call('job.get', { id })).state === 'running') await setImmediate();
  expect(await call('job.get', { id })).toMatchObject({ state: 'done' });
}

/** A store that keeps usage by these facts, without an event so far. */
async function keepingCore(...names: string[]) {
  const core = await chargedCore('2026-02-01T00:00:00Z', {
    billing_model: 'PACKAGE',
    transform_quantity: { divide_by: 4, round: 'up' },
  });
  const { store, environment_id } = core;
  for (const name of names) noteLikely(store.sqlite, { environment_id, name });
  return core;
}

const ask = (core: TestCore, group_by: string) =>
  core.call('report.usageByGroup', { ...march, window_size: 'DAY', group_by });
const entriesOf = ({ groups }: Awaited<ReturnType<typeof ask>>) =>
  groups.map(({ key, event_count, total_cost }) => [key, event_count, total_cost]);
const all = ({ store }: TestCore, sql: string) => store.sqlite.prepare(sql).pluck().all();
const daysTold = (core: TestCore) => all(core, 'select count(*) from usage_told_days')[0];

/** As good as no event at all: an answer that still comes was not read from them. */
const spoilEvents = ({ store }: TestCore) =>
  store.sqlite.exec(`update events set properties = '{"n":"7"}', source = 1`);

test('right after an import, a question by a fact that is kept reads no event', async () => {
  const core = await keepingCore('source', 'properties.color');
  const plain = await keepingCore();
  for (const one of [core, plain]) await importRows(one, rowsFrom(0, 90));
  for (const group_by of ['properties.color', 'source']) {
    const right = await ask(plain, group_by);
    expect(right.kpis.event_count).toBe(90);
    expect(entriesOf(await ask(core, group_by))).toEqual(entriesOf(right));
  }
  expect(keepFactsAhead(core)).toBe(0);
  const before = await Promise.all(['properties.color', 'source'].map((name) => ask(core, name)));
  spoilEvents(core);
  expect(await Promise.all(['properties.color', 'source'].map((name) => ask(core, name)))).toEqual(before);
});

test('a file that adds to days that were told tells them on; days with other usage wait', async () => {
  const core = await keepingCore('properties.color');
  const oneEvent = { event_name: 'used', external_customer_id: 'anna', properties: { n: 1, color: 'red' } };
  await core.call('event.ingest', { ...oneEvent, event_id: 'before', timestamp: '2026-03-04T10:00:00Z' });
  await importRows(core, rowsFrom(0, 90));
  await importRows(core, rowsFrom(60, 200));
  expect(daysTold(core)).toBe(9);
  // The day that had usage, kept in one step; what is told of it, in no part, is looked for meter by meter.
  expect(keepFactsAhead(core)).toBeGreaterThan(0);
  const before = await ask(core, 'properties.color');
  expect(before.kpis.event_count).toBe(201);
  expect(verified(core.store.sqlite, core.environment_id).differences).toEqual([]);
  spoilEvents(core);
  expect(await ask(core, 'properties.color')).toEqual(before);
});

test('an event that is corrected or deleted forgets its day alone; what was told of it goes away once it is kept anew', async () => {
  const core = await keepingCore('properties.color');
  await importRows(core, rowsFrom(0, 90));
  await importRows(
    core,
    rowsFrom(3, 4, () => 'green'),
  );
  await core.call('event.delete', { ids: ['e4', 'e5'] });
  expect(daysTold(core)).toBe(7);
  const right = await ask(core, 'properties.color');
  expect(right.groups.map(({ key }) => key)).toContain('green');
  expect(verified(core.store.sqlite, core.environment_id).differences).toEqual([]);
  for (let index = 0; index < 10; index += 1) await core.call('event.delete', { ids: [`e${index}`] });
  keepFactsAhead(core);
  expect(all(core, 'select count(*) from usage_told_parts')).toEqual([0]);
});

test('a day with a text that the store could not hold as it is is not told', async () => {
  const core = await keepingCore('properties.color');
  const events = [1, 2, 3].map((day) => ({
    event_name: 'used',
    external_customer_id: 'anna',
    event_id: `e${day}`,
    timestamp: `2026-03-0${day}T00:00:00Z`,
    properties: { n: 1, color: day === 2 ? '\ud800' : 'red' },
  }));
  const path = join(folder, 'usage.json');
  writeFileSync(path, events.map((event) => JSON.stringify(event)).join('\n'));
  const { id } = await core.call('event.import', { path, name: 'usage.json' });
  while ((await core.call('job.get', { id })).state === 'running') await setImmediate();
  expect(daysTold(core)).toBe(2);
  expect((await ask(core, 'properties.color')).groups.map(({ key }) => key).sort()).toEqual(['\ud800', 'red'].sort());
});

test('days wait for a fact that began to be kept after the file did', async () => {
  const core = await keepingCore('properties.color');
  const { store, environment_id } = core;
  const rows = batchBuilder({ told: ['properties.color'] });
  const events = eventStore(store.sqlite, environment_id);
  const storeDay = (day: number) => {
    const timestamp = Date.UTC(2026, 2, day);
    const properties = '{"color":"red","n":1}';
    const named = { event_name: 'used', external_customer_id: 'anna', source: 'api', event_id: `e${day}` };
    rows.add({ ...named, timestamp, properties });
    store.sqlite.transaction(() => events.store(rows.take('of the key'), 0, 'usage.csv'))();
  };
  storeDay(1);
  expect(all(core, 'select day from usage_fact_waiting')).toEqual([]);
  noteLikely(store.sqlite, { environment_id, name: 'source' });
  storeDay(2);
  expect(all(core, 'select day from usage_fact_waiting')).toHaveLength(2);
  expect(daysTold(core)).toBe(2);
});

test('a fact with more values than are worth it is given up in the middle of a file, the others are told', async () => {
  const core = await keepingCore('properties.id', 'properties.color');
  // Day by day: the first days are told by both.
  const dayOf = (row: string) => row.split(',')[3]?.slice(0, 10) ?? '';
  await importRows(
    core,
    rowsFrom(0, 12_000).toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1)),
  );
  expect(all(core, 'select distinct facts from usage_told_days order by facts')).toEqual([',2,-,', ',2,1,']);
  expect(all(core, "select name from usage_facts where state = 'too_varied'")).toEqual(['properties.id']);
  keepFactsAhead(core);
  const before = await ask(core, 'properties.color');
  expect(before.kpis.event_count).toBe(12_000);
  expect(verified(core.store.sqlite, core.environment_id).differences).toEqual([]);
  spoilEvents(core);
  expect(await ask(core, 'properties.color')).toEqual(before);
});

test('a fact that was given up while a file is stored is told no more, even if it is kept again by then', async () => {
  const { store, environment_id } = await keepingCore('properties.color', 'properties.id');
  const telling = openTelling(store.sqlite, environment_id, ['properties.color', 'properties.id']);
  telling.begin();
  expect(telling.facts()).toBe(',1,2,');
  store.sqlite.exec("update usage_facts set state = 'dropped' where name = 'properties.color'");
  telling.begin();
  store.sqlite.exec("update usage_facts set state = 'kept' where name = 'properties.color'");
  telling.begin();
  expect(telling.facts()).toBe(',-,2,');
  expect(telling.leavesOut()).toBe(true);
});

test('what is likely to be asked for is told from the first row on: few values, not what is measured, no ids', () => {
  const facts = {
    names: ['properties.color'],
    likely: { most: 1, event_names: ['used'], measured: ['properties.n'] },
  };
  const path = fileOf([
    ...rowsFrom(0, 300),
    ...Array.from({ length: 100 }, (_, index) => `other,anna,o${index},2026-03-01T00:00:00Z,,1,,`),
  ]);
  const [step] = readEvents({ path, name: 'usage.csv', now: 0, measured: {}, facts });
  expect(step?.batch.told.map(({ name, values, value }) => [name, values, value?.length])).toEqual([
    ['properties.color', ['red', 'blue'], 400],
    ['source', ['api'], 400],
  ]);
  const [none] = readEvents({ path, name: 'usage.csv', now: 0, measured: {}, facts: { names: [], likely: null } });
  expect(none?.batch.told).toEqual([]);
});

test('a step down from what is told by one thing and filtered by another counts what both say', async () => {
  const core = await keepingCore('source', 'properties.color');
  await importRows(core, rowsFrom(0, 60));
  expect(daysTold(core)).toBe(10);
  const asked = { ...march, group_by: 'source', property_filters: { color: ['red'] } };
  const { groups } = await core.call('report.usageByGroup', { ...asked, window_size: 'DAY' });
  expect(groups.map(({ kind, key, event_count }) => [kind, key, event_count])).toEqual([
    ['none', '', 10],
    ['source', 'api', 10],
  ]);
  for (const { kind, key, currency, total_cost, event_count } of groups) {
    if (kind === 'other') throw new Error('nothing is folded here');
    const at = { ...asked, currency, entry: { kind, key }, level: 'features' as const };
    expect((await core.call('report.drill', at)).totals).toEqual([{ currency, total_cost, event_count }]);
  }
  await core.close();
});
