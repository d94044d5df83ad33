import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrate';

let folder: string;
let file: string;
let sqlite: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pricebook-migrate-'));
  file = join(folder, 'pricebook.db');
  sqlite = new Database(file);
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

const first = { name: '0001_first', up: "create table a (x text) strict; insert into a values ('kept')" };
const second = { name: '0002_second', up: 'create table b (x text) strict' };
const failing = {
  name: '0002_failing',
  up: 'create table b (x text) strict; delete from a; select no_such_function()',
};
const orphaning = {
  name: '0002_orphaning',
  up: "create table b (x text primary key) strict; create table c (b text references b(x)) strict; insert into c values ('nobody')",
};

const version = (db = sqlite) => db.pragma('user_version', { simple: true });
const tables = (db = sqlite) =>
  db.prepare("select name from sqlite_schema where type = 'table' order by name").pluck().all();

test('applies each migration once, in order', () => {
  migrate(sqlite, [first], file);
  migrate(sqlite, [first, second], file);
  migrate(sqlite, [first, second], file);
  expect([version(), tables()]).toEqual([2, ['a', 'b']]);
  expect(sqlite.prepare('select x from a').pluck().all()).toEqual(['kept']);
});

test.each([failing, orphaning])('$name fails whole: the store stays at the version before', (broken) => {
  migrate(sqlite, [first], file);
  expect(() => migrate(sqlite, [first, broken], file)).toThrow();
  expect([version(), tables(), sqlite.inTransaction]).toEqual([1, ['a'], false]);
  expect(sqlite.prepare('select x from a').pluck().all()).toEqual(['kept']);
  expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
  migrate(sqlite, [first, second], file);
  expect(version()).toBe(2);
});

test('a store with data is backed up before, a new one is not', () => {
  migrate(sqlite, [first], file);
  expect(readdirSync(folder)).not.toContain('backups');
  migrate(sqlite, [first, second], file);
  const backups = readdirSync(join(folder, 'backups'));
  expect(backups).toHaveLength(1);
  expect(backups[0]).toMatch(/^pricebook-v1-.*\.db$/);
  const backup = new Database(join(folder, 'backups', backups[0] ?? ''), { readonly: true });
  expect([version(backup), tables(backup)]).toEqual([1, ['a']]);
  expect(backup.prepare('select x from a').pluck().all()).toEqual(['kept']);
  backup.close();
  // Windows keeps rights elsewhere.
  const others = (path: string) => (process.platform === 'win32' ? 0 : statSync(path).mode & 0o077);
  expect([folder, 'backups', `backups/${backups[0]}`].map((name) => others(resolve(folder, name)))).toEqual([0, 0, 0]);
});

/** Runs the real migrate() in a process of its own that dies inside the second migration. */
const killed = (migratePath: string, database: string) => `
  import { migrate } from ${JSON.stringify(pathToFileURL(migratePath).href)};
  import { createRequire } from 'node:module';
  const Database = createRequire(${JSON.stringify(migratePath)})('better-sqlite3');
  const sqlite = new Database(${JSON.stringify(database)});
  sqlite.pragma('journal_mode = wal');
  sqlite.function('die', () => process.kill(process.pid, 'SIGKILL'));
  migrate(sqlite, [
    ${JSON.stringify(first)},
    { name: '0002_killed', up: 'create table b (x text) strict; delete from a; select die()' },
  ], ':memory:');
`;

test('a kill in the middle of a migration leaves the version before, readable and complete', () => {
  const source = killed(join(import.meta.dirname, 'migrate.ts'), file);
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', source], { encoding: 'utf8' });
  expect([child.signal, child.stderr]).toEqual(['SIGKILL', '']);
  sqlite.close();
  sqlite = new Database(file);
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  expect([version(), tables()]).toEqual([1, ['a']]);
  expect(sqlite.prepare('select x from a').pluck().all()).toEqual(['kept']);
  migrate(sqlite, [first, second], file);
  expect(version()).toBe(2);
});
