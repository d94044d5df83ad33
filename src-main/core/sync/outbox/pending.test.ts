import { afterEach, expect, test } from 'vitest';
import { write } from '../../store/write';
import { openConflict } from '../conflicts/open-conflict';
import { sendCatalog, type TestPush, testPush } from '../push/test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

async function synced(options: Parameters<typeof testPush>[0] = {}) {
  pushed = testPush(options);
  return { ...(await sendCatalog(pushed)), ...pushed };
}

const list = (asked = {}) => pushed.core.call('pending.list', asked);
const rows = async (asked = {}) =>
  (await list(asked)).items.map(({ entity, kind, name }) => `${entity} ${kind} ${name}`);

test('without a server nothing is pending, and there is nothing to decide', async () => {
  pushed = testPush();
  pushed.core.store.sqlite.exec('delete from connections');
  await pushed.core.call('plan.create', { name: 'Pro' });
  expect(await list()).toMatchObject({ items: [], counts: { total: 0 } });
  expect(await pushed.core.call('pending.marks', { entity: 'plan', ids: [] })).toEqual({ items: [] });
  expect(await pushed.core.fail('pending.get', { entity: 'plan', id: 'x' })).toMatchObject({ code: 'not_found' });
  expect(await pushed.core.call('pending.fate', { entity: 'plan', id: 'x' })).toEqual({ sent_at: null, conflicts: 0 });
  expect(await pushed.core.fail('pending.hold', { items: [{ entity: 'plan', id: 'x' }] })).toMatchObject({
    code: 'not_found',
  });
});

test('what became of a change is told: sent and when, to be decided, or neither', async () => {
  const { core, deps, plan, group } = await synced();
  const { sqlite } = core.store;
  const fate = (last_at?: string) =>
    core.call('pending.fate', { entity: 'plan', id: plan.id, ...(last_at && { last_at }) });
  expect(await fate()).toEqual({ sent_at: null, conflicts: 0 });
  const sent_at = '2026-06-02T00:00:00.000Z';
  for (const [at, number] of [
    ['2026-06-01T00:00:00.000Z', 1],
    [sent_at, 2],
    ['2026-06-03T00:00:00.000Z', 3],
  ]) {
    sqlite.prepare(`insert into sync_runs values (?, 1, ?, ?, 'done', 1, 0, 0, null)`).run(number, at, at);
    const entry = `insert into sync_entries (run, entity, row_id, name, what) values (?, ?, ?, '', ?)`;
    sqlite.prepare(entry).run(number, 'plan', plan.id, number === 3 ? 'received' : 'sent');
    sqlite.prepare(entry).run(number, 'group', group.id, 'sent');
  }
  expect(await fate()).toEqual({ sent_at, conflicts: 0 });
  expect(await fate('2026-06-01T12:00:00.000Z')).toEqual({ sent_at, conflicts: 0 });
  // What was sent before the last edit was another change.
  expect(await fate('2026-06-02T12:00:00.000Z')).toEqual({ sent_at: null, conflicts: 0 });
  await write(deps, { environment_id: core.environment_id, caller: 'sync' }, async (tx) =>
    openConflict(tx, 1, { entity: 'plan', id: plan.id, kind: 'server_ignored', field: 'name', mine: 'a', theirs: 'b' }),
  );
  expect(await fate('2026-06-02T12:00:00.000Z')).toEqual({ sent_at: null, conflicts: 1 });
});

test('changes are listed in the order of sending, found and counted', async () => {
  const { core, plan, price, group, fixed } = await synced();
  core.clock.advance(1000);
  await core.call('price.update', { id: price.id, amount: '0.02' });
  await core.call('price.create', { ...fixed, display_name: 'Séat' });
  await core.call('plan.update', { id: plan.id, name: 'Base 2' });
  await core.call('group.update', { id: group.id, name: 'Models' });
  await core.call('plan.create', { name: 'Pro', lookup_key: 'pro' });
  expect(await rows()).toEqual([
    'group update Models',
    'plan update Base 2',
    'plan create Pro',
    'price create Séat',
    'price version Tokens',
  ]);
  expect(await rows({ search: 'seat' })).toEqual(['price create Séat']);
  expect(await rows({ entities: ['plan'], kinds: ['create'] })).toEqual(['plan create Pro']);
  expect(await rows({ states: ['local_only'] })).toEqual(['group update Models']);
  expect(await rows({ limit: 2, offset: 3 })).toEqual(['price create Séat', 'price version Tokens']);
  const { counts, pagination } = await list({ limit: 1 });
  expect(pagination.total).toBe(5);
  expect(counts).toMatchObject({
    total: 5,
    held: 0,
    to_review: 0,
    to_send: 4,
    entities: { group: 1, feature: 0, plan: 2, price: 2 },
    states: { ready: 4, local_only: 1 },
  });
});

