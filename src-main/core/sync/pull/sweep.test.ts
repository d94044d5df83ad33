import { afterEach, expect, test } from 'vitest';
import { rememberPutBack } from './put-back';
import { sweep } from './sweep';
import { type TestPull, testPull } from './test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

const run = (options: Parameters<typeof sweep>[3] = {}) =>
  sweep(pulled.deps, pulled.connection(), pulled.remote, { wait: async () => undefined, ...options });

async function plans(count: number) {
  pulled = testPull();
  for (let index = 0; index < count; index += 1) {
    pulled.remote.put('plan', { id: `r-${index}`, lookup_key: `plan-${index}` });
  }
  pulled.remote.put('group', { id: 'r-group' });
  await pulled.pull();
}
const statusOf = async (remote_id: string) =>
  (await pulled.core.call('plan.get', { id: pulled.idOf('plan', remote_id) })).status;

test('what is not on the server any more is archived, groups archived there too', async () => {
  await plans(6);
  const { remote, core, idOf, pending } = pulled;
  remote.drop('plan', 'r-1');
  remote.put('group', { id: 'r-group', status: 'archived' });
  expect(await run()).toMatchObject({ kind: 'done', received: 2 });
  expect(await statusOf('r-1')).toBe('archived');
  expect(await statusOf('r-0')).toBe('published');
  expect(await core.call('group.get', { id: idOf('group', 'r-group') })).toMatchObject({ status: 'archived' });
  expect(pending()).toEqual([]);
  const before = pulled.state();
  expect(await run()).toMatchObject({ kind: 'done', received: 0 });
  expect(pulled.state()).toEqual(before);
});

test('a row that only a lagging read misses stays: the second read has it', async () => {
  await plans(6);
  const { remote } = pulled;
  const row = remote.rows.plan.get('r-1');
  remote.drop('plan', 'r-1');
  const outcome = await run({
    wait: async () => {
      if (row) remote.rows.plan.set('r-1', row);
    },
  });
  expect(outcome).toMatchObject({ kind: 'done' });
  expect(await statusOf('r-1')).toBe('published');
});

test('when too much would go, nothing goes until it is confirmed', async () => {
  await plans(30);
  for (let index = 0; index < 11; index += 1) pulled.remote.drop('plan', `r-${index}`);
  const outcome = await run();
  if (outcome.kind !== 'stopped') throw new Error(`it was ${outcome.kind}`);
  expect(outcome.would_go).toHaveLength(11);
  expect(outcome.would_go[0]).toMatchObject({ entity: 'plan', name: 'Base' });
  expect(await statusOf('r-0')).toBe('published');
  expect(await run({ confirmed: new Set(outcome.would_go.map(({ id }) => id)) })).toMatchObject({ kind: 'done' });
  expect(await statusOf('r-0')).toBe('archived');
});

test('of a small catalog, too, more than a fifth goes only when it is confirmed; what was archived there just goes', async () => {
  await plans(6);
  for (const index of [0, 1]) pulled.remote.drop('plan', `r-${index}`);
  pulled.remote.put('group', { id: 'r-group', status: 'archived' });
  const outcome = await run();
  expect(outcome).toMatchObject({ kind: 'stopped', would_go: [{ entity: 'plan' }, { entity: 'plan' }] });
  expect(await statusOf('r-0')).toBe('published');
  const { status } = await pulled.core.call('group.get', { id: pulled.idOf('group', 'r-group') });
  expect(status).toBe('archived');
});

test('what was taken out of use there is told with its name and why, and is in the history of changes', async () => {
  await plans(6);
  const { remote, core, idOf } = pulled;
  const { sqlite } = core.store;
  const run_number = sqlite
    .prepare(`insert into sync_runs (connection, started_at, state) values (1, '', 'running') returning number`)
    .pluck()
    .get() as number;
  remote.put('plan', { id: 'r-1', lookup_key: 'plan-1', status: 'archived' });
  remote.drop('plan', 'r-2');
  remote.put('group', { id: 'r-group', status: 'archived' });
  await run({ run: run_number });
  const told = [
    ['plan', 'Base', { fields: ['status'], because: 'over' }],
    ['plan', 'Base', { fields: ['status'], because: 'gone' }],
    ['group', 'GPU', { fields: ['status'], because: 'over' }],
  ];
  const entries = (await core.call('sync.entries', { run: run_number })).items;
  expect(entries.every(({ what }) => what === 'removed')).toBe(true);
  expect(entries.map(({ entity, name, detail }) => [entity, name, detail])).toEqual(expect.arrayContaining(told));
  expect(entries).toHaveLength(told.length);
  const { changes } = await core.call('change.list', {});
  expect(changes.findLast(({ entity_id }) => entity_id === idOf('plan', 'r-1'))).toMatchObject({
    origin: 'sync',
    fields: { status: { from: 'published', to: 'archived' } },
  });
});

test('a row that is gone there and edited here is a conflict; one that was missed is taken over', async () => {
  await plans(6);
  const { remote, core, idOf, conflicts } = pulled;
  await core.call('plan.update', { id: idOf('plan', 'r-1'), name: 'Mine' });
  remote.drop('plan', 'r-1');
  remote.put('plan', { id: 'r-new', lookup_key: 'new' });
  await run();
  expect(conflicts()).toEqual(['plan gone_there']);
  expect(await statusOf('r-1')).toBe('published');
  expect(await statusOf('r-new')).toBe('published');
});

test('after a put-back, what is gone and edited here is a conflict alone, the same with every check', async () => {
  await plans(6);
  const { remote, core, idOf, conflicts } = pulled;
  remote.put('price', { id: 'r-price', plan_id: 'r-0', entity_id: 'r-0' });
  await pulled.pull();
  const id = idOf('price', 'r-price');
  await core.call('price.update', { id, description: 'Mine' });
  remote.drop('price', 'r-price');
  remote.drop('plan', 'r-5');
  rememberPutBack(core.store.sqlite, 1);
  const outcome = await run();
  // There are no other prices: it is asked about before it is known to be edited.
  expect(outcome).toMatchObject({ kind: 'stopped' });
  const both = new Set([id, idOf('plan', 'r-5')]);
  await run({ confirmed: both });
  expect(conflicts()).toEqual(['price gone_there']);
  const before = pulled.state();
  core.clock.advance(60_000);
  expect(await run()).toMatchObject({ kind: 'done', received: 0, conflicts: 0 });
  expect(pulled.state()).toEqual(before);
});

test('rows that come and go while they are listed are listed again; a list that is never whole proves nothing', async () => {
  await plans(6);
  const { remote } = pulled;
  remote.drop('plan', 'r-1');
  let listed = 0;
  remote.intercept = ({ path, body }) => {
    const isList = path === '/plans/search' && (body as { sort?: unknown }).sort !== undefined;
    if (!isList || (body as { status?: string }).status === 'archived') return undefined;
    listed += 1;
    const items = [...remote.rows.plan.values()];
    return { kind: 'ok', status: 200, body: { items, pagination: { total: 6 } }, etag: null };
  };
  expect(await run()).toMatchObject({ kind: 'done' });
  expect(listed).toBe(3);
  expect(await statusOf('r-1')).toBe('published');
});
