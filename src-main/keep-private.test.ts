import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepPrivate } from './keep-private';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pricebook-private-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const place = (name: string) => join(dir, name);
const modeOf = (name: string) => statSync(place(name)).mode & 0o777;

function put(name: string, mode: number) {
  writeFileSync(place(name), '');
  chmodSync(place(name), mode);
}

test.skipIf(process.platform === 'win32')('what others could read of a data folder they can read no more', () => {
  chmodSync(dir, 0o755);
  for (const name of ['backups', 'electron', 'own']) mkdirSync(place(name));
  for (const name of ['backups', 'electron', 'own']) chmodSync(place(name), 0o755);
  const ours = ['pricebook.db', 'pricebook.db-wal', 'secrets.json', 'api-server.json', 'backups/pricebook-v3.db'];
  for (const name of ours) put(name, 0o664);
  put('notes.txt', 0o644);
  put('own/pricebook.db', 0o644);

  keepPrivate(dir);
  expect(modeOf('.')).toBe(0o700);
  expect(ours.map(modeOf)).toEqual(ours.map(() => 0o600));
  expect([modeOf('backups'), modeOf('electron')]).toEqual([0o700, 0o700]);
  // Whatever else somebody keeps there is theirs to share.
  expect([modeOf('notes.txt'), modeOf('own'), modeOf('own/pricebook.db')]).toEqual([0o644, 0o755, 0o644]);
});

test.skipIf(process.platform === 'win32')('nothing becomes looser, and a link is not followed', () => {
  put('pricebook.db', 0o400);
  put('elsewhere', 0o644);
  symlinkSync(place('elsewhere'), place('secrets.json'));
  chmodSync(dir, 0o500);
  keepPrivate(dir);
  expect(modeOf('.')).toBe(0o500);
  chmodSync(dir, 0o700);
  expect([modeOf('pricebook.db'), modeOf('elsewhere')]).toEqual([0o400, 0o644]);
});

test('a folder that is not there is nothing to do', () => {
  expect(() => keepPrivate(place('missing'))).not.toThrow();
});
