import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkpointsBeside } from '../core/store/checkpoints-beside';
import { openStore, type Store } from '../core/store/open';
import { type BuiltThreads, buildThreads } from './built-threads';

let threads: BuiltThreads;
beforeAll(async () => {
  threads = await buildThreads();
});
afterAll(() => threads.remove());

let folder: string;
let store: Store;
const logged: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pricebook-checkpoints-'));
  store = openStore(join(folder, 'pricebook.db'), 'writer');
  store.sqlite.exec('create table texts (number integer primary key, text text not null) strict');
  store.sqlite.pragma('wal_checkpoint(truncate)');
  logged.length = 0;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const addPages = (pages: number) =>
  store.sqlite.exec(`insert into texts (text) with recursive pages (page) as (
    values (1) union all select page + 1 from pages where page < ${pages}) select hex(randomblob(4000)) from pages`);
const pagesOfLog = () => store.sqlite.pragma('wal_autocheckpoint', { simple: true });
const begin = (exportThread: URL | null) =>
  checkpointsBeside({ store, exportThread, log: (_level, message) => logged.push(message) });

it('moves what was written into the database file while the writer only writes', async () => {
  const checkpoints = begin(threads.threadFile);
  const before = statSync(store.file).size;
  expect(pagesOfLog()).toBe(12_000);
  addPages(2000);
  expect(statSync(store.file).size).toBe(before);
  while (statSync(store.file).size < before + 2000 * 8192) {
    checkpoints.wrote();
    await setTimeout(5);
  }
  await checkpoints.end();
  expect(pagesOfLog()).toBe(1000);
  expect(store.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(logged).toEqual([]);
});

it('moves the rest at the end', async () => {
  const checkpoints = begin(threads.threadFile);
  const before = statSync(store.file).size;
  addPages(2000);
  await checkpoints.end();
  expect(statSync(store.file).size).toBeGreaterThanOrEqual(before + 2000 * 8192);
});

it('is nothing to wait for where there is no thread, or none that works', async () => {
  await begin(null).end();
  const broken = begin(new URL('file:///nowhere.mjs'));
  broken.wrote();
  await broken.end();
  expect(pagesOfLog()).toBe(1000);
  expect(logged).toEqual(['checkpoints beside a long write ended']);
});
