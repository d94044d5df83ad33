import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { sumDecimals } from '@shared/decimal';
import { reportFileInput } from '@shared/entities/report-file';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deps } from '../deps';
import { sampleCore } from '../sample/test-sample';
import type { TestCore } from '../test-core';
import { endOf, exportTo, readRows, testFolder } from './test-report';
import { writeReport } from './write-report';

let core: TestCore;
const folder = testFolder();
beforeAll(async () => {
  core = await sampleCore();
});
afterAll(async () => {
  await core.close();
  folder.remove();
});

const march = { start_time: '2026-03-01T00:00:00.000Z', end_time: '2026-04-01T00:00:00.000Z' };
const february = { start_time: '2026-02-01T00:00:00.000Z', end_time: '2026-03-01T00:00:00.000Z' };
const fileAt = (name: string) => ({ path: folder.in(name), kind: 'file' as const });
const inFolder = () => ({ path: folder.path, kind: 'folder' as const });

test('the breakdown has the columns of the wire in their order, then ours, and adds up to the report', async () => {
  const job = await exportTo(core, { ...march, kind: 'breakdown' }, fileAt('breakdown.csv'));
  expect(job).toMatchObject({ state: 'done', export: { files: 1, path: folder.in('breakdown.csv') } });
  const text = readFileSync(folder.in('breakdown.csv'), 'utf8');
  expect(text.split('\n')[0]).toBe(
    'customer_name,customer_id,customer_external_id,start_time,end_time,feature_name,feature_id,feature_group_name,' +
      'event_name,event_count,aggregation_field,total_usage,total_cost,currency,source,' +
      'price_id,price_display_name,price_group_id,price_group_name,group_lookup_key,unit,plan_name',
  );
  expect(text.startsWith('\uFEFF') || text.includes('\r')).toBe(false);
  const rows = readRows(folder.in('breakdown.csv'));
  expect(rows).toHaveLength(job.export?.rows ?? -1);
  const report = await core.call('report.usageByGroup', march);
  expect(sumDecimals(rows.map((row) => row.total_cost ?? ''))).toBe(report.totals[0]?.total_cost);
  for (const group of report.groups) {
    const ofGroup = rows.filter((row) => row.price_group_id === (group.group_id ?? ''));
    expect(sumDecimals(ofGroup.map((row) => row.total_cost ?? '')), group.name).toBe(group.total_cost);
    expect(ofGroup.reduce((sum, row) => sum + Number(row.event_count), 0)).toBe(group.event_count);
  }
  const builds = rows.find((row) => row.feature_name === 'Builds' && row.customer_name === 'Solstice Energy');
  expect(builds).toMatchObject({
    customer_external_id: 'solstice-energy',
    aggregation_field: 'COUNT',
    source: '',
    feature_group_name: '',
    price_group_name: 'Add-ons',
    group_lookup_key: 'group-add-ons',
    unit: 'build',
    plan_name: 'Pro Plan',
  });
});

test('filters of the report are filters of the file', async () => {
  const { items } = await core.call('group.search', { name: 'Add-ons' });
  const filters = { ...march, group_ids: [items[0]?.id ?? ''] };
  await exportTo(core, { ...filters, kind: 'breakdown' }, fileAt('filtered.csv'));
  const report = await core.call('report.usageByGroup', filters);
  const rows = readRows(folder.in('filtered.csv'));
  expect(new Set(rows.map((row) => row.price_group_name))).toEqual(new Set(['Add-ons']));
  expect(sumDecimals(rows.map((row) => row.total_cost ?? ''))).toBe(report.totals[0]?.total_cost);
});

test('usage analytics are those of every customer, grouped by source and feature', async () => {
  await exportTo(core, { ...march, kind: 'usage_analytics' }, fileAt('usage-analytics.csv'));
  const rows = readRows(folder.in('usage-analytics.csv'));
  const { items: customers } = await core.call('customer.search', { limit: 1000 });
  const facts = (row: Record<string, unknown>) =>
    ['feature_id', 'price_id', 'source', 'total_usage', 'total_cost', 'event_count', 'currency'].map((key) =>
      String(row[key] ?? ''),
    );
  for (const { external_id } of customers) {
    const ofCustomer = rows.filter((row) => row.customer_external_id === external_id);
    const { items } = await core.call('analytics.usage', {
      external_customer_id: external_id,
      ...march,
      group_by: ['source', 'feature_id'],
    });
    expect(ofCustomer.map(facts).sort(), external_id).toEqual(items.map(facts).sort());
  }
  expect(rows.length).toBeGreaterThan(10);
});

