import { afterEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../../test-core';

let core: TestCore;
afterEach(() => core.close());

const now = '2026-06-01T00:00:00.000Z';

/** A core whose Sandbox is synced with a server that has these extensions. */
function connectedCore(extensions: readonly string[] = []): TestCore {
  core = testCore({ start: now });
  core.store.sqlite
    .prepare(
      `insert into connections (id, environment_id, base_url, extensions, send, created_at, updated_at)
       values ('conn_1', ?, 'http://127.0.0.1:1', ?, 'review', ?, ?)`,
    )
    .run(core.environment_id, JSON.stringify(extensions), now, now);
  return core;
}

/** Pretends that the server has everything as it is here now. */
async function sendAll() {
  const { sqlite } = core.store;
  const { readSnapshots } = await import('../snapshots/read-snapshots');
  const lines = sqlite.prepare('select entity, local_id from outbox').all() as { entity: 'price'; local_id: string }[];
  const insert = sqlite.prepare(
    `insert or replace into synced_rows (connection, entity, local_id, remote_id, base) values (1, ?, ?, 'r-' || ?, ?)`,
  );
  for (const { entity, local_id } of lines) {
    const snapshot = (await readSnapshots(core.store.db, entity, [local_id])).get(local_id);
    insert.run(entity, local_id, local_id, JSON.stringify(snapshot));
  }
  sqlite.exec('delete from outbox');
}

interface Line {
  entity: string;
  local_id: string;
  kind: string;
  state: string;
  is_held: number;
  fields: Record<string, { from: unknown; to: unknown }>;
}
const lines = () =>
  (
    core.store.sqlite
      .prepare('select entity, local_id, kind, state, is_held, fields from outbox order by number')
      .all() as (Omit<Line, 'fields'> & { fields: string })[]
  ).map((line): Line => ({ ...line, fields: JSON.parse(line.fields) }));
const told = () => lines().map(({ entity, kind, fields }) => `${entity} ${kind}: ${Object.keys(fields).join(', ')}`);

const fixed = {
  entity_type: 'PLAN',
  currency: 'usd',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ADVANCE',
  amount: '20',
  display_name: 'Seat',
} as const;

async function planWithPrice() {
  const plan = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  const price = await core.call('price.create', { ...fixed, entity_id: plan.id });
  return { plan, price };
}

test('an environment without a server keeps no outbox', async () => {
  core = testCore();
  await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  expect(lines()).toEqual([]);
});

test('edits of one row fold, an edit taken back leaves nothing', async () => {
  connectedCore(['group_update']);
  const group = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await core.call('group.update', { id: group.id, name: 'GPUs' });
  expect(lines()).toMatchObject([{ entity: 'group', kind: 'create', fields: { name: { from: null, to: 'GPUs' } } }]);
  await sendAll();
  await core.call('group.update', { id: group.id, name: 'Compute' });
  await core.call('group.update', { id: group.id, name: 'Computing' });
  expect(lines()).toMatchObject([
    { kind: 'update', state: 'ready', fields: { name: { from: 'GPUs', to: 'Computing' } } },
  ]);
  await core.call('group.update', { id: group.id, name: 'GPUs' });
  expect(lines()).toEqual([]);
});

test('what was made and archived unsent cancels out', async () => {
  connectedCore();
  const group = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await core.call('group.delete', { id: group.id });
  const { price } = await planWithPrice();
  core.clock.advance(1000);
  await core.call('price.terminate', { id: price.id });
  expect(told()).toEqual(['plan create: name, lookup_key, description, display_order, metadata, status']);
});

test('a rename that the server cannot take stays here', async () => {
  connectedCore();
  const group = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await sendAll();
  await core.call('group.update', { id: group.id, name: 'Compute' });
  expect(lines()).toMatchObject([{ kind: 'update', state: 'local_only' }]);
});

test('a price with new terms is one version to be sent; its end goes with it', async () => {
  connectedCore();
  const { price } = await planWithPrice();
  await sendAll();
  core.clock.advance(1000);
  const next = await core.call('price.update', { id: price.id, amount: '25' });
  expect(lines()).toMatchObject([{ local_id: next.id, kind: 'version', fields: { amount: { from: '20', to: '25' } } }]);
  await core.call('price.update', { id: next.id, display_name: 'Seats' });
  expect(told()).toEqual(['price version: start_date, amount, display_name']);
  core.clock.advance(1000);
  await core.call('price.terminate', { id: next.id });
  // The server must still learn that the first version ended, and how.
  expect(told()).toEqual(['price version: start_date, amount, display_name']);
});

test('details of a version the server has and the version after it are two lines', async () => {
  connectedCore();
  const { price } = await planWithPrice();
  await sendAll();
  await core.call('price.update', { id: price.id, description: 'Old terms' });
  core.clock.advance(1000);
  await core.call('price.update', { id: price.id, amount: '25' });
  expect(told()).toEqual(['price update: description', 'price version: start_date, amount']);
});

test('a chain that was made and ended unsent cancels out as a whole', async () => {
  connectedCore();
  const { price } = await planWithPrice();
  core.clock.advance(1000);
  const next = await core.call('price.update', { id: price.id, amount: '25' });
  expect(
    told()
      .slice(1)
      .map((text) => text.split(':')[0]),
  ).toEqual(['price create', 'price version']);
  core.clock.advance(1000);
  await core.call('price.terminate', { id: next.id });
  expect(told().map((text) => text.split(':')[0])).toEqual(['plan create']);
});

test('filters added to a meter are a change of its feature', async () => {
  connectedCore();
  const feature = await core.call('feature.create', {
    name: 'Tokens',
    type: 'metered',
    meter: { event_name: 'tokens', aggregation: { type: 'COUNT' } },
  });
  await sendAll();
  await core.call('meter.update', { id: feature.meter_id, filters: [{ key: 'region', values: ['eu'] }] });
  expect(told()).toEqual(['feature update: meter']);
});

test('archiving a group takes it from its prices: both are told', async () => {
  connectedCore();
  const { price } = await planWithPrice();
  const group = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await core.call('price.update', { id: price.id, group_id: group.id });
  await sendAll();
  await core.call('group.delete', { id: group.id });
  expect(told().sort()).toEqual(['group archive: status', 'price update: group_id']);
});

test('the prices of a plan that was made and archived unsent cancel out with it', async () => {
  connectedCore();
  const { plan, price } = await planWithPrice();
  core.clock.advance(1000);
  await core.call('price.update', { id: price.id, amount: '25' });
  await core.call('plan.archive', { id: plan.id });
  expect(told()).toEqual([]);
  await core.call('price.update', { id: price.id, description: 'Nobody hears of it' });
  expect(told()).toEqual([]);
});

test('the prices of a plan that the server has are sent also when the plan is archived', async () => {
  connectedCore();
  const plan = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sendAll();
  await core.call('price.create', { ...fixed, entity_id: plan.id });
  await core.call('plan.archive', { id: plan.id });
  expect(told().map((text) => text.split(':')[0])).toEqual(['price create', 'plan archive']);
});

test('of terms for one and the same moment only the last are told', async () => {
  connectedCore();
  const { price } = await planWithPrice();
  await sendAll();
  const effective_from = '2026-07-01T00:00:00.000Z';
  const first = await core.call('price.update', { id: price.id, amount: '25', effective_from });
  const second = await core.call('price.update', { id: first.id, amount: '30', effective_from });
  const third = await core.call('price.update', { id: second.id, amount: '35', effective_from });
  expect(lines()).toMatchObject([
    { local_id: third.id, kind: 'version', fields: { amount: { from: '20', to: '35' }, start_date: {} } },
  ]);
  const later = await core.call('price.update', { id: third.id, amount: '40', effective_from: '2026-08-01T00:00:00Z' });
  expect(lines().map(({ local_id, kind }) => [local_id, kind])).toEqual([
    [third.id, 'version'],
    [later.id, 'version'],
  ]);
});

test('a new price that is given other terms from its own start is made with those', async () => {
  connectedCore();
  const { plan } = await planWithPrice();
  await sendAll();
  const start_date = '2026-07-01T00:00:00.000Z';
  const price = await core.call('price.create', { ...fixed, entity_id: plan.id, start_date });
  const next = await core.call('price.update', { id: price.id, amount: '25', effective_from: start_date });
  expect(lines()).toMatchObject([{ local_id: next.id, kind: 'create', fields: { amount: { from: null, to: '25' } } }]);
});
