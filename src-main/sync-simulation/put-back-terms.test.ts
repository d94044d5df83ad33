import { afterEach, expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { convergence } from './invariants';
import { ownServer, publicServer, type SimulatedServer } from './servers';

/** New terms from both sides, of which a server that is put back to an earlier day loses its own. */

const clock = testClock('2026-06-01T00:00:00.000Z');
let inner: SimulatedServer;
let mine: Client;

afterEach(async () => {
  await mine.close();
  await inner.close();
});

const core = () => mine.core();

async function sync(asked: { sweep?: boolean; may_remove?: boolean } = {}) {
  clock.advance(200_000);
  const outcome = await mine.sync(fairWeather, asked);
  expect(outcome?.trouble ?? null).toBeNull();
  return outcome;
}

async function isEqual() {
  expect(await convergence(core(), core().environment_id, inner, { hasLost: true })).toEqual([]);
  expect((await core().call('pending.list', {})).items).toEqual([]);
}

/** Answers how a charge is made in a plan that the server has. */
async function withPlan(kind: 'ours' | 'public' = 'ours') {
  inner = kind === 'ours' ? await ownServer(clock) : publicServer(clock, 0);
  const server = {
    ...inner,
    answering: { answer: (...asked) => inner.answering.answer(...asked) } as typeof inner.answering,
  };
  mine = await openClient([server], clock);
  const { id: entity_id } = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync();
  return (start_date: string | null = null) =>
    core().call('price.create', {
      ...{ entity_type: 'PLAN', entity_id, currency: 'usd', type: 'FIXED', billing_model: 'FLAT_FEE', amount: '20' },
      ...{ billing_period: 'MONTHLY', invoice_cadence: 'ADVANCE', display_name: 'Seat', start_date },
    });
}

async function bothGiveNewTerms(id: string) {
  await core().call('price.update', { id, billing_model: 'FLAT_FEE', amount: '9' });
  clock.advance(1000);
  const sql = 'select remote_id from synced_rows where local_id = ?';
  const path = `/prices/${core().store.sqlite.prepare(sql).pluck().get(id)}`;
  const headers = new Headers({ 'x-api-key': inner.api_key, 'content-type': 'application/json' });
  const body = { billing_model: 'FLAT_FEE', amount: '7' };
  await inner.answering.answer({ method: 'PUT', path, body, is_write: true }, headers, 0);
  await sync();
  expect((await core().call('conflict.list', {})).items).toMatchObject([{ kind: 'versioned_there' }]);
}

const amounts = async () =>
  [...(await inner.snapshots('price')).values()]
    .filter(({ end_date }) => end_date === null)
    .map(({ amount }) => amount);

test('new terms that others gave a price and that are lost again stand against ours no more', async () => {
  const { id } = await (await withPlan())();
  await sync();
  const restore = inner.save();
  await bothGiveNewTerms(id);
  inner = await restore(clock);
  await sync();
  expect((await core().call('conflict.list', {})).items).toEqual([]);
  for (const sweep of [false, true]) await sync({ sweep });
  await isEqual();
  expect(await amounts()).toEqual(['9']);
});

test.each(['recreate', 'theirs'] as const)(
  'new terms of a price that is lost with those that others gave it: %s',
  async (choice) => {
    const make = await withPlan();
    const restore = inner.save();
    const { id } = await make();
    await sync();
    await bothGiveNewTerms(id);
    inner = await restore(clock);
    expect(await sync()).toMatchObject({ state: 'stopped', would_go: { length: 1 } });
    await sync({ sweep: true, may_remove: true });
    const { items } = await core().call('conflict.list', {});
    expect(items).toMatchObject([{ kind: 'gone_there', mine: { amount: '9' } }]);
    await core().call('conflict.resolve', { items: [{ number: items[0]?.number ?? 0, choice }] });
    for (const sweep of [false, true]) await sync({ sweep });
    await isEqual();
    expect(await amounts()).toEqual(choice === 'recreate' ? ['9'] : []);
  },
);

test('new terms in place of lost ones that never ran are asked about once, though the price before them goes on there', async () => {
  const { id } = await (await withPlan())();
  await sync();
  const restore = inner.save();
  await core().call('price.update', { id, description: 'Later' });
  const lost = await core().call('price.update', { id, amount: '30' });
  await sync();
  inner = await restore(clock);
  await core().call('price.update', { id: lost.id, amount: '40', effective_from: lost.start_date });
  await sync();
  await sync({ sweep: true, may_remove: true });
  const asked = async () => (await core().call('conflict.list', {})).items;
  const before = await asked();
  expect(before.map(({ kind, mine: terms }) => [kind, terms])).toContainEqual([
    'gone_there',
    expect.objectContaining({ amount: '40' }),
  ]);
  expect(await sync({ sweep: true })).toMatchObject({ state: 'done', would_go: [] });
  expect(await asked()).toEqual(before);
});

test('a price that is gone is over once that is decided, whatever was not known of it', async () => {
  const make = await withPlan();
  const restore = inner.save();
  const { id } = await make();
  await sync();
  await core().call('price.update', { id, description: 'Later' });
  inner = await restore(clock);
  await sync();
  // As after a conflict of a field of which nobody knew what both had.
  core()
    .store.sqlite.prepare(`update synced_rows set base = json_remove(base, '$.description') where local_id = ?`)
    .run(id);
  await sync({ sweep: true, may_remove: true });
  const [conflict, ...others] = (await core().call('conflict.list', {})).items;
  expect([conflict, ...others]).toMatchObject([{ kind: 'gone_there' }]);
  await core().call('conflict.resolve', { items: [{ number: conflict?.number ?? 0, choice: 'theirs' }] });
  for (let at = 0; at < 3; at += 1) await sync();
  await isEqual();
  expect((await core().call('conflict.list', {})).items).toEqual([]);
});

test.each(['mine', 'theirs'] as const)(
  'lost terms with unsent ones after them, and others there in their place: that is asked about once (%s)',
  async (choice) => {
    const { id } = await (await withPlan())();
    await sync();
    const restore = inner.save();
    const remote_id = core()
      .store.sqlite.prepare('select remote_id from synced_rows where local_id = ?')
      .pluck()
      .get(id);
    clock.advance(1000);
    const lost = await core().call('price.update', { id, amount: '30' });
    await sync();
    inner = await restore(clock);
    await core().call('price.update', { id: lost.id, amount: '40' });
    clock.advance(1000);
    const headers = new Headers({ 'x-api-key': inner.api_key, 'content-type': 'application/json' });
    const body = { billing_model: 'FLAT_FEE', amount: '7' };
    await inner.answering.answer({ method: 'PUT', path: `/prices/${remote_id}`, body, is_write: true }, headers, 0);
    await sync();
    const asked = async () => (await core().call('conflict.list', {})).items;
    const before = await asked();
    // Where the one before those ends is another question.
    expect(before.map(({ kind, field }) => `${kind} ${field}`)).toEqual(['versioned_there ', 'field end_date']);
    expect(before[0]).toMatchObject({ mine: { amount: '40' }, theirs: { amount: '7' } });
    for (let at = 0; at < 2; at += 1)
      expect(await sync({ sweep: true })).toMatchObject({ state: 'done', would_go: [] });
    expect(await asked()).toEqual(before);
    const choices = [choice, 'theirs'] as const;
    await core().call('conflict.resolve', {
      items: before.map(({ number }, at) => ({ number, choice: choices[at] ?? 'theirs' })),
    });
    for (const sweep of [false, true]) await sync({ sweep });
    await isEqual();
    expect(await asked()).toEqual([]);
    expect(await amounts()).toEqual([choice === 'mine' ? '40' : '7']);
  },
);

test.each(['recreate', 'theirs'] as const)(
  'a price that begins later, and is edited here while it is lost there: %s',
  async (choice) => {
    const make = await withPlan('public');
    const restore = inner.save();
    const { id } = await make('2027-01-01T00:00:00.000Z');
    await sync();
    inner = await restore(clock);
    await core().call('price.update', { id, description: 'Per person' });
    await decideWhatIsGone(choice);
    await isEqual();
    expect(await core().call('price.get', { id })).toMatchObject({ end_date: '2027-01-01T00:00:00.000Z' });
    expect(await amounts()).toEqual(choice === 'recreate' ? ['20'] : []);
  },
);

test.each(['recreate', 'theirs'] as const)(
  'a price whose group is archived here while the price is lost there is decided for good: %s',
  async (choice) => {
    const make = await withPlan('public');
    const group = await core().call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
    await sync();
    const restore = inner.save();
    const { id } = await make();
    await core().call('price.moveToGroup', { ids: [id], group_id: group.id });
    await sync();
    inner = await restore(clock);
    await core().call('group.delete', { id: group.id });
    await decideWhatIsGone(choice);
    await isEqual();
    expect(await amounts()).toEqual(choice === 'recreate' ? ['20'] : []);
  },
);

/** Decides the one question there is about what a server has lost, and exchanges what follows until nothing does. */
async function decideWhatIsGone(choice: 'recreate' | 'theirs'): Promise<void> {
  // What an edit of it met is asked for before anything is said of it.
  for (const _ of ['sent', 'asked for']) await sync();
  const { items } = await core().call('conflict.list', {});
  expect(items).toMatchObject([{ kind: 'gone_there' }]);
  await core().call('conflict.resolve', { items: [{ number: items[0]?.number ?? 0, choice }] });
  for (const sweep of [false, true, false]) await sync({ sweep, may_remove: true });
  expect((await core().call('conflict.list', {})).items).toEqual([]);
}
