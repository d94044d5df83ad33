import type { InputOf } from '@shared/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countChanges, lastChange, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
});
afterEach(() => core.close());

const update = (input: InputOf<'price.update'>) => core.call('price.update', input);

describe('in place', () => {
  test('moves between groups, ungroups, and keeps the group when none is named', async () => {
    const other = await core.call('group.create', { name: 'GPU', entity_type: 'price', lookup_key: 'gpu' });
    const { id } = await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id });
    core.clock.advance(1000);
    const moved = await update({ id, group_id: other.id });
    expect(moved).toMatchObject({
      id,
      group_id: other.id,
      group: { name: 'GPU' },
      updated_at: '2026-06-01T00:00:01.000Z',
    });
    expect(lastChange(core)).toEqual({
      entity: 'price',
      entity_id: id,
      kind: 'update',
      fields: { group_id: { from: catalog.group.id, to: other.id } },
    });
    expect((await update({ id, display_name: 'In' })).group_id).toBe(other.id);
    expect((await update({ id, group_id: null, description: 'd' })).group_id).toBe(other.id);
    expect((await update({ id, group_id: '' })).group_id).toBeNull();
    expect(moved.sequence).toBe((await core.call('price.get', { id })).sequence);
  });

  test('texts: empty keeps, clear empties; metadata replaces', async () => {
    const { id } = await core.call('price.create', {
      ...catalog.fixed,
      lookup_key: 'seat',
      description: 'Per seat',
      metadata: { a: '1' },
    });
    expect(await update({ id, lookup_key: '', description: '', display_name: 'Seats' })).toMatchObject({
      lookup_key: 'seat',
      description: 'Per seat',
      display_name: 'Seats',
      metadata: { a: '1' },
    });
    expect(await update({ id, clear: ['lookup_key', 'description'], metadata: {} })).toMatchObject({
      lookup_key: '',
      description: '',
      metadata: {},
    });
    expect((await core.call('price.search', { search: 'seats' })).pagination.total).toBe(1);
  });

  test('saving what is there changes nothing', async () => {
    const { id } = await core.call('price.create', {
      ...catalog.fixed,
      group_id: catalog.group.id,
      lookup_key: 'seat',
    });
    const changes = countChanges(core);
    core.events.length = 0;
    core.clock.advance(1000);
    const same = await update({ id, group_id: catalog.group.id, lookup_key: 'seat', metadata: {} });
    expect(same.updated_at).toBe('2026-06-01T00:00:00.000Z');
    expect(countChanges(core)).toBe(changes);
    expect(core.events).toEqual([]);
  });

  test('works on a terminated price', async () => {
    const { id } = await core.call('price.create', catalog.fixed);
    await core.call('price.terminate', { id });
    expect((await update({ id, group_id: catalog.group.id })).group_id).toBe(catalog.group.id);
  });

  test.each<[string, string, Omit<InputOf<'price.update'>, 'id'>]>([
    ['validation_error', 'Some groups not found', { group_id: 'group_x' }],
    ['already_exists', 'A price with this identifier already exists', { lookup_key: 'taken' }],
    [
      'validation_error',
      'When providing effective_from, you must also provide one of: amount, billing_model, tier_mode, tiers, transform_quantity, price_unit_amount, or price_unit_tiers',
      { effective_from: '2026-07-01T00:00:00Z' },
    ],
    ['validation_error', 'Invalid billing model', { billing_model: 'SPOT' as 'PACKAGE' }],
  ])('%s: %s', async (code, message, fields) => {
    await core.call('price.create', { ...catalog.fixed, lookup_key: 'taken' });
    const { id } = await core.call('price.create', catalog.fixed);
    const changes = countChanges(core);
    expect(await core.fail('price.update', { id, ...fields })).toMatchObject({ code, message });
    expect(countChanges(core)).toBe(changes);
  });

  test('an unknown price is 404', async () => {
    expect(await core.fail('price.update', { id: 'price_x', amount: '1' })).toMatchObject({
      code: 'not_found',
      message: 'Price with ID price_x was not found',
    });
  });
});

