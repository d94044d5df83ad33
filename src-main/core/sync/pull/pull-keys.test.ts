import { afterEach, expect, test } from 'vitest';
import { isSendable } from '../outbox/next-line';
import { type OutboxLine, readLine } from '../outbox/outbox-line';
import { waitsFor } from '../outbox/waits-for';
import { readSnapshots } from '../snapshots/read-snapshots';
import { type TestPull, testPull } from './test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

/** A local row whose create left this machine and was never answered. */
async function uncertain(entity: 'plan' | 'price' | 'group', id: string, op: Record<string, unknown>) {
  const { core } = pulled;
  const intent = (await readSnapshots(core.store.db, entity, [id])).get(id);
  core.store.sqlite
    .prepare("update outbox set state = 'uncertain', operation = ? where entity = ? and local_id = ?")
    .run(JSON.stringify({ op_id: 'op_1', kind: 'create', is_marked: true, intent, sent: [], ...op }), entity, id);
}

test('a row with the mark of a create of ours settles it; what was edited since is still to be sent', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, pending, conflicts } = pulled;
  const plan = await core.call('plan.create', { name: 'Mine', lookup_key: 'mine' });
  await uncertain('plan', plan.id, {});
  await core.call('plan.update', { id: plan.id, description: 'Later' });
  remote.put('plan', {
    id: 'r-plan',
    name: 'Mine',
    lookup_key: 'mine',
    display_order: 7,
    metadata: { pricebook_operation: 'op_1' },
  });
  await pull();
  expect(idOf('plan', 'r-plan')).toBe(plan.id);
  expect(await core.call('plan.get', { id: plan.id })).toMatchObject({ description: 'Later', display_order: 7 });
  expect([pending(), conflicts()]).toEqual([['plan update ready: description'], []]);
  const plans = await core.call('plan.search', {});
  expect(plans.items).toHaveLength(1);
});

test('a row whose metadata, and with it the mark of our create, was replaced settles it', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, conflicts } = pulled;
  await pull();
  const plan = await core.call('plan.create', { name: 'Mine', lookup_key: '', metadata: { a: 'b' } });
  await uncertain('plan', plan.id, {});
  const other = await core.call('plan.create', { name: 'Mine too', lookup_key: '' });
  await uncertain('plan', other.id, { op_id: 'op_2' });
  remote.put('plan', { id: 'r-plan', name: 'Mine', lookup_key: '', metadata: { a: 'c' } });
  remote.put('plan', { id: 'r-other', name: 'Mine too', lookup_key: '', metadata: { pricebook_operation: 'op_3' } });
  await pull();
  expect(idOf('plan', 'r-plan')).toBe(plan.id);
  expect(idOf('plan', 'r-other')).not.toBe(other.id);
  expect(conflicts()).toEqual([]);
  expect(await core.call('plan.get', { id: plan.id })).toMatchObject({ metadata: { a: 'c' } });
});

test('without marks an equal row settles it, another with its key does not', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, pending, conflicts } = pulled;
  await pull();
  const mine = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  const other = await core.call('group.create', { name: 'CPU', lookup_key: 'cpu', entity_type: 'price' });
  await uncertain('group', mine.id, { is_marked: false });
  await uncertain('group', other.id, { op_id: 'op_2', is_marked: false });
  remote.put('group', { id: 'r-gpu', name: 'GPU', lookup_key: 'gpu' });
  remote.put('group', { id: 'r-cpu', name: 'Processors', lookup_key: 'cpu' });
  await pull();
  expect(idOf('group', 'r-gpu')).toBe(mine.id);
  expect(idOf('group', 'r-cpu')).toBeUndefined();
  expect(conflicts()).toEqual(['group key_taken lookup_key']);
  expect(pending()).toEqual(['group create conflict: name, lookup_key, entity_type, status']);
});

