import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from './test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

test.each(['group.drop', '__proto__', 'toString', ''])('%j is no call', async (name) => {
  const reply = await core.app.call(name, {}, { environment_id: core.environment_id });
  expect(reply).toEqual({ ok: false, error: { code: 'not_found', message: `There is no call named ${name}` } });
});

test('an environment that does not exist is not accessible; listing them needs none', async () => {
  const denied = { ok: false, error: { code: 'permission_denied', message: 'Invalid or inaccessible environment' } };
  expect(await core.app.call('group.search', {}, { environment_id: 'env_x' })).toEqual(denied);
  expect(await core.app.call('group.search', {}, {} as { environment_id: string })).toEqual(denied);
  expect((await core.app.call('environment.list', {}, { environment_id: '' })).ok).toBe(true);
});

test('rows of one environment are 404 in the other', async () => {
  const group = await core.call('group.create', { name: 'n', entity_type: 'price', lookup_key: 'k' });
  const plan = await core.call('plan.create', { name: 'n' });
  const { items } = await core.call('environment.list', {});
  const context = { environment_id: items[1]?.id ?? '' };
  for (const [name, input] of [
    ['group.get', { id: group.id }],
    ['group.update', { id: group.id, name: 'x' }],
    ['group.delete', { id: group.id }],
    ['plan.get', { id: plan.id }],
    ['plan.archive', { id: plan.id }],
    ['plan.clone', { id: plan.id, name: 'x', lookup_key: 'x' }],
  ] as const) {
    const reply = await core.app.call(name, input, context);
    expect(reply.ok ? null : reply.error.code, name).toBe('not_found');
  }
});

test.each([null, 'text', 7, [], { id: 7 }])('input %j fails validation', async (input) => {
  expect(await core.fail('group.get', input)).toMatchObject({
    code: 'validation_error',
    message: 'Request validation failed',
  });
});

test('calls run in order of arrival, whatever they are', async () => {
  const context = { environment_id: core.environment_id };
  const replies = await Promise.all([
    core.app.call('group.create', { name: 'a', entity_type: 'price', lookup_key: 'a' }, context),
    core.app.call('group.search', {}, context),
    core.app.call('group.create', { name: 'b', entity_type: 'price', lookup_key: 'b' }, context),
    core.app.call('group.create', { name: 'b', entity_type: 'price', lookup_key: 'b' }, context),
    core.app.call('group.search', {}, context),
  ]);
  const totals = replies.map((reply) =>
    reply.ok ? (reply.data as { pagination?: { total: number } }).pagination?.total : reply.error.code,
  );
  expect(totals).toEqual([undefined, 1, undefined, 'already_exists', 2]);
});
