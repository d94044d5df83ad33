import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeSet } from '@shared/entities/pending';
import { afterAll, afterEach, expect, test } from 'vitest';
import { testCatalog } from '../../test-catalog';
import { type TestCore, testCore } from '../../test-core';
import { sendCatalog, type TestPush, testPush } from '../push/test-push';

const dir = mkdtempSync(join(tmpdir(), 'pricebook-change-set-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** The text as a file that was picked. */
function file(text: string) {
  const path = join(dir, 'changes.json');
  writeFileSync(path, text);
  return { path, name: 'changes.json' };
}

let pushed: TestPush;
let other: TestCore;
afterEach(async () => {
  await pushed.core.close();
  await other.close();
});

/** A synced machine with edits of every kind, and another one that has the rows as they were before. */
async function twoMachines() {
  pushed = testPush();
  const here = await sendCatalog(pushed);
  other = testCore({ start: '2026-06-01T00:00:00.000Z' });
  const there = await testCatalog(other);
  const price = await other.call('price.create', {
    ...there.usage,
    display_name: 'Tokens',
    lookup_key: 'tokens-usage',
    group_id: there.group.id,
  });
  return { here, there: { ...there, price } };
}

async function editAll({ plan, price, group, feature, fixed }: Awaited<ReturnType<typeof twoMachines>>['here']) {
  const { core } = pushed;
  const gpu = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  const pro = await core.call('plan.create', { name: 'Pro', lookup_key: 'pro', metadata: { a: 'b' } });
  await core.call('price.create', { ...fixed, entity_id: pro.id, display_name: 'Seat', group_id: gpu.id });
  await core.call('plan.update', { id: plan.id, description: 'All in' });
  await core.call('feature.update', { id: feature.id, name: 'Tokens used' });
  core.clock.advance(1000);
  await core.call('price.update', { id: price.id, amount: '0.02', group_id: gpu.id });
  await core.call('group.delete', { id: group.id });
  const { text } = await core.call('pending.export', { title: 'June', note: 'As agreed' });
  return text;
}

test('a change set is readable and applies on another machine', async () => {
  const { here, there } = await twoMachines();
  const text = await editAll(here);
  const set = JSON.parse(text) as ChangeSet;
  expect(set).toMatchObject({
    format: 'pricebook.changes/1',
    title: 'June',
    note: 'As agreed',
    environment: 'Sandbox',
  });
  const ids = [here.plan.id, here.price.id, here.group.id, here.feature.id];
  for (const id of ids) expect(text).not.toContain(id);

  const preview = await other.call('pending.previewImport', file(text));
  expect(preview.rows.map(({ entity, kind, outcome }) => `${entity} ${kind} ${outcome}`)).toEqual([
    'group create applies',
    'feature update applies',
    'plan create applies',
    'plan update applies',
    'price create applies',
    'price update applies',
    'price version applies',
    'group archive applies',
  ]);
  expect((await other.call('group.search', {})).items).toHaveLength(1);
  other.clock.advance(120_000);
  expect(await other.call('pending.import', file(text))).toEqual({ applied: 8, already: 0, skipped: [] });
  expect(await other.call('plan.get', { id: there.plan.id })).toMatchObject({ description: 'All in' });
  const prices = (await other.call('price.search', { expand: 'groups' })).items;
  expect(prices.map(({ display_name, amount, group }) => [display_name, amount, group?.lookup_key])).toEqual([
    ['Tokens', '0.02', 'gpu'],
    ['Seat', '10', 'gpu'],
  ]);
  // Once more changes nothing.
  const again = await other.call('pending.import', file(text));
  expect(again).toMatchObject({ applied: 0 });
  expect(again.already + again.skipped.length).toBe(8);
});

test('a charge that was never sent arrives with all its versions; one that is there is followed by both', async () => {
  const { here, there } = await twoMachines();
  const { core } = pushed;
  const seat = await core.call('price.create', { ...here.fixed, entity_id: here.plan.id, display_name: 'Seat' });
  const later = async (id: string, change: { amount: string; display_name?: string }) => {
    core.clock.advance(60_000);
    return core.call('price.update', { id, ...change });
  };
  const second = await later(seat.id, { amount: '35', display_name: 'Seat renamed' });
  await later(second.id, { amount: '50' });
  const tokens = await later(here.price.id, { amount: '0.02' });
  await later(tokens.id, { amount: '0.03' });
  const { text } = await core.call('pending.export', {});
  other.clock.advance(24 * 60 * 60 * 1000);
  const { rows } = await other.call('pending.previewImport', file(text));
  expect(rows.map(({ outcome, message }) => message ?? outcome)).toEqual(Array(5).fill('applies'));
  expect(await other.call('pending.import', file(text))).toEqual({ applied: 5, already: 0, skipped: [] });
  const versions = async ({ call }: TestCore) =>
    (await call('price.search', { allow_expired_prices: true })).items
      .map(({ display_name, amount, start_date, end_date }) => [display_name, amount, start_date, end_date])
      .filter(([name]) => String(name).startsWith('Seat'));
  expect(await versions(other)).toEqual(await versions(core));
  expect(await versions(other)).toHaveLength(3);
  expect(await other.call('pending.import', file(text))).toMatchObject({ applied: 0 });
  expect(await versions(other)).toHaveLength(3);
  expect(await other.call('price.search', { entity_ids: [there.plan.id] })).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ display_name: 'Tokens', amount: '0.03' })]),
  });
});

