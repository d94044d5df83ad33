import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretFile } from './secret-file';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pricebook-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const path = () => join(dir, 'secrets.json');

test('a secret is kept in a file that only its owner may read, and goes when it is deleted', async () => {
  await secretFile(dir).set('conn_1', 'sk_live');
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(await secretFile(dir).get('conn_1')).toBe('sk_live');
  expect(await secretFile(dir).get('conn_2')).toBeNull();
  await secretFile(dir).delete('conn_1');
  expect(await secretFile(dir).get('conn_1')).toBeNull();
});

test('a seal is what the file holds; one that cannot be opened here reads as none', async () => {
  const seal = {
    close: async (text: string) => Buffer.from(`sealed ${text}`).toString('base64'),
    open: async (sealed: string) => Buffer.from(sealed, 'base64').toString().replace('sealed ', ''),
  };
  await secretFile(dir, seal).set('conn_1', 'sk_live');
  expect(readFileSync(path(), 'utf8')).not.toContain('sk_live');
  expect(await secretFile(dir, seal).get('conn_1')).toBe('sk_live');
  expect(await secretFile(dir, { ...seal, open: async () => null }).get('conn_1')).toBeNull();
});

test('changes at the same time are all kept', async () => {
  const secrets = secretFile(dir);
  await Promise.all(Array.from({ length: 20 }, (_, index) => secrets.set(`conn_${index}`, String(index))));
  expect(await Promise.all(Array.from({ length: 20 }, (_, index) => secrets.get(`conn_${index}`)))).toEqual(
    Array.from({ length: 20 }, (_, index) => String(index)),
  );
});
