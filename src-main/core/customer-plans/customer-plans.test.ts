import type { InputOf } from '@shared/contract';
import type { Assignment, PlanChange } from '@shared/entities/customer-plan';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countChanges, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
let pro: string;
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
  pro = (await core.call('plan.create', { name: 'Pro', lookup_key: 'pro' })).id;
  const since = { start_date: '2026-01-01T00:00:00Z' };
  await core.call('price.create', { ...catalog.usage, ...since });
  await core.call('price.create', { ...catalog.usage, ...since, amount: '0.02', entity_id: pro });
});
afterEach(() => core.close());

const day = (text: string) => `2026-${text}T00:00:00.000Z`;
const on = (plan_id: string, start: string, end: string | null = null): Assignment => ({
  plan_id,
  start_date: day(start),
  end_date: end && day(end),
});
const change = (external_customer_id: string, from: Assignment | null, to: Assignment | null): PlanChange => ({
  external_customer_id,
  from,
  to,
});
const assign = (...changes: PlanChange[]) => core.call('customerPlan.assign', { changes });
const used = (external_customer_id: string, timestamp: string) =>
  core.call('event.ingest', { event_name: 'tokens', external_customer_id, timestamp, properties: { n: '100' } });
const list = async (input: object = {}) =>
  (await core.call('customerPlan.list', input)).items.map((one) => [
    one.external_id,
    one.plan_name,
    one.start_date?.slice(5, 10) ?? null,
    one.end_date?.slice(5, 10) ?? null,
    one.last_usage,
  ]);
const year = { start_time: '2026-01-01T00:00:00Z', end_time: '2027-01-01T00:00:00Z' };
const cost = async () => (await core.call('report.usageByGroup', year)).totals.map(({ total_cost }) => total_cost);
/** Every roll-up agrees with the events. */
const expectExact = () => expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);

test('customers on plans, on none and known from events only are listed', async () => {
  await core.call('customer.create', { external_id: 'beta', name: 'Beta' });
  await used('acme', '2026-03-01T10:00:00Z');
  await used('acme', '2026-03-04T23:00:00Z');
  await core.call('customer.create', { external_id: 'corp', name: 'Ácorp' });
  await assign(change('corp', null, on(catalog.plan.id, '01-01', '02-01')), change('corp', null, on(pro, '02-01')));
  expect(await list()).toEqual([
    ['acme', '', null, null, '2026-03-04'],
    ['beta', '', null, null, null],
    ['corp', 'Base Plan', '01-01', '02-01', null],
    ['corp', 'Pro', '02-01', null, null],
  ]);
  expect(await list({ search: 'acorp', limit: 1, offset: 1 })).toEqual([['corp', 'Pro', '02-01', null, null]]);
  expect((await core.call('customerPlan.list', { limit: 1 })).pagination.total).toBe(4);
  expect(await list({ plan_ids: [pro] })).toHaveLength(1);
  expect((await list({ plan_ids: [''] })).map(([id]) => id)).toEqual(['acme', 'beta']);
  expect((await list({ order_by: 'start_date', direction: 'desc' })).map(([, plan]) => plan)).toEqual([
    'Pro',
    'Base Plan',
    '',
    '',
  ]);
});

test('customers that only events know are found whatever the case and accents of their letters', async () => {
  await used('ÄRZTE', '2026-03-01T10:00:00Z');
  for (const search of ['ärzte', 'Arzte', 'zt']) {
    expect((await list({ search })).map(([external_id]) => external_id)).toEqual(['ÄRZTE']);
  }
  expect(await list({ search: 'arzten' })).toEqual([]);
});

const countedHow: NonNullable<InputOf<'feature.create'>['meter']>['aggregation'][] = [
  { type: 'MAX', field: 'n' },
  { type: 'LATEST', field: 'n' },
  { type: 'COUNT_UNIQUE', field: 'n' },
  { type: 'AVG', field: 'n' },
  { type: 'MAX', field: 'n', bucket_size: 'DAY' },
];

test.each(countedHow)('the last usage is known however it is counted: $type $bucket_size', async (aggregation) => {
  const meter = { event_name: 'm', aggregation, filters: [{ key: 'is', values: ['on'] }] };
  await core.call('feature.create', { name: 'M', type: 'metered', meter });
  const send = (event_name: string, timestamp: string, is = 'on', external_customer_id = 'ada') =>
    core.call('event.ingest', { event_name, external_customer_id, timestamp, properties: { n: 1, is } });
  await send('m', '2026-01-10T00:00:00Z');
  await send('m', '2026-02-10T00:00:00Z');
  await send('m', '2026-03-10T00:00:00Z', 'off');
  await send('m', '2026-02-05T00:00:00Z', 'on', 'bob');
  await send('tokens', '2026-02-07T00:00:00Z', 'on', 'bob');
  await send('other', '2026-02-07T00:00:00Z', 'on', 'cy');
  expect((await list()).map(([external_id, , , , last]) => [external_id, last])).toEqual([
    ['ada', '2026-02-10'],
    ['bob', '2026-02-07'],
    ['cy', null],
  ]);
});

