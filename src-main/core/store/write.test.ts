import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoorEvent } from '@shared/door';
import { idSource } from '@shared/ids';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAppOn } from '../app';
import type { Deps } from '../deps';
import { noServers } from '../secrets';
import { countChanges } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { openStore } from './open';
import { changedFields, createdFields, type Tx, write } from './write';

let folder: string;
let core: TestCore;
let deps: Deps;
let events: DoorEvent[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pricebook-write-'));
  core = testCore({ file: join(folder, 'pricebook.db') });
  events = [];
  deps = {
    store: core.store,
    now: core.clock.now,
    newId: idSource(core.clock.now),
    publish: (event) => events.push(event),
    log: () => {},
    enqueue: (step) => step(),
    importThread: null,
    ...noServers,
  };
});
afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

const context = () => ({ environment_id: core.environment_id });
const addGroup = (tx: Tx, lookup_key: string) =>
  tx.db
    .insertInto('groups')
    .values({ id: tx.newId('group'), name: 'n', lookup_key, entity_type: 'price', search_text: '', ...tx.base() })
    .execute();
const groups = () => core.store.sqlite.prepare('select count(*) from groups').pluck().get();

describe('the write door', () => {
  test('commits, then publishes each topic once', async () => {
    deps.publish = (event) => {
      expect(core.store.sqlite.inTransaction).toBe(false);
      events.push(event);
    };
    const answer = await write(deps, context(), async (tx) => {
      await addGroup(tx, 'a');
      await tx.record('group', 'group_1', 'create', createdFields({ name: 'n' }));
      await tx.record('group', 'group_1', 'update', {});
      tx.changed('price');
      return 7;
    });
    expect([answer, groups(), countChanges(core)]).toEqual([7, 1, 2]);
    expect(events).toEqual([{ type: 'changed', environment_id: core.environment_id, topics: ['group', 'price'] }]);
  });

  test('only what comes again need not reach the disk with its commit', async () => {
    const synchronous = () => core.store.sqlite.pragma('synchronous', { simple: true });
    const [full, normal] = [2, 1];
    await write(deps, context(), async () => expect(synchronous()).toBe(full));
    await write(deps, context(), async () => expect(synchronous()).toBe(normal), { comesAgain: true });
    expect(synchronous()).toBe(full);
    const failing = write(deps, context(), () => Promise.reject(new Error('no')), { comesAgain: true });
    await expect(failing).rejects.toThrow('no');
    expect(synchronous()).toBe(full);
  });

  test('a refusal undoes everything and publishes nothing', async () => {
    const failing = write(deps, context(), async (tx) => {
      await addGroup(tx, 'a');
      await tx.record('group', 'group_1', 'create', {});
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([groups(), countChanges(core), events.length, core.store.sqlite.inTransaction]).toEqual([0, 0, 0, false]);
  });

  test('so does a statement that the store refuses', async () => {
    const failing = write(deps, context(), async (tx) => {
      await addGroup(tx, 'a');
      await addGroup(tx, 'a');
    });
    await expect(failing).rejects.toThrow(/UNIQUE/);
    expect([groups(), core.store.sqlite.inTransaction]).toEqual([0, false]);
  });

  test('nothing changed publishes nothing', async () => {
    await write(deps, context(), async () => 1);
    expect(events).toEqual([]);
  });

  test('a write that waits too long for another process fails whole', async () => {
    const other = openStore(core.store.file, 'writer');
    other.sqlite.exec('begin immediate');
    core.store.sqlite.pragma('busy_timeout = 10');
    await expect(write(deps, context(), (tx) => addGroup(tx, 'a'))).rejects.toThrow(/locked/);
    other.sqlite.exec('rollback');
    other.close();
    await write(deps, context(), (tx) => addGroup(tx, 'a'));
    expect(groups()).toBe(1);
  });

  test('a reader sees the state before a commit until it is done, never half of it', async () => {
    const reader = createAppOn(openStore(core.store.file, 'reader'), { role: 'reader', onEvent: () => {} });
    const total = async () => {
      const reply = await reader.call('group.search', {}, context());
      return reply.ok ? (reply.data as { pagination: { total: number } }).pagination.total : reply.error;
    };
    await write(deps, context(), async (tx) => {
      await addGroup(tx, 'a');
      expect(await total()).toBe(0);
      await addGroup(tx, 'b');
      expect(await total()).toBe(0);
    });
    expect(await total()).toBe(2);
    await reader.close();
  });
});

describe('the record of an edit', () => {
  test('names only the fields that differ, by value', () => {
    const before = { name: 'a', metadata: { x: '1', y: '2' }, group_id: null, tiers: [{ up_to: 1 }] };
    const after = { name: 'b', metadata: { y: '2', x: '1' }, group_id: undefined, tiers: [{ up_to: 1 }] };
    expect(changedFields(before, after)).toEqual({ name: { from: 'a', to: 'b' } });
    expect(changedFields(before, { group_id: 'group_1' })).toEqual({ group_id: { from: null, to: 'group_1' } });
  });
});
