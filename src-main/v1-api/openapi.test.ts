import { expect, it } from 'vitest';
import { testApi } from './test-api';

it('serves the document without a key', async () => {
  const api = await testApi();
  const { status, body } = await api.send('GET', '/v1/openapi.json', undefined, { 'x-api-key': '' });
  expect([status, body.openapi]).toEqual([200, '3.1.1']);
  await api.close();
});
