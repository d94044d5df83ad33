import { readFileSync } from 'node:fs';
import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { docsPage } from './docs-page/page';
import { tokens } from './docs-page/styles';
import { type TestAnswer, type TestApi, testApi } from './test-api';

let api: TestApi;
let page: TestAnswer;
beforeAll(async () => {
  api = await testApi();
  page = await api.send('GET', '/v1/docs', undefined, { 'x-api-key': '' });
});
afterAll(() => api.close());

const operations = Object.values(openApiDocument().paths).flatMap((methods) => Object.values(methods));

it('is served without a key, and may load nothing at all', () => {
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='/);
  expect(page.text).not.toMatch(/<script|<img|<link| style="| on\w+="|javascript:/i);
});

it('has a place for every endpoint and every object, and every link leads to one', () => {
  const ids = [...page.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids).toEqual(expect.arrayContaining(operations.map(({ operationId }) => operationId)));
  const links = [...page.text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(200);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
});

it('shows the address it was asked by, and markup in it as text', async () => {
  expect(page.text).toContain('http://localhost/v1/groups');
  const odd = await docsPage(openApiDocument(), 'http://<b>"x');
  expect(odd).not.toContain('<b>');
});

it('names a row in every example that needs one', () => {
  const urls = [...page.text.matchAll(/curl (?:-X \w+ )?&#39;(.+?)&#39;/g)].map(([, url = '']) => url);
  expect(urls).toHaveLength(operations.length);
  expect(urls.filter((url) => url.includes('?')).map((url) => url.replace(/=.*/, ''))).toEqual([
    'http://localhost/v1/events/lookup?id',
    'http://localhost/v1/customers?id',
  ]);
});

it('has the colours of the app', () => {
  const css = readFileSync('src-renderer/src/styles/tokens.css', 'utf8');
  const [light = '', dark = ''] = css.split('[data-theme="dark"]');
  const valueIn = (text: string, name: string) => new RegExp(`--${name}: ([^;]+);`).exec(text)?.[1];
  for (const [name, value] of Object.entries(tokens.light)) expect(valueIn(light, name), name).toBe(value);
  for (const [name, value] of Object.entries(tokens.dark)) expect(valueIn(dark, name), name).toBe(value);
});

it('gives examples that are good requests, for every body that must not be empty', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(openApiDocument(), 'pricebook', false, false);
  for (const { operationId, requestBody } of operations) {
    const content = requestBody?.content['application/json'];
    if (!content) continue;
    const validate = ajv.compile({ $ref: `pricebook${content.schema.$ref}` });
    expect(validate(content.example ?? {}), `${operationId}: ${ajv.errorsText(validate.errors)}`).toBe(true);
  }
});
