import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countChanges, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';
import { customerFileOf, endedFileJob, endedJob } from './test-customer-file';

let core: TestCore;
let folder: string;
beforeEach(async () => {
  core = testCore();
  const catalog = await testCatalog(core);
  await core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z' });
  folder = mkdtempSync(join(tmpdir(), 'pricebook-customers-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await core.close();
});

const file = (text: string) => {
  const path = join(folder, 'customers.csv');
  writeFileSync(path, text);
  return { path, name: 'customers.csv' };
};
const load = (text: string, only_valid_rows = false) =>
  customerFileOf(core, 'customerPlan.importFile', { ...file(text), only_valid_rows });
const check = (text: string) => customerFileOf(core, 'customerPlan.checkFile', file(text));
const plans = async () =>
  (await core.call('customerPlan.list', {})).items.map((one) => [
    one.external_id,
    one.name,
    one.plan_name,
    one.start_date?.slice(0, 10) ?? null,
    one.end_date?.slice(0, 10) ?? null,
  ]);

const good = `external_id,name,email,metadata.segment,plan,start_date,end_date,shoe size
acme,Acme GmbH,a@acme.example,smb,base,2026-01-01,,43
beta,"Beta, Inc.",,,Base Plan,2026-01-01,2026-03-31,
beta,,,,base,2026-05-01,,
corp,,,,,,,
`;

test('customers come with their plans; an end is the last day; the same file again changes nothing', async () => {
  const preview = await check(good);
  expect(preview).toMatchObject({
    rows: 4,
    rows_failed: 0,
    put: 3,
    customers_created: 3,
    ignored_columns: ['shoe size'],
  });
  expect(await plans()).toEqual([]);
  await core.call('event.ingest', {
    event_name: 'tokens',
    external_customer_id: 'beta',
    timestamp: '2026-03-31T23:59:59Z',
    properties: { n: '1' },
  });
  expect(await load(good)).toMatchObject({ rows: 4, put: 3, customers_created: 3, unchanged: 0 });
  expect(await plans()).toEqual([
    ['acme', 'Acme GmbH', 'Base Plan', '2026-01-01', null],
    ['beta', 'Beta, Inc.', 'Base Plan', '2026-01-01', '2026-04-01'],
    ['beta', 'Beta, Inc.', 'Base Plan', '2026-05-01', null],
    ['corp', 'corp', '', null, null],
  ]);
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
  const before = countChanges(core);
  expect(await load(good)).toMatchObject({
    put: 0,
    changed: 0,
    customers_created: 0,
    customers_updated: 0,
    unchanged: 4,
  });
  expect(countChanges(core)).toBe(before);
});

test('a later file updates what it names and keeps the rest', async () => {
  await load(good);
  expect(
    await load(
      'external_id;email;metadata.size;plan;start_date;end_date\nacme;b@acme.example;9;base;2026-01-01;2026-06-30\n',
    ),
  ).toMatchObject({
    changed: 1,
    customers_updated: 1,
  });
  const acme = await core.call('customer.lookup', { external_id: 'acme' });
  expect(acme).toMatchObject({ name: 'Acme GmbH', email: 'b@acme.example', metadata: { segment: 'smb', size: '9' } });
  expect((await plans())[0]).toEqual(['acme', 'Acme GmbH', 'Base Plan', '2026-01-01', '2026-07-01']);
});

test('days are those of the environment', async () => {
  await core.call('environment.update', { id: core.environment_id, timezone: 'Europe/Berlin' });
  await load(
    'external_id,plan,start_date,end_date\nacme,base,2026-03-29,2026-03-29\nbeta,base,2026-03-29T12:00:00Z,\n',
  );
  const { items } = await core.call('customerPlan.list', {});
  expect(items.map(({ start_date, end_date }) => [start_date, end_date])).toEqual([
    ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-03-29T12:00:00.000Z', null],
  ]);
});

test('wrong rows are told with line and column; the right ones go in alone only when that is wanted', async () => {
  await core.call('plan.create', { name: 'Bare', lookup_key: 'bare' });
  await core.call('plan.create', { name: 'Same', lookup_key: 'same-1' });
  await core.call('plan.create', { name: 'Same', lookup_key: 'same-2' });
  const text = `external_id,email,address_country,plan,start_date,end_date
acme,,,base,2026-01-01,
,,,base,2026-01-01,
beta,,Germany,,,
beta,,,none,2026-01-01,
beta,,,bare,2026-01-01,
beta,,,Same,2026-01-01,
beta,,,base,01/02/2026,
beta,,,base,2026-02-30,
beta,,,base,2026-02-01,2026-01-01
beta,,,,2026-02-01,
beta,${'e'.repeat(256)},,,,
acme,,,base,2026-02-01,
beta,,
`;
  const { problems, rows_failed, put } = await check(text);
  expect(problems.map(({ line, column, message }) => [line, column, message])).toEqual([
    [3, 'external_id', 'Please give the external id of the customer'],
    [4, 'address_country', 'Please provide the country as a two-letter code, such as DE'],
    [5, 'plan', 'There is no plan with the lookup key, name or id “none”'],
    [6, 'plan', 'Bare has no charges yet, so nobody can be put on it'],
    [7, 'plan', 'Several plans are called “Same”: please give the lookup key'],
    [8, 'start_date', 'Please give the first day on the plan, such as 2026-01-31'],
    [9, 'start_date', 'Please give the first day on the plan, such as 2026-01-31'],
    [10, 'end_date', 'The end must be after the start'],
    [11, 'plan', 'Please give the plan that these dates are about'],
    [12, 'email', 'This is longer than 255 characters'],
    [13, 'start_date', 'Another change here puts the customer on Base Plan from 2026-01-01'],
    [14, null, 'This row has 3 columns, the first line has 6'],
  ]);
  expect([rows_failed, put]).toEqual([12, 1]);
  expect(await endedFileJob(core, 'customerPlan.importFile', file(text))).toMatchObject({
    state: 'failed',
    message: 'Line 3: Please give the external id of the customer. Nothing was changed.',
    customer_file: { rows_failed: 12 },
  });
  expect(await plans()).toEqual([]);
  expect(await load(text, true)).toMatchObject({ put: 1, customers_created: 1, rows_failed: 12 });
  expect(await plans()).toEqual([['acme', 'acme', 'Base Plan', '2026-01-01', null]]);
});

test.each([
  ['', 'The file is empty.'],
  ['name,email\nx,y\n', 'The first line has no column "external_id"'],
  ['external_id\n', 'The file has a header line but no rows.'],
  ['external_id,external_id\na,b\n', 'The first line names the column "external_id" twice.'],
])('a file that is something else is refused: %j', async (text, message) => {
  for (const name of ['customerPlan.checkFile', 'customerPlan.importFile'] as const) {
    const job = await endedFileJob(core, name, file(text));
    expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining(message) });
  }
});

