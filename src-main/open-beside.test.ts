import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { migrations } from '../migrations';
import { migrate } from './core/store/migrate';
import { applicationId } from './core/store/probe';
import { openBeside } from './open-beside';
import { openPricebook, type Pricebook } from './pricebook';
import { type BuiltThreads, buildThreads } from './threads/built-threads';

let threads: BuiltThreads;
beforeAll(async () => {
  threads = await buildThreads();
});
afterAll(() => threads.remove());

let profileDir: string;
const opened: Pick<Pricebook, 'close'>[] = [];
beforeEach(() => {
  profileDir = mkdtempSync(join(tmpdir(), 'pricebook-beside-'));
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  rmSync(profileDir, { recursive: true, force: true });
});

const folder = () => ({ profileDir, ...threads, log: () => undefined });
async function opening<T extends Pick<Pricebook, 'close'>>(open: Promise<T>): Promise<T> {
  const one = await open;
  opened.push(one);
  return one;
}

async function ask(pricebook: Pick<Pricebook, 'call'>, name: string, input: object, environment_id = '') {
  const reply = await pricebook.call(name, input, { environment_id });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.data as { id: string; items: { id: string }[] };
}
const environmentOf = async (pricebook: Pick<Pricebook, 'call'>) =>
  (await ask(pricebook, 'environment.list', {})).items[0]?.id ?? '';
const keyIds = async (pricebook: Pick<Pricebook, 'call'>, environment: string) =>
  (await ask(pricebook, 'apiKey.list', {}, environment)).items.map(({ id }) => id);

it('writes beside a program that has the folder open; each sees at once what the other did', async () => {
  const holder = await opening(openPricebook(folder()));
  const environment = await environmentOf(holder);
  const guest = await opening(openBeside(folder()));
  const { id: first } = await ask(guest, 'apiKey.create', { name: 'first' }, environment);
  expect(await keyIds(holder, environment)).toEqual([first]);
  const { id: second } = await ask(holder, 'apiKey.create', { name: 'second' }, environment);
  expect(await keyIds(guest, environment)).toEqual([second, first]);
  await guest.close();
  expect(existsSync(join(profileDir, 'pricebook.lock'))).toBe(true);
  await ask(holder, 'group.create', { name: 'G', lookup_key: 'g', entity_type: 'price' }, environment);
});

it('loses nothing when both write at the same time', async () => {
  const holder = await opening(openPricebook(folder()));
  const environment = await environmentOf(holder);
  const guests = await Promise.all([1, 2].map(() => opening(openBeside(folder()))));
  const made = await Promise.all(
    [holder, ...guests].flatMap((one) =>
      Array.from({ length: 20 }, async () => (await ask(one, 'apiKey.create', { name: 'x' }, environment)).id),
    ),
  );
  expect((await keyIds(holder, environment)).sort()).toEqual(made.sort());
});

it('makes the store of a new folder, and gives the folder back', async () => {
  const alone = await opening(openBeside(folder()));
  const environment = await environmentOf(alone);
  const { id } = await ask(alone, 'apiKey.create', { name: 'first' }, environment);
  await alone.close();
  const holder = await opening(openPricebook(folder()));
  expect(await keyIds(holder, environment)).toEqual([id]);
});

it('upgrades a store of an older version when nobody has it open', async () => {
  const file = join(profileDir, 'pricebook.db');
  const older = new Database(file);
  older.pragma(`application_id = ${applicationId}`);
  migrate(older, migrations.slice(0, 3), file);
  older.close();
  const guest = await opening(openBeside(folder()));
  await ask(guest, 'apiKey.create', { name: 'first' }, await environmentOf(guest));
  expect(existsSync(join(profileDir, 'backups'))).toBe(true);
});

it.each([
  ['that is damaged', Buffer.from('no database '.repeat(999)), /is damaged and was left as it is/],
  ['of another program', foreignDatabase(), /is not a Pricebook file/],
])('refuses a store %s with a sentence, and leaves it', async (_what, bytes, sentence) => {
  const file = join(profileDir, 'pricebook.db');
  writeFileSync(file, bytes);
  await expect(openBeside(folder())).rejects.toThrow(sentence);
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

it('refuses a store of a newer version with a sentence', async () => {
  const holder = await openPricebook(folder());
  await holder.close();
  const sqlite = new Database(join(profileDir, 'pricebook.db'));
  sqlite.pragma(`user_version = ${migrations.length + 1}`);
  sqlite.close();
  await expect(openBeside(folder())).rejects.toThrow(/newer version of Pricebook/);
});

function foreignDatabase(): Buffer {
  const sqlite = new Database(':memory:');
  sqlite.exec('create table notes (text text)');
  const bytes = sqlite.serialize();
  sqlite.close();
  return bytes;
}
