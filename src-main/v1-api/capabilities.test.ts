import { extensions } from '@shared/v1/extensions';
import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

it('tells what the server can do and what the key may do', async () => {
  const { status, body } = await api.send('GET', '/v1/capabilities');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    product: 'Pricebook',
    api_version: 'v1',
    environment: { id: api.core.environment_id, name: 'Sandbox', type: 'development' },
    key: { name: 'test', access: 'write' },
    limits: { body_bytes: 33_554_432, page_size: 1000, prices_per_bulk: 100, requests_per_second: null },
  });
});

it('tells the environment of the key, not the first one', async () => {
  const { items } = await api.core.call('environment.list', {});
  const other = items[1]?.id ?? '';
  const { key } = await api.createKey({ access: 'read', environment_id: other });
  const { body } = await api.send('GET', '/v1/capabilities', undefined, { 'x-api-key': key });
  expect([body.environment.id, body.key.access]).toEqual([other, 'read']);
});

it('lists extensions by operations that the document marks as such', () => {
  const operations = Object.values(openApiDocument().paths).flatMap((path) => Object.values(path));
  for (const id of extensions.flatMap((extension) => extension.operations)) {
    expect(
      operations.map((operation) => operation.operationId),
      id,
    ).toContain(id);
  }
  const marked = operations.filter((operation) => operation['x-pricebook-extension']);
  expect(marked.map((operation) => operation.operationId)).toEqual(
    expect.arrayContaining(['updateGroup', 'listChanges']),
  );
});
