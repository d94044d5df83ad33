import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastChange } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

test('create and get', async () => {
  const customer = await core.call('customer.create', {
    external_id: 'acme',
    name: 'Acme GmbH',
    email: 'a@acme.example',
    timezone: 'Europe/Berlin',
    metadata: { segment: 'smb' },
  });
  expect(customer).toMatchObject({ external_id: 'acme', timezone: 'Europe/Berlin', metadata: { segment: 'smb' } });
  expect(await core.call('customer.get', { id: customer.id })).toEqual(customer);
  expect(lastChange(core)).toMatchObject({ entity: 'customer', entity_id: customer.id, kind: 'create' });
});

test.each([
  ['validation_error', 'Request validation failed', { external_id: '' }],
  ['validation_error', 'Request validation failed', { name: undefined }],
  ['validation_error', 'Request validation failed', { name: 'n'.repeat(256) }],
  ['validation_error', 'Please provide a valid IANA time zone, such as Europe/Berlin', { timezone: 'Mars/Olympus' }],
  ['already_exists', 'A customer with this external id already exists', { external_id: 'acme' }],
])('%s: %s', async (code, message, fields) => {
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  expect(await core.fail('customer.create', { external_id: 'other', name: 'Other', ...fields })).toMatchObject({
    code,
    message,
  });
  expect((await core.call('customer.search', {})).pagination.total).toBe(1);
});

test('an unknown customer is 404', async () => {
  expect(await core.fail('customer.get', { id: 'cust_x' })).toMatchObject({
    code: 'not_found',
    message: 'Customer not found',
  });
});

test('search by external id, ids and text', async () => {
  const acme = await core.call('customer.create', { external_id: 'acme', name: 'Ácme' });
  await core.call('customer.create', { external_id: 'globex', name: 'Globex' });
  const names = async (input: object) => (await core.call('customer.search', input)).items.map(({ name }) => name);
  expect(await names({})).toEqual(['Globex', 'Ácme']);
  expect(await names({ external_id: 'acme' })).toEqual(['Ácme']);
  expect(await names({ customer_ids: [acme.id] })).toEqual(['Ácme']);
  expect(await names({ search: 'ACM' })).toEqual(['Ácme']);
  expect(await names({ search: 'xyz' })).toEqual([]);
});
