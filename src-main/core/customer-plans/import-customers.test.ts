import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countChanges, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

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
  core.call('customerPlan.importFile', { ...file(text), only_valid_rows });
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
  const preview = await core.call('customerPlan.previewFile', file(good));
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
  const { problems, rows_failed, put } = await core.call('customerPlan.previewFile', file(text));
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
  const refused = await core.fail('customerPlan.importFile', file(text));
  expect(refused).toMatchObject({ code: 'validation_error', message: expect.stringMatching(/^Line 3: /) });
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
  const error = await core.fail('customerPlan.previewFile', file(text));
  expect(error).toMatchObject({ code: 'validation_error', field: 'file_token' });
  expect(error.message).toContain(message);
});