/** A file of more than one part, whose customers' plans follow one another far apart in it. */
const manyRows = (count: number) =>
  [
    'external_id,name,plan,start_date,end_date',
    ...Array.from({ length: count }, (_, index) => `c${index},Customer ${index},base,2026-05-01,`),
    ...Array.from({ length: count }, (_, index) => `c${index},,base,2026-01-01,2026-04-30`),
    '',
  ].join('\n');

test('a file of many parts is checked and imported as one, whatever the order of its rows', async () => {
  const [plan] = (await core.call('plan.search', {})).items;
  // The first row of c3 only has room because of one that stands in another part.
  await core.call('customerPlan.assign', {
    changes: [
      {
        external_customer_id: 'c3',
        from: null,
        to: { plan_id: plan?.id ?? '', start_date: '2026-01-01T00:00:00Z', end_date: null },
      },
    ],
  });
  const whole = { rows: 1200, rows_failed: 0, put: 1199, changed: 1, customers_created: 599, customers_updated: 1 };
  expect(await check(manyRows(600))).toMatchObject(whole);
  expect(await load(manyRows(600))).toMatchObject(whole);
  const { pagination } = await core.call('customerPlan.list', {});
  expect(pagination.total).toBe(1200);
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
  expect(await load(manyRows(600))).toMatchObject({ put: 0, changed: 0, customers_created: 0, unchanged: 1200 });
});

test('a wrong row in the last part of a file keeps the first ones out, and stands in its own words', async () => {
  const text = `${manyRows(300)}late,"Late, Inc.",none,2026-01-01,\n`;
  const { rows_failed, problems, header } = await check(text);
  expect([rows_failed, header]).toEqual([1, ['external_id', 'name', 'plan', 'start_date', 'end_date']]);
  expect(problems).toMatchObject([{ line: 602, cells: ['late', 'Late, Inc.', 'none', '2026-01-01', ''] }]);
  expect(await endedFileJob(core, 'customerPlan.importFile', file(text))).toMatchObject({ state: 'failed' });
  expect(await plans()).toEqual([]);
});

test('an import that is stopped keeps what it stored, says how much, and the same file does the rest', async () => {
  const text = manyRows(700);
  const { id } = await core.call('customerPlan.importFile', { ...file(text), only_valid_rows: true });
  const customers = core.store.sqlite.prepare('select count(*) from customers').pluck();
  // Other calls run between the parts.
  while (customers.get() === 0) await setImmediate();
  await core.call('job.cancel', { id });
  const job = await endedJob(core, id);
  const stored = core.store.sqlite.prepare('select count(*) from subscriptions').pluck().get() as number;
  expect(stored).toBeGreaterThan(0);
  expect(stored).toBeLessThan(3000);
  expect(job.message).toBe(`Stopped. ${stored} of 1400 rows are imported and stay; the same file again does the rest.`);
  expect(await load(text)).toMatchObject({ put: 1400 - stored, unchanged: stored });
});

