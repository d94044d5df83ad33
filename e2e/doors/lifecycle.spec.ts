import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callFromPage, sandboxId } from './call-from-page';
import { expect, test } from './fixture';
import { runElectronToItsEnd } from './launch-electron';
import { runShellToItsEnd } from './launch-shell';

const groupOf = (name: string) => ({ name, lookup_key: name.toLowerCase().replaceAll(' ', '-'), entity_type: 'price' });

test('what was saved is there after a restart', async ({ page, relaunch }) => {
  const environment = await sandboxId(page);
  const created = await callFromPage(page, 'group.create', groupOf('GPU Usage'), environment);
  expect(created.error).toBeUndefined();

  const restarted = await relaunch();
  const found = await callFromPage(restarted, 'group.search', {}, environment);
  expect(found.data?.items?.map((group) => group.name)).toEqual(['GPU Usage']);
});

test('a second start on the same data folder is refused with a sentence', async ({ page, door, profileDir }) => {
  await expect(page).toHaveTitle(/Pricebook/);
  const second = door === 'electron' ? await runElectronToItsEnd(profileDir) : await runShellToItsEnd(profileDir);
  expect(second.output).toContain(`Pricebook is already open on the data folder ${profileDir}`);
  expect(second.output).not.toContain('    at ');
  expect(second.code).toBe(1);
});

test('the other door is refused too while one has the data folder', async ({ page, door, profileDir }) => {
  await expect(page).toHaveTitle(/Pricebook/);
  const other = door === 'electron' ? await runShellToItsEnd(profileDir) : await runElectronToItsEnd(profileDir);
  expect(other.output).toContain(`Pricebook is already open on the data folder ${profileDir}`);
  expect(other.code).toBe(1);
});

test('killed in the middle of writing, every answered change is kept and the store opens', async ({
  page,
  openDoor,
}) => {
  const environment = await sandboxId(page);
  const answered: string[] = [];
  const writing = (async () => {
    for (let count = 0; count < 10_000; count += 1) {
      const name = `Group ${String(count).padStart(5, '0')}`;
      const reply = await callFromPage(page, 'group.create', groupOf(name), environment).catch(() => null);
      if (!reply?.ok) return;
      answered.push(name);
    }
  })();
  await expect.poll(() => answered.length).toBeGreaterThan(20);
  await openDoor.kill();
  await writing;

  const restarted = await openDoor.relaunch();
  const kept: string[] = [];
  for (let offset = 0; ; offset += 100) {
    const found = await callFromPage(restarted, 'group.search', { limit: 100, offset }, environment);
    const names = found.data?.items?.map((group) => String(group.name)) ?? [];
    kept.push(...names);
    if (names.length < 100) break;
  }
  expect(answered.filter((name) => !kept.includes(name))).toEqual([]);
});

test('a damaged store is refused with a sentence and left as it is', async ({ door, profileDir }) => {
  const store = join(profileDir, 'pricebook.db');
  const damage = 'this was a database once '.repeat(1000);
  writeFileSync(store, damage);
  const ended = door === 'electron' ? await runElectronToItsEnd(profileDir) : await runShellToItsEnd(profileDir);
  expect(ended.output).toMatch(/damaged/);
  expect(ended.output).not.toContain('    at ');
  expect(ended.code).toBe(1);
  expect(readFileSync(store, 'utf8')).toBe(damage);
});
