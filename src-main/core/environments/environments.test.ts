import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countChanges, lastChange } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

const sandbox = async () => (await core.call('environment.list', {})).items[0];

test('a new profile has an empty Sandbox and an empty Production', async () => {
  const { items } = await core.call('environment.list', {});
  expect(items.map(({ name, type, timezone, is_empty }) => [name, type, timezone, is_empty])).toEqual([
    ['Sandbox', 'development', 'UTC', true],
    ['Production', 'production', 'UTC', true],
  ]);
});

test.each<[string, () => Promise<unknown>]>([
  ['a group', () => core.call('group.create', { name: 'n', entity_type: 'price', lookup_key: 'k' })],
  ['a plan', () => core.call('plan.create', { name: 'n' })],
  ['a feature', () => core.call('feature.create', { name: 'n', type: 'boolean' })],
  ['a customer', () => core.call('customer.create', { name: 'n', external_id: 'e' })],
])('%s makes its environment not empty, and only that one', async (_what, add) => {
  await add();
  expect((await core.call('environment.list', {})).items.map(({ is_empty }) => is_empty)).toEqual([false, true]);
});

describe('time zone', () => {
  test('changes to any IANA zone', async () => {
    expect(await core.call('environment.update', { id: core.environment_id, timezone: 'Asia/Kolkata' })).toMatchObject({
      timezone: 'Asia/Kolkata',
    });
    expect((await sandbox())?.timezone).toBe('Asia/Kolkata');
    expect(lastChange(core)).toMatchObject({
      entity: 'environment',
      kind: 'update',
      fields: { timezone: { from: 'UTC', to: 'Asia/Kolkata' } },
    });
    const before = countChanges(core);
    await core.call('environment.update', { id: core.environment_id, timezone: 'Asia/Kolkata' });
    expect(countChanges(core)).toBe(before);
  });

  test.each(['Mars/Olympus', '+02:00', '-05', ' ', 'UTC; drop table groups'])('%j is refused', async (timezone) => {
    expect(await core.fail('environment.update', { id: core.environment_id, timezone })).toMatchObject({
      code: 'validation_error',
      message: 'Please provide a valid IANA time zone, such as Europe/Berlin',
      field: 'timezone',
    });
    expect((await sandbox())?.timezone).toBe('UTC');
  });

  test('of an unknown environment is 404', async () => {
    expect(await core.fail('environment.update', { id: 'env_x', timezone: 'UTC' })).toMatchObject({
      code: 'not_found',
      message: 'Environment not found',
    });
  });
});
