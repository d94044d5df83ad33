import { afterEach, expect, test } from 'vitest';
import { testCatalog } from '../../test-catalog';
import { sendCatalog, type TestPush, testPush } from './test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

/** Does something while the first request is on its way. */
function during(act: () => Promise<unknown>) {
  const { api } = pushed.remote;
  const { send } = api;
  api.send = async (request) => {
    api.send = send;
    await act();
    return send(request);
  };
}

test('an edit made while a request is on its way is sent after it', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const plan = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  during(() => core.call('plan.update', { id: plan.id, name: 'Base 2' }));
  expect(await pushed.push()).toMatchObject({ sent: 2 });
  expect(remote.rows.plans).toMatchObject([{ name: 'Base 2' }]);
  expect(pushed.pending()).toEqual([]);
});

test('an edit made while a request is declined is tried at once', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const plan = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  remote.faults = [{ refused: { status: 400, code: 'validation_error', message: 'Not this name' } }];
  during(() => core.call('plan.update', { id: plan.id, name: 'Base 2' }));
  await pushed.push();
  expect(pushed.line('plan')).toMatchObject({ state: 'ready', problem: null });
  expect(await pushed.push()).toMatchObject({ sent: 1 });
});

test('what is edited during the review’s own sending is reviewed again', async () => {
  pushed = testPush({ send: 'review' });
  const { core, remote } = pushed;
  const plan = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  const other = await core.call('plan.create', { name: 'Pro', lookup_key: 'pro' });
  core.store.sqlite.exec('update outbox set is_released = 1');
  during(async () => {
    await core.call('plan.update', { id: plan.id, name: 'Base 2' });
    await core.call('plan.update', { id: other.id, name: 'Pro 2' });
  });
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(remote.rows.plans.map(({ name }) => name)).toEqual(['Base']);
  expect(pushed.pending()).toEqual(['plan update ready', 'plan create ready']);
  expect(await pushed.push()).toMatchObject({ sent: 0 });
});

test('details of a price go before the new terms that follow it', async () => {
  pushed = testPush({ isOurs: true });
  const { price } = await sendCatalog(pushed);
  const { core, remote } = pushed;
  await core.call('price.update', { id: price.id, amount: '0.02' });
  await core.call('price.update', { id: price.id, description: 'Old terms' });
  await pushed.push();
  expect(remote.requests.map(({ body }) => Object.keys(body as object)[0])).toEqual(['description', 'effective_from']);
  expect(pushed.pending()).toEqual([]);
});

test.each([false, true])(
  'new terms do not carry old details over what others wrote meanwhile (our own server: %s)',
  async (isOurs) => {
    pushed = testPush({ isOurs });
    const { price } = await sendCatalog(pushed);
    const { core, remote } = pushed;
    // With a detail that travels along; on a server without idempotency keys the mark of the operation does.
    await core.call('price.update', { id: price.id, amount: '0.02', ...(isOurs && { metadata: { mine: '1' } }) });
    Object.assign(remote.rows.prices[0] ?? {}, { metadata: { theirs: '1' }, updated_at: remote.now, etag: '"99"' });
    expect(await pushed.push()).toMatchObject({ sent: 0, needs_pull: true });
    expect(remote.rows.prices).toMatchObject([{ metadata: { theirs: '1' } }]);
    // The row is asked for, whatever the pull was told of it before.
    expect(core.store.sqlite.prepare('select entity from sync_waiting').pluck().all()).toEqual(['price']);
  },
);

test('the meter that comes with a feature is known from then on', async () => {
  pushed = testPush({ isOurs: true });
  const { core, remote } = pushed;
  const catalog = await testCatalog(core);
  await pushed.push();
  await core.call('price.create', { ...catalog.usage, display_name: 'Tokens' });
  await pushed.push();
  expect(remote.writes().filter((line) => line === 'POST /meters')).toEqual([]);
  expect(remote.rows.prices[0]).toMatchObject({ meter_id: remote.rows.meters[0]?.id });
});

test('a plan whose archive was answered by nobody is found archived at the first look', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const plan = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  await pushed.push();
  core.clock.advance(1000);
  await core.call('plan.archive', { id: plan.id });
  remote.faults = ['response lost'];
  await pushed.push();
  core.clock.advance(2000);
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(pushed.pending()).toEqual([]);
});

test('a group whose archive was answered by nobody is found archived at the first look', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const group = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await pushed.push();
  core.clock.advance(1000);
  await core.call('group.delete', { id: group.id });
  remote.faults = ['response lost'];
  await pushed.push();
  core.clock.advance(2000);
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(pushed.pending()).toEqual([]);
});

test('what was answered or declined is looked at, not sent again, also where that would do no harm', async () => {
  pushed = testPush({ isOurs: true });
  const { meter_id, plan } = await sendCatalog(pushed);
  const { core, remote } = pushed;
  await core.call('meter.update', { id: meter_id, filters: [{ key: 'region', values: ['eu'] }] });
  await core.call('plan.update', { id: plan.id, name: 'Gone' });
  remote.rows.plans.length = 0;
  for (let turn = 0; turn < 3; turn++) {
    await pushed.push();
    core.clock.advance(60_000);
  }
  expect(remote.writes().map((line) => line.replace(/_\d+$/, ''))).toEqual([
    'PUT /features/features',
    'PUT /plans/plans',
  ]);
  expect(pushed.conflicts()).toMatchObject([{ entity: 'plan', kind: 'gone_there' }]);
  expect(pushed.pending()).toEqual(['plan update conflict']);
});
