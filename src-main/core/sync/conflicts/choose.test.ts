import type { ConflictChoice } from '@shared/entities/sync';
import { beforeEach, expect, test } from 'vitest';
import { type TestPull, testPull } from '../pull/test-pull';

let pulled: TestPull;
/** The plan's name and description have other values here and there. */
beforeEach(async () => {
  pulled = testPull();
  pulled.remote.put('plan', { id: 'r-plan', name: 'Base', description: 'x' });
  await pulled.pull();
  await pulled.core.call('plan.update', { id: planId(), name: 'Mine', description: 'Here' });
  pulled.remote.put('plan', { id: 'r-plan', name: 'Theirs', description: 'There' });
  await pulled.pull();
  return () => pulled.core.close();
});

const planId = () => pulled.idOf('plan', 'r-plan');

async function conflictOf(field: string) {
  const { items } = await pulled.core.call('conflict.list', {});
  const conflict = items.find((item) => item.field === field);
  if (!conflict) throw new Error(`no conflict of ${field}`);
  return conflict;
}

async function choose(field: string, choice: ConflictChoice, value = '') {
  const { number, sides } = await conflictOf(field);
  await pulled.core.call('conflict.choose', { items: [{ number, sides, decision: { choice, value } }] });
}

test('what was chosen and typed is kept until it is confirmed or taken back; nothing is decided by it', async () => {
  await choose('name', 'theirs');
  await choose('description', 'edit', 'Both');
  expect((await conflictOf('name')).unconfirmed).toEqual({ choice: 'theirs', value: '', is_outdated: false });
  const typed = await conflictOf('description');
  expect(typed.unconfirmed).toEqual({ choice: 'edit', value: 'Both', is_outdated: false });
  await pulled.pull();
  expect((await conflictOf('description')).unconfirmed?.is_outdated).toBe(false);
  expect(await pulled.core.call('plan.get', { id: planId() })).toMatchObject({ name: 'Mine', description: 'Here' });
  const items = [{ number: typed.number, sides: typed.sides, decision: null }];
  await pulled.core.call('conflict.choose', { items });
  expect((await conflictOf('description')).unconfirmed).toBeNull();
});

test('a refusal is kept with what was typed against it', async () => {
  const { number, sides } = await conflictOf('name');
  const holder = { entity: 'plan', id: 'plan_x', name: 'Other', lookup_key: 'base' } as const;
  const refusal = { number, holder, suggestion: 'base-2', message: 'It is taken.' };
  const decision = { choice: 'theirs', value: '', refusal, holder_key: 'base-3' } as const;
  await pulled.core.call('conflict.choose', { items: [{ number, sides, decision }] });
  expect((await conflictOf('name')).unconfirmed).toEqual({ ...decision, is_outdated: false });
});

test.each(['here', 'there'])('a side that changes %s afterwards outdates what was chosen', async (where) => {
  await choose('name', 'theirs');
  if (where === 'here') await pulled.core.call('plan.update', { id: planId(), name: 'Mine 2' });
  else {
    pulled.remote.put('plan', { id: 'r-plan', name: 'Theirs 2', description: 'There' });
    await pulled.pull();
  }
  expect((await conflictOf('name')).unconfirmed).toMatchObject({ choice: 'theirs', is_outdated: true });
  expect((await conflictOf('description')).unconfirmed).toBeNull();
  await choose('name', 'theirs');
  expect((await conflictOf('name')).unconfirmed?.is_outdated).toBe(false);
});

test('a choice is told as dropped where the question becomes another one: of fields about the whole row, and back', async () => {
  await choose('description', 'edit', 'Both');
  const inUse = { id: 'r-plan', name: 'Theirs', description: 'There', status: 'published' };
  pulled.remote.put('plan', { ...inUse, status: 'archived' });
  await pulled.pull();
  expect(pulled.conflicts()).toEqual(['plan gone_there']);
  const dropped = { choice: 'theirs', value: '', is_outdated: true };
  expect((await conflictOf('')).unconfirmed).toEqual(dropped);
  await choose('', 'theirs');
  pulled.remote.put('plan', inUse);
  await pulled.pull();
  expect(pulled.conflicts()).toEqual(['plan field description', 'plan field name']);
  const { items } = await pulled.core.call('conflict.list', {});
  expect(items.flatMap(({ unconfirmed }) => unconfirmed ?? [])).toEqual([dropped]);
});

test('where nothing was chosen nothing is told as dropped', async () => {
  pulled.remote.put('plan', { id: 'r-plan', name: 'Theirs', description: 'There', status: 'archived' });
  await pulled.pull();
  expect((await conflictOf('')).unconfirmed).toBeNull();
});

test('a choice about new terms whose price ended there is told as dropped once others gave it new terms', async () => {
  const { core, remote, pull, idOf, conflicts } = pulled;
  remote.put('feature', { id: 'r-feature' });
  remote.put('price', { id: 'r-price' });
  await pull();
  await core.call('conflict.resolve', {
    items: (await core.call('conflict.list', {})).items.map(({ number }) => ({ number, choice: 'theirs' as const })),
  });
  await core.call('price.update', { id: idOf('price', 'r-price'), amount: '9' });
  const end = '2026-05-01T00:00:00.000Z';
  remote.put('price', { id: 'r-price', end_date: end });
  await pull();
  expect(conflicts()).toEqual(['price gone_there']);
  await choose('', 'theirs');
  remote.version('r-price', { id: 'r-next', amount: '0.02' }, end);
  await pull();
  expect(conflicts()).toEqual(['price versioned_there']);
  expect((await conflictOf('')).unconfirmed).toMatchObject({ is_outdated: true });
});

test('what was not seen is not decided: all of the decisions are refused when a side has moved on', async () => {
  const seen = [await conflictOf('name'), await conflictOf('description')];
  pulled.remote.put('plan', { id: 'r-plan', name: 'Theirs', description: 'There 2' });
  await pulled.pull();
  const items = seen.map(({ number, sides }) => ({ number, sides, choice: 'theirs' as const }));
  const refused = await pulled.core.fail('conflict.resolve', { items });
  expect(refused).toMatchObject({ code: 'version_conflict', details: { number: seen[1]?.number } });
  expect(await pulled.core.call('plan.get', { id: planId() })).toMatchObject({ name: 'Mine', description: 'Here' });
});

test('a choice about a conflict that is decided by now is left out', async () => {
  const { number, sides } = await conflictOf('name');
  await pulled.core.call('conflict.resolve', { items: [{ number, sides, choice: 'mine' }] });
  const decision = { choice: 'mine', value: '' } as const;
  await pulled.core.call('conflict.choose', { items: [{ number, sides, decision }] });
  expect((await pulled.core.call('conflict.list', {})).items).toMatchObject([
    { field: 'description', unconfirmed: null },
  ]);
});

test('without a connection there is nothing to choose', async () => {
  pulled.core.store.sqlite.exec('update connections set is_active = 0');
  const items = [{ number: 1, sides: '', decision: null }];
  expect(await pulled.core.fail('conflict.choose', { items })).toMatchObject({ code: 'not_found' });
});
