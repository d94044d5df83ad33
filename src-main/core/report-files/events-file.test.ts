import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { InputOf } from '@shared/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleCore } from '../sample/test-sample';
import { copiedStore } from '../store/test-store';
import { type TestCore, testCore } from '../test-core';
import { exportTo, readRows, testFolder } from './test-report';
import { writeReport } from './write-report';

const folder = testFolder();
afterAll(folder.remove);

const allTime = { start_time: '2020-01-01T00:00:00.000Z', end_time: '2030-01-01T00:00:00.000Z' };

const storedEvents = ({ store }: TestCore) =>
  store.sqlite
    .prepare(
      `select e.event_id, n.name, c.external_id, s.name as source, e.timestamp, e.properties from events e
       join event_names n on n.number = e.event_name join event_customers c on c.number = e.customer
       join event_sources s on s.number = e.source order by e.event_id`,
    )
    .all();

async function importFile(core: TestCore, path: string) {
  const { id } = await core.call('event.import', { path, name: 'events.csv' });
  for (;;) {
    // The import goes on only when the event loop turns.
    await setImmediate();
    const job = await core.call('job.get', { id });
    if (job.state !== 'running') return job;
    // The import goes on between these questions.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('exported events are imported as they were, whatever their texts', async () => {
  const from = testCore();
  const hostile = ['=1+1', '-5', '+a', '@b', "'=1", "''-2", 'a,b', 'say "hi"', 'two\nlines', 'plain', 'Größe 🐘'];
  hostile.push(' ', 'end ', '=1 ', '\t=1', ' =1', '\u00a0nbsp', 'caf\uFFFD', '\r\n');
  const events = hostile.map((text, index) => ({
    event_name: text,
    event_id: `${text}/${index}`,
    external_customer_id: text,
    source: text,
    timestamp: `2026-03-0${(index % 9) + 1}T10:00:00.123Z`,
    properties: { text, amount: '12345678901234567890.123456789012345', '=key': '-1' },
  }));
  await from.call('event.ingestBulk', { events });
  await exportTo(from, { ...allTime, kind: 'events' }, { path: folder.in('events.csv'), kind: 'file' });

  const into = testCore();
  expect((await importFile(into, folder.in('events.csv'))).import).toMatchObject({
    rows_accepted: hostile.length,
    rows_failed: 0,
  });
  expect(storedEvents(into)).toEqual(storedEvents(from));
  // Imported where it came from, it changes nothing.
  expect((await importFile(from, folder.in('events.csv'))).import).toMatchObject({
    rows_accepted: 0,
    rows_known: hostile.length,
  });
  await Promise.all([from.close(), into.close()]);
});

test('an event that one meter counts is told with it; one that several count, or none, is not', async () => {
  const core = testCore();
  const meterOf = (event_name: string, aggregation: InputOf<'meter.create'>['aggregation'], kinds: string[] = []) =>
    core.call('meter.create', {
      name: event_name,
      event_name,
      aggregation,
      filters: kinds.length > 0 ? [{ key: 'kind', values: kinds }] : [],
    });
  const sum = await meterOf('sum', { type: 'SUM', field: 'n' });
  const times = await meterOf('times', { type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '2.5' }, ['a', 'b']);
  await meterOf('times', { type: 'COUNT' }, ['b']);
  await meterOf('gone', { type: 'COUNT' }).then(({ id }) => core.call('meter.archive', { id }));
  const use = (event_id: string, event_name: string, properties: Record<string, unknown>) =>
    core.call('event.ingest', {
      event_id,
      event_name,
      external_customer_id: 'acme',
      timestamp: '2026-03-02T20:00:00Z',
      properties,
    });
  await use('one', 'sum', { n: '3.000000000000001' });
  await use('two', 'times', { n: 3, kind: 'a' });
  await use('three', 'times', { n: 3, kind: 'b' });
  await use('four', 'times', { n: 3 });
  await use('five', 'gone', {});
  await exportTo(core, { ...allTime, kind: 'events' }, { path: folder.in('counted.csv'), kind: 'file' });
  const told = readRows(folder.in('counted.csv')).map((row) => [row.id, [row.meter_id, row.qty_total]]);
  expect(Object.fromEntries(told)).toEqual({
    one: [sum.id, '3.000000000000001'],
    two: [times.id, '7.5'],
    three: ['', ''],
    four: ['', ''],
    five: ['', ''],
  });
  await core.close();
});

/** A store with the sample and so many events more. */
async function filledStore(count: number): Promise<Buffer> {
  const core = await sampleCore();
  for (let first = 0; first < count; first += 1000) {
    const events = Array.from({ length: 1000 }, (_, index) => ({
      event_name: 'gpu.seconds',
      event_id: `more-${first + index}`,
      external_customer_id: `customer-${(first + index) % 20}`,
      timestamp: new Date(Date.parse('2026-03-01T00:00:00Z') + (first + index) * 100).toISOString(),
      properties: { text: 'x'.repeat(200) },
    }));
    await core.call('event.ingestBulk', { events });
  }
  const told = core.store.sqlite.serialize();
  await core.close();
  return told;
}

/** The live memory, in bytes, while the events of a store are written; the most of many moments. */
async function peakOf(told: Buffer, kind: 'events' | 'breakdown', split: 'none' | 'customer'): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const core = testCore({ start: '2026-04-01T00:00:00.000Z', store: copiedStore(told) });
  const deps = { store: core.store, now: core.clock.now } as Parameters<typeof writeReport>[1]['deps'];
  const call = { deps, context: { environment_id: core.environment_id } };
  const question = await core.call('savedReport.create', {
    name: 'x',
    question: { kind, split, range: { preset: 'all' } },
  });
  const { range: _range, ...input } = question.question;
  const path = folder.in(`${kind}-${split}-${told.length}`);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let peak = 0;
  let step = 0;
  const steps = writeReport(
    { environment_id: core.environment_id, path, notes: null, input: { ...input, ...allTime } },
    call,
  );
  for (const _ of steps) {
    step += 1;
    if (step % 8 > 0) continue;
    collectGarbage();
    peak = Math.max(peak, process.memoryUsage().heapUsed - before);
  }
  await core.close();
  return peak;
}

describe('ten times the events take no more memory', () => {
  let few: Buffer;
  let many: Buffer;
  beforeAll(async () => {
    few = await filledStore(2_000);
    many = await filledStore(20_000);
  });

  test.each(['none', 'customer'] as const)('split: %s', async (split) => {
    // 18,000 events more are 7 MB of text.
    expect((await peakOf(many, 'events', split)) - (await peakOf(few, 'events', split))).toBeLessThan(1_500_000);
  });
});
