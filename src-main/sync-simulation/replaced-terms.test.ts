import { afterEach, expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { convergence } from './invariants';
import { ownServer, publicServer, type SimulatedServer } from './servers';

/** Terms that were replaced, before anybody heard of them, from the very moment on from which they were to run. */

const seat = {
  entity_type: 'PLAN',
  currency: 'usd',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ADVANCE',
  amount: '20',
  display_name: 'Seat',
} as const;
const july = '2026-07-01T00:00:00.000Z';
const august = '2026-08-01T00:00:00.000Z';

const clock = testClock('2026-06-01T00:00:00.000Z');
let server: SimulatedServer;
let mine: Client;
let theirs: Client;

afterEach(async () => {
  await mine.close();
  await theirs.close();
  await server.close();
});

async function connect(kind: 'ours' | 'public') {
  server = kind === 'ours' ? await ownServer(clock) : publicServer(clock, 0);
  mine = await openClient([server], clock);
  theirs = await openClient([server], clock);
  return mine.core().call('plan.create', { name: 'Base', lookup_key: 'base' });
}

async function syncOf(...clients: Client[]) {
  for (const client of clients) {
    clock.advance(200_000);
    expect((await client.sync(fairWeather))?.trouble ?? null).toBeNull();
  }
}

const versions = async (client: Client) =>
  (await client.core().call('price.search', { allow_expired_prices: true, order: 'asc' })).items;
const live = async (client: Client) => {
  const found = (await versions(client)).filter(({ end_date }) => end_date === null);
  expect(found).toHaveLength(1);
  return found[0] as (typeof found)[number];
};
const there = async () =>
  [...(await server.snapshots('price')).values()]
    .map(({ start_date, end_date, amount }) => [start_date, end_date, amount])
    .sort();

async function expectEqual() {
  await syncOf(mine, theirs, mine, theirs);
  for (const client of [mine, theirs]) {
    expect(await convergence(client.core(), client.core().environment_id, server)).toEqual([]);
    expect((await client.core().call('pending.list', {})).items).toEqual([]);
    expect((await client.core().call('conflict.list', {})).items).toEqual([]);
  }
}

test.each(['ours', 'public'] as const)('of several for one moment the last are sent (%s)', async (kind) => {
  const plan = await connect(kind);
  const price = await mine.core().call('price.create', { ...seat, entity_id: plan.id });
  await syncOf(mine);
  for (const amount of ['25', '30', '35']) {
    const { id } = await live(mine);
    await mine.core().call('price.update', { id, amount, effective_from: july });
  }
  const [change, ...others] = (await mine.core().call('pending.list', {})).items;
  expect(others).toEqual([]);
  expect(change).toMatchObject({ kind: 'version' });
  await expectEqual();
  expect(await there()).toEqual([
    [price.start_date, july, '20'],
    [july, null, '35'],
  ]);
  expect(await live(theirs)).toMatchObject({ amount: '35', start_date: july });
});

test.each(['ours', 'public'] as const)(
  'a new price is made with the last, and goes on from there (%s)',
  async (kind) => {
    const plan = await connect(kind);
    const { id } = await mine.core().call('price.create', { ...seat, entity_id: plan.id, start_date: july });
    await mine.core().call('price.update', { id, amount: '25', effective_from: july });
    await expectEqual();
    expect(await there()).toEqual([[july, null, '25']]);
    await theirs.core().call('price.update', { id: (await live(theirs)).id, amount: '30', effective_from: august });
    await expectEqual();
    expect(await live(mine)).toMatchObject({ amount: '30', parent_price_id: id });
    await mine.core().call('price.update', { id: (await live(mine)).id, description: 'Here' });
    await expectEqual();
    expect(await live(theirs)).toMatchObject({ description: 'Here' });
  },
);

test.each(['mine', 'theirs'] as const)('they meet terms of others for the same price: %s', async (choice) => {
  const plan = await connect('public');
  await mine.core().call('price.create', { ...seat, entity_id: plan.id });
  await syncOf(mine, theirs);
  for (const amount of ['25', '30']) {
    await mine.core().call('price.update', { id: (await live(mine)).id, amount, effective_from: august });
  }
  await theirs.core().call('price.update', { id: (await live(theirs)).id, amount: '99', effective_from: july });
  await syncOf(theirs, mine);
  const [conflict, ...others] = (await mine.core().call('conflict.list', {})).items;
  expect(others).toEqual([]);
  expect(conflict).toMatchObject({ kind: 'versioned_there', mine: { amount: '30' }, theirs: { amount: '99' } });
  await mine.core().call('conflict.resolve', { items: [{ number: conflict?.number ?? 0, choice }] });
  await expectEqual();
  expect((await there()).map(([, , amount]) => amount)).toEqual(choice === 'mine' ? ['20', '99', '30'] : ['20', '99']);
});

test('details that others edited on the price reach what is sent', async () => {
  const plan = await connect('ours');
  await mine.core().call('price.create', { ...seat, entity_id: plan.id });
  await syncOf(mine, theirs);
  for (const amount of ['25', '30']) {
    await mine.core().call('price.update', { id: (await live(mine)).id, amount, effective_from: july });
  }
  await theirs.core().call('price.update', { id: (await live(theirs)).id, description: 'Theirs' });
  await syncOf(theirs);
  await expectEqual();
  expect(await live(theirs)).toMatchObject({ amount: '30', description: 'Theirs' });
});

test('taken back, the price goes on as it was before all of them', async () => {
  const plan = await connect('ours');
  const { id } = await mine.core().call('price.create', { ...seat, entity_id: plan.id });
  await syncOf(mine);
  let last = id;
  for (const amount of ['25', '30']) {
    last = (await mine.core().call('price.update', { id: last, amount, effective_from: july })).id;
  }
  expect(await mine.core().call('pending.revert', { items: [{ entity: 'price', id: last }] })).toMatchObject({
    reverted: 1,
    refused: [],
  });
  expect(await versions(mine)).toMatchObject([{ id, amount: '20', end_date: null }]);
  await expectEqual();
});
