import { afterEach, expect, test } from 'vitest';
import { type TestPull, testPull } from '../pull/test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

/** A pulled price in a pulled group, which is archived here afterwards. */
async function archivedHere() {
  pulled = testPull();
  const { core, remote, pull, idOf } = pulled;
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan' });
  remote.put('group', { id: 'r-group' });
  remote.put('price', { id: 'r-price', group_id: 'r-group' });
  await pull();
  const price = idOf('price', 'r-price');
  const group = idOf('group', 'r-group');
  expect(await groupOf(price)).toBe(group);
  core.clock.advance(1000);
  await core.call('price.update', { id: price, description: 'Edited here' });
  await core.call('group.delete', { id: group });
  return { price, group };
}

const groupOf = async (id: string) => (await pulled.core.call('price.get', { id })).group_id;
const newTerms = { billing_model: 'FLAT_FEE', amount: '9', effective_from: '2027-01-01T00:00:00.000Z' } as const;

test('a price is not taken back into a group that is archived here, which is said', async () => {
  const { price } = await archivedHere();
  const { core } = pulled;
  for (const more of [{}, { fields: ['group_id'] }]) {
    const failed = await core.fail('pending.revert', { items: [{ entity: 'price', id: price, ...more }] });
    expect(failed).toMatchObject({ message: expect.stringContaining('Its group is archived here') });
  }
  expect(await groupOf(price)).toBeNull();
});

test('with its group it comes back, in whatever order they are named', async () => {
  const { price, group } = await archivedHere();
  const { core } = pulled;
  const items = [{ entity: 'price', id: price } as const, { entity: 'group', id: group } as const];
  expect(await core.call('pending.revert', { items })).toEqual({ reverted: 2, refused: [] });
  expect(await groupOf(price)).toBe(group);
  expect(pulled.pending()).toEqual([]);
});

test('new terms that are taken back leave the price out of it', async () => {
  const { price } = await archivedHere();
  const { core } = pulled;
  core.clock.advance(1000);
  const next = await core.call('price.update', { id: price, ...newTerms });
  await core.call('pending.revert', { items: [{ entity: 'price', id: next.id }] });
  expect(await groupOf(price)).toBeNull();
});

test('what ended there while its group was archived here is made anew in no group', async () => {
  const { price } = await archivedHere();
  const { core, remote, pull } = pulled;
  core.clock.advance(1000);
  remote.put('price', { id: 'r-price', group_id: 'r-group', end_date: new Date(core.clock.now()).toISOString() });
  await pull();
  const [conflict] = (await core.call('conflict.list', {})).items;
  expect(conflict).toMatchObject({ kind: 'gone_there', id: price });
  await core.call('conflict.resolve', { items: [{ number: conflict?.number ?? 0, choice: 'recreate' }] });
  const { items } = await core.call('price.search', { allow_expired_prices: true, order: 'asc' });
  expect(items.map(({ group_id, end_date }) => [group_id, end_date === null])).toEqual([
    [null, false],
    [null, true],
  ]);
});
