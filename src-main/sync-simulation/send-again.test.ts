import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { afterEach, expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { convergence } from './invariants';
import { type RestorableServer, restorable } from './restorable';
import { ownServer, publicServer } from './servers';

/** What a server lost when a backup was put back on it is made there again as it is here, when somebody wants it. */

const clock = testClock('2026-06-01T00:00:00.000Z');
let server: RestorableServer;
let mine: Client;

afterEach(async () => {
  await mine.close();
  await server.close();
});

async function connect(kind: 'ours' | 'public', send: 'auto' | 'review' = 'auto') {
  server = restorable(kind === 'ours' ? await ownServer(clock) : publicServer(clock, 0), clock);
  mine = await openClient([server], clock, { send });
}

async function sync(asked: { sweep?: boolean; send_again?: boolean; may_remove?: boolean } = {}) {
  clock.advance(200_000);
  const outcome = await mine.sync(fairWeather, asked);
  expect(outcome?.trouble ?? null).toBeNull();
  return outcome;
}

const call: ReturnType<Client['core']>['call'] = (name, input) => mine.core().call(name, input);
const pending = async () => (await call('pending.list', {})).items.map(({ entity, kind }) => `${entity} ${kind}`);
const there = async (entity: 'group' | 'feature' | 'plan' | 'price') => [...(await server.snapshots(entity)).values()];
const told = (rows: readonly Snapshot[]) => rows.map(({ name, lookup_key, status }) => [name, lookup_key, status]);

const price = {
  entity_type: 'PLAN',
  currency: 'usd',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  amount: '20',
} as const;
const seat = { ...price, type: 'FIXED', invoice_cadence: 'ADVANCE', display_name: 'Seat', lookup_key: 'seat' } as const;

/** One of each kind, the price of usage in the group. */
async function catalog() {
  const group = await call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  const { meter_id } = await call('feature.create', {
    name: 'Tokens',
    lookup_key: 'tokens',
    type: 'metered',
    meter: { event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } },
  });
  const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
  await call('price.create', { ...seat, entity_id: plan.id });
  const usage = { ...price, type: 'USAGE', invoice_cadence: 'ARREAR', display_name: 'Tokens', lookup_key: 'tokens' };
  await call('price.create', {
    ...(usage as typeof price & { type: 'USAGE'; invoice_cadence: 'ARREAR' }),
    entity_id: plan.id,
    group_id: group.id,
    meter_id: meter_id ?? '',
  });
  return { group, plan };
}

const seats = async () =>
  (await call('price.search', { allow_expired_prices: true, order: 'asc' })).items.filter(
    ({ display_name }) => display_name === 'Seat',
  );

async function expectEqual(hasLost = false) {
  expect(await convergence(mine.core(), mine.core().environment_id, server, { hasLost })).toEqual([]);
  expect(await pending()).toEqual([]);
  expect((await call('conflict.list', {})).items).toEqual([]);
  expect((await call('sync.status', {})).would_remove).toBe(0);
}

test.each(['ours', 'public'] as const)('rows of every kind, with their keys and parents first (%s)', async (kind) => {
  await connect(kind);
  server.backUp();
  await catalog();
  clock.advance(1000);
  await call('price.update', { id: (await seats())[0]?.id ?? '', amount: '30' });
  await sync();
  await server.putBack();
  expect(await sync({ sweep: true })).toMatchObject({ state: 'stopped' });
  expect(await pending()).toEqual([]);
  const before = await seats();

  expect(await sync({ sweep: true, send_again: true })).toMatchObject({ state: 'done', sent: 6 });
  await expectEqual();
  expect(told(await there('group'))).toEqual([['GPU', 'gpu', 'published']]);
  expect(told(await there('feature'))).toEqual([['Tokens', 'tokens', 'published']]);
  expect(told(await there('plan'))).toEqual([['Base', 'base', 'published']]);
  expect(
    (await there('price')).map(({ display_name, amount, lookup_key }) => [display_name, amount, lookup_key]).sort(),
  ).toEqual([
    ['Seat', '20', 'seat'],
    ['Seat', '30', 'seat'],
    ['Tokens', '20', 'tokens'],
  ]);
  // Here nothing changed by it: customers go on with the same prices.
  expect(await seats()).toEqual(before);
  expect(await sync({ sweep: true })).toMatchObject({ state: 'done', sent: 0, received: 0, conflicts: 0 });
});

