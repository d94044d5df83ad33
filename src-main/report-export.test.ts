import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { DoorEvent } from '@shared/door';
import type { Job } from '@shared/entities/job';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { newNotes } from './core/report-files/made-places';
import { downloadsDirOf } from './file-shelf';
import { openPricebook, type Pricebook } from './pricebook';
import { loadSampleIfEmpty } from './sample-start';
import { type BuiltThreads, buildThreads } from './threads/built-threads';

let threads: BuiltThreads;
beforeAll(async () => {
  threads = await buildThreads();
});
afterAll(() => threads.remove());

let dir: string;
const opened: Pricebook[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pricebook-exports-'));
  mkdirSync(join(dir, 'out'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((pricebook) => pricebook.close()));
  rmSync(dir, { recursive: true, force: true });
});

const allTime = { start_time: '2020-01-01T00:00:00.000Z', end_time: '2030-01-01T00:00:00.000Z' };

async function open(otherThreads: Partial<BuiltThreads> = {}) {
  const pricebook = await openPricebook({
    profileDir: join(dir, 'profile'),
    ...threads,
    ...otherThreads,
    log: () => undefined,
  });
  opened.push(pricebook);
  await loadSampleIfEmpty(pricebook);
  const environments = await pricebook.call('environment.list', {}, { environment_id: '' });
  const { items } = (environments.ok ? environments.data : { items: [] }) as { items: { id: string; type: string }[] };
  const environment_id = items.find(({ type }) => type === 'development')?.id ?? '';
  const call = (name: string, input: unknown = {}) => pricebook.call(name, input, { environment_id });
  /** Starts an export and waits for its end. */
  async function ended(input: unknown): Promise<Job> {
    const end = Promise.withResolvers<Job>();
    const seen = new Map<string, Job>();
    const stop = pricebook.onEvent((event: DoorEvent) => {
      if (event.type === 'job' && event.job.state !== 'running') seen.set(event.job.id, event.job);
    });
    const reply = await call('report.export', input);
    if (!reply.ok) throw new Error(reply.error.message);
    const { id } = reply.data as Job;
    while (!seen.has(id)) await setTimeout(5);
    stop();
    end.resolve(seen.get(id) as Job);
    return end.promise;
  }
  const fileTarget = (name: string) =>
    pricebook.shelveTarget({ path: join(dir, 'out', name), kind: 'file', is_temporary: false }, name).token;
  return { pricebook, call, ended, fileTarget };
}

it('writes where a token leads to, on a thread of its own, and tells what it wrote', async () => {
  const { pricebook, ended, fileTarget } = await open();
  const job = await ended({ ...allTime, kind: 'breakdown', target_token: fileTarget('all.csv') });
  const path = join(dir, 'out', 'all.csv');
  expect(job).toMatchObject({ state: 'done', export: { files: 1, path } });
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength((job.export?.rows ?? 0) + 1);
  expect(job.export?.rows).toBeGreaterThan(10);
  expect(readdirSync(join(dir, 'out'))).toEqual(['all.csv']);
  expect(pricebook.exportedPath(job.id)).toBe(path);
});

it('never writes to a path that a page names', async () => {
  const { call } = await open();
  const target = { path: join(dir, 'out', 'named.csv'), kind: 'file', is_temporary: false };
  for (const target_token of [undefined, 'made up', 7]) {
    const reply = await call('report.export', { ...allTime, kind: 'breakdown', target, target_token });
    expect(reply).toMatchObject({ ok: false, error: { code: 'validation_error' } });
  }
  expect(readdirSync(join(dir, 'out'))).toEqual([]);
});

it('keeps a download until it is taken, once, and nothing of it after the end', async () => {
  const { pricebook, ended } = await open();
  const downloads = downloadsDirOf(join(dir, 'profile'));
  const download = (name: string) =>
    pricebook.shelveTarget({ path: join(downloads, name), kind: 'file', is_temporary: true }, `${name}.csv`);
  const taken = download('taken');
  expect(taken.path).toBeNull();
  const job = await ended({ ...allTime, kind: 'breakdown', target_token: taken.token });
  expect(job.export?.path).toBeNull();
  expect(pricebook.takeDownload(taken.token)).toEqual({ path: join(downloads, 'taken'), name: 'taken.csv' });
  expect(pricebook.takeDownload(taken.token)).toBeUndefined();
  await ended({ ...allTime, kind: 'breakdown', target_token: download('left').token });
  await pricebook.close();
  expect(readdirSync(downloads)).toEqual(['taken']);
});

it('cancelled leaves nothing behind, and what was there before stays', async () => {
  const { pricebook, call, ended, fileTarget } = await open();
  const folderTarget = () =>
    pricebook.shelveTarget({ path: join(dir, 'out'), kind: 'folder', is_temporary: false }, 'out').token;
  await ended({ ...allTime, kind: 'breakdown', target_token: fileTarget('kept.csv') });
  const before = statSync(join(dir, 'out', 'kept.csv')).mtimeMs;
  for (let round = 0; round < 8; round += 1) {
    // One file, and a folder of them.
    const where =
      round % 2 === 0 ? { target_token: fileTarget('kept.csv') } : { target_token: folderTarget(), split: 'customer' };
    const reply = await call('report.export', { ...allTime, kind: 'events', ...where });
    const { id } = (reply.ok ? reply.data : {}) as Job;
    // At every stage: before the thread runs, while it opens the store, while it writes.
    await setTimeout(round * 15);
    const cancelled = await call('job.cancel', { id });
    if (!cancelled.ok) break;
    let job: Job;
    do {
      await setTimeout(5);
      const state = await call('job.get', { id });
      job = (state.ok ? state.data : {}) as Job;
    } while (job.state === 'running');
    if (job.state === 'done') break;
    expect(job).toMatchObject({ state: 'cancelled', message: 'Stopped. Nothing was written.' });
    expect(readdirSync(join(dir, 'out'))).toEqual(['kept.csv']);
    expect(statSync(join(dir, 'out', 'kept.csv')).mtimeMs).toBe(before);
  }
});

it('is ended with the program, and leaves nothing behind then either', async () => {
  const { pricebook, call, fileTarget } = await open();
  await call('report.export', { ...allTime, kind: 'events', target_token: fileTarget('half.csv') });
  await pricebook.close();
  expect(existsSync(join(dir, 'out', 'half.csv.partial'))).toBe(false);
});

it('deletes what a killed program left behind', async () => {
  leaveHalf();
  await open();
  await vi.waitFor(() => expect(readdirSync(join(dir, 'out'))).toEqual([]));
});

it('deletes what an export left behind whose thread died with that of the store', async () => {
  const threadFile = join(dir, 'mortal-thread.mjs');
  writeFileSync(
    threadFile,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ name }) => { if (name === 'usage.verify') process.exit(3); });
     await import(${JSON.stringify(String(threads.threadFile))});`,
  );
  const { call } = await open({ threadFile: pathToFileURL(threadFile) });
  leaveHalf();
  expect(await call('usage.verify')).toMatchObject({ ok: false });
  await vi.waitFor(() => expect(readdirSync(join(dir, 'out'))).toEqual([]));
});

/** Leaves a file as an export does that is killed. */
function leaveHalf() {
  const path = join(dir, 'out', 'half.csv.partial');
  const notes = newNotes(join(dir, 'profile', 'pricebook.db')) ?? '';
  mkdirSync(dirname(notes), { recursive: true });
  writeFileSync(notes, `${JSON.stringify({ kind: 'file', path })}\n`);
  writeFileSync(path, 'half');
}