test('an unsent row with a key that is taken there is a conflict, and ends when either gives the key up', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, pending, conflicts } = pulled;
  await pull();
  const plan = await core.call('plan.create', { name: 'Mine', lookup_key: 'base' });
  remote.put('group', { id: 'r-group' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan' });
  remote.put('price', { id: 'r-price' });
  const { skipped } = await pull();
  expect(skipped).toBe(2);
  expect(conflicts()).toEqual(['plan key_taken lookup_key']);
  expect(idOf('plan', 'r-plan')).toBeUndefined();
  const before = pulled.state();
  await pull();
  expect(pulled.state()).toEqual(before);

  await core.call('plan.update', { id: plan.id, lookup_key: 'mine' });
  await pull();
  expect(conflicts()).toEqual([]);
  expect(idOf('plan', 'r-plan')).not.toBe(plan.id);
  expect(idOf('price', 'r-price')).toBeDefined();
  expect(pending()).toEqual(['plan create ready: name, lookup_key, description, display_order, metadata, status']);
});

test('an edit of a row that was given the key of an unsent one waits until that is decided', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, conflicts } = pulled;
  remote.put('plan', { id: 'r-plan', lookup_key: 'base' });
  await pull();
  const id = idOf('plan', 'r-plan');
  await core.call('plan.update', { id, description: 'Mine' });
  const other = await core.call('plan.create', { name: 'Other', lookup_key: 'wanted' });
  const at = { db: core.store.db, sqlite: core.store.sqlite, connection: pulled.connection() };
  const line = () => readLine(at.sqlite, 1, { entity: 'plan', id }) as OutboxLine;
  const isNext = () => isSendable(at, line(), '2027-01-01T00:00:00.000Z');
  expect(isNext()).toBe(true);
  remote.put('plan', { id: 'r-plan', lookup_key: 'wanted' });
  await pull();
  expect(conflicts()).toEqual(['plan key_taken lookup_key']);
  expect(isNext()).toBe(false);
  expect(waitsFor(at, line())).toEqual([{ entity: 'plan', id: other.id }]);

  await core.call('plan.update', { id: other.id, lookup_key: 'free' });
  await pull();
  expect(await core.call('plan.get', { id })).toMatchObject({ lookup_key: 'wanted', description: 'Mine' });
  expect(isNext()).toBe(true);
});

test('keys that change hands there do so here, in whatever order the rows come', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, conflicts } = pulled;
  remote.put('plan', { id: 'r-a', lookup_key: 'a' });
  remote.put('plan', { id: 'r-b', lookup_key: 'b' });
  await pull();
  remote.put('plan', { id: 'r-b', lookup_key: '' });
  remote.put('plan', { id: 'r-a', lookup_key: 'b' });
  remote.put('plan', { id: 'r-b', lookup_key: 'c' });
  remote.put('plan', { id: 'r-new', lookup_key: 'a' });
  await pull();
  const keyOf = async (id: string) => (await core.call('plan.get', { id: idOf('plan', id) })).lookup_key;
  expect([await keyOf('r-a'), await keyOf('r-b'), await keyOf('r-new')]).toEqual(['b', 'c', 'a']);
  expect(conflicts()).toEqual([]);
});

test('a group that has the key of one that was archived there, which no list tells, shows that it was', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf } = pulled;
  remote.put('group', { id: 'r-old', name: 'Old', lookup_key: 'gpu' });
  await pull();
  remote.put('group', { id: 'r-old', status: 'archived' });
  remote.put('group', { id: 'r-new', name: 'New', lookup_key: 'gpu' });
  expect(await pull()).toMatchObject({ received: 2 });
  expect(await core.call('group.get', { id: idOf('group', 'r-old') })).toMatchObject({ status: 'archived' });
  expect(await core.call('group.get', { id: idOf('group', 'r-new') })).toMatchObject({
    name: 'New',
    lookup_key: 'gpu',
  });
});