test('what is there again by then is not made twice', async () => {
  await connect('public');
  const older = server.backUp();
  await catalog();
  await sync();
  const newer = server.backUp();
  await server.putBack(older);
  await sync({ sweep: true });
  // Whoever put the backup back took a newer one after all.
  await server.putBack(newer);
  await sync({ sweep: true, send_again: true });
  await sync({ sweep: true });
  await expectEqual();
  expect(await there('plan')).toHaveLength(1);
});

test('a version that was lost follows the price that is there again', async () => {
  await connect('ours');
  await catalog();
  await sync();
  server.backUp();
  clock.advance(1000);
  await call('price.update', { id: (await seats())[0]?.id ?? '', amount: '30' });
  await sync();
  await server.putBack();
  await sync();
  expect((await call('sync.removals', {})).items).toMatchObject([{ entity: 'price', name: 'Seat' }]);
  // That the price goes on there is asked about, until it ends there as it does here.
  expect((await call('conflict.list', {})).items).toMatchObject([{ kind: 'field', field: 'end_date' }]);
  await sync({ send_again: true, sweep: true });
  await expectEqual();
  const [first, second] = await seats();
  expect(second).toMatchObject({ amount: '30', parent_price_id: first?.id, end_date: null });
});

test('where changes are reviewed first, it waits for that like any other', async () => {
  await connect('public', 'review');
  server.backUp();
  await call('plan.create', { name: 'Base', lookup_key: 'base' });
  const release = async () => {
    const items = (await call('pending.list', {})).items.map(({ entity, id }) => ({ entity, id }));
    await call('pending.release', { items });
  };
  await release();
  await sync();
  await server.putBack();
  await sync({ sweep: true });
  await sync({ sweep: true, send_again: true });
  await sync();
  expect(await pending()).toEqual(['plan create']);
  expect(await there('plan')).toEqual([]);
  await release();
  await sync({ sweep: true });
  await expectEqual();
});

test.each(['ours', 'public'] as const)(
  'what was lost and has newer terms by now is asked about once (%s)',
  async (kind) => {
    await connect(kind);
    await catalog();
    await sync();
    server.backUp();
    clock.advance(1000);
    await call('price.update', { id: (await seats())[0]?.id ?? '', amount: '30' });
    await sync();
    await server.putBack();
    await call('price.update', { id: (await seats()).at(-1)?.id ?? '', amount: '40' });
    expect(await sync({ sweep: true })).toMatchObject({ state: 'stopped', would_go: { length: 1 } });
    await sync({ sweep: true, may_remove: true });
    const asked = async () =>
      (await call('conflict.list', {})).items.map(({ id: _id, ...item }) => [item.kind, item.mine]);
    const before = await asked();
    expect(before).toMatchObject([
      ['field', expect.any(String)],
      ['gone_there', { amount: '40' }],
    ]);
    // The decision about the newer terms is one about what they follow.
    expect(await sync({ sweep: true })).toMatchObject({ state: 'done', would_go: [] });
    expect(await asked()).toEqual(before);
  },
);

test('whoever takes back new terms of a price that the server has lost is not asked about the price again', async () => {
  await connect('public');
  const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync();
  server.backUp();
  const { id } = await call('price.create', { ...seat, entity_id: plan.id });
  await sync();
  await server.putBack();
  clock.advance(1000);
  await call('price.update', { id, amount: '40' });
  for (let at = 0; at < 3; at += 1) await sync();
  const { items } = await call('conflict.list', {});
  expect(items).toMatchObject([{ kind: 'gone_there', theirs: null }]);
  await call('conflict.resolve', { items: [{ number: items[0]?.number ?? 0, choice: 'theirs' }] });
  expect((await seats()).map(({ amount, end_date }) => [amount, end_date])).toEqual([['20', expect.any(String)]]);
  expect(await sync({ sweep: true })).toMatchObject({ state: 'done', would_go: [] });
  expect(await pending()).toEqual([]);
});