describe('critical edit', () => {
  test('ends the price and starts a successor from the effective moment', async () => {
    const old = await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id, lookup_key: 'tok' });
    const next = await update({ id: old.id, amount: '0.02', effective_from: '2026-07-01T02:00:00+02:00' });
    expect(next.id).not.toBe(old.id);
    expect(next).toMatchObject({
      amount: '0.02',
      start_date: '2026-07-01T00:00:00.000Z',
      end_date: null,
      parent_price_id: old.id,
      lookup_key: 'tok',
      group_id: catalog.group.id,
      display_name: 'Tokens',
    });
    const ended = await core.call('price.get', { id: old.id });
    expect(ended).toMatchObject({ end_date: next.start_date, amount: '0.01', status: 'published' });
    expect(ended.sequence).toBeGreaterThan(old.sequence);
    expect(next.sequence).toBeGreaterThan(ended.sequence);
    expect(lastChange(core)).toMatchObject({
      kind: 'version',
      entity_id: old.id,
      fields: { end_date: { from: null, to: next.start_date }, successor_id: { from: null, to: next.id } },
    });
  });

  test('versions all point to the first one and are listed in order', async () => {
    const first = await core.call('price.create', catalog.usage);
    core.clock.advance(1000);
    const second = await update({ id: first.id, amount: '2' });
    core.clock.advance(1000);
    const third = await update({ id: second.id, amount: '3' });
    expect(third.parent_price_id).toBe(first.id);
    for (const id of [first.id, second.id, third.id]) {
      const { items } = await core.call('price.versions', { id });
      expect(items.map((price) => price.id)).toEqual([first.id, second.id, third.id]);
    }
  });

  test('a group sent along moves the old version as well', async () => {
    const old = await core.call('price.create', catalog.usage);
    const next = await update({ id: old.id, amount: '2', group_id: catalog.group.id });
    expect([next.group_id, (await core.call('price.get', { id: old.id })).group_id]).toEqual([
      catalog.group.id,
      catalog.group.id,
    ]);
    const loose = await update({ id: next.id, amount: '3', group_id: '' });
    expect([loose.group_id, (await core.call('price.get', { id: next.id })).group_id]).toEqual([null, null]);
  });

  test('the same value still counts as an edit', async () => {
    const old = await core.call('price.create', catalog.usage);
    expect((await update({ id: old.id, amount: old.amount })).id).not.toBe(old.id);
  });

  test('changes the model', async () => {
    const old = await core.call('price.create', catalog.usage);
    const tiers = [{ up_to: 10, unit_amount: '2' }, { unit_amount: '1' }];
    const tiered = await update({ id: old.id, billing_model: 'TIERED', tier_mode: 'VOLUME', tiers });
    expect(tiered).toMatchObject({ billing_model: 'TIERED', tier_mode: 'VOLUME', amount: '0' });
    expect(tiered.tiers).toHaveLength(2);
    const flat = await update({ id: tiered.id, billing_model: 'FLAT_FEE' });
    expect(flat).toMatchObject({ amount: '0', tiers: null, tier_mode: null });
  });

  test.each<[string, Omit<InputOf<'price.update'>, 'id'>]>([
    [
      "The effective date for terminating this price cannot be before the price's start date",
      { amount: '1', effective_from: '2026-05-31T00:00:00Z' },
    ],
    ['Please provide a non-negative amount value', { amount: '-1' }],
    ['Price tiers are required to set up tiered pricing', { billing_model: 'TIERED' }],
    [
      'Transform quantity divide by must be greater than or equal to 1',
      { billing_model: 'PACKAGE', transform_quantity: { divide_by: 0 } },
    ],
    ['Some groups not found', { amount: '1', group_id: 'group_x' }],
    ['A price with this identifier already exists', { amount: '1', lookup_key: 'taken' }],
    [
      'Price unit type cannot be changed during update. Cannot use price_unit_amount or price_unit_tiers on a FIAT price.',
      { price_unit_amount: '1' },
    ],
  ])('%s, and the old price goes on', async (message, fields) => {
    await core.call('price.create', { ...catalog.fixed, lookup_key: 'taken' });
    const old = await core.call('price.create', catalog.usage);
    expect(await core.fail('price.update', { id: old.id, ...fields })).toMatchObject({ message });
    const after = await core.call('price.get', { id: old.id });
    expect({ ...after, plan: null }).toEqual(old);
    expect((await core.call('price.versions', { id: old.id })).items).toHaveLength(1);
  });

  test('a price with any end date, even a future one, takes no critical edit', async () => {
    const { id } = await core.call('price.create', { ...catalog.usage, end_date: '2027-01-01T00:00:00Z' });
    expect(await core.fail('price.update', { id, amount: '1' })).toMatchObject({
      message: 'Cannot update a terminated price',
    });
  });
});

describe('terminate', () => {
  test('ends now, keeps status and group', async () => {
    const { id, sequence } = await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id });
    core.clock.advance(5000);
    const ended = await core.call('price.terminate', { id });
    expect(ended).toMatchObject({
      end_date: '2026-06-01T00:00:05.000Z',
      status: 'published',
      group_id: catalog.group.id,
    });
    expect(ended.sequence).toBeGreaterThan(sequence);
    expect(lastChange(core)).toMatchObject({ kind: 'terminate', entity_id: id });
  });

  test.each([
    ["The termination date must be on or after the price's start date", '2026-05-31T23:59:59Z'],
    ['Please enter a date and time such as 2026-01-31T00:00:00Z', 'tomorrow'],
  ])('%s', async (message, end_date) => {
    const { id } = await core.call('price.create', catalog.usage);
    expect(await core.fail('price.terminate', { id, end_date })).toMatchObject({ message, field: 'end_date' });
  });

  test('the start itself is allowed, a second time is not, an unknown id is 404', async () => {
    const { id } = await core.call('price.create', catalog.usage);
    await core.call('price.terminate', { id, end_date: '2026-06-01T00:00:00Z' });
    expect(await core.fail('price.terminate', { id })).toMatchObject({
      message: 'Cannot terminate a price that has already been terminated',
    });
    expect(await core.fail('price.terminate', { id: 'price_x' })).toMatchObject({ code: 'not_found' });
  });
});
