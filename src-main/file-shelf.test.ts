import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFileShelf } from './file-shelf';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pricebook-shelf-'));
  file = join(dir, 'usage.csv');
  writeFileSync(file, 'a,b\n');
});
afterEach(() => rmSync(dir, { recursive: true }));

it('gives a token that tells nothing of the path, and finds the file by it', async () => {
  const shelf = createFileShelf();
  const picked = await shelf.shelve(file, 'usage.csv');
  expect(picked).toEqual({ token: expect.stringMatching(/^[\w-]{32}$/), name: 'usage.csv', size: 4 });
  expect(shelf.find(picked.token)?.path).toBe(file);
});

it.each([undefined, null, '', 'unknown', 7, {}])('knows nothing by %j', (token) => {
  expect(createFileShelf().find(token)).toBeUndefined();
});

it('deletes a temporary file once it was used; a chosen file of the person never', async () => {
  const shelf = createFileShelf();
  const upload = join(dir, 'upload');
  writeFileSync(upload, 'x');
  const temporary = await shelf.shelve(upload, 'x.csv', { temporary: true });
  const chosen = await shelf.shelve(file, 'usage.csv');
  await shelf.release(temporary.token);
  await shelf.release(chosen.token);
  expect([existsSync(upload), existsSync(file)]).toEqual([false, true]);
  expect(shelf.find(temporary.token)).toBeUndefined();
});

it('deletes the temporary files that are left when it closes', async () => {
  const shelf = createFileShelf();
  const upload = join(dir, 'upload');
  writeFileSync(upload, 'x');
  await shelf.shelve(upload, 'x.csv', { temporary: true });
  await shelf.shelve(file, 'usage.csv');
  shelf.close();
  expect([existsSync(upload), existsSync(file)]).toEqual([false, true]);
});

it('refuses a file that is not there', async () => {
  await expect(createFileShelf().shelve(join(dir, 'gone'), 'gone')).rejects.toThrow(/ENOENT/);
});
