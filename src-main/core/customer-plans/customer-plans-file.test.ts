import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputOf } from '@shared/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countChanges, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { customerFileOf } from './test-customer-file';

let core: TestCore;
let folder: string;
let path: string;
beforeEach(async () => {
  core = testCore();
  folder = mkdtempSync(join(tmpdir(), 'pricebook-plans-'));
  path = join(folder, 'plans.csv');
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await core.close();
});

/** The file as its lines, once it is written. */
async function written(input: Omit<InputOf<'customerPlan.export'>, 'target'> = {}): Promise<string[]> {
  const { id } = await core.call('customerPlan.export', { ...input, target: { path, kind: 'file' } });
  await expect.poll(async () => (await core.call('job.get', { id })).state).toBe('done');
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}
const file = () => ({ path, name: 'plans.csv' });

async function everything() {
  const { plan, usage } = await testCatalog(core);
  const start_date = '2026-01-01T00:00:00Z';
  await core.call('price.create', { ...usage, start_date });
  const [env] = (await core.call('environment.list', {})).items.filter(({ id }) => id === core.environment_id);
  await core.call('environment.update', { id: env?.id ?? '', timezone: 'America/New_York' });
  const old = await core.call('plan.create', { name: 'Old, "retired" plan' });
  await core.call('price.create', { ...usage, entity_id: old.id, start_date });
  await core.call('customer.create', {
    external_id: '=acme',
    name: ' Acme,\nGmbH ',
    metadata: { segment: '@smb', x: '' },
  });
  await core.call('customer.create', {
    external_id: "'=quote",
    name: "'-1",
    timezone: 'Asia/Tokyo',
    email: 'a@b.example',
  });
  await core.call('customer.create', { external_id: 'corp', name: 'Corp' });
  const change = (external_customer_id: string, plan_id: string, from: string, to: string | null) => ({
    external_customer_id,
    from: null,
    to: { plan_id, start_date: from, end_date: to },
  });
  await core.call('customerPlan.assign', {
    changes: [
      // Midnights of New York around the change of its clocks, and a moment of no day.
      change('=acme', plan.id, '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'),
      change('=acme', plan.id, '2026-04-01T10:30:00Z', null),
      change("'=quote", old.id, '2026-01-01T05:00:00Z', null),
    ],
  });
  const [ended] = (await core.call('subscription.search', { plan_id: old.id })).items;
  await core.call('subscription.cancel', { id: ended?.id ?? '', cancelled_at: '2026-02-01T05:00:00Z' });
  await core.call('plan.archive', { id: old.id });
  await core.call('event.ingest', { event_name: 'tokens', external_customer_id: 'ghost', properties: { n: 1 } });
}

test('customers and their plans are exported in the columns of the import', async () => {
  await everything();
  expect(await written()).toEqual([
    'external_id,name,timezone,email,contact,address_line1,address_line2,address_city,address_state,address_postal_code,address_country,plan,start_date,end_date,metadata.segment,metadata.x,neutralised',
    `''=quote,''-1,Asia/Tokyo,a@b.example,,,,,,,,"Old, ""retired"" plan",2026-01-01,2026-01-31,,,1`,
    `'=acme,"Acme,`,
    `GmbH",,,,,,,,,,base,2026-03-08,2026-03-08,'@smb,,1`,
    `'=acme,"Acme,`,
    `GmbH",,,,,,,,,,base,2026-04-01T10:30:00.000Z,,'@smb,,1`,
    'corp,Corp,,,,,,,,,,,,,,,',
  ]);
});

test('the file imported again changes nothing, whatever texts, days and plans there are', async () => {
  await everything();
  await written();
  const before = countChanges(core);
  const nothing = {
    rows: 4,
    rows_failed: 0,
    put: 0,
    changed: 0,
    customers_created: 0,
    customers_updated: 0,
    unchanged: 4,
  };
  expect(await customerFileOf(core, 'customerPlan.checkFile', file())).toMatchObject({
    ...nothing,
    ignored_columns: [],
  });
  expect(await customerFileOf(core, 'customerPlan.importFile', file())).toMatchObject(nothing);
  expect(countChanges(core)).toBe(before);
});

test('the file imported again changes nothing where one of two currencies was cancelled', async () => {
  const { plan, usage } = await testCatalog(core);
  const start_date = '2026-01-01T00:00:00Z';
  await core.call('customer.create', { external_id: 'ada', name: 'Ada' });
  for (const currency of ['eur', 'usd']) {
    await core.call('price.create', { ...usage, currency, start_date });
    await core.call('subscription.create', {
      ...{ plan_id: plan.id, external_customer_id: 'ada', currency, billing_period: 'MONTHLY', start_date },
    });
  }
  const { items } = await core.call('subscription.search', {});
  const usd = items.find(({ currency }) => currency === 'usd');
  await core.call('subscription.cancel', { id: usd?.id ?? '', cancelled_at: '2026-03-01T00:00:00Z' });
  const lines = await written();
  expect(lines.slice(1).map((line) => line.replace(/^ada,Ada,+/, '').replace(/,+$/, ''))).toEqual([
    'base,2026-01-01',
    'base,2026-01-01,2026-02-28',
  ]);
  expect(await customerFileOf(core, 'customerPlan.checkFile', file())).toMatchObject({
    ...{ rows: 2, rows_failed: 0, changed: 0, unchanged: 2 },
  });
  // Which of them another end is meant for, nobody can tell.
  writeFileSync(path, lines.join('\n').replace('2026-02-28', '2026-04-30'));
  const { problems } = await customerFileOf(core, 'customerPlan.checkFile', file());
  expect(problems).toMatchObject([{ column: 'end_date', message: expect.stringContaining('more than once') }]);
});

test('what the list is filtered by, the file is too', async () => {
  await everything();
  expect(await written({ search: 'CORP' })).toHaveLength(2);
  expect(await written({ plan_ids: [''] })).toHaveLength(2);
  expect(await written({ search: 'nobody' })).toHaveLength(1);
  // Of New York, where June has not begun.
  const { file_name } = await core.call('customerPlan.fileName', {});
  expect(file_name).toBe('customer-plans_sandbox_2026-05-31.csv');
});

test('nobody is put on an archived plan by a file', async () => {
  await everything();
  const lines = await written({ search: 'corp' });
  writeFileSync(path, `${lines[0]}\ncorp,Corp,,,,,,,,,,"Old, ""retired"" plan",2026-01-01,,,,\n`);
  const { problems } = await customerFileOf(core, 'customerPlan.checkFile', file());
  expect(problems).toMatchObject([{ column: 'plan', message: expect.stringContaining('is archived') }]);
});
