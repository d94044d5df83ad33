import type { Assignment } from '@shared/entities/customer-plan';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

const day = (text: string) => `2026-${text}T00:00:00.000Z`;
const since = day('01-01');
let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
let price: string;

/** Ada used a token in February and one in April; the plan costs a dollar and two euros a token. */
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
  price = (await core.call('price.create', { ...catalog.usage, amount: '1', start_date: since })).id;
  await core.call('customer.create', { external_id: 'ada', name: 'Ada' });
  for (const timestamp of [day('02-10'), day('04-10')]) {
    await core.call('event.ingest', {
      ...{ event_name: 'tokens', external_customer_id: 'ada', timestamp, properties: { n: 1 } },
    });
  }
});
afterEach(async () => {
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
  await core.close();
});

const on = (start: string, end: string | null = null): Assignment => ({
  plan_id: catalog.plan.id,
  start_date: day(start),
  end_date: end && day(end),
});
const change = (from: Assignment | null, to: Assignment | null) =>
  core.call('customerPlan.assign', { changes: [{ external_customer_id: 'ada', from, to }] });
const takeBack = (from: Assignment | null, to: Assignment | null) =>
  core.call('customerPlan.assign', {
    changes: [{ external_customer_id: 'ada', from: to, to: from }],
    take_back: true,
  });
const cost = async (start_time = since, end_time = day('06-01')) =>
  (await core.call('report.usageByGroup', { start_time, end_time })).totals.map(({ total_cost }) => total_cost);

/** Ada's subscription from January, cancelled at the start of March. */
async function cancelled() {
  const { id } = await core.call('subscription.create', {
    ...{ plan_id: catalog.plan.id, external_customer_id: 'ada', currency: 'usd', billing_period: 'MONTHLY' },
    start_date: since,
  });
  await core.call('subscription.cancel', { id, cancelled_at: day('03-01') });
  return async () => {
    const { subscription_status, start_date, end_date, cancelled_at } = await core.call('subscription.get', { id });
    return [subscription_status, ...[start_date, end_date, cancelled_at].map((at) => at?.slice(5, 10) ?? null)];
  };
}

test.each<[string, Assignment]>([
  ['a later end', { plan_id: '', start_date: since, end_date: day('05-01') }],
  ['no end', { plan_id: '', start_date: since, end_date: null }],
  ['an earlier end', { plan_id: '', start_date: since, end_date: day('02-01') }],
  ['another start', { plan_id: '', start_date: day('02-15'), end_date: day('03-01') }],
])('a cancelled subscription that got %s is cancelled as before when that is taken back', async (_, dates) => {
  const dated = await cancelled();
  const [before, after] = [on('01-01', '03-01'), { ...dates, plan_id: catalog.plan.id }];
  await change(before, after);
  const between = { ...after, start_date: day('01-15') };
  await change(after, between);
  await takeBack(after, between);
  await takeBack(before, after);
  expect(await dated()).toEqual(['cancelled', '01-01', null, '03-01']);
  expect(await cost()).toEqual(['1']);
});

test('a cancelled subscription stays so unless it gets a later end', async () => {
  const dated = await cancelled();
  await change(on('01-01', '03-01'), on('02-01', '03-01'));
  expect(await dated()).toEqual(['cancelled', '02-01', null, '03-01']);
  await change(on('02-01', '03-01'), on('02-01', '02-05'));
  expect(await dated()).toEqual(['cancelled', '02-01', null, '02-05']);
  expect(await cost()).toEqual([]);
  await change(on('02-01', '02-05'), on('02-01', '05-01'));
  expect(await dated()).toEqual(['active', '02-01', '05-01', null]);
  expect(await cost()).toEqual(['2']);
});

test('a charge that came after it was cancelled is taken from the old end on, and gone when that is taken back', async () => {
  await cancelled();
  const added = await core.call('price.create', { ...catalog.usage, amount: '10', start_date: since });
  expect(await cost()).toEqual(['1']);
  const [before, after] = [on('01-01', '03-01'), on('01-01', '05-01')];
  await change(before, after);
  expect([await cost(), await cost(day('03-01'))]).toEqual([['12'], ['11']]);
  await change(after, on('01-01', '06-01'));
  expect([await cost(), await cost(day('03-01'))]).toEqual([['12'], ['11']]);
  await takeBack(after, on('01-01', '06-01'));
  await takeBack(before, after);
  expect(await cost()).toEqual(['1']);
  await core.call('price.terminate', { id: added.id, end_date: day('08-01') });
  await change(before, on('01-15', '03-01'));
  await change(on('01-15', '03-01'), before);
  expect(await cost()).toEqual(['1']);
});

test('a cancelled subscription that was taken off is back without charges that came since, with new versions', async () => {
  const dated = await cancelled();
  await change(on('01-01', '03-01'), null);
  await core.call('price.create', { ...catalog.usage, amount: '10', start_date: since });
  await core.call('price.update', { id: price, amount: '3', effective_from: day('02-01') });
  await takeBack(on('01-01', '03-01'), null);
  expect(await dated()).toEqual(['cancelled', '01-01', null, '03-01']);
  expect(await cost()).toEqual(['3']);
});

