import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { reportFileInput } from '@shared/entities/report-file';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Deps } from '../deps';
import { sampleCore } from '../sample/test-sample';
import type { TestCore } from '../test-core';
import { begunExportsDirOf, newNotes, removeLeftovers } from './made-places';
import { exportTo, testFolder } from './test-report';
import { writeReport } from './write-report';

let core: TestCore;
let folder: ReturnType<typeof testFolder>;
beforeEach(async () => {
  core = await sampleCore();
  folder = testFolder();
  mkdirSync(folder.in('out'));
});
afterEach(async () => {
  await core.close();
  folder.remove();
});

const march = { start_time: '2026-03-01T00:00:00.000Z', end_time: '2026-04-01T00:00:00.000Z' };
const storeFile = () => folder.in('pricebook.db');
const begun = () => readdirSync(begunExportsDirOf(storeFile()));
const out = (place = '') => readdirSync(folder.in(`out/${place}`)).sort();

/** A report of events on its way to `out/name`, which leaves what there is when it is not finished. */
function reportTo(name: string, split: 'none' | 'customer') {
  const { store, environment_id } = core;
  const call = { deps: { store, now: core.clock.now } as Deps, context: { environment_id } };
  const input = reportFileInput.parse({ ...march, kind: 'events', split });
  const path = folder.in(`out/${name}`);
  return writeReport({ environment_id, input, path, notes: newNotes(storeFile()) }, call);
}

/** Runs one until files of it are there, and no further: as a process that is killed. */
function kill(name: string, split: 'none' | 'customer') {
  const steps = reportTo(name, split);
  const files = () => (split === 'none' ? out() : out(`${name}.partial`));
  do if (steps.next().done) throw new Error('it ended');
  while (files().length === 0);
}

test.each([
  ['all.csv', 'none'],
  ['by-customer', 'customer'],
] as const)('what an export is writing is not deleted by another that knows nothing of it: %s', (name, split) => {
  const first = reportTo(name, split);
  first.next();
  expect(out()).toEqual([`${name}.partial`]);
  expect(() => [...reportTo(name, split)]).toThrow('EEXIST');
  expect(out()).toEqual([`${name}.partial`]);
  for (const _step of first);
  expect(out()).toEqual([name]);
});

test('what killed exports left behind is deleted at the next start, but for what others put there', async () => {
  kill('all.csv', 'none');
  kill('by-customer', 'customer');
  kill('shared', 'customer');
  writeFileSync(folder.in('out/shared.partial/mine.csv'), 'mine');
  await removeLeftovers(begunExportsDirOf(storeFile()));
  expect(out()).toEqual(['shared.partial']);
  expect(out('shared.partial')).toEqual(['mine.csv']);
  expect(begun()).toEqual([]);
});

test('what is on a drive that went away is deleted at a later start', async () => {
  kill('all.csv', 'none');
  renameSync(folder.in('out'), folder.in('away'));
  symlinkSync('out', folder.in('out'));
  await removeLeftovers(begunExportsDirOf(storeFile()));
  expect(begun()).toHaveLength(1);
  rmSync(folder.in('out'));
  renameSync(folder.in('away'), folder.in('out'));
  await removeLeftovers(begunExportsDirOf(storeFile()));
  expect(out()).toEqual([]);
  expect(begun()).toEqual([]);
});

test('a folder or file of others is never deleted, whatever its name is', async () => {
  mkdirSync(folder.in('out/by-customer.partial'));
  writeFileSync(folder.in('out/by-customer.partial/mine.csv'), 'mine');
  writeFileSync(folder.in('out/all.csv.partial'), 'mine');
  const steps = [reportTo('all.csv', 'none'), reportTo('by-customer', 'customer')];
  for (const each of steps) expect(() => [...each]).toThrow('EEXIST');
  await removeLeftovers(begunExportsDirOf(storeFile()));
  const target = { path: folder.in('out/all.csv'), kind: 'file' as const };
  expect(await exportTo(core, { ...march, kind: 'events' }, target)).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('something of that name'),
  });
  expect(readFileSync(folder.in('out/all.csv.partial'), 'utf8')).toBe('mine');
  expect(readFileSync(folder.in('out/by-customer.partial/mine.csv'), 'utf8')).toBe('mine');
});