test('putting on, moving, ending and taking off price exactly the usage they cover, and can be undone', async () => {
  await used('acme', '2026-01-15T00:00:00Z');
  await used('acme', '2026-02-15T00:00:00Z');
  await used('acme', '2026-03-15T12:00:00Z');
  const base = on(catalog.plan.id, '01-01');
  expect(await assign(change('acme', null, base))).toMatchObject({ put: 1, customers_created: 1 });
  expect(await cost()).toEqual(['3']);
  expectExact();

  const ended = on(catalog.plan.id, '01-01', '02-01');
  const move = [change('acme', base, ended), change('acme', null, on(pro, '02-01'))];
  expect(await assign(...move)).toMatchObject({ put: 1, changed: 1 });
  expect(await cost()).toEqual(['5']);
  expectExact();

  await assign(...move.map(({ external_customer_id, from, to }) => change(external_customer_id, to, from)));
  expect(await list()).toEqual([['acme', 'Base Plan', '01-01', null, '2026-03-15']]);
  expect(await cost()).toEqual(['3']);
  expectExact();

  await assign(change('acme', base, on(pro, '03-15')));
  expect(await cost()).toEqual(['2']);
  await assign(change('acme', on(pro, '03-15'), null));
  expect(await cost()).toEqual([]);
  expect(await list()).toEqual([['acme', '', null, null, '2026-03-15']]);
  expectExact();
});

test('other dates keep the versions of prices apart, and back is exactly as before', async () => {
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  const base = on(catalog.plan.id, '01-01');
  await assign(change('acme', null, base));
  const { items } = await core.call('price.search', { entity_ids: [catalog.plan.id] });
  await core.call('price.update', { id: items[0]?.id ?? '', amount: '0.05', effective_from: day('03-01') });
  await used('acme', '2026-02-15T00:00:00Z');
  await used('acme', '2026-04-15T00:00:00Z');
  const lines = () =>
    core.store.sqlite.prepare('select price_id, start_date, end_date, status from line_items order by number').all();
  const before = lines();
  expect(await cost()).toEqual(['6']);
  const late = on(catalog.plan.id, '03-10', '04-01');
  await assign(change('acme', base, late));
  expect(await cost()).toEqual([]);
  expectExact();
  await assign(change('acme', late, base));
  expect(lines()).toEqual(before);
  expect(await cost()).toEqual(['6']);
  expectExact();
});

test('a cancelled subscription that gets an end runs again up to it', async () => {
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await assign(change('acme', null, on(catalog.plan.id, '01-01')));
  const { items } = await core.call('subscription.search', {});
  await core.call('subscription.cancel', { id: items[0]?.id ?? '', cancelled_at: day('02-01') });
  await used('acme', '2026-02-15T00:00:00Z');
  expect(await list()).toMatchObject([['acme', 'Base Plan', '01-01', '02-01', '2026-02-15']]);
  await assign(change('acme', on(catalog.plan.id, '01-01', '02-01'), on(catalog.plan.id, '01-01', '03-01')));
  expect(await cost()).toEqual(['1']);
  expectExact();
});

test('a customer whose plans have ended can be archived', async () => {
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  const { id } = await core.call('customer.lookup', { external_id: 'acme' });
  await assign(change('acme', null, on(catalog.plan.id, '01-01')));
  expect(await core.fail('customer.archive', { id })).toMatchObject({ code: 'invalid_operation' });
  await assign(change('acme', on(catalog.plan.id, '01-01'), on(catalog.plan.id, '01-01', '02-01')));
  expect(await core.call('customer.archive', { id })).toMatchObject({ status: 'archived' });
  expect(await list()).toEqual([]);
  expectExact();
});

test('one wrong change refuses all, and every wrong one is told', async () => {
  await used('acme', '2026-01-15T00:00:00Z');
  const before = countChanges(core);
  const changes = [
    change('acme', null, on(pro, '01-01')),
    change('beta', null, on('plan_x', '01-01')),
    change('corp', null, on(pro, '02-01', '01-01')),
  ];
  const preview = await core.call('customerPlan.preview', { changes });
  expect(preview.problems.map(({ index, field }) => [index, field])).toEqual([
    [1, 'plan_id'],
    [2, 'end_date'],
  ]);
  expect(await core.fail('customerPlan.assign', { changes })).toMatchObject({
    code: 'validation_error',
    field: 'plan_id',
    details: { problems: preview.problems },
  });
  expect(countChanges(core)).toBe(before);
});