test('the series has a row per window and group, as the report has them', async () => {
  const asked = { ...march, window_size: 'WEEK' as const };
  await exportTo(core, { ...asked, kind: 'series' }, fileAt('series.csv'));
  const report = await core.call('report.usageByGroup', asked);
  const rows = readRows(folder.in('series.csv'));
  expect(rows).toHaveLength(report.windows.length * report.series.length);
  for (const series of report.series) {
    const ofSeries = rows.filter((row) => row.price_group_name === series.name);
    expect(ofSeries.map((row) => row.cost)).toEqual(series.cost);
  }
  // Weeks are cut to the range, and usage of unlike units is not added up.
  expect(rows[0]).toMatchObject({ window_start: '2026-03-01T00:00:00.000Z', window_end: '2026-03-02T00:00:00.000Z' });
  expect(rows.at(-1)).toMatchObject({
    window_start: '2026-03-30T00:00:00.000Z',
    window_end: '2026-04-01T00:00:00.000Z',
  });
  const gpu = rows.filter((row) => row.price_group_name === 'GPU Usage');
  expect(gpu.map((row) => row.usage)).toEqual(gpu.map(() => ''));
});

test('the series tells more entries apart than a chart has room for', async () => {
  const sources = Array.from({ length: 230 }, (_, index) => `source ${index}`);
  const usage = {
    event_name: 'api.called',
    external_customer_id: 'solstice-energy',
    timestamp: '2026-05-05T00:00:00Z',
  };
  const events = sources.map((source) => ({ ...usage, source, properties: { calls: 1 } }));
  await core.call('event.ingestBulk', { events });
  const may = { start_time: '2026-05-01T00:00:00.000Z', end_time: '2026-06-01T00:00:00.000Z' };
  await exportTo(core, { ...may, window_size: 'MONTH', group_by: 'source', kind: 'series' }, fileAt('many.csv'));
  const names = readRows(folder.in('many.csv')).map((row) => row.entry_name);
  expect(new Set(names)).toEqual(new Set(sources));
});

test.each(['breakdown', 'usage_analytics', 'series', 'events'] as const)(
  'one %s file per customer holds together what one file holds',
  async (kind) => {
    const whole = await exportTo(core, { ...march, window_size: 'WEEK', kind }, fileAt(`whole-${kind}.csv`));
    const job = await exportTo(core, { ...march, window_size: 'WEEK', kind, split: 'customer' }, inFolder());
    expect([job.state, core.errors]).toEqual(['done', []]);
    const path = job.export?.path ?? '';
    const files = readdirSync(path);
    expect(files).toHaveLength(job.export?.files ?? -1);
    expect(files).toContain('solstice-energy.csv');
    const [header] = readFileSync(folder.in(`whole-${kind}.csv`), 'utf8').split('\n');
    for (const file of files) expect(readFileSync(`${path}/${file}`, 'utf8').split('\n')[0]).toBe(header);
    const rows = files.flatMap((file) => readRows(`${path}/${file}`));
    if (kind !== 'series') expect(rows).toHaveLength(whole.export?.rows ?? -1);
    const column = kind === 'series' ? 'cost' : 'total_cost';
    if (kind === 'events') return;
    // The windows of tiered prices are priced per customer in both.
    expect(sumDecimals(rows.map((row) => row[column] ?? ''))).toBe(
      sumDecimals(readRows(folder.in(`whole-${kind}.csv`)).map((row) => row[column] ?? '')),
    );
  },
);

test('one file per group is named after the group', async () => {
  const job = await exportTo(core, { ...march, kind: 'breakdown', split: 'group' }, inFolder());
  expect(readdirSync(job.export?.path ?? '').sort()).toEqual(['Add-ons.csv', 'GPU Usage.csv', 'No group.csv']);
});

test('an empty period still has its header and nothing else', async () => {
  const before = { start_time: '2025-01-01T00:00:00.000Z', end_time: '2025-02-01T00:00:00.000Z' };
  for (const kind of ['breakdown', 'usage_analytics', 'events'] as const) {
    const job = await exportTo(core, { ...before, kind }, fileAt('empty.csv'));
    expect(job.export).toMatchObject({ rows: 0, files: 1 });
    expect(readFileSync(folder.in('empty.csv'), 'utf8').split('\n')).toHaveLength(2);
  }
});

test('a folder gets the usual name, and another one when that is taken', async () => {
  const first = await exportTo(core, { ...march, kind: 'breakdown' }, inFolder());
  const second = await exportTo(core, { ...march, kind: 'breakdown' }, inFolder());
  expect(first.export?.path).toBe(folder.in('usage-by-group_sandbox_2026-03-01_2026-03-31.csv'));
  expect(second.export?.path).toBe(folder.in('usage-by-group_sandbox_2026-03-01_2026-03-31 (2).csv'));
});

test('two that are written at once go to two places, and never to one file that somebody chose', async () => {
  const two = [1, 2].map(() => core.call('report.export', { ...february, kind: 'breakdown', target: inFolder() }));
  const jobs = await Promise.all((await Promise.all(two)).map(({ id }) => endOf(core, id)));
  const name = 'usage-by-group_sandbox_2026-02-01_2026-02-28';
  expect(jobs.map((job) => job.export?.path)).toEqual([folder.in(`${name}.csv`), folder.in(`${name} (2).csv`)]);
  expect(readRows(folder.in(`${name}.csv`))).toEqual(readRows(folder.in(`${name} (2).csv`)));

  const target = fileAt('chosen.csv');
  const first = core.call('report.export', { ...february, kind: 'breakdown', target });
  const refused = core.fail('report.export', { ...february, kind: 'events', target });
  expect(await refused).toMatchObject({ field: 'target_token' });
  expect(await endOf(core, (await first).id)).toMatchObject({ state: 'done' });
  expect(await exportTo(core, { ...february, kind: 'events' }, target)).toMatchObject({ state: 'done' });
});

