import { extensions } from '@shared/v1/extensions';
import type { Operation } from '@shared/v1/openapi/document-type';
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

it('lists exactly the operations that the document marks as extensions, or whose request has a field so marked', () => {
  const { paths, components } = openApiDocument();
  const isMarked = (operation: Operation) => {
    const body = operation.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? '';
    const fields = Object.values(components.schemas[body]?.properties ?? {});
    const parts = [operation, ...fields, ...operation.parameters];
    return parts.some((part) => 'x-pricebook-extension' in part && part['x-pricebook-extension']);
  };
  const marked = Object.values(paths).flatMap((path) => Object.values(path).filter(isMarked));
  const listed = new Set(extensions.flatMap((extension) => extension.operations));
  // Whoever asks for the list knows of it.
  listed.add('getCapabilities');
  expect([...listed].sort()).toEqual(marked.map((operation) => operation.operationId).sort());
});