test('taken off, it goes on with every version there was meanwhile, and its commitment, when that is taken back', async () => {
  await change(null, on('01-01'));
  const { items } = await core.call('subscription.search', { with_line_items: true });
  await core.call('subscription.setCommitment', {
    line_item_id: items[0]?.line_items?.[0]?.id ?? '',
    commitment: { commitment_type: 'amount', commitment_amount: '100', enable_true_up: true },
  });
  await change(on('01-01'), null);
  const second = await core.call('price.update', { id: price, amount: '3', effective_from: day('02-01') });
  await core.call('price.update', { id: second.id, amount: '5', effective_from: day('04-01') });
  await takeBack(on('01-01'), null);
  const { line_items } = await core.call('subscription.get', { id: items[0]?.id ?? '' });
  expect(
    line_items?.map((line) => [line.start_date.slice(5, 10), line.end_date?.slice(5, 10), line.commitment_amount]),
  ).toEqual([
    ['01-01', '02-01', '100'],
    ['02-01', '04-01', '100'],
    ['04-01', undefined, '100'],
  ]);
});

describe('a plan in two currencies', () => {
  const search = async () => {
    const { items } = await core.call('customerPlan.list', {});
    return items.map(({ start_date, end_date, currencies }) => [
      start_date?.slice(5, 10),
      end_date?.slice(5, 10) ?? null,
      currencies.join(),
    ]);
  };
  const apart = [
    ['01-01', '03-01', 'usd'],
    ['02-01', null, 'eur'],
  ];
  beforeEach(async () => {
    await core.call('price.create', { ...catalog.usage, amount: '2', currency: 'eur', start_date: since });
    const plan = { plan_id: catalog.plan.id, external_customer_id: 'ada', billing_period: 'MONTHLY' as const };
    await core.call('subscription.create', { ...plan, currency: 'usd', start_date: since, end_date: day('03-01') });
    await core.call('subscription.create', { ...plan, currency: 'eur', start_date: day('02-01') });
  });

  test('may begin and end alike in both, and taken back only the one that was changed is as before', async () => {
    const before = await cost();
    await change(on('01-01', '03-01'), on('02-01'));
    expect(await search()).toEqual([['02-01', null, 'eur,usd']]);
    expect(await cost()).toEqual(['4', '2']);
    await change(on('02-01'), on('03-01'));
    expect(await search()).toEqual([['03-01', null, 'eur,usd']]);
    await takeBack(on('02-01'), on('03-01'));
    expect(await search()).toEqual([['02-01', null, 'eur,usd']]);
    await takeBack(on('01-01', '03-01'), on('02-01'));
    expect(await search()).toEqual(apart);
    expect(await cost()).toEqual(before);
  });

  test('that were made alike at once are as before when both are taken back', async () => {
    const to = on('01-15', '05-01');
    const changes = [on('01-01', '03-01'), on('02-01')].map((from) => ({ external_customer_id: 'ada', from, to }));
    await core.call('customerPlan.assign', { changes });
    expect(await search()).toEqual([['01-15', '05-01', 'eur,usd']]);
    const back = changes.map(({ from, ...rest }) => ({ ...rest, from: to, to: from }));
    await core.call('customerPlan.assign', { changes: back, take_back: true });
    expect(await search()).toEqual(apart);
  });

  test('taking back that the customer was put on it leaves the other alone that became alike', async () => {
    await change(on('01-01', '03-01'), null);
    await change(on('02-01'), on('04-01'));
    await core.call('subscription.create', {
      ...{ plan_id: catalog.plan.id, external_customer_id: 'ada', currency: 'usd', billing_period: 'MONTHLY' },
      start_date: day('04-01'),
    });
    expect(await search()).toEqual([['04-01', null, 'eur,usd']]);
    await takeBack(null, on('04-01'));
    expect(await search()).toEqual([['04-01', null, 'eur']]);
  });
});

test('a longer time goes on with the versions after the one it had, and its commitment', async () => {
  await change(null, on('01-01', '03-01'));
  const { items } = await core.call('subscription.search', { with_line_items: true });
  await core.call('subscription.setCommitment', {
    line_item_id: items[0]?.line_items?.[0]?.id ?? '',
    commitment: { commitment_type: 'quantity', commitment_quantity: '50', enable_true_up: false },
  });
  const second = await core.call('price.update', { id: price, amount: '3', effective_from: day('04-01') });
  await core.call('price.update', { id: second.id, amount: '5', effective_from: day('05-01') });
  await change(on('01-01', '03-01'), on('01-01'));
  const { line_items } = await core.call('subscription.get', { id: items[0]?.id ?? '' });
  expect(line_items?.map((line) => [line.start_date.slice(5, 10), line.commitment_quantity])).toEqual([
    ['01-01', '50'],
    ['04-01', '50'],
    ['05-01', '50'],
  ]);
});