test('a preview tells whose usage becomes priced and whose no longer is', async () => {
  await used('acme', '2026-01-15T00:00:00Z');
  await used('beta', '2026-03-15T00:00:00Z');
  const base = on(catalog.plan.id, '01-01');
  const gaining = async (...changes: PlanChange[]) => {
    const { customers_gaining, customers_losing } = await core.call('customerPlan.preview', { changes });
    return [customers_gaining, customers_losing];
  };
  expect(await gaining(change('acme', null, base), change('beta', null, base))).toEqual([2, 0]);
  expect(await gaining(change('acme', null, on(pro, '02-01')), change('beta', null, on(pro, '02-01')))).toEqual([1, 0]);
  await assign(change('acme', null, base), change('beta', null, base));
  const ended = on(catalog.plan.id, '01-01', '02-01');
  expect(await gaining(change('acme', base, ended), change('beta', base, ended))).toEqual([0, 1]);
  const many = Array.from({ length: 300 }, (_, index) => change(`customer-${index}`, null, base));
  expect(await gaining(...many)).toEqual([0, 0]);
});

test('a preview claims nothing of usage whose price has ended: it says that this stays uncharged, and until when', async () => {
  const [price] = (await core.call('price.search', { entity_ids: [pro] })).items;
  await core.call('price.update', { id: price?.id ?? '', amount: '0.03', effective_from: '2026-03-10T12:00:00Z' });
  for (const [who, when] of [
    ['acme', '2026-03-05T00:00:00Z'],
    ['beta', '2026-03-10T13:00:00Z'],
    ['both', '2026-03-05T00:00:00Z'],
    ['both', '2026-03-20T00:00:00Z'],
  ] as const) {
    await used(who, when);
  }
  const joining = ['acme', 'beta', 'both'].map((who) => change(who, null, on(pro, '01-01')));
  expect(await core.call('customerPlan.preview', { changes: joining })).toMatchObject({
    customers_gaining: 2,
    customers_left_out: 2,
    left_out_until: '2026-03-10T12:00:00.000Z',
  });
  const uncharged = async () =>
    (await core.call('report.usageByGroup', year)).uncharged.map(({ event_count }) => event_count);
  await assign(...joining);
  expect(await uncharged()).toEqual([2]);
  // From before the plan had any price, and after the one that ended, there is nothing to say.
  expect(await core.call('customerPlan.preview', { changes: [change('new', null, on(pro, '03-11'))] })).toMatchObject({
    customers_left_out: 0,
    left_out_until: null,
  });
});

test('a preview of other dates counts what its charges will come by, and says what stays uncharged', async () => {
  const { items } = await core.call('price.search', { entity_ids: [catalog.plan.id] });
  await core.call('price.update', { id: items[0]?.id ?? '', amount: '0.05', effective_from: day('02-01') });
  await used('acme', '2026-01-15T00:00:00Z');
  await used('beta', '2026-02-15T00:00:00Z');
  const march = on(catalog.plan.id, '03-01');
  await assign(change('acme', null, march), change('beta', null, march));
  const all = on(catalog.plan.id, '01-01');
  const longer = [change('acme', march, all), change('beta', march, all)];
  expect(await core.call('customerPlan.preview', { changes: longer })).toMatchObject({
    ...{ customers_gaining: 1, customers_losing: 0 },
    ...{ customers_left_out: 1, left_out_until: day('02-01') },
  });
  await assign(...longer);
  expect(await cost()).toEqual(['5']);
  // Nor is lost what was never charged.
  const shorter = [change('acme', all, march), change('beta', all, march)];
  expect(await core.call('customerPlan.preview', { changes: shorter })).toMatchObject({
    ...{ customers_gaining: 0, customers_losing: 1, customers_left_out: 0, left_out_until: null },
  });
});

test('a preview of other dates counts the currencies a customer has, and those versions it has alone', async () => {
  const eur = await core.call('price.create', { ...catalog.usage, currency: 'eur', start_date: day('01-01') });
  const [price] = (await core.call('price.search', { entity_ids: [catalog.plan.id] })).items.filter(
    ({ id }) => id !== eur.id,
  );
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    ...{ plan_id: catalog.plan.id, external_customer_id: 'acme', currency: 'eur', billing_period: 'MONTHLY' },
    ...{ start_date: day('03-01'), end_date: day('04-01') },
  });
  await core.call('price.terminate', { id: eur.id, end_date: day('05-01') });
  await used('acme', '2026-02-15T00:00:00Z');
  const had = on(catalog.plan.id, '03-01', '04-01');
  const preview = (to: Assignment) => core.call('customerPlan.preview', { changes: [change('acme', had, to)] });
  // It has the version that has ended, which charges for this too.
  expect(await preview(on(catalog.plan.id, '01-01', '04-01'))).toMatchObject({ customers_gaining: 1 });
  await core.call('price.terminate', { id: price?.id ?? '', end_date: day('02-20') });
  await used('acme', '2026-05-15T00:00:00Z');
  expect(await preview(on(catalog.plan.id, '03-01'))).toMatchObject({ customers_gaining: 0, customers_left_out: 0 });
});