test('a change tells its fields, why one stays here, what it waits for and its requests', async () => {
  const { core, group, price, usage } = await synced();
  await core.call('group.update', { id: group.id, name: 'Models' });
  expect(await core.call('pending.get', { entity: 'group', id: group.id })).toMatchObject({
    state: 'local_only',
    fields: [{ field: 'name', from: 'LLM', to: 'Models', stays_here: 'This server cannot rename groups.' }],
    requests: [],
  });
  const gpu = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await core.call('price.update', { id: price.id, group_id: gpu.id });
  const change = await core.call('pending.get', { entity: 'price', id: price.id });
  expect(change).toMatchObject({
    waits_for: [{ entity: 'group', id: gpu.id, name: 'GPU' }],
    names: { [group.id]: 'Models', [gpu.id]: 'GPU' },
    requests: [{ method: 'PUT', body: { group_id: '(id of “GPU”)' } }],
  });
  await core.call('price.create', { ...usage, display_name: 'New', group_id: gpu.id });
  expect((await core.call('pending.marks', { entity: 'price', ids: [price.id, 'none'] })).items).toEqual([
    { id: price.id, kind: 'update', state: 'ready', fields: ['group_id'] },
  ]);
  const marked = (await core.call('pending.marks', { entity: 'group' })).items.map(({ id }) => id);
  expect(marked.sort()).toEqual([group.id, gpu.id].sort());
});

test('fields and rows go back to what both sides had', async () => {
  const { core, plan, price, group } = await synced();
  await core.call('plan.update', { id: plan.id, name: 'Pro', description: 'Mine', metadata: { tier: 'gold' } });
  await core.call('pending.revert', { items: [{ entity: 'plan', id: plan.id, fields: ['name'] }] });
  expect(await core.call('plan.get', { id: plan.id })).toMatchObject({ name: 'Base Plan', description: 'Mine' });
  expect((await list()).items[0]?.fields.map(({ field }) => field)).toEqual(['description', 'metadata']);
  expect(await core.call('pending.revert', { items: [{ entity: 'plan', id: plan.id }] })).toEqual({
    reverted: 1,
    refused: [],
  });
  expect(await core.call('plan.get', { id: plan.id })).toMatchObject({ description: '', metadata: {} });

  await core.call('price.terminate', { id: price.id });
  await core.call('pending.revert', { items: [{ entity: 'price', id: price.id }] });
  expect(await core.call('price.get', { id: price.id })).toMatchObject({ end_date: null });

  await core.call('group.delete', { id: group.id });
  expect(await rows()).toEqual(['price update Tokens', 'group archive LLM']);
  await core.call('pending.revert', { items: [{ entity: 'group', id: group.id }] });
  expect(await rows()).toEqual([]);
  expect(await core.call('price.get', { id: price.id })).toMatchObject({ group_id: group.id });
});

test('a version taken back leaves the price as it was; its details can be taken back alone', async () => {
  const { core, price, group } = await synced();
  const gpu = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  core.clock.advance(1000);
  const next = await core.call('price.update', { id: price.id, amount: '0.02', group_id: gpu.id, display_name: 'T' });
  const revert = (fields?: string[]) =>
    core.call('pending.revert', { items: [{ entity: 'price', id: next.id, ...(fields && { fields }) }] });
  await expect(revert(['amount'])).rejects.toThrow('belong together');
  await revert(['display_name']);
  expect(await core.call('price.get', { id: next.id })).toMatchObject({ display_name: 'Tokens', amount: '0.02' });
  await revert();
  expect(await core.call('price.get', { id: price.id })).toMatchObject({ end_date: null, group_id: group.id });
  expect(await rows()).toEqual(['group create GPU']);
});

test('what was never sent leaves the store, children first; what cannot be taken back is told', async () => {
  const { core, plan, fixed } = await synced();
  const pro = await core.call('plan.create', { name: 'Pro', lookup_key: 'pro' });
  const seat = await core.call('price.create', { ...fixed, entity_id: pro.id, display_name: 'Seat' });
  const asked = { items: [{ entity: 'plan', id: pro.id } as const] };
  expect(await core.fail('pending.revert', asked)).toMatchObject({ message: expect.stringContaining('Other rows') });
  const other = await core.call('plan.update', { id: plan.id, name: 'X' });
  core.store.sqlite.prepare(`update outbox set operation = '{}' where local_id = ?`).run(other.id);
  const { reverted, refused } = await core.call('pending.revert', {
    items: [
      { entity: 'plan', id: pro.id },
      { entity: 'plan', id: other.id },
      { entity: 'price', id: seat.id },
    ],
  });
  expect(reverted).toBe(2);
  expect(refused).toMatchObject([{ id: other.id, name: 'X', message: expect.stringContaining('on its way') }]);
  expect(await core.fail('plan.get', { id: pro.id })).toMatchObject({ code: 'not_found' });
});

