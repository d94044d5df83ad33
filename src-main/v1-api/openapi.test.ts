import type { JsonSchema } from '@shared/v1/openapi/document-type';
import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { testApi } from './test-api';
import { documentViolations } from './test-document';

const document = openApiDocument();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** The endpoints as the wire contract lists them, chapter by chapter. */
const contractEndpoints = `
POST /groups
POST /groups/search
GET /groups/{id}
DELETE /groups/{id}
POST /prices
POST /prices/bulk
GET /prices
POST /prices/search
GET /prices/{id}
GET /prices/lookup/{lookup_key}
PUT /prices/{id}
DELETE /prices/{id}
POST /plans
GET /plans
POST /plans/search
GET /plans/{id}
PUT /plans/{id}
DELETE /plans/{id}
POST /plans/{id}/clone
POST /plans/{id}/sync/subscriptions
POST /plans/{id}/sync/subscriptions/v2
GET /plans/{id}/entitlements
GET /plans/{id}/creditgrants
POST /features
GET /features
POST /features/search
GET /features/{id}
PUT /features/{id}
DELETE /features/{id}
POST /features/{id}/clone
POST /meters
GET /meters
GET /meters/{id}
PUT /meters/{id}
POST /meters/{id}/disable
DELETE /meters/{id}
POST /customers
GET /customers
PUT /customers
POST /customers/search
GET /customers/{id}
GET /customers/external/{external_id}
PUT /customers/{id}
DELETE /customers/{id}
POST /subscriptions
GET /subscriptions
POST /subscriptions/search
GET /subscriptions/{id}
POST /subscriptions/{id}/cancel
POST /events
POST /events/bulk
POST /events/query
GET /events
GET /events/lookup
GET /events/{id}
POST /events/usage
POST /events/usage/meter
POST /events/analytics`;

/** What goes beyond it. */
const extensionEndpoints = `
PUT /groups/{id}
GET /changes
GET /capabilities
POST /portal/links`;

const lines = (text: string) => text.trim().split('\n').sort();

it('lists exactly the endpoints of the wire contract and, marked as such, our extensions', () => {
  const listed = (ours: boolean) =>
    operations
      .filter(({ operation }) => Boolean(operation['x-pricebook-extension']) === ours)
      .map(({ method, path }) => `${method} ${path}`)
      .sort();
  expect(listed(false)).toEqual(lines(contractEndpoints));
  expect(listed(true)).toEqual(lines(extensionEndpoints));
});

it('serves the document without a key', async () => {
  const api = await testApi();
  const { status, body } = await api.send('GET', '/v1/openapi.json', undefined, { 'x-api-key': '' });
  expect([status, body.openapi]).toEqual([200, '3.1.1']);
  expect(body).toEqual(JSON.parse(JSON.stringify(document)));
  await api.close();
});

it('gives every operation a name of its own and a heading that is explained', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(ids).toEqual([...new Set(ids)]);
  expect(document.tags.filter(({ description }) => description === '')).toEqual([]);
});

it('refers only to what it has', () => {
  const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)];
  expect(names.length).toBeGreaterThan(100);
  const parts: Record<string, object> = document.components;
  const missing = names.filter(([, kind = '', name = '']) => !(name in (parts[kind] ?? {})));
  expect(missing.map(([text]) => text)).toEqual([]);
});

it('consists of valid JSON Schemas', () => {
  const ajv = new Ajv2020({ strict: false });
  const invalid = Object.entries(document.components.schemas).filter(([, schema]) => !ajv.validateSchema(schema));
  expect(invalid.map(([name]) => name)).toEqual([]);
});

it('says what the schemas say of their fields', () => {
  const { page_size } = document.components.schemas.Limits?.properties ?? {};
  expect(page_size?.description).toBe('Most rows of one page.');
});

it('marks the fields of ours in bodies and in query strings', () => {
  const { parameters } = document.paths['/prices']?.get ?? { parameters: [] };
  const ours = parameters.flatMap((part) => ('name' in part && part['x-pricebook-extension'] ? [part.name] : []));
  expect(ours).toEqual(['group_ids', 'search']);
  const body = document.components.schemas.QueryPriceRequest?.properties ?? {};
  expect(Object.keys(body).filter((name) => body[name]?.['x-pricebook-extension'])).toEqual(['group_ids', 'search']);
});

it('declares every parameter of a path', () => {
  for (const { path, operation } of operations) {
    const declared = operation.parameters.flatMap((part) => ('in' in part && part.in === 'path' ? [part.name] : []));
    expect(declared, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  }
});

it('names every larger object of an answer instead of repeating it', () => {
  const inlined: string[] = [];
  const visit = (schema: JsonSchema | boolean | undefined, where: string, isNamed: boolean) => {
    if (typeof schema !== 'object') return;
    const fields = Object.entries(schema.properties ?? {});
    if (fields.length > 8 && !isNamed) inlined.push(`${where}: ${fields.map(([name]) => name).join(' ')}`);
    for (const [name, field] of fields) visit(field, `${where}.${name}`, false);
    visit(schema.items, where, false);
    visit(schema.additionalProperties, where, false);
    for (const option of schema.anyOf ?? []) visit(option, where, false);
  };
  for (const [name, schema] of Object.entries(document.components.schemas)) visit(schema, name, true);
  for (const { operation } of operations) {
    for (const [status, answer] of Object.entries(operation.responses)) {
      if ('$ref' in answer) continue;
      visit(answer.content?.['application/json']?.schema, `${operation.operationId} ${status}`, false);
    }
  }
  expect(inlined).toEqual([]);
});

it('says on which day a week begins', () => {
  expect(JSON.stringify(document)).toContain('weeks begin on Monday');
});

it('lets no object of ours carry keys that it does not document', () => {
  const open = Object.entries(document.components.schemas)
    .filter(([name]) => !name.endsWith('Request') && !/(Input|Condition)$/.test(name))
    .filter(([, schema]) => schema.properties && schema.additionalProperties !== false);
  expect(open.map(([name]) => name)).toEqual([]);
});

it('is what every tested answer is held against', async () => {
  const api = await testApi();
  const created = await api.send('POST', '/v1/groups', { name: 'A', entity_type: 'price', lookup_key: 'a' });
  const told = (change: object) => documentViolations('POST', '/v1/groups', { ...created, ...change });
  expect(told({})).toEqual([]);
  expect(told({ body: { ...created.body, extra: 1 } })[0]).toContain('must NOT have additional properties extra');
  expect(told({ body: { ...created.body, name: undefined } })[0]).toContain("must have required property 'name'");
  expect(told({ body: { ...created.body, created_at: 'now' } })[0]).toContain('date-time');
  expect(told({ status: 418 })[0]).toContain('createGroup does not document status 418');
  expect(told({ status: 400, text: '{"message":"no such column: x"}' })[0]).toContain('tells of the inside');
  expect(documentViolations('POST', '/v1/nothing', created)[0]).toContain('no operation');
  await api.close();
});