test('changes that are withdrawn change nothing', async () => {
  const flag = new SharedArrayBuffer(4);
  const before = countChanges(core);
  const changes = [change('acme', null, on(pro, '01-01')), change('beta', null, on(pro, '01-01'))];
  const context = { environment_id: core.environment_id, cancel_flag: flag };
  const withdrawn = core.app.call('customerPlan.assign', { changes }, context);
  new Int32Array(flag)[0] = 1;
  expect(await withdrawn).toMatchObject({ ok: false, error: { message: 'This question was withdrawn' } });
  expect(countChanges(core)).toBe(before);
  expect(await list()).toEqual([]);
});

test('a preview of many tells what putting them on the plan then does', async () => {
  await core.call('customer.create', { external_id: 'beta', name: 'Beta' });
  await assign(change('gone', null, on(pro, '01-01', '02-01')), change('stays', null, on(pro, '01-01')));
  for (const who of ['acme', 'beta', 'gone', 'stays']) await used(who, '2026-03-05T00:00:00Z');
  await used('late', '2026-01-01T00:00:00Z');
  const everyone = { plan_id: pro, external_customer_ids: null, start_date: day('02-01') };
  const named = { ...everyone, external_customer_ids: ['beta', 'nobody', ''] };
  expect(await core.call('customerPlan.previewMany', named)).toEqual({
    put: 2,
    skipped: 0,
    customers_created: 1,
    customers_gaining: 1,
    customers_losing: 0,
    customers_left_out: 0,
    left_out_until: null,
  });
  const told = await core.call('customerPlan.previewMany', everyone);
  expect(told).toMatchObject({ put: 4, skipped: 1, customers_created: 2, customers_gaining: 3 });
  const done = await core.call('subscription.createMany', everyone);
  expect(done).toEqual({ created: 4, skipped: 1, customers_created: 2 });
  const nowhere = await core.fail('customerPlan.previewMany', { ...everyone, plan_id: 'plan_x' });
  expect(nowhere).toMatchObject({ field: 'plan_id' });
});

test('the plans of customers are answered for many at once, without those that have ended', async () => {
  await assign(
    change('acme', null, on(pro, '01-01')),
    change('acme', null, on(catalog.plan.id, '07-01')),
    change('beta', null, on(pro, '01-01', '02-01')),
    change('corp', null, on(pro, '01-01', '12-01')),
  );
  const { items } = await core.call('customer.search', {});
  const names = new Map(items.map(({ id, external_id }) => [id, external_id]));
  const found = await core.call('customerPlan.now', { customer_ids: [...names.keys(), 'cust_x'] });
  expect(found.items.map(({ customer_id, plan_name }) => [names.get(customer_id), plan_name]).toSorted()).toEqual([
    ['acme', 'Base Plan'],
    ['acme', 'Pro'],
    ['corp', 'Pro'],
  ]);
});

test('a preview sees usage of every kind: picks, distinct values and buckets as well as sums', async () => {
  const kinds = [
    { type: 'MAX', field: 'n' },
    { type: 'COUNT_UNIQUE', field: 'n' },
    { type: 'LATEST', field: 'n' },
    { type: 'SUM', field: 'n', bucket_size: 'DAY' },
  ] as const;
  for (const [index, aggregation] of kinds.entries()) {
    const event_name = `kind ${index}`;
    const { meter_id } = await core.call('feature.create', {
      name: event_name,
      type: 'metered',
      meter: { event_name, aggregation },
    });
    const plan = await core.call('plan.create', { name: event_name });
    await core.call('price.create', { ...catalog.usage, meter_id, entity_id: plan.id, start_date: day('01-01') });
    const timestamp = '2026-03-05T00:00:00Z';
    await core.call('event.ingest', { event_name, external_customer_id: 'acme', timestamp, properties: { n: '1' } });
    const changes = [change('acme', null, on(plan.id, '01-01')), change('beta', null, on(plan.id, '01-01'))];
    expect(await core.call('customerPlan.preview', { changes })).toMatchObject({ customers_gaining: 1 });
  }
});
