import { afterEach, expect, test } from 'vitest';
import { write } from '../../store/write';
import { testCatalog } from '../../test-catalog';
import { type TestPull, testPull } from '../pull/test-pull';
import { withdrawRow } from './withdraw-row';

let pulled: TestPull;
afterEach(() => pulled.core.close());

const withdraw = (entity: 'group' | 'feature' | 'plan' | 'price', id: string) =>
  write(pulled.deps, { environment_id: pulled.core.environment_id }, (tx) => withdrawRow(tx, entity, id));

/** Everything that usage and subscriptions are told from, and what is to be sent. */
function world() {
  const { sqlite } = pulled.core.store;
  const rows = (sql: string) => sqlite.prepare(sql).all();
  return {
    prices: rows('select id, amount, end_date, group_id, lookup_key from prices order by number'),
    items: rows(
      'select subscription_id, price_id, start_date, end_date, quantity, commitment_amount from line_items order by number',
    ),
    days: rows('select * from usage_price_days order by price, day'),
    meters: rows('select * from usage_days order by meter, day'),
    totals: rows('select * from usage_day_totals order by meter, day'),
    members: rows('select * from group_members where prices > 0 order by group_id'),
    counts: rows('select * from price_counts'),
    kept: rows(
      'select id, name from features union all select id, name from plans union all select id, name from groups',
    ),
    pending: pulled.pending(),
  };
}

/** A catalog with a customer who used it in April, May and June, committed to an amount. */
async function used() {
  pulled = testPull();
  const { core } = pulled;
  const catalog = await testCatalog(core);
  const price = await core.call('price.create', {
    ...catalog.usage,
    lookup_key: 'tokens',
    start_date: '2026-01-01T00:00:00.000Z',
  });
  const customer = await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    customer_id: customer.id,
    plan_id: catalog.plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-04-01T00:00:00.000Z',
    line_item_commitments: { [price.id]: { commitment_amount: '100', overage_factor: '2' } },
  });
  for (const month of ['04', '05']) {
    await core.call('event.ingest', {
      event_name: 'tokens',
      external_customer_id: 'acme',
      timestamp: `2026-${month}-10T12:00:00.000Z`,
      properties: { n: 10 },
    });
  }
  return { ...catalog, price };
}

test('a version that is taken back was never there: the one before goes on, with its usage and commitment', async () => {
  const { price } = await used();
  const { core } = pulled;
  const before = world();
  const at = '2026-05-01T00:00:00.000Z';
  const next = await core.call('price.update', { id: price.id, amount: '0.05', effective_from: at });
  const third = await core.call('price.update', {
    id: next.id,
    amount: '0.06',
    effective_from: '2026-05-20T00:00:00.000Z',
  });
  expect(await withdraw('price', next.id)).toEqual([next.id, third.id]);
  expect(world()).toEqual(before);
});

test('only the last version is taken back', async () => {
  const { price } = await used();
  const { core } = pulled;
  const at = '2026-05-01T00:00:00.000Z';
  const next = await core.call('price.update', { id: price.id, amount: '0.05', effective_from: at });
  const before = world();
  const third = await core.call('price.update', {
    id: next.id,
    amount: '0.06',
    effective_from: '2026-05-20T00:00:00.000Z',
  });
  await withdraw('price', third.id);
  expect(world()).toEqual(before);
});

test('a new price leaves its subscriptions; searches and the next price know nothing of it', async () => {
  const { usage, group } = await used();
  const { core } = pulled;
  const before = world();
  await core.call('price.search', { search: 'odd' });
  const odd = await core.call('price.create', { ...usage, display_name: 'Odd one', group_id: group.id });
  expect((await core.call('price.search', { search: 'odd' })).pagination.total).toBe(1);
  await withdraw('price', odd.id);
  expect(world()).toEqual(before);
  expect((await core.call('price.search', { search: 'odd' })).pagination.total).toBe(0);
  await core.call('price.create', { ...usage, display_name: 'Another one', start_date: '2026-06-01T00:00:00.000Z' });
  expect(world().days).toEqual(before.days);
});

test('groups, plans and features go once nothing refers to them, a feature with what its meter counted', async () => {
  const { fixed } = await used();
  const { core } = pulled;
  const before = world();
  const group = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  const plan = await core.call('plan.create', { name: 'Pro' });
  const feature = await core.call('feature.create', {
    name: 'Calls',
    type: 'metered',
    meter: { event_name: 'tokens', aggregation: { type: 'COUNT' } },
  });
  const price = await core.call('price.create', {
    ...fixed,
    type: 'USAGE',
    entity_id: plan.id,
    meter_id: feature.meter_id,
    group_id: group.id,
  });
  for (const [entity, row] of [
    ['group', group],
    ['plan', plan],
    ['feature', feature],
  ] as const) {
    await expect(withdraw(entity, row.id)).rejects.toMatchObject({ code: 'invalid_operation' });
  }
  await withdraw('price', price.id);
  await withdraw('group', group.id);
  await withdraw('plan', plan.id);
  await withdraw('feature', feature.id);
  expect(world()).toEqual(before);
  await expect(withdraw('plan', plan.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('what a server has, or is being told of, is not taken back', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf } = pulled;
  remote.put('plan', { id: 'r-plan' });
  await pull();
  await expect(withdraw('plan', idOf('plan', 'r-plan'))).rejects.toMatchObject({ code: 'invalid_operation' });
  const plan = await core.call('plan.create', { name: 'Pro' });
  core.store.sqlite.exec("update outbox set operation = '{}'");
  await expect(withdraw('plan', plan.id)).rejects.toMatchObject({ code: 'invalid_operation' });
});

test('a price whose key another one has by now does not go on before that has another', async () => {
  pulled = testPull(['clear_text_fields']);
  const { core, remote, pull, idOf } = pulled;
  remote.put('plan', { id: 'r-plan' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('price', { id: 'r-price' });
  await pull();
  const first = await core.call('price.get', { id: idOf('price', 'r-price') });
  const effective_from = '2026-06-02T00:00:00.000Z';
  const terms = { billing_model: 'FLAT_FEE', amount: '9', lookup_key: 'tokens-2', effective_from } as const;
  const { id } = await core.call('price.update', { id: first.id, ...terms });
  core.clock.advance(7 * 24 * 3600 * 1000);
  const { entity_id, meter_id, currency, billing_period, invoice_cadence } = first;
  const other = await core.call('price.create', {
    ...{ entity_type: 'PLAN', type: 'USAGE', billing_model: 'FLAT_FEE', amount: '3', lookup_key: 'tokens' },
    ...{ entity_id, meter_id, currency, billing_period, invoice_cadence, display_name: 'Other' },
  });
  const before = world();
  const items = [{ entity: 'price', id } as const];
  expect(await core.fail('pending.revert', { items })).toMatchObject({
    code: 'invalid_operation',
    message: expect.stringContaining('“Other” has the lookup key tokens by now'),
  });
  expect(world()).toEqual(before);
  await core.call('price.update', { id: other.id, lookup_key: 'tokens-3' });
  expect(await core.call('pending.revert', { items })).toMatchObject({ reverted: 1, refused: [] });
  expect(await core.call('price.get', { id: first.id })).toMatchObject({ lookup_key: 'tokens', end_date: null });
});
