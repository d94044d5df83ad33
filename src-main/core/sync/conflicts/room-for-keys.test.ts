import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestPull, testPull } from '../pull/test-pull';

let pulled: TestPull;
beforeEach(async () => {
  pulled = testPull();
  pulled.remote.put('feature', { id: 'r-feature' });
  pulled.remote.put('plan', { id: 'r-plan', lookup_key: 'base' });
  pulled.remote.put('price', { id: 'r-price', lookup_key: 'tokens' });
  await pulled.pull();
});
afterEach(() => pulled.core.close());

const terms = { billing_model: 'FLAT_FEE', amount: '9' } as const;

/** Another price of the plan with a key that was free when it was made. */
async function another(lookup_key: string) {
  const { entity_id, currency, billing_period, invoice_cadence } = await first();
  const { id } = await pulled.core.call('price.create', {
    ...{ entity_type: 'PLAN', type: 'FIXED', billing_model: 'FLAT_FEE', amount: '3', display_name: 'Other' },
    ...{ entity_id, currency, billing_period, invoice_cadence, lookup_key },
  } as Parameters<typeof pulled.core.call<'price.create'>>[1]);
  return id;
}

const first = () => pulled.core.call('price.get', { id: pulled.idOf('price', 'r-price') });
const keyOf = async (id: string) => (await pulled.core.call('price.get', { id })).lookup_key;
const open = async () => {
  const { items } = await pulled.core.call('conflict.list', {});
  expect(items).toHaveLength(1);
  return items[0]?.number ?? 0;
};
const historyOf = (id: string) =>
  pulled.core.store.sqlite.prepare('select kind, fields from changes where entity_id = ? order by seq').all(id);

test.each(['theirs', 'recreate'] as const)(
  'new terms of a price that ended there are decided (%s), whoever has by now the keys it had on its way',
  async (choice) => {
    const { core, remote, pull } = pulled;
    const [june, july] = ['2026-06-20T00:00:00.000Z', '2026-07-20T00:00:00.000Z'];
    const { id } = await first();
    const second = await core.call('price.update', { id, ...terms, lookup_key: 'tokens-2', effective_from: june });
    await core.call('price.update', { id: second.id, ...terms, lookup_key: 'tokens-3', effective_from: july });
    const others = [await another('tokens'), await another('tokens-2')];
    const before = others.map(historyOf);
    remote.put('price', { id: 'r-price', end_date: '2026-05-15T00:00:00.000Z' });
    await pull();
    await core.call('conflict.resolve', { items: [{ number: await open(), choice }] });
    expect(await Promise.all(others.map(keyOf))).toEqual(['tokens', 'tokens-2']);
    expect(others.map(historyOf)).toEqual(before);
    const keys = core.store.sqlite
      .prepare("select lookup_key from prices where display_name <> 'Other' order by number")
      .pluck()
      .all();
    expect(keys).toEqual(choice === 'theirs' ? ['tokens'] : ['tokens', 'tokens-2', 'tokens-3']);
    expect((await first()).end_date).toBe('2026-05-15T00:00:00.000Z');
  },
);

test('a key that is needed for good: the refusal tells whose it is, and that row is given another', async () => {
  const { core, remote, pull, idOf } = pulled;
  const id = idOf('plan', 'r-plan');
  await core.call('plan.archive', { id });
  const other = await core.call('plan.create', { name: 'Newer', lookup_key: 'base' });
  await core.call('plan.create', { name: 'Third', lookup_key: 'third' });
  remote.put('plan', { id: 'r-plan', description: 'Theirs' });
  await pull();
  const number = await open();
  const decide = (holder_key?: string) => ({
    items: [{ number, choice: 'theirs' as const, ...(holder_key !== undefined && { holder_key }) }],
  });
  expect(await core.fail('conflict.resolve', decide())).toEqual({
    code: 'already_exists',
    message: 'The plan “Newer” has the lookup key base here by now. Give that one another key, or decide otherwise.',
    field: 'holder_key',
    details: {
      number,
      holder: { entity: 'plan', id: other.id, name: 'Newer', lookup_key: 'base' },
      suggestion: 'base-2',
    },
  });
  expect(await core.call('plan.get', { id })).toMatchObject({ status: 'archived', lookup_key: 'base' });
  expect(await core.call('plan.get', { id: other.id })).toMatchObject({ lookup_key: 'base' });
  for (const taken of [' ', 'third', 'base']) {
    expect(await core.fail('conflict.resolve', decide(taken))).toMatchObject({ field: 'holder_key' });
  }
  expect(await core.call('conflict.resolve', decide(' newer '))).toEqual({ resolved: 1, open: 0 });
  expect(await core.call('plan.get', { id })).toMatchObject({ status: 'published', description: 'Theirs' });
  expect(await core.call('plan.get', { id: other.id })).toMatchObject({ lookup_key: 'newer' });
  expect(historyOf(other.id).at(-1)).toMatchObject({
    fields: JSON.stringify({ lookup_key: { from: 'base', to: 'newer' } }),
  });
});

test('so it is with new terms of both sides, where a row here has the key that theirs were given', async () => {
  const { core, remote, pull } = pulled;
  const effective_from = '2026-06-20T00:00:00.000Z';
  await core.call('price.update', { id: (await first()).id, ...terms, effective_from });
  remote.version('r-price', { id: 'r-next', amount: '7', lookup_key: 'tokens-9' });
  await pull();
  const number = await open();
  const other = await another('tokens-9');
  const items = [{ number, choice: 'theirs' as const }];
  expect(await core.fail('conflict.resolve', { items })).toMatchObject({
    details: { holder: { id: other, name: 'Other' }, suggestion: 'tokens-9-2' },
  });
  await core.call('conflict.resolve', { items: [{ number, choice: 'theirs', holder_key: 'tokens-9-2' }] });
  expect(await keyOf(pulled.idOf('price', 'r-next'))).toBe('tokens-9');
  expect(await keyOf(other)).toBe('tokens-9-2');
  expect(pulled.conflicts()).toEqual([]);
});

test('a group that the server has keeps its key: it has to be archived first', async () => {
  const { core, remote, pull, idOf } = pulled;
  remote.put('group', { id: 'r-group', lookup_key: 'gpu', name: 'GPU' });
  await pull();
  await core.call('group.delete', { id: idOf('group', 'r-group') });
  remote.put('group', { id: 'r-other', lookup_key: 'gpu', name: 'Other' });
  await pull();
  remote.put('group', { id: 'r-group', name: 'GPUs' });
  await pull();
  const items = [{ number: await open(), choice: 'theirs' as const, holder_key: 'gpu-2' }];
  expect(await core.fail('conflict.resolve', { items })).toMatchObject({
    message: 'The group “Other” has the lookup key gpu here by now. Archive that one first, or decide otherwise.',
    details: { suggestion: null },
  });
  await core.call('group.delete', { id: idOf('group', 'r-other') });
  await core.call('conflict.resolve', { items });
  expect(await core.call('group.get', { id: idOf('group', 'r-group') })).toMatchObject({ status: 'published' });
});
