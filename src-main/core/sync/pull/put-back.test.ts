import { afterEach, expect, test } from 'vitest';
import { sweep } from './sweep';
import { type TestPull, testPull } from './test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

const check = (options: Parameters<typeof sweep>[3] = {}) =>
  sweep(pulled.deps, pulled.connection(), pulled.remote, { wait: async () => undefined, ...options });
const planOf = (remote_id: string) => pulled.core.call('plan.get', { id: pulled.idOf('plan', remote_id) });

/** A server whose plan was renamed, and a group made, after its last backup; all of it has been pulled. */
async function afterBackup(extensions: readonly string[]) {
  pulled = testPull(extensions);
  const { remote } = pulled;
  remote.put('group', { id: 'r-group' });
  remote.put('plan', { id: 'r-plan', name: 'Standard' });
  const restore = remote.backUp();
  remote.put('plan', { id: 'r-plan', name: 'Renamed since' });
  remote.put('group', { id: 'r-late', name: 'Late', lookup_key: 'late' });
  await pulled.pull();
  return restore;
}

test('a change log that is an older one is noticed; edits after it are taken over, and what went back is asked about', async () => {
  const restore = await afterBackup(['change_feed', 'conditional_update']);
  const { remote } = pulled;
  restore();
  expect(await pulled.pull()).toMatchObject({ kind: 'put_back' });
  // Nothing was written yet: whoever is interrupted notices it again.
  expect(await pulled.pull()).toMatchObject({ kind: 'put_back' });
  remote.put('group', { id: 'r-group', name: 'Edited since' });
  const checked = await check({ isPutBack: true });
  expect(checked).toMatchObject({ kind: 'stopped', would_go: [{ entity: 'group', name: 'Late' }] });
  expect(pulled.conflicts()).toEqual(['group field name', 'plan field name']);
  expect(await planOf('r-plan')).toMatchObject({ name: 'Renamed since' });
  remote.put('group', { id: 'r-new', name: 'New since', lookup_key: 'new' });
  expect(await pulled.pull()).toMatchObject({ kind: 'done', received: 1 });

  const { items } = await pulled.core.call('conflict.list', {});
  const of = (entity: string) => items.find((item) => item.entity === entity);
  expect(of('plan')).toMatchObject({ base: null, mine: 'Renamed since', theirs: 'Standard' });
  await pulled.core.call('conflict.resolve', {
    items: [
      { number: of('plan')?.number ?? 0, choice: 'mine' },
      { number: of('group')?.number ?? 0, choice: 'theirs' },
    ],
  });
  expect(pulled.pending()).toEqual(['plan update ready: name']);
});

test('without a log, a full check finds what went back when a second read agrees', async () => {
  const restore = await afterBackup([]);
  const { remote } = pulled;
  const late = remote.rows.plan.get('r-plan');
  restore();
  remote.put('group', { id: 'r-late', name: 'Late', lookup_key: 'late' });
  const lagging = async () => {
    if (late) remote.rows.plan.set('r-plan', late);
  };
  const old = structuredClone(remote.rows.plan.get('r-plan'));
  expect(await check({ wait: lagging })).toMatchObject({ kind: 'done', conflicts: 0 });
  if (old) remote.rows.plan.set('r-plan', old);
  expect(await check()).toMatchObject({ kind: 'done', conflicts: 1 });
  expect(pulled.conflicts()).toEqual(['plan field name']);
  expect(await check()).toMatchObject({ kind: 'done', conflicts: 0 });
});

test('a row that went back in time but not in what it says is asked about no more than before', async () => {
  const restore = await afterBackup([]);
  const { core, idOf, remote } = pulled;
  restore();
  remote.rows.plan.set('r-plan', { ...remote.rows.plan.get('r-plan'), name: 'Renamed since' } as never);
  remote.put('group', { id: 'r-late', name: 'Late', lookup_key: 'late' });
  await core.call('plan.update', { id: idOf('plan', 'r-plan'), name: 'Mine' });
  expect(await check()).toMatchObject({ kind: 'done', conflicts: 0 });
  expect(pulled.pending()).toEqual(['plan update ready: name']);
});