test.each(['plan', 'price'] as const)(
  '%ss that swap their keys there do so here, also on pages of one',
  async (entity) => {
    pulled = testPull();
    const { core, remote, pull, idOf, pending, conflicts } = pulled;
    remote.page_size = 1;
    remote.put('feature', { id: 'r-feature' });
    remote.put('plan', { id: 'r-plan' });
    const keys = { 'r-a': 'a', 'r-b': 'b', 'r-c': 'c' };
    for (const [id, lookup_key] of Object.entries(keys)) remote.put(entity, { id, lookup_key });
    await pull();
    // Here and there at once: it has nothing to do with who has which key.
    await core.call(`${entity}.update`, { id: idOf(entity, 'r-b'), description: 'Mine' });
    const swapped = { 'r-a': 'b', 'r-b': 'c', 'r-c': 'a' };
    for (const [id, lookup_key] of Object.entries(swapped)) remote.put(entity, { id, lookup_key });
    await pull();
    for (const [id, lookup_key] of Object.entries(swapped)) {
      expect(await core.call(`${entity}.get`, { id: idOf(entity, id) })).toMatchObject({ lookup_key });
    }
    expect([conflicts(), pending()]).toEqual([[], [`${entity} update ready: description`]]);
  },
);

test('the first exchange links rows by their keys; where they differ it asks, and overwrites nothing', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, pending, conflicts } = pulled;
  const plan = await core.call('plan.create', { name: 'Mine', lookup_key: 'base' });
  const feature = await core.call('feature.create', {
    name: 'Tokens',
    lookup_key: 'tokens',
    type: 'metered',
    meter: { event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } },
  });
  const price = await core.call('price.create', {
    entity_type: 'PLAN',
    entity_id: plan.id,
    currency: 'usd',
    type: 'USAGE',
    meter_id: feature.meter_id,
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    amount: '0.02',
    lookup_key: 'tokens',
    start_date: '2026-01-01T00:00:00.000Z',
  });
  await core.call('group.create', { name: 'Only here', lookup_key: 'here', entity_type: 'price' });
  core.store.sqlite.exec('update outbox set is_held = 1');
  remote.put('group', { id: 'r-group' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan' });
  remote.put('price', { id: 'r-price', group_id: 'r-group' });
  await pull();
  expect([idOf('plan', 'r-plan'), idOf('price', 'r-price')]).toEqual([plan.id, price.id]);
  expect([idOf('feature', 'r-feature'), idOf('meter', 'r-meter')]).toEqual([feature.id, feature.meter_id]);
  expect(conflicts()).toEqual(['plan field name', 'price field amount', 'price field group_id']);
  expect(await core.call('price.get', { id: price.id })).toMatchObject({ amount: '0.02', group_id: null });
  expect(pending()).toEqual([
    'group create ready: name, lookup_key, entity_type, status',
    'plan update conflict: name',
    'price update conflict: amount, group_id',
  ]);
  const before = pulled.state();
  await pull();
  expect(pulled.state()).toEqual(before);
});

test('rows that are equal in every field are the same, also without a key or ended', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf } = pulled;
  const plan = await core.call('plan.create', { name: 'Free' });
  remote.put('plan', { id: 'r-free', name: 'Free', lookup_key: '' });
  remote.put('plan', { id: 'r-other', name: 'Free', lookup_key: '', description: 'Another' });
  await pull();
  expect(idOf('plan', 'r-free')).toBe(plan.id);
  expect(idOf('plan', 'r-other')).not.toBe(plan.id);
});

