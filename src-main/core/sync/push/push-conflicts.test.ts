import { afterEach, expect, test } from 'vitest';
import { sendCatalog, type TestPush, testPush } from './test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

async function synced(options: Parameters<typeof testPush>[0] = {}) {
  pushed = testPush(options);
  return { ...(await sendCatalog(pushed)), ...pushed };
}

const later = '2026-06-03T00:00:00.000Z';

test('somebody else’s edit is never overwritten: the row is pulled first', async () => {
  const { core, remote, plan } = await synced();
  Object.assign(remote.rows.plans[0] as object, { description: 'Theirs', updated_at: later });
  await core.call('plan.update', { id: plan.id, name: 'Mine' });
  expect(await pushed.push()).toMatchObject({ sent: 0, needs_pull: true, conflicts: 0 });
  expect(remote.rows.plans[0]).toMatchObject({ name: 'Base Plan', description: 'Theirs' });
  expect(pushed.pending()).toEqual(['plan update ready']);
});

test.each(['update', 'archive'] as const)(
  'a server like ours refuses an %s of a row that has moved on',
  async (kind) => {
    const { core, remote, plan, price } = await synced({ isOurs: true });
    if (kind === 'archive') await core.call('price.terminate', { id: price.id });
    await pushed.push();
    Object.assign(remote.rows.plans[0] as object, { description: 'Theirs', etag: '"99"' });
    if (kind === 'update') await core.call('plan.update', { id: plan.id, name: 'Mine' });
    else await core.call('plan.archive', { id: plan.id });
    expect(await pushed.push()).toMatchObject({ sent: 0, needs_pull: true });
    expect(remote.rows.plans[0]).toMatchObject({ name: 'Base Plan', status: 'published' });
    expect(pushed.pending()).toEqual([`plan ${kind} ready`]);
  },
);

test('what is there already is settled without a write', async () => {
  const { core, remote, plan } = await synced();
  Object.assign(remote.rows.plans[0] as object, { name: 'Pro', updated_at: later });
  await core.call('plan.update', { id: plan.id, name: 'Pro' });
  expect(await pushed.push()).toMatchObject({ sent: 0, settled: 1, needs_pull: false });
  expect(remote.writes()).toEqual([]);
  expect(pushed.pending()).toEqual([]);
});

test('a copy of the row that lags behind is waited for', async () => {
  const { core, remote, plan } = await synced();
  Object.assign(remote.rows.plans[0] as object, { name: 'Old', updated_at: '2026-01-01T00:00:00.000Z' });
  await core.call('plan.update', { id: plan.id, name: 'Mine' });
  expect(await pushed.push()).toMatchObject({ sent: 0, needs_pull: false, next_at: '2026-06-01T00:01:02.000Z' });
  expect(remote.writes()).toEqual([]);
});

test('a field that the server ignores is a conflict, what it took is settled', async () => {
  const { core, remote, plan } = await synced();
  const { send } = remote.api;
  remote.api.send = (request) => send(request.method === 'PUT' ? { ...request, body: { name: 'Pro' } } : request);
  await core.call('plan.update', { id: plan.id, name: 'Pro', description: 'Mine' });
  expect(await pushed.push()).toMatchObject({ sent: 1, conflicts: 1 });
  expect(pushed.conflicts()).toEqual([{ entity: 'plan', kind: 'server_ignored', field: 'description', theirs: '' }]);
  expect(pushed.pending()).toEqual(['plan update conflict']);
  expect(await pushed.push()).toMatchObject({ sent: 0 });
});

test('a key that another row has is asked about; an equal row is taken as ours', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const row = { status: 'published', created_at: later, updated_at: later };
  remote.rows.plans.push({ id: 'there', name: 'Other', lookup_key: 'base', ...row });
  remote.rows.groups.push({ id: 'same', name: 'GPU', lookup_key: 'gpu', entity_type: 'price', ...row });
  await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  // The public server says of a taken group key only that it failed.
  expect((await pushed.push()).stopped).toMatchObject({ because: 'trouble' });
  core.clock.advance(2000);
  expect(await pushed.push()).toMatchObject({ sent: 1, conflicts: 1 });
  expect(pushed.conflicts()).toMatchObject([{ entity: 'plan', kind: 'key_taken', field: 'lookup_key' }]);
  expect(pushed.pending()).toEqual(['plan create conflict']);
  expect(remote.rows.groups).toHaveLength(1);
});

