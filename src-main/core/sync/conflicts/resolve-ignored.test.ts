import { afterEach, expect, test } from 'vitest';
import { sendCatalog, type TestPush, testPush } from '../push/test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

async function ignoredDescription() {
  pushed = testPush();
  const { plan } = await sendCatalog(pushed);
  const { core, remote } = pushed;
  const { send } = remote.api;
  remote.api.send = (request) => send(request.method === 'PUT' ? { ...request, body: { name: 'Pro' } } : request);
  await core.call('plan.update', { id: plan.id, name: 'Pro', description: 'Mine' });
  await pushed.push();
  const [conflict] = (await core.call('conflict.list', {})).items;
  expect(conflict).toMatchObject({ kind: 'server_ignored', field: 'description', mine: 'Mine', theirs: '' });
  return { core, plan, number: conflict?.number ?? 0 };
}

test('what the server did not take is taken from it', async () => {
  const { core, plan, number } = await ignoredDescription();
  await core.call('conflict.resolve', { items: [{ number, choice: 'theirs' }] });
  expect(await core.call('plan.get', { id: plan.id })).toMatchObject({ name: 'Pro', description: '' });
  expect((await core.call('pending.list', {})).items).toEqual([]);
});

test('what the server did not take stays here, held back', async () => {
  const { core, plan, number } = await ignoredDescription();
  await core.call('conflict.resolve', { items: [{ number, choice: 'mine' }] });
  expect(await core.call('plan.get', { id: plan.id })).toMatchObject({ description: 'Mine' });
  expect((await core.call('pending.list', {})).items).toMatchObject([{ state: 'ready', is_held: true }]);
  expect((await core.call('conflict.list', {})).items).toEqual([]);
  expect(await pushed.push()).toMatchObject({ sent: 0, conflicts: 0 });
});

test('a conflict is decided once, and only as it offers', async () => {
  const { core, number } = await ignoredDescription();
  const resolve = (choice: string) => core.fail('conflict.resolve', { items: [{ number, choice }] });
  expect(await resolve('recreate')).toMatchObject({ code: 'invalid_operation', field: 'choice' });
  await core.call('conflict.resolve', { items: [{ number, choice: 'theirs' }] });
  expect(await resolve('theirs')).toMatchObject({ code: 'not_found' });
});

test('an address that cannot be reached is told when a row is looked up there', async () => {
  const { core, number } = await ignoredDescription();
  const items = [{ number, choice: 'link', value: 'plan_1' }];
  // The key of this connection was never given on this machine.
  expect(await core.fail('conflict.resolve', { items })).toMatchObject({ code: 'permission_denied' });
  expect(await core.fail('conflict.resolve', { items: [{ ...items[0], value: '' }] })).toMatchObject({
    field: 'value',
  });
});
