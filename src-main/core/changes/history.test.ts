import type { OutputOf, Parsed } from '@shared/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

const history = (input: Partial<Parsed<'change.history'>> = {}) => core.call('change.history', input);

/** Edits in short: who did what to which rows. */
const told = ({ edits }: OutputOf<'change.history'>) =>
  edits.map(({ kind, entity, rows }) => `${kind} ${entity} ${rows.map(({ name }) => name).join(', ')}`);

/** Runs an edit in a moment of its own. */
async function later<T>(edit: () => Promise<T>): Promise<T> {
  core.clock.advance(1000);
  return edit();
}

test('edits are told newest first by what rows are called now, a meter with its feature', async () => {
  const { plan, group } = await later(() => testCatalog(core));
  await later(() => core.call('plan.update', { id: plan.id, name: 'Pro', description: 'For teams' }));
  await later(() => core.call('group.update', { id: group.id, name: 'Models' }));
  const page = await history();
  expect(told(page)).toEqual([
    'update group Models',
    'update plan Pro',
    'create group Models',
    'create feature Tokens',
    'create plan Pro',
  ]);
  expect(page.edits[1]).toMatchObject({
    at: '2026-06-01T00:00:02.000Z',
    origin: 'app',
    count: 1,
    rows: [{ id: plan.id, of: null, fields: { name: { from: 'Base Plan', to: 'Pro' } } }],
  });
  expect(page.next).toBeNull();
});

test('many rows of one edit are one, of which the first are shown; names of what they refer to come along', async () => {
  const { fixed, group, plan } = await later(() => testCatalog(core));
  const ids: string[] = [];
  for (let at = 0; at < 25; at += 1) {
    const price = await later(() => core.call('price.create', { ...fixed, display_name: `Seat ${at}` }));
    ids.push(price.id);
  }
  await later(() => core.call('price.moveToGroup', { ids, group_id: group.id }));
  const page = await history({ limit: 1 });
  expect(page.edits).toMatchObject([{ kind: 'update', entity: 'price', count: 25 }]);
  expect(page.edits[0]?.rows).toHaveLength(20);
  expect(page.edits[0]?.rows[0]).toMatchObject({ of: plan.name, fields: { group_id: { from: null, to: group.id } } });
  expect(page.names).toEqual({ [group.id]: 'LLM' });
  const older = await history({ limit: 1, before: page.next ?? 0 });
  expect(told(older)).toEqual(['create price Seat 24']);
});

test('a new version is told once, by the terms it changed, whatever is edited in it afterwards', async () => {
  const { fixed } = await later(() => testCatalog(core));
  const first = await later(() => core.call('price.create', { ...fixed, display_name: 'Seat' }));
  const next = await later(() => core.call('price.update', { id: first.id, amount: '12' }));
  await later(() => core.call('price.update', { id: next.id, description: 'Per person' }));
  await later(() => core.call('price.terminate', { id: next.id }));
  const { edits } = await history({ id: first.id });
  expect(edits.map(({ kind, rows }) => [kind, rows[0]?.fields])).toEqual([
    ['terminate', { end_date: { from: null, to: expect.any(String) } }],
    ['update', { description: { from: '', to: 'Per person' } }],
    [
      'version',
      { amount: { from: '10', to: '12' }, start_date: { from: first.start_date, to: '2026-06-01T00:00:03.000Z' } },
    ],
    ['create', expect.objectContaining({ amount: { from: null, to: '10' } })],
  ]);
  // By whichever version is asked.
  expect((await history({ id: next.id })).edits).toEqual(edits);
});

test('the history is narrowed to a kind, a row with its meter, and an author', async () => {
  const { feature, meter_id, plan } = await later(() => testCatalog(core));
  const key = await core.call('apiKey.create', { name: 'Billing job', access: 'write' });
  await later(() => core.call('meter.update', { id: meter_id, filters: [{ key: 'region', values: ['eu'] }] }));
  core.store.sqlite.prepare(`update changes set origin = ? where kind = 'update'`).run(key.id);
  expect(told(await history({ entity: 'plan' }))).toEqual(['create plan Base Plan']);
  expect(told(await history({ id: feature.id }))).toEqual(['update meter Tokens', 'create feature Tokens']);
  const { edits } = await history({ source: 'api' });
  expect(edits).toMatchObject([{ entity: 'meter', origin: key.id, key_name: 'Billing job' }]);
  expect(told(await history({ source: 'sync' }))).toEqual([]);
  expect(told(await history({ id: plan.id, source: 'app' }))).toEqual(['create plan Base Plan']);
  expect(told(await history({ id: 'plan_unknown' }))).toEqual([]);
});

test('customers and their plans are told by the customer and the plan', async () => {
  const { plan, fixed } = await later(() => testCatalog(core));
  await later(() => core.call('price.create', fixed));
  const customer = await later(() => core.call('customer.create', { external_id: 'acme', name: 'Acme' }));
  await later(() =>
    core.call('subscription.create', {
      customer_id: customer.id,
      plan_id: plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-01-01T00:00:00.000Z',
    }),
  );
  const { edits } = await history({ limit: 2 });
  expect(edits.map(({ entity, rows }) => [entity, rows[0]?.name, rows[0]?.of])).toEqual([
    ['subscription', 'Acme', 'Base Plan'],
    ['customer', 'Acme', null],
  ]);
});

test.each([
  [{ limit: 0 }, 'limit'],
  [{ limit: 501 }, 'limit'],
  [{ before: 0 }, 'before'],
  [{ entity: 'event' }, 'entity'],
  [{ source: 'somebody' }, 'source'],
])('%j fails validation at %s', async (input, field) => {
  expect(await core.fail('change.history', input)).toMatchObject({ code: 'validation_error', field });
});

test('another environment has a history of its own', async () => {
  await later(() => testCatalog(core));
  const { items } = await core.call('environment.list', {});
  const other = items.find(({ id }) => id !== core.environment_id);
  const reply = await core.app.call('change.history', {}, { environment_id: other?.id ?? '' });
  expect(reply).toMatchObject({ ok: true, data: { edits: [], next: null } });
});
