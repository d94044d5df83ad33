import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRows } from '../report-files/test-report';
import { daily, lastMonth, type TestSavedReports, testSavedReports } from './test-saved-reports';

let reports: TestSavedReports;
let core: TestSavedReports['core'];
let folder: TestSavedReports['folder'];
beforeEach(async () => {
  reports = await testSavedReports();
  ({ core, folder } = reports);
});
afterEach(() => reports.close());

const inFolder = () => ({ path: folder.path, kind: 'folder' as const });
const only = async () => {
  const { items } = await core.call('savedReport.list', {});
  const [report] = items;
  if (!report) throw new Error('there is no report');
  return report;
};
const settle = () => reports.settle();
const runDue = () => reports.runDue();

test('is kept with its question, and refused without a name', async () => {
  const made = await core.call('savedReport.create', { name: 'For finance', question: lastMonth });
  expect(await only()).toEqual(made);
  expect(made).toMatchObject({ name: 'For finance', folder: null, schedule: null, next_run_at: null, last_run: null });
  expect(made.question).toMatchObject({ ...lastMonth, split: 'none', group_ids: [] });
  expect(await core.fail('savedReport.create', { name: ' ', question: lastMonth })).toMatchObject({ field: 'name' });
  const renamed = await core.call('savedReport.update', { id: made.id, name: 'Finance' });
  expect(renamed).toMatchObject({ name: 'Finance', question: made.question });
  await core.call('savedReport.delete', { id: made.id });
  expect((await core.call('savedReport.list', {})).items).toEqual([]);
});

test('days that are not in the calendar, or end before they begin, are refused', async () => {
  const create = (from: string, to: string) =>
    core.fail('savedReport.create', { name: 'A', question: { ...lastMonth, range: { preset: 'custom', from, to } } });
  expect(await create('2026-02-10', '2026-02-31')).toMatchObject({
    field: 'question.range.to',
    message: 'Please choose a day of the calendar',
  });
  expect(await create('2026-99-99', '2026-12-31')).toMatchObject({ field: 'question.range.from' });
  expect(await create('2026-03-05', '2026-03-02')).toMatchObject({ field: 'question.range.to' });
  expect((await core.call('savedReport.list', {})).items).toEqual([]);
});

test('runs again where it went before, and remembers how', async () => {
  const { id } = await core.call('savedReport.create', { name: 'For finance', question: lastMonth });
  expect(await core.fail('savedReport.run', { id })).toMatchObject({ field: 'target_token' });
  await core.call('savedReport.run', { id, target: { path: folder.in('mine.csv'), kind: 'file' } });
  await settle();
  expect(await only()).toMatchObject({ folder: folder.path, last_run: { state: 'done', path: folder.in('mine.csv') } });
  await core.call('savedReport.run', { id });
  await settle();
  const name = 'For finance_sandbox_2026-03-01_2026-03-31.csv';
  expect((await only()).last_run).toMatchObject({ state: 'done', path: folder.in(name), scheduled_for: null });
  expect(readRows(folder.in(name))).toEqual(readRows(folder.in('mine.csv')));
  expect((await core.call('savedReport.runs', { id })).items.map(({ path }) => path)).toEqual([
    folder.in(name),
    folder.in('mine.csv'),
  ]);
});

test('a schedule needs a folder, says its next time, and writes once when that has come', async () => {
  const { id } = await core.call('savedReport.create', { name: 'For finance', question: lastMonth });
  expect(await core.fail('savedReport.schedule', { id, schedule: daily })).toMatchObject({ field: 'target_token' });
  expect(
    await core.fail('savedReport.schedule', { id, schedule: { ...daily, time: '25:00' }, target: inFolder() }),
  ).toMatchObject({ field: 'schedule.time' });
  const set = await core.call('savedReport.schedule', { id, schedule: daily, target: inFolder() });
  expect(set).toMatchObject({ folder: folder.path, next_run_at: '2026-04-01T06:00:00.000Z' });
  expect(await runDue()).toBe(0);
  core.clock.set('2026-04-01T06:00:10.000Z');
  expect(await runDue()).toBe(1);
  expect(await runDue()).toBe(0);
  expect(await only()).toMatchObject({
    next_run_at: '2026-04-02T06:00:00.000Z',
    last_run: { state: 'done', scheduled_for: '2026-04-01T06:00:00.000Z' },
  });
  expect(readdirSync(folder.path)).toEqual(['For finance_sandbox_2026-03-01_2026-03-31.csv']);
});

test('a schedule goes on in its folder when a person has one run written elsewhere', async () => {
  const { id } = await core.call('savedReport.create', { name: 'For finance', question: lastMonth });
  mkdirSync(folder.in('elsewhere'));
  await core.call('savedReport.schedule', { id, schedule: daily, target: inFolder() });
  for (const target of [
    { path: folder.in('elsewhere/once.csv'), kind: 'file' as const },
    { path: folder.in('elsewhere'), kind: 'folder' as const },
  ]) {
    await core.call('savedReport.run', { id, target });
    await settle();
  }
  expect(readdirSync(folder.in('elsewhere'))).toHaveLength(2);
  expect(await only()).toMatchObject({ folder: folder.path, last_run: { state: 'done' } });
  core.clock.set('2026-04-01T06:00:10.000Z');
  expect(await runDue()).toBe(1);
  expect(readdirSync(folder.path)).toContain('For finance_sandbox_2026-03-01_2026-03-31.csv');
});