test('a report is not put in its place without the filters that belong beside it', async () => {
  mkdirSync(folder.in('lone.filters.json'));
  const job = await exportTo(core, { ...march, kind: 'breakdown', with_filters: true }, fileAt('lone.csv'));
  expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('folder of that name') });
  expect(readdirSync(folder.path).filter((name) => name.startsWith('lone'))).toEqual(['lone.filters.json']);
});

test('filters are not put beside an old report when the new one cannot be put in its place', async () => {
  const job = await exportTo(core, { ...march, kind: 'breakdown', with_filters: true }, fileAt('both.csv'));
  expect(job).toMatchObject({ state: 'done' });
  const before = readFileSync(folder.in('both.filters.json'), 'utf8');
  const { store, environment_id } = core;
  const call = { deps: { store, now: core.clock.now } as Deps, context: { environment_id } };
  const input = { ...reportFileInput.parse({ ...february, kind: 'breakdown' }), with_filters: true };
  const steps = writeReport({ environment_id, input, path: folder.in('both.csv'), notes: null }, call);
  steps.next();
  rmSync(folder.in('both.csv'));
  mkdirSync(folder.in('both.csv/taken'), { recursive: true });
  expect(() => [...steps]).toThrow('EISDIR');
  expect(readFileSync(folder.in('both.filters.json'), 'utf8')).toBe(before);
});

test('a customer with a long id in another script gets a file', async () => {
  const external_customer_id = '顧客'.repeat(60);
  const usage = { event_name: 'api.called', external_customer_id, properties: { calls: 1 } };
  await core.call('event.ingest', { ...usage, timestamp: '2026-06-05T00:00:00Z' });
  const june = { start_time: '2026-06-01T00:00:00.000Z', end_time: '2026-07-01T00:00:00.000Z' };
  const job = await exportTo(core, { ...june, kind: 'events', split: 'customer' }, inFolder());
  expect(job).toMatchObject({ state: 'done', export: { files: 1 } });
});

test('the filters are written beside the file when asked for', async () => {
  const { items } = await core.call('group.search', { name: 'Add-ons' });
  const group_ids = [items[0]?.id ?? ''];
  await exportTo(core, { ...march, kind: 'breakdown', group_ids, with_filters: true }, fileAt('with-filters.csv'));
  const filters = JSON.parse(readFileSync(folder.in('with-filters.filters.json'), 'utf8'));
  expect(filters).toMatchObject({
    report: 'breakdown',
    timezone: 'UTC',
    filters: { ...march, group_ids },
    rows: readRows(folder.in('with-filters.csv')).length,
  });
});

test('a place that cannot be written to ends the job with a sentence and leaves nothing', async () => {
  writeFileSync(folder.in('plain'), 'a file');
  const job = await exportTo(core, { ...march, kind: 'breakdown' }, fileAt('plain/report.csv'));
  expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('folder') });
  expect(readFileSync(folder.in('plain'), 'utf8')).toBe('a file');
});

test('a folder that is a link to itself, as one of a drive that went away, ends the job with a sentence', async () => {
  symlinkSync('loop', folder.in('loop'));
  const job = await exportTo(core, { ...march, kind: 'breakdown' }, fileAt('loop/report.csv'));
  expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('leads nowhere') });
});

test('a name as long as any may be is written; a longer one ends the job with a sentence', async () => {
  const names = ['a', 'b'].map((last) => `${'x'.repeat(250)}${last}.csv`);
  for (const name of names) {
    expect(await exportTo(core, { ...march, kind: 'breakdown' }, fileAt(name))).toMatchObject({ state: 'done' });
  }
  expect(
    readdirSync(folder.path)
      .filter((name) => name.startsWith('xxx'))
      .sort(),
  ).toEqual(names);
  const job = await exportTo(core, { ...march, kind: 'breakdown' }, fileAt(`${'x'.repeat(252)}.csv`));
  expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('too long') });
  expect(
    readdirSync(folder.path)
      .filter((name) => name.startsWith('xxx'))
      .sort(),
  ).toEqual(names);
});

test('questions that have no answer are refused before a job begins', async () => {
  const target = fileAt('refused.csv');
  const backwards = { start_time: march.end_time, end_time: march.start_time };
  expect(await core.fail('report.export', { ...backwards, kind: 'breakdown', target })).toMatchObject({
    field: 'end_time',
  });
  expect(await core.fail('report.export', { ...march, kind: 'events', group_ids: ['x'], target })).toMatchObject({
    field: 'group_ids',
  });
  expect(
    await core.fail('report.export', { ...march, kind: 'events', split: 'group', target: inFolder() }),
  ).toMatchObject({ field: 'split' });
  expect(await core.fail('report.export', { ...march, kind: 'breakdown', split: 'group', target })).toMatchObject({
    field: 'target_token',
  });
  expect(existsSync(folder.in('refused.csv'))).toBe(false);
});
