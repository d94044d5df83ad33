import { afterEach, beforeEach, expect, test } from 'vitest';
import { countChanges, lastChange, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
let group_id: string;
let ids: string[];
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
  group_id = catalog.group.id;
  const prices = await core.call('price.createBulk', { items: Array.from({ length: 3 }, () => catalog.usage) });
  ids = prices.items.map((price) => price.id);
  core.clock.advance(1000);
});
afterEach(() => core.close());

const groupsOf = async () => {
  const { items } = await core.call('price.search', { price_ids: ids, allow_expired_prices: true });
  return ids.map((id) => items.find((price) => price.id === id)?.group_id);
};

test('puts prices into a group and takes them out again, each with its change record', async () => {
  expect(await core.call('price.moveToGroup', { ids, group_id })).toEqual({ moved: 3 });
  expect(await groupsOf()).toEqual([group_id, group_id, group_id]);
  expect((await core.call('group.get', { id: group_id })).member_count).toBe(3);
  expect(await core.call('price.get', { id: ids[0] ?? '' })).toMatchObject({ updated_at: '2026-06-01T00:00:01.000Z' });
  expect(lastChange(core)).toMatchObject({
    entity: 'price',
    kind: 'update',
    fields: { group_id: { from: null, to: group_id } },
  });
  expect(core.events.at(-1)).toMatchObject({ type: 'changed', topics: ['price'] });
  expect(await core.call('price.moveToGroup', { ids: ids.slice(0, 2), group_id: null })).toEqual({ moved: 2 });
  expect(await groupsOf()).toEqual([null, null, group_id]);
});

test('a thousand prices move at once', async () => {
  const all: string[] = [];
  for (let batch = 0; batch < 10; batch++) {
    const items = Array.from({ length: 100 }, () => catalog.fixed);
    all.push(...(await core.call('price.createBulk', { items })).items.map((price) => price.id));
  }
  expect(await core.call('price.moveToGroup', { ids: all, group_id })).toEqual({ moved: 1000 });
  expect((await core.call('group.get', { id: group_id })).member_count).toBe(1000);
});

test('ended prices move too; an id named twice counts once', async () => {
  const [id = ''] = ids;
  await core.call('price.terminate', { id });
  expect(await core.call('price.moveToGroup', { ids: [id, id], group_id })).toEqual({ moved: 1 });
  expect(await groupsOf()).toEqual([group_id, null, null]);
});

test('prices that are there already are not touched, recorded or counted', async () => {
  const [id = ''] = ids;
  await core.call('price.moveToGroup', { ids: [id], group_id });
  const before = await core.call('price.get', { id });
  const changes = countChanges(core);
  core.clock.advance(1000);
  expect(await core.call('price.moveToGroup', { ids: [id], group_id })).toEqual({ moved: 0 });
  expect(countChanges(core)).toBe(changes);
  expect(await core.call('price.get', { id })).toEqual(before);
  expect(await core.call('price.moveToGroup', { ids, group_id })).toEqual({ moved: 2 });
  expect(countChanges(core)).toBe(changes + 2);
});

test('all or nothing: one unknown price refuses the others', async () => {
  const changes = countChanges(core);
  expect(await core.fail('price.moveToGroup', { ids: [...ids, 'price_gone'], group_id })).toMatchObject({
    code: 'not_found',
    message: 'Price with ID price_gone was not found',
  });
  expect(await groupsOf()).toEqual([null, null, null]);
  expect(countChanges(core)).toBe(changes);
});

test('a price of another environment is not found', async () => {
  const { items } = await core.call('environment.list', {});
  const other = items.find((environment) => environment.id !== core.environment_id);
  const reply = await core.app.call('price.moveToGroup', { ids, group_id: null }, { environment_id: other?.id ?? '' });
  expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } });
});

test('an archived or unknown group takes no price', async () => {
  await core.call('group.delete', { id: group_id });
  for (const wrong of [group_id, 'group_gone', '']) {
    expect(await core.fail('price.moveToGroup', { ids, group_id: wrong })).toMatchObject({
      code: 'validation_error',
      message: 'Some groups not found',
      field: 'group_id',
    });
  }
  expect(await groupsOf()).toEqual([null, null, null]);
});

test('one to a thousand ids are taken, no fewer and no more', async () => {
  for (const wrong of [[], Array.from({ length: 1001 }, (_, n) => `price_${n}`), [1], 'price_1']) {
    expect(await core.fail('price.moveToGroup', { ids: wrong, group_id })).toMatchObject({
      code: 'validation_error',
      message: 'Request validation failed',
    });
  }
  expect(await core.fail('price.moveToGroup', { ids })).toMatchObject({ field: 'group_id' });
});