test.each(['theirs', 'recreate'] as const)(
  'an edit of a price that is gone waits for what is decided about its new terms: %s',
  async (choice) => {
    await connect('public');
    const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
    await sync();
    server.backUp();
    const { id } = await call('price.create', { ...seat, entity_id: plan.id });
    await sync();
    await server.putBack();
    clock.advance(1000);
    const next = await call('price.update', { id, amount: '40' });
    await sync({ sweep: true });
    await sync({ sweep: true, may_remove: true });
    await call('price.update', { id, description: 'Before' });
    for (const sweep of [false, false, true]) await sync({ sweep });
    expect((await call('pending.list', {})).items).toMatchObject([
      { kind: 'update', id, state: 'ready', waits_for: [{ id: next.id }] },
      { kind: 'version', id: next.id, state: 'conflict' },
    ]);
    const { items } = await call('conflict.list', {});
    expect(items).toMatchObject([{ kind: 'gone_there', id: next.id }]);
    await call('conflict.resolve', { items: [{ number: items[0]?.number ?? 0, choice }] });
    for (const sweep of [false, true]) await sync({ sweep });
    await expectEqual(true);
    expect((await there('price')).map(({ amount }) => amount)).toEqual(choice === 'recreate' ? ['40'] : []);
    expect(await call('price.get', { id })).toMatchObject({ description: 'Before', end_date: expect.any(String) });
  },
);

test.each(['price', 'plan'])(
  'new terms of which it was asked before go with the %s that is sent again',
  async (lost) => {
    await connect('ours');
    if (lost === 'plan') server.backUp();
    const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
    await sync();
    if (lost === 'price') server.backUp();
    const { id } = await call('price.create', { ...seat, entity_id: plan.id });
    await sync();
    await server.putBack();
    clock.advance(1000);
    await call('price.update', { id, amount: '40' });
    for (let at = 0; at < 3; at += 1) await sync();
    expect((await call('conflict.list', {})).items).toMatchObject([{ kind: 'gone_there' }]);
    await sync({ sweep: true, send_again: true });
    await sync({ sweep: true });
    await expectEqual();
    expect((await there('price')).map(({ amount, end_date }) => [amount, end_date === null])).toEqual([
      ['20', false],
      ['40', true],
    ]);
  },
);

test('since when a price is gone is told once, also where an earlier version of it was looked for', async () => {
  await connect('public');
  const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync();
  server.backUp();
  const { id } = await call('price.create', { ...seat, entity_id: plan.id });
  await sync();
  const next = await call('price.update', { id, amount: '30' });
  await sync();
  await server.putBack();
  await call('price.update', { id, description: 'Before' });
  for (let at = 0; at < 2; at += 1) await sync();
  await call('price.update', { id: next.id, description: 'After' });
  await sync({ sweep: true });
  const asked = async () =>
    (await call('conflict.list', {})).items.map((item) => [item.kind, item.id, item.theirs]).sort();
  await sync({ sweep: true, may_remove: true });
  const before = await asked();
  expect(before).toMatchObject([
    ['gone_there', id, null],
    ['gone_there', next.id, { end_date: expect.any(String) }],
  ]);
  await sync({ sweep: true });
  expect(await asked()).toEqual(before);
});

test.each(['ours', 'public'] as const)(
  'a version that is sent again ends the price that was to go on as it does there (%s)',
  async (kind) => {
    await connect(kind);
    const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
    const { lookup_key: _none, ...keyless } = seat;
    await call('price.create', { ...keyless, entity_id: plan.id });
    await sync();
    server.backUp();
    clock.advance(1000);
    const [first] = await seats();
    await call('price.update', { id: first?.id ?? '', amount: '30' });
    await sync();
    const before = await seats();
    await server.putBack();
    await sync({ sweep: true });
    const { items } = await call('conflict.list', {});
    expect(items).toMatchObject([{ kind: 'field', field: 'end_date', theirs: null }]);
    await call('conflict.resolve', { items: [{ number: items[0]?.number ?? 0, choice: 'theirs' }] });
    await sync({ sweep: true, send_again: true });
    await sync({ sweep: true });
    await expectEqual();
    const ends = (rows: readonly { amount: unknown; start_date: unknown; end_date: unknown }[]) =>
      rows.map(({ amount, start_date, end_date }) => [amount, start_date, end_date]);
    expect(ends(await seats())).toEqual(ends(before));
    const made = (await there('price')).filter(({ display_name }) => display_name === 'Seat');
    expect(made.map(({ amount, end_date }) => [amount, end_date === null])).toEqual([
      ['20', false],
      ['30', true],
    ]);
  },
);