/** A charge with new terms of ours that are still to be sent, and another one that was given the key `shared` here. */
async function heirAndHolder() {
  pulled = testPull(['clear_text_fields']);
  const { core, remote, pull, idOf } = pulled;
  remote.put('plan', { id: 'r-plan' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('price', { id: 'r-price' });
  remote.put('price', { id: 'r-other', lookup_key: 'other' });
  await pull();
  const price = idOf('price', 'r-price');
  await core.call('price.update', { id: idOf('price', 'r-other'), lookup_key: 'shared' });
  core.clock.advance(1000);
  const { id } = await core.call('price.update', { id: price, billing_model: 'FLAT_FEE', amount: '9' });
  return { price, heir: id };
}

test('a key that a price was given there, and that would pass to our version of it, is for the person when another has it here', async () => {
  const { heir } = await heirAndHolder();
  const { core, remote, pull, conflicts } = pulled;
  remote.put('price', { id: 'r-price', lookup_key: 'shared' });
  await pull();
  expect(conflicts()).toEqual(['price key_taken lookup_key']);
  const [conflict] = (await core.call('conflict.list', {})).items;
  await core.call('conflict.resolve', {
    items: [{ number: conflict?.number ?? 0, choice: 'rename_key', value: 'mine' }],
  });
  await pull();
  expect(conflicts()).toEqual([]);
  expect(await core.call('price.get', { id: heir })).toMatchObject({ lookup_key: 'shared', end_date: null });
});

test('of a price that ended there the key does not pass to our version of it when another has it here', async () => {
  const { price, heir } = await heirAndHolder();
  const { core, remote, pull, conflicts } = pulled;
  remote.put('price', {
    id: 'r-price',
    lookup_key: 'shared',
    description: 'Theirs',
    end_date: '2027-01-01T00:00:00.000Z',
  });
  await pull();
  expect(await core.call('price.get', { id: price })).toMatchObject({ lookup_key: 'shared', description: 'Theirs' });
  expect(await core.call('price.get', { id: heir })).toMatchObject({ lookup_key: 'tokens', description: 'Theirs' });
  expect(conflicts()).toEqual(['price gone_there']);
});

test('what has a key there can be one with what wants it here, unless the two are of different kinds', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, conflicts } = pulled;
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan' });
  remote.put('price', { id: 'r-price' });
  await pull();
  const terms = {
    entity_type: 'PLAN',
    entity_id: idOf('plan', 'r-plan'),
    currency: 'usd',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    amount: '5',
  } as const;
  const usage = { ...terms, type: 'USAGE', meter_id: idOf('meter', 'r-meter') } as const;
  const wanted = async (lookup_key: string, input: typeof usage | (typeof terms & { type: 'FIXED' })) =>
    (await core.call('price.create', { ...input, lookup_key })).id;
  const like = await wanted('like', usage);
  const currency = await wanted('currency', { ...usage, currency: 'eur' } as never);
  const type = await wanted('type', { ...terms, type: 'FIXED' });
  const version = idOf('price', 'r-price');
  core.clock.advance(1000);
  const { id: heir } = await core.call('price.update', { id: version, billing_model: 'FLAT_FEE', amount: '9' });
  await core.call('price.update', { id: heir, lookup_key: 'version' });
  for (const key of ['like', 'currency', 'type', 'version']) remote.put('price', { id: `r-${key}`, lookup_key: key });
  await pull();
  expect(conflicts()).toEqual(Array.from({ length: 4 }, () => 'price key_taken lookup_key'));
  const choices = new Map((await core.call('conflict.list', {})).items.map((item) => [item.id, item.choices]));
  expect(choices.get(like)).toEqual(['rename_key', 'link']);
  for (const id of [currency, type, heir]) expect(choices.get(id)).toEqual(['rename_key']);
});

test('the first exchange does not take charges of different kinds for one', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, conflicts } = pulled;
  const plan = await core.call('plan.create', { name: 'Plan', lookup_key: 'plan' });
  const fee = await core.call('price.create', {
    entity_type: 'PLAN',
    entity_id: plan.id,
    currency: 'usd',
    type: 'FIXED',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    amount: '5',
    lookup_key: 'tokens',
  });
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan', name: 'Plan', lookup_key: 'plan' });
  remote.put('price', { id: 'r-price' });
  await pull();
  expect(conflicts()).toEqual(['price key_taken lookup_key']);
  const [conflict] = (await core.call('conflict.list', {})).items;
  expect(conflict).toMatchObject({ id: fee.id, choices: ['rename_key'] });
  await core.call('conflict.resolve', {
    items: [{ number: conflict?.number ?? 0, choice: 'rename_key', value: 'fee' }],
  });
  await pull();
  expect(conflicts()).toEqual([]);
  expect(idOf('price', 'r-price')).not.toBe(fee.id);
});