test('a check that is stopped says that nothing was changed', async () => {
  const { id } = await core.call('customerPlan.checkFile', file(manyRows(700)));
  await core.call('job.cancel', { id });
  expect(await endedJob(core, id)).toMatchObject({ state: 'cancelled', message: 'Stopped. Nothing was changed.' });
});

const takeBack = async (id: string) => endedJob(core, (await core.call('customerPlan.takeBack', { id })).id);

test('an import is taken back: who was created goes, what was updated and put on a plan is as before', async () => {
  await load('external_id,name,email,plan,start_date\nacme,Acme,a@acme.example,base,2026-01-01\n');
  const before = [await plans(), await core.call('customer.lookup', { external_id: 'acme' })];
  core.clock.advance(1000);
  const job = await endedFileJob(
    core,
    'customerPlan.importFile',
    file(
      'external_id,name,email,metadata.size,plan,start_date,end_date\nacme,Acme GmbH,b@acme.example,9,base,2026-01-01,2026-06-30\nbeta,Beta,,,base,2026-01-01,\ncorp,,,,,,\n',
    ),
  );
  expect(job.can_undo).toBe(true);
  expect((await plans()).map(([id]) => id)).toEqual(['acme', 'beta', 'corp']);
  expect(await takeBack(job.id)).toMatchObject({
    state: 'done',
    taken_back: { customers: 3, archived: 2, left: 0, left_first: [] },
  });
  const acme = await core.call('customer.lookup', { external_id: 'acme' });
  const [plansBefore, acmeBefore] = before;
  expect(await plans()).toEqual(plansBefore);
  expect({ ...acme, updated_at: '' }).toEqual({ ...acmeBefore, updated_at: '' });
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
  // The same file can be imported again.
  expect(await load('external_id,plan,start_date\nbeta,base,2026-01-01\n')).toMatchObject({ customers_created: 1 });
});

test('whoever was changed since an import stays as it is when that is taken back, and is named', async () => {
  await load('external_id,email\nold,o@old.example\nolder,o@older.example\n');
  const rows = ['renamed', 'ended', 'more', 'committed', 'gone', 'same'].map((id) => `${id},,base,2026-01-01`);
  const text = ['external_id,email,plan,start_date', 'old,new@old.example,,', 'older,new@old.example,,', ...rows, ''];
  const { id, ...job } = await endedFileJob(core, 'customerPlan.importFile', file(text.join('\n')));
  expect(job.can_undo).toBe(true);
  const [plan] = (await core.call('plan.search', {})).items;
  const on = (start_date: string, end_date: string | null = null) => ({
    plan_id: plan?.id ?? '',
    start_date,
    end_date,
  });
  const since = '2026-01-01T00:00:00.000Z';
  await core.call('customer.update', { external_customer_id: 'renamed', name: 'Another' });
  await core.call('customer.update', { external_customer_id: 'old', email: 'mine@old.example' });
  const pro = await core.call('plan.create', { name: 'Pro', lookup_key: 'pro' });
  const { meter_id } = (await core.call('price.search', {})).items[0] ?? {};
  await core.call('price.create', {
    currency: 'usd',
    entity_type: 'PLAN',
    entity_id: pro.id,
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    amount: '1',
    meter_id,
  });
  await core.call('customerPlan.assign', {
    changes: [
      { external_customer_id: 'ended', from: on(since), to: on(since, '2026-02-01T00:00:00.000Z') },
      { external_customer_id: 'more', from: null, to: { ...on(since), plan_id: pro.id } },
      { external_customer_id: 'gone', from: on(since), to: null },
    ],
  });
  const line_item_id = core.store.sqlite
    .prepare("select l.id from line_items l join customers c on c.id = l.customer_id where c.external_id = 'committed'")
    .pluck()
    .get() as string;
  await core.call('subscription.setCommitment', {
    line_item_id,
    commitment: { commitment_amount: 10, overage_factor: 1.5 },
  });
  const before = await plans();
  const undone = await takeBack(id);
  expect(undone.taken_back).toMatchObject({ customers: 2, archived: 1, left: 6 });
  expect(undone.taken_back?.left_first).toHaveLength(5);
  expect(await plans()).toEqual(before.filter(([one]) => one !== 'same'));
  expect(await core.call('customer.lookup', { external_id: 'old' })).toMatchObject({ email: 'mine@old.example' });
  expect(await core.call('customer.lookup', { external_id: 'older' })).toMatchObject({ email: 'o@older.example' });
});