test('two reports at one time and in one folder are two files, each with the name of its report', async () => {
  for (const name of ['Churn: EU/US', 'Churn: EU/US', 'For finance']) {
    const { id } = await core.call('savedReport.create', { name, question: lastMonth });
    await core.call('savedReport.schedule', { id, schedule: daily, target: inFolder() });
  }
  core.clock.set('2026-04-01T06:00:10.000Z');
  expect(await runDue()).toBe(3);
  expect(readdirSync(folder.path)).toEqual([
    'Churn_ EU_US_sandbox_2026-03-01_2026-03-31 (2).csv',
    'Churn_ EU_US_sandbox_2026-03-01_2026-03-31.csv',
    'For finance_sandbox_2026-03-01_2026-03-31.csv',
  ]);
  for (const name of readdirSync(folder.path)) expect(readRows(folder.in(name)).length).toBeGreaterThan(0);
});

test('missed weeks are made up once, as of the last time missed', async () => {
  const { id } = await core.call('savedReport.create', { name: 'For finance', question: lastMonth });
  const monthly = { every: 'month' as const, time: '06:00', day: 31 };
  await core.call('savedReport.schedule', { id, schedule: monthly, target: inFolder() });
  core.clock.set('2026-07-05T12:00:00.000Z');
  expect(await runDue()).toBe(1);
  expect(await runDue()).toBe(0);
  // The 30th of June stands for its 31st, when the last month was May.
  expect(readdirSync(folder.path)).toEqual(['For finance_sandbox_2026-05-01_2026-05-31.csv']);
  expect((await only()).last_run).toMatchObject({ scheduled_for: '2026-06-30T06:00:00.000Z' });
});

test('a folder that is gone is a failed run with a sentence, and the next time is tried again', async () => {
  const { id } = await core.call('savedReport.create', { name: 'For finance', question: lastMonth });
  await core.call('savedReport.schedule', { id, schedule: daily, target: inFolder() });
  rmSync(folder.path, { recursive: true });
  core.clock.set('2026-04-01T07:00:00.000Z');
  expect(await runDue()).toBe(1);
  expect((await only()).last_run).toMatchObject({ state: 'failed', message: expect.stringContaining('folder') });
  expect(existsSync(folder.path)).toBe(false);
  expect(await runDue()).toBe(0);
  core.clock.set('2026-04-02T07:00:00.000Z');
  expect(await runDue()).toBe(1);
});

test('a question that has no answer is a failed run too, and keeps no other from running', async () => {
  const question = { ...lastMonth, kind: 'series' as const, window_size: 'MINUTE' as const };
  const bad = await core.call('savedReport.create', { name: 'A', question });
  const good = await core.call('savedReport.create', { name: 'B', question: lastMonth });
  for (const { id } of [bad, good]) {
    await core.call('savedReport.schedule', { id, schedule: daily, target: inFolder() });
  }
  core.clock.set('2026-04-01T07:00:00.000Z');
  await runDue();
  const { items } = await core.call('savedReport.list', {});
  expect(items.map(({ last_run }) => last_run?.state)).toEqual(['failed', 'done']);
  expect(await runDue()).toBe(0);
});

test('a report of a group that was deleted is refused with a sentence, not written without it', async () => {
  const [kept, gone] = (await core.call('group.search', { limit: 2 })).items;
  const question = { ...lastMonth, group_ids: ['', kept?.id ?? '', gone?.id ?? ''] };
  const { id } = await core.call('savedReport.create', { name: 'Two groups', question });
  await core.call('savedReport.schedule', { id, schedule: daily, target: inFolder() });
  await core.call('savedReport.run', { id });
  await core.call('group.delete', { id: gone?.id ?? '' });
  expect(await core.fail('savedReport.run', { id })).toMatchObject({
    message: expect.stringMatching(/^A group .*deleted/),
  });
  core.clock.set('2026-04-01T07:00:00.000Z');
  await runDue();
  expect((await only()).last_run).toMatchObject({ state: 'failed', message: expect.stringContaining('deleted') });
  expect(readdirSync(folder.path)).toHaveLength(1);
  await core.call('savedReport.update', { id, question: { ...question, group_ids: [kept?.id ?? ''] } });
  await core.call('savedReport.run', { id });
  await settle();
  expect((await only()).last_run).toMatchObject({ state: 'done' });
});

test.each(['breakdown', 'usage_analytics', 'events'] as const)(
  '%s of all usage are written although one event came with a mistyped year',
  async (kind) => {
    const usage = { event_name: 'api.called', external_customer_id: 'solstice-energy', properties: { calls: 1 } };
    await core.call('event.ingest', { ...usage, timestamp: '0206-03-05T00:00:00Z' });
    const { items } = await core.call('customer.search', { external_ids: ['solstice-energy'] });
    const question = { kind, range: { preset: 'all' as const }, customer_ids: items.map((customer) => customer.id) };
    const { id } = await core.call('savedReport.create', { name: 'All', question });
    await core.call('savedReport.run', { id, target: { path: folder.in('all.csv'), kind: 'file' } });
    await settle();
    expect((await only()).last_run).toMatchObject({ state: 'done' });
    expect(readRows(folder.in('all.csv')).length).toBeGreaterThan(1);
  },
);
