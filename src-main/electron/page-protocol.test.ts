import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerPageRequest } from './page-protocol';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'pricebook-pages-'));
  mkdirSync(join(root, 'renderer/assets'), { recursive: true });
  mkdirSync(join(root, 'main'));
  writeFileSync(join(root, 'main/index.js'), 'secret');
  writeFileSync(join(root, 'renderer/index.html'), '<p>page</p>');
  writeFileSync(join(root, 'renderer/assets/app.js'), 'run()');
  writeFileSync(join(root, 'renderer/notes.sqlite'), 'of no known kind');
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (url: string) => answerPageRequest(new Request(url), join(root, 'renderer'));

it('serves the page with its security headers', async () => {
  const response = await get('app://pricebook/');
  expect(await response.text()).toBe('<p>page</p>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const csp = response.headers.get('content-security-policy') ?? '';
  expect(csp).toContain("default-src 'none'");
  expect(csp).toContain("script-src 'self'");
  expect(csp).not.toMatch(/script-src[^;]*unsafe/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

it('serves the files of the page', async () => {
  const response = await get('app://pricebook/assets/app.js?v=1#x');
  expect([response.status, await response.text()]).toEqual([200, 'run()']);
});

it.each([
  'app://pricebook/../main/index.js',
  'app://pricebook/%2e%2e/main/index.js',
  'app://pricebook/..%2fmain%2findex.js',
  'app://pricebook/assets/..%2f..%2fmain/index.js',
  'app://pricebook/..%5cmain%5cindex.js',
  'app://pricebook/%00',
  'app://pricebook/%E0%A4%A',
  'app://pricebook/assets',
  'app://pricebook/missing.js',
  'app://pricebook/notes.sqlite',
  'app://other/index.html',
])('answers 404 for %s', async (url) => {
  const response = await get(url);
  expect(response.status).toBe(404);
  expect(response.headers.get('content-security-policy')).not.toBeNull();
});
