import type { CallContext } from '@shared/door';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countChanges } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

const call = (name: string, input: object, conditions: Partial<CallContext> = {}) =>
  core.app.call(name, input, { environment_id: core.environment_id, ...conditions });
const group = (lookup_key: string) => ({ name: lookup_key, entity_type: 'price', lookup_key });
const once = (key: string, request = 'r', caller = 'secret_1') => ({ caller, idempotency: { key, request } });

test('a repeated write is done once and answers the same', async () => {
  const first = await call('group.create', group('a'), once('k'));
  const events = core.events.length;
  expect(await call('group.create', group('a'), once('k'))).toEqual(first);
  expect(countChanges(core)).toBe(1);
  // Nothing happened, so nobody is told.
  expect(core.events).toHaveLength(events);
});

test('the answer is kept although the row has moved on', async () => {
  const first = await call('group.create', group('a'), once('k'));
  if (!first.ok) throw new Error('refused');
  await call('group.update', { id: (first.data as { id: string }).id, name: 'later' });
  expect(await call('group.create', group('a'), once('k'))).toMatchObject({ ok: true, data: { name: 'a' } });
});

test('what is answered again has the version that it had then: the row may have moved on from it', async () => {
  const asked = () => call('group.create', group('a'), { ...once('k'), versions: true });
  const first = await asked();
  if (!first.ok) throw new Error('refused');
  const { id } = first.data as { id: string };
  await call('group.update', { id, name: 'later' });
  expect(await asked()).toEqual(first);
  const now = await call('group.get', { id }, { versions: true });
  expect(now).not.toMatchObject({ versions: (first as { versions?: object }).versions });
});

test('a key used for another request is refused', async () => {
  await call('group.create', group('a'), once('k', 'r1'));
  const second = await call('group.create', group('b'), once('k', 'r2'));
  expect(second).toMatchObject({ ok: false, error: { code: 'validation_error', field: 'Idempotency-Key' } });
  expect(countChanges(core)).toBe(1);
});

test('a refused write keeps no answer, so that it can be repeated', async () => {
  await call('group.create', group('a'));
  const refused = await call('group.create', group('a'), once('k'));
  expect(refused).toMatchObject({ ok: false, error: { code: 'already_exists' } });
  await call('group.delete', { id: (await core.call('group.search', {})).items[0]?.id ?? '' });
  expect(await call('group.create', group('a'), once('k'))).toMatchObject({ ok: true });
});

test('keys of two callers and of two environments are apart', async () => {
  const { items } = await core.call('environment.list', {});
  const answers = [
    await call('group.create', group('a'), once('k', 'r', 'secret_1')),
    await call('group.create', group('b'), once('k', 'r', 'secret_2')),
    await call('group.create', group('c'), { ...once('k'), environment_id: items[1]?.id ?? '' }),
  ];
  expect(answers.map((answer) => answer.ok && (answer.data as { name: string }).name)).toEqual(['a', 'b', 'c']);
});

test('after a month a key is forgotten', async () => {
  await call('group.create', group('a'), once('k', 'r1'));
  core.clock.advance(31 * 24 * 3600 * 1000);
  expect(await call('group.create', group('b'), once('k', 'r2'))).toMatchObject({ ok: true });
});

test('the change log names the caller', async () => {
  await call('group.create', group('a'), { caller: 'secret_1' });
  await call('group.create', group('b'));
  const { changes } = await core.call('change.list', {});
  expect(changes.map(({ origin }) => origin)).toEqual(['secret_1', 'app']);
});

test('a write on a version that is gone is refused and says the present one', async () => {
  const created = await call('group.create', group('a'), { versions: true });
  if (!created.ok) throw new Error('refused');
  const { id } = created.data as { id: string };
  const version = created.versions?.[id] ?? -1;
  const renamed = await call('group.update', { id, name: 'b' }, { if_match: { id, version }, versions: true });
  expect(renamed.ok).toBe(true);
  const late = await call('group.update', { id, name: 'c' }, { if_match: { id, version } });
  const now = renamed.ok ? renamed.versions?.[id] : undefined;
  expect(late).toMatchObject({ ok: false, error: { code: 'version_conflict', details: { id, etag: `"${now}"` } } });
  expect((await core.call('group.get', { id })).name).toBe('b');
});

test('a version of a row of another environment says nothing of that row', async () => {
  const { id } = await core.call('group.create', group('a'));
  const { items } = await core.call('environment.list', {});
  const answer = await call(
    'group.update',
    { id, name: 'x' },
    { environment_id: items[1]?.id ?? '', if_match: { id, version: 99 } },
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } });
});

test('a list tells the version of each of its rows', async () => {
  const a = await core.call('group.create', group('a'));
  const b = await core.call('group.create', group('b'));
  await core.call('group.update', { id: a.id, name: 'a2' });
  const reply = await call('group.search', {}, { versions: true });
  expect(reply.ok && reply.versions).toEqual({ [a.id]: 3, [b.id]: 2 });
  expect(await call('group.search', {})).not.toHaveProperty('versions');
});

test('of writers that all read the same version, exactly one succeeds each time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }), async (rounds) => {
      const world = testCore();
      const context = { environment_id: world.environment_id };
      const { id } = await world.call('group.create', group('a'));
      for (const writers of rounds) {
        const read = await world.app.call('group.get', { id }, { ...context, versions: true });
        const version = read.ok ? (read.versions?.[id] ?? -1) : -1;
        const answers = await Promise.all(
          Array.from({ length: writers }, (_, writer) =>
            world.app.call(
              'group.update',
              { id, name: `${version}-${writer}` },
              { ...context, if_match: { id, version } },
            ),
          ),
        );
        expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      }
      expect(countChanges(world)).toBe(1 + rounds.length);
      await world.close();
    }),
    { numRuns: 20 },
  );
});

test('whoever pages through the change log gets every change once, whatever the page size', async () => {
  for (const key of ['a', 'b', 'c', 'd', 'e']) await core.call('group.create', group(key));
  for (const limit of [1, 2, 5, 100]) {
    const seen: number[] = [];
    let page = await core.call('change.list', { limit });
    for (;;) {
      seen.push(...page.changes.map(({ seq }) => seq));
      if (!page.has_more) break;
      page = await core.call('change.list', { since: page.next, limit });
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(await core.call('change.list', { since: page.next, limit })).toEqual({
      changes: [],
      next: 5,
      has_more: false,
    });
  }
});