test('what differs here is told and only overwritten when asked to; what is unknown is left out', async () => {
  const { here, there } = await twoMachines();
  await pushed.core.call('plan.update', { id: here.plan.id, name: 'Mine', description: 'D' });
  const { text } = await pushed.core.call('pending.export', {
    items: [{ entity: 'plan', id: here.plan.id }],
  });
  await other.call('plan.update', { id: there.plan.id, name: 'Theirs' });
  const [row] = (await other.call('pending.previewImport', file(text))).rows;
  expect(row).toMatchObject({ outcome: 'differs', message: 'It has another value here than this change found.' });
  expect(row?.fields).toEqual([
    { field: 'name', from: 'Base Plan', to: 'Mine', current: 'Theirs', outcome: 'differs' },
    { field: 'description', from: '', to: 'D', current: '', outcome: 'applies' },
  ]);
  expect(await other.call('pending.import', file(text))).toMatchObject({
    applied: 0,
    skipped: [{ index: 0, name: 'Mine' }],
  });
  expect(await other.call('pending.import', { ...file(text), overwrite: [0] })).toMatchObject({ applied: 1 });
  expect(await other.call('plan.get', { id: there.plan.id })).toMatchObject({ name: 'Mine', description: 'D' });

  await other.call('plan.update', { id: there.plan.id, name: 'Away', lookup_key: 'away' });
  expect((await other.call('pending.previewImport', file(text))).rows[0]).toMatchObject({ outcome: 'unknown' });
});

test('a file that is no change set is refused in words', async () => {
  await twoMachines();
  expect(await other.fail('pending.previewImport', file('name,amount'))).toMatchObject({
    message: expect.stringContaining('not JSON'),
  });
  expect(await other.fail('pending.import', file('{"format":"x"}'))).toMatchObject({
    message: 'This file is no change set of Pricebook',
  });
  const nowhere = { path: join(dir, 'none.json'), name: 'none.json' };
  expect(await other.fail('pending.previewImport', nowhere)).toMatchObject({ field: 'file_token' });
  const broken = JSON.stringify({ format: 'pricebook.changes/1', changes: [{ entity: 'meter' }] });
  expect(await other.fail('pending.import', file(broken))).toMatchObject({
    message: expect.stringContaining('changes.0.entity'),
  });
});
