import { expect, test } from 'vitest';
import { testCore } from '../test-core';

/** A price that was asked for, and whose row another process changes without this one being told. */
async function asked() {
  const core = testCore();
  const plan = await core.call('plan.create', { name: 'Base' });
  const { id } = await core.call('price.create', {
    ...{ entity_type: 'PLAN', entity_id: plan.id, type: 'FIXED', currency: 'usd', billing_model: 'FLAT_FEE' },
    ...{ billing_period: 'MONTHLY', invoice_cadence: 'ARREAR', amount: '1', display_name: 'Before' },
  } as Parameters<typeof core.call<'price.create'>>[1]);
  const name = async () => (await core.call('price.get', { id })).display_name;
  const rename = (display_name: string) =>
    core.store.sqlite.prepare('update prices set display_name = ? where id = ?').run(display_name, id);
  const record = (entity_id: string) =>
    core.store.sqlite
      .prepare(
        `insert into changes (environment_id, entity, entity_id, kind, fields, origin, at)
         values (?, 'price', ?, 'update', '{}', 'sync', '2026-06-01T00:00:00.000Z')`,
      )
      .run(core.environment_id, entity_id);
  return { core, id, name, rename, record };
}

test.each([0, 1, 999, 1000, 5000])('a row is forgotten with its change, before %i others', async (others) => {
  const { core, id, name, rename, record } = await asked();
  expect(await name()).toBe('Before');
  rename('Unrecorded');
  // It is kept: else what follows would show nothing.
  expect(await name()).toBe('Before');
  record(id);
  core.store.sqlite.transaction(() => {
    for (let at = 0; at < others; at += 1) record(`price_${at}`);
  })();
  expect(await name()).toBe('Unrecorded');
  rename('After');
  record(id);
  expect(await name()).toBe('After');
  core.store.sqlite.close();
});

test('of a long write before anything was kept none is looked at again', async () => {
  const { core, id, name, rename, record } = await asked();
  core.store.sqlite.transaction(() => {
    for (let at = 0; at < 2000; at += 1) record(id);
  })();
  expect(await name()).toBe('Before');
  rename('Unrecorded');
  expect(await name()).toBe('Before');
  record(id);
  expect(await name()).toBe('Unrecorded');
  core.store.sqlite.close();
});