test('a change tells who made it: the person here, or whoever has an API key, not what syncing itself wrote', async () => {
  const { core, plan, feature } = await synced();
  const context = { environment_id: core.environment_id };
  const authors = async () => (await list()).items.map(({ name, authors: by }) => [name, by.map((one) => one.name)]);
  const { id: key_id } = await core.call('apiKey.create', { name: 'laptop', access: 'write' });
  core.clock.advance(1000);
  await core.app.call('plan.update', { id: plan.id, name: 'Pro' }, { ...context, caller: key_id });
  expect((await list()).items).toMatchObject([{ authors: [{ origin: key_id, name: 'laptop' }] }]);
  core.clock.advance(1000);
  await core.call('plan.update', { id: plan.id, description: 'For teams' });
  await core.app.call('plan.update', { id: plan.id, metadata: { k: 'v' } }, { ...context, caller: 'sync' });
  // A filter is the meter's.
  const filters = [{ key: 'region', values: ['eu'] }];
  await core.app.call('feature.update', { id: feature.id, filters }, { ...context, caller: key_id });
  expect(await authors()).toEqual([
    [feature.name, ['laptop']],
    ['Pro', ['laptop', null]],
  ]);
});

test('a key that another row has by now cannot be taken back', async () => {
  const { core, plan } = await synced();
  await core.call('plan.update', { id: plan.id, lookup_key: 'base-2' });
  await core.call('plan.create', { name: 'New', lookup_key: 'base' });
  expect(await core.fail('pending.revert', { items: [{ entity: 'plan', id: plan.id }] })).toMatchObject({
    message: expect.stringContaining('by now'),
  });
  expect(await core.call('plan.get', { id: plan.id })).toMatchObject({ lookup_key: 'base-2' });
});

test('held rows stay, released ones go, a refused one is tried once more', async () => {
  const { core, plan } = await synced();
  core.store.sqlite.exec(`update connections set send = 'review'`);
  await core.call('plan.update', { id: plan.id, name: 'Pro' });
  const items = [{ entity: 'plan', id: plan.id } as const];
  expect((await list()).counts).toMatchObject({ to_review: 1, to_send: 0, held: 0 });
  await pushed.push();
  expect(pushed.remote.writes()).toEqual([]);
  expect(await core.call('pending.hold', { items })).toEqual({ held: 1 });
  expect(await rows({ is_held: true })).toEqual(['plan update Pro']);
  expect(await core.call('pending.release', { items })).toEqual({ released: 1 });
  core.store.sqlite.exec(`update outbox set state = 'failed', problem = '{"code":"x","message":"y"}'`);
  expect(await core.call('sync.status', {})).toMatchObject({ problem: 'The server refused a change: y' });
  await core.call('pending.release', { items });
  expect((await list()).counts).toMatchObject({ to_send: 1 });
  expect((await list()).items[0]).toMatchObject({ state: 'ready', problem: null, is_released: true });
  await pushed.push();
  expect(await rows()).toEqual([]);
});

test('what was not seen in the review as it is now is not sent', async () => {
  const { core, price, plan } = await synced();
  core.store.sqlite.exec(`update connections set send = 'review'`);
  const gpu = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await core.call('price.update', { id: price.id, group_id: gpu.id });
  await core.call('plan.update', { id: plan.id, name: 'Pro' });
  const seen = (await list()).items.map(({ entity, id, last_at }) => ({ entity, id, last_at }));
  const of = (...entities: string[]) => seen.filter(({ entity }) => entities.includes(entity));
  const refused = { code: 'version_conflict', message: expect.stringMatching(/look again/) };
  // What the price needs was not in the review.
  expect(await core.fail('pending.send', { items: of('price') })).toMatchObject(refused);
  core.clock.advance(1000);
  await core.call('plan.update', { id: plan.id, name: 'Pro, edited while it was looked at' });
  expect(await core.fail('pending.send', { items: of('plan', 'group') })).toMatchObject(refused);
  expect((await list()).items.map(({ is_released }) => is_released)).toEqual([false, false, false]);
  expect(await core.call('pending.send', { items: of('price', 'group') })).toEqual({ released: 2 });
});

test('sending some takes along what they wait for; a note stays with its row', async () => {
  const { core, price } = await synced();
  core.store.sqlite.exec(`update connections set send = 'review'`);
  const gpu = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await core.call('price.update', { id: price.id, group_id: gpu.id });
  const key = { entity: 'price', id: price.id } as const;
  await core.call('pending.note', { ...key, note: 'As agreed' });
  expect(await core.call('pending.send', { items: [key] })).toEqual({ released: 2 });
  expect((await list()).items).toMatchObject([{ is_released: true }, { is_released: true, note: 'As agreed' }]);
  expect(await core.fail('pending.note', { entity: 'price', id: 'none', note: '' })).toMatchObject({
    code: 'not_found',
  });
  core.store.sqlite.exec('update connections set is_offline = 1');
  expect(await core.fail('pending.send', { items: [key] })).toMatchObject({ code: 'invalid_operation' });
});