test('two people gave a price new terms', async () => {
  const { core, remote, price } = await synced();
  const there = remote.rows.prices[0] as Record<string, unknown>;
  Object.assign(there, { end_date: later, updated_at: later });
  remote.rows.prices.push({
    ...there,
    id: 'theirs',
    amount: '9',
    start_date: later,
    end_date: null,
    parent_price_id: there.id,
    metadata: {},
  });
  await core.call('price.update', { id: price.id, amount: '0.02' });
  expect(await pushed.push()).toMatchObject({ sent: 0, conflicts: 1 });
  expect(pushed.conflicts()).toMatchObject([{ entity: 'price', kind: 'versioned_there', theirs: { amount: '9' } }]);
  expect(remote.rows.prices).toHaveLength(2);
});

test('a price that ended there and got new terms here', async () => {
  const { core, remote, price } = await synced();
  Object.assign(remote.rows.prices[0] as object, { end_date: later });
  await core.call('price.update', { id: price.id, amount: '0.02' });
  expect(await pushed.push()).toMatchObject({ conflicts: 1 });
  expect(pushed.conflicts()).toMatchObject([{ kind: 'gone_there' }]);
});

test('details that others changed on the price before are left for the pull, not overwritten', async () => {
  const { core, remote, price } = await synced();
  Object.assign(remote.rows.prices[0] as object, { description: 'Theirs', updated_at: later });
  await core.call('price.update', { id: price.id, amount: '0.02' });
  expect(await pushed.push()).toMatchObject({ sent: 1, conflicts: 0 });
  expect(remote.rows.prices[1]).toMatchObject({ amount: '0.02', description: 'Theirs' });
  expect(pushed.pending()).toEqual([]);
  expect(remote.writes()).toHaveLength(1);
  // Nothing says that this state is known, so that a pull merges it.
  const sql = `select remote_updated_at, etag from synced_rows where remote_id = ?`;
  expect(core.store.sqlite.prepare(sql).get(remote.rows.prices[1]?.id)).toEqual({
    remote_updated_at: null,
    etag: null,
  });
});

test('without key and mark nobody can tell whether a create arrived: the person is asked', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  core.store.sqlite.exec('update connections set marks_operations = 0');
  await core.call('plan.create', { name: 'Base', lookup_key: '' });
  remote.faults = ['response lost'];
  for (let turn = 0; turn < 4; turn++) {
    await pushed.push();
    core.clock.advance(60_000);
  }
  expect(pushed.conflicts()).toMatchObject([{ entity: 'plan', kind: 'unknown_fate' }]);
  expect(pushed.line('plan')).toMatchObject({ state: 'conflict', operation: expect.any(String) });
  expect(remote.rows.plans).toHaveLength(1);
});

test('a price that is gone there: an edit is a conflict, an end is done', async () => {
  const { core, remote, price, plan } = await synced();
  remote.rows.prices.length = 0;
  remote.rows.plans.length = 0;
  await core.call('plan.update', { id: plan.id, name: 'Mine' });
  await core.call('price.terminate', { id: price.id });
  for (let turn = 0; turn < 3; turn++) {
    await pushed.push();
    core.clock.advance(60_000);
  }
  expect(pushed.conflicts()).toMatchObject([{ entity: 'plan', kind: 'gone_there' }]);
  expect(pushed.pending()).toEqual(['plan update conflict']);
});

test('a plan with subscriptions there is not archived, and the server says why', async () => {
  const { core, remote, plan } = await synced();
  remote.faults = [
    { refused: { status: 400, code: 'invalid_operation', message: 'Please remove the active subscriptions.' } },
  ];
  await core.call('plan.archive', { id: plan.id });
  expect(await pushed.push()).toMatchObject({ failed: 1 });
  expect(pushed.line('plan').problem).toContain('Please remove the active subscriptions.');
  expect(pushed.pending()).toEqual(['plan archive failed']);
});

test('a price that ended there at another time', async () => {
  const { core, remote, price } = await synced();
  Object.assign(remote.rows.prices[0] as object, { end_date: later });
  await core.call('price.terminate', { id: price.id });
  expect(await pushed.push()).toMatchObject({ conflicts: 1 });
  expect(pushed.conflicts()).toEqual([{ entity: 'price', kind: 'field', field: 'end_date', theirs: later }]);
});
