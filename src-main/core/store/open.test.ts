import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@shared/errors';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../migrations';
import { testCore } from '../test-core';
import { openStore } from './open';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pricebook-store-'));
  file = join(folder, 'nested', 'pricebook.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refusal = (): AppError => {
  try {
    openStore(file, 'writer').close();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the store was opened');
};

describe('a new store', () => {
  test('is for this user alone, the folder and every file of it', () => {
    const store = openStore(file, 'writer');
    // Windows keeps rights elsewhere.
    const others = (path: string) => (process.platform === 'win32' ? 0 : statSync(path).mode & 0o077);
    expect(others(join(folder, 'nested'))).toBe(0);
    const names = readdirSync(join(folder, 'nested')).sort();
    expect(names).toEqual(['pricebook.db', 'pricebook.db-shm', 'pricebook.db-wal']);
    expect(names.map((name) => others(join(folder, 'nested', name)))).toEqual([0, 0, 0]);
    store.close();
  });

  test('is made in a folder that may not exist yet, with what durability and references need', () => {
    const { sqlite, close } = openStore(file, 'writer');
    const pragma = (name: string) => sqlite.pragma(name, { simple: true });
    expect({
      journal_mode: pragma('journal_mode'),
      synchronous: pragma('synchronous'),
      foreign_keys: pragma('foreign_keys'),
      busy_timeout: pragma('busy_timeout'),
      user_version: pragma('user_version'),
      application_id: pragma('application_id'),
    }).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      busy_timeout: 5000,
      user_version: migrations.length,
      application_id: 0x50424f4b,
    });
    close();
    expect(readdirSync(join(folder, 'nested'))).toEqual(['pricebook.db']);
  });

  test('every table is strict', () => {
    const { sqlite, close } = openStore(':memory:', 'writer');
    const loose = sqlite
      .prepare("select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0")
      .pluck()
      .all();
    expect(loose.filter((name) => !/^sqlite_/.test(String(name)))).toEqual([]);
    close();
  });

  test('a reader sees it and cannot change it', () => {
    openStore(file, 'writer').close();
    const reader = openStore(file, 'reader');
    expect(reader.sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(() => reader.sqlite.exec("insert into counters values ('x', 1)")).toThrow(/readonly/);
    reader.close();
    reader.close();
  });

  test('a reader of a profile that does not exist fails rather than making one', () => {
    expect(() => openStore(file, 'reader')).toThrow();
  });
});

describe('what is there stays', () => {
  test('across reopening', async () => {
    const core = testCore({ file });
    const group = await core.call('group.create', { name: 'n', entity_type: 'price', lookup_key: 'k' });
    await core.close();
    const again = testCore({ file });
    expect(again.environment_id).toBe(core.environment_id);
    expect((await again.call('group.search', {})).items.map(({ id }) => id)).toEqual([group.id]);
    await again.close();
  });

  test('an empty file becomes a store', () => {
    file = join(folder, 'empty.db');
    writeFileSync(file, '');
    openStore(file, 'writer').close();
  });
});

describe('files that are refused and left as they are', () => {
  const unchanged = (message: RegExp) => {
    const before = readFileSync(file);
    const error = refusal();
    expect(error.code).toBe('invalid_operation');
    expect(error.message).toMatch(message);
    expect(readFileSync(file).equals(before)).toBe(true);
  };
  beforeEach(() => {
    file = join(folder, 'pricebook.db');
  });

  test('another SQLite database', () => {
    const other = new Database(file);
    other.exec('create table notes (text text); insert into notes values (1)');
    other.close();
    unchanged(/is not a Pricebook file\. It was left as it is\./);
  });

  test('another SQLite database in WAL mode, its log included', () => {
    const other = new Database(file);
    other.pragma('journal_mode = wal');
    other.exec('create table notes (text text)');
    const log = readFileSync(`${file}-wal`);
    unchanged(/is not a Pricebook file/);
    expect(readFileSync(`${file}-wal`).equals(log)).toBe(true);
    other.close();
  });

  test('a file that is no database', () => {
    writeFileSync(file, 'event_name,customer\n'.repeat(500));
    unchanged(/is damaged and was left as it is/);
  });

  test('a store of a newer version', () => {
    openStore(file, 'writer').close();
    const newer = new Database(file);
    newer.pragma(`user_version = ${migrations.length + 1}`);
    newer.close();
    unchanged(/written by a newer version of Pricebook/);
  });

  test('a store that was cut off', () => {
    openStore(file, 'writer').close();
    truncateSync(file, 40_960);
    unchanged(/is damaged/);
  });

  test('a store with a page overwritten', () => {
    openStore(file, 'writer').close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 3, 4096 * 5);
    writeFileSync(file, bytes);
    unchanged(/is damaged/);
  });
});
