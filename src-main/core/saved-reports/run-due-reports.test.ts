import { mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { daily, lastMonth, type TestSavedReports, testSavedReports } from './test-saved-reports';

let reports: TestSavedReports;
let core: TestSavedReports['core'];
let folder: TestSavedReports['folder'];
beforeEach(async () => {
  reports = await testSavedReports();
  ({ core, folder } = reports);
});
afterEach(() => reports.close());

const refused = { ...lastMonth, kind: 'series' as const, window_size: 'MINUTE' as const };

async function scheduled(name = 'For finance', question: typeof lastMonth | typeof refused = lastMonth, path?: string) {
  const { id } = await core.call('savedReport.create', { name, question });
  const target = { path: path ?? folder.path, kind: 'folder' as const };
  await core.call('savedReport.schedule', { id, schedule: daily, target });
  return id;
}
async function reportOf(id: string) {
  const { items } = await core.call('savedReport.list', {});
  const report = items.find((one) => one.id === id);
  if (!report) throw new Error('there is no such report');
  return report;
}
const settle = () => reports.settle();
const runDue = (now: string) => reports.runDue(now);
/** Keeps runs from being noted, as a full disk does. */
function noteNothing(when = 'true') {
  core.store.sqlite.exec(
    `create temp trigger full_disk before insert on main.saved_report_runs when ${when}
     begin select raise(abort, 'database or disk is full'); end`,
  );
  return () => core.store.sqlite.exec('drop trigger full_disk');
}

test('a run whose end could not be noted is made up after a pause, not at every look', async () => {
  const id = await scheduled();
  const free = noteNothing();
  expect(await runDue('2026-04-01T06:01:00.000Z')).toBe(1);
  expect(await runDue('2026-04-01T06:01:20.000Z')).toBe(0);
  free();
  expect(await runDue('2026-04-01T06:07:00.000Z')).toBe(1);
  expect(await reportOf(id)).toMatchObject({ last_run: { state: 'done', scheduled_for: '2026-04-01T06:00:00.000Z' } });
  expect(await runDue('2026-04-01T06:13:00.000Z')).toBe(0);
  expect(await runDue('2026-04-02T06:01:00.000Z')).toBe(1);
});

test('one report whose failure cannot be noted keeps no other from running', async () => {
  await scheduled('A', refused);
  await scheduled('B');
  noteNothing("new.state = 'failed'");
  expect(await runDue('2026-04-01T06:01:00.000Z')).toBe(1);
  expect(readdirSync(folder.path)).toHaveLength(1);
});

test('a folder that cannot be reached fails one run, and is written to the next day', async () => {
  const share = folder.in('share');
  mkdirSync(share);
  const id = await scheduled('For finance', lastMonth, share);
  rmSync(share, { recursive: true });
  // Looking at it is an error of its own kind, as with a network share that went away.
  symlinkSync('share', share);
  expect(await runDue('2026-04-01T07:00:00.000Z')).toBe(1);
  expect((await reportOf(id)).last_run).toMatchObject({ state: 'failed', message: expect.stringContaining('folder') });
  unlinkSync(share);
  mkdirSync(share);
  expect(await runDue('2026-04-02T07:00:00.000Z')).toBe(1);
  expect((await reportOf(id)).last_run).toMatchObject({ state: 'done' });
});

test('a clock that was ahead for a while does not silence a schedule, nor is anything written twice for it', async () => {
  const id = await scheduled();
  expect(await runDue('2026-04-01T06:01:00.000Z')).toBe(1);
  expect(await runDue('2027-04-01T07:00:00.000Z')).toBe(1);
  expect(await runDue('2026-04-02T05:00:00.000Z')).toBe(0);
  expect((await reportOf(id)).next_run_at).toBe('2026-04-02T06:00:00.000Z');
  expect(await runDue('2026-04-02T06:01:00.000Z')).toBe(1);
  expect(await runDue('2026-04-02T06:02:00.000Z')).toBe(0);
});

test('what passed while the clock was ahead is made up at the first look after it', async () => {
  await scheduled();
  expect(await runDue('2027-04-01T07:00:00.000Z')).toBe(1);
  expect(await runDue('2026-04-02T06:01:00.000Z')).toBe(1);
  expect(await runDue('2026-04-02T06:02:00.000Z')).toBe(0);
});

test('a schedule that was set while the clock was ahead makes nothing up', async () => {
  core.clock.set('2027-04-01T07:00:00.000Z');
  await scheduled();
  expect(await runDue('2026-04-02T05:00:00.000Z')).toBe(0);
  expect(await runDue('2026-04-02T06:01:00.000Z')).toBe(1);
});

test('a clock that is set back by seconds has nothing written again', async () => {
  await scheduled();
  expect(await runDue('2026-04-01T06:00:01.000Z')).toBe(1);
  expect(await runDue('2026-04-01T05:59:59.000Z')).toBe(0);
  expect(await runDue('2026-04-01T06:00:19.000Z')).toBe(0);
});

test('what is changed while a report is written stays so: nothing is made up for times before', async () => {
  const id = await scheduled();
  core.clock.set('2026-04-01T09:00:00.000Z');
  await Promise.all([
    core.call('savedReport.runDue', {}),
    core.call('savedReport.schedule', { id, schedule: { ...daily, time: '08:00' } }),
    core.call('savedReport.update', { id, name: 'New' }),
  ]);
  await settle();
  expect(await reportOf(id)).toMatchObject({
    name: 'New',
    updated_at: '2026-04-01T09:00:00.000Z',
    last_run: { scheduled_for: '2026-04-01T06:00:00.000Z' },
  });
  expect(await runDue('2026-04-01T09:01:00.000Z')).toBe(0);
});
