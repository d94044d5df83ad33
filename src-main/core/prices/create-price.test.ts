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

describe('create', () => {
  test('a fixed price, with the defaults of the wire', async () => {
    const price = await core.call('price.create', { ...catalog.fixed, currency: 'USD', amount: 10.5 });
    expect(price).toMatchObject({
      amount: '10.5',
      display_amount: '$10.5',
      currency: 'usd',
      price_unit_type: 'FIAT',
      billing_period_count: 1,
      billing_cadence: 'RECURRING',
      display_name: 'Base Plan',
      transform_quantity: { divide_by: 1, round: null },
      tiers: null,
      tier_mode: null,
      meter_id: '',
      lookup_key: '',
      metadata: {},
      group_id: null,
      start_date: '2026-06-01T00:00:00.000Z',
      end_date: null,
      parent_price_id: null,
      status: 'published',
    });
    expect(lastChange(core)).toMatchObject({ entity: 'price', entity_id: price.id, kind: 'create' });
  });

  test('a usage price takes the name of its meter and its group', async () => {
    const price = await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id });
    expect(price).toMatchObject({
      display_name: 'Tokens',
      meter_id: catalog.meter_id,
      group_id: catalog.group.id,
      group: { name: 'LLM', entity_ids: null },
      meter: { event_name: 'tokens' },
    });
  });

  test('tiers keep their order, and the amount of a tiered price is 0', async () => {
    const tiers = [
      { up_to: null, unit_amount: '0.010', flat_amount: '5.00' },
      { up_to: 1000, unit_amount: '0.02' },
    ];
    const price = await core.call('price.create', {
      ...catalog.usage,
      billing_model: 'TIERED',
      tier_mode: 'SLAB',
      tiers,
      amount: '7',
    });
    expect(price).toMatchObject({
      amount: '0',
      display_amount: '$0',
      tier_mode: 'SLAB',
      tiers: [
        { up_to: null, unit_amount: '0.01', flat_amount: '5' },
        { up_to: 1000, unit_amount: '0.02', flat_amount: null },
      ],
    });
  });

  test('a package keeps its size; a fixed price drops the meter it was sent', async () => {
    const packaged = await core.call('price.create', {
      ...catalog.usage,
      billing_model: 'PACKAGE',
      transform_quantity: { divide_by: 100, round: 'down' },
    });
    expect(packaged.transform_quantity).toEqual({ divide_by: 100, round: 'down' });
    expect((await core.call('price.create', { ...catalog.fixed, meter_id: catalog.meter_id })).meter_id).toBe('');
  });

  test('an archived meter and an archived plan are taken', async () => {
    await core.call('feature.archive', { id: catalog.feature.id });
    await core.call('plan.archive', { id: catalog.plan.id });
    expect((await core.call('price.create', catalog.usage)).meter?.status).toBe('archived');
  });
});

describe('refusals (wire contract 3.3, literal messages)', () => {
  test.each<[object, string]>([
    [{ currency: 'dollar' }, 'currency'],
    [{ currency: undefined }, 'currency'],
    [{ entity_id: '' }, 'entity_id'],
    [{ entity_type: undefined }, 'entity_type'],
    [{ type: undefined }, 'type'],
    [{ billing_model: '' }, 'billing_model'],
    [{ billing_period: undefined }, 'billing_period'],
    [{ invoice_cadence: undefined }, 'invoice_cadence'],
    [{ billing_period_count: 1.5 }, 'billing_period_count'],
  ])('%j fails validation', async (fields, field) => {
    const error = await core.fail('price.create', { ...catalog.fixed, ...fields });
    expect(error).toMatchObject({ code: 'validation_error', message: 'Request validation failed' });
    expect(error.details).toHaveProperty(field);
  });

  test.each<[string, object]>([
    ['Billing period count must be greater than 0', { billing_period_count: 0 }],
    ['Billing period count must be greater than 0', { billing_period_count: -1, type: 'PER_SEAT' }],
    ['Invalid price type', { type: 'PER_SEAT' }],
    ['Invalid billing model', { billing_model: 'SPOT' }],
    ['Invalid billing period', { billing_period: 'HOURLY' }],
    ['Please provide a valid invoice cadence', { invoice_cadence: 'LATER' }],
    ['Invalid price entity type', { entity_type: 'TEAM' }],
    ['Amount is required to set up flat fee pricing with fiat pricing units', { amount: null }],
    ['Please enter a number', { amount: 'ten' }],
    ['The specified entity type is not supported', { entity_type: 'PRICE' }],
    ['Some groups not found', { group_id: 'group_x' }],
    ['Start date must be before end date', { end_date: '2026-05-31T00:00:00Z' }],
  ])('%s', async (message, fields) => {
    const before = countChanges(core);
    expect(await core.fail('price.create', { ...catalog.fixed, ...fields })).toMatchObject({
      code: 'validation_error',
      message,
    });
    expect(countChanges(core)).toBe(before);
    expect((await core.call('price.search', {})).items).toEqual([]);
  });

  test.each([
    ['The specified plan does not exist', { entity_id: 'plan_x' }],
    ['The specified addon does not exist', { entity_type: 'ADDON' }],
    ['The specified subscription does not exist', { entity_type: 'SUBSCRIPTION' }],
    ['The specified costsheet does not exist', { entity_type: 'COSTSHEET' }],
    ['Meter not found', { type: 'USAGE', meter_id: 'meter_x' }],
  ])('404: %s', async (message, fields) => {
    expect(await core.fail('price.create', { ...catalog.fixed, ...fields })).toMatchObject({
      code: 'not_found',
      message,
    });
  });

  test('an archived group takes no price, and neither does one of the other environment', async () => {
    await core.call('group.delete', { id: catalog.group.id });
    expect(await core.fail('price.create', { ...catalog.fixed, group_id: catalog.group.id })).toMatchObject({
      message: 'Some groups not found',
      field: 'group_id',
    });
    const { items } = await core.call('environment.list', {});
    const context = { environment_id: items[1]?.id ?? '' };
    const other = await core.app.call('group.create', { name: 'n', entity_type: 'price', lookup_key: 'k' }, context);
    const group_id = other.ok ? (other.data as { id: string }).id : '';
    expect(await core.fail('price.create', { ...catalog.fixed, group_id })).toMatchObject({
      message: 'Some groups not found',
    });
  });

  test('a lookup key is taken by a live price only', async () => {
    const first = await core.call('price.create', { ...catalog.fixed, lookup_key: 'seat' });
    expect(await core.fail('price.create', { ...catalog.fixed, lookup_key: 'seat' })).toMatchObject({
      code: 'already_exists',
      message: 'A price with this identifier already exists',
      details: { lookup_key: 'seat', price_id: first.id },
    });
    await core.call('price.create', { ...catalog.fixed, lookup_key: 'seat', end_date: '2027-01-01T00:00:00Z' });
    await core.call('price.terminate', { id: first.id });
    await core.call('price.create', { ...catalog.fixed, lookup_key: 'seat' });
  });

  test('a plan with 5000 live prices takes no more', async () => {
    await core.call('price.create', catalog.fixed);
    core.store.sqlite.exec(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 4999)
      insert into prices (id, amount, currency, type, billing_model, billing_period, billing_period_count,
        invoice_cadence, display_name, entity_type, entity_id, start_date, sequence, search_text, environment_id,
        tenant_id, created_at, updated_at, created_by, updated_by)
      select 'price_' || i, '1', 'usd', type, billing_model, billing_period, 1, invoice_cadence, '', 'PLAN', entity_id,
        start_date, 1000000 + i, '', environment_id, tenant_id, created_at, updated_at, created_by, updated_by
      from prices, n`);
    expect(await core.fail('price.create', catalog.fixed)).toMatchObject({
      message: 'The specified entity has too many active prices',
    });
    core.store.sqlite.exec(`update prices set end_date = start_date where id = 'price_1'`);
    await core.call('price.create', catalog.fixed);
  });
});

describe('bulk create', () => {
  test('answers in the order of the request', async () => {
    const items = ['3', '1', '2'].map((amount) => ({ ...catalog.fixed, amount }));
    const created = await core.call('price.createBulk', { items });
    expect(created.items.map(({ amount }) => amount)).toEqual(['3', '1', '2']);
  });

  test.each([
    ['Please provide at least one price to create', 0],
    ['Maximum 100 prices allowed per bulk request', 101],
  ])('%s', async (message, count) => {
    const items = Array.from({ length: count }, () => catalog.fixed);
    expect(await core.fail('price.createBulk', { items })).toMatchObject({ message });
  });

  test('one bad item refuses all and is named', async () => {
    const before = countChanges(core);
    const bad = { ...catalog.usage, meter_id: '' };
    expect(await core.fail('price.createBulk', { items: [catalog.fixed, bad] })).toMatchObject({
      message: 'Please select a metered feature to set up usage pricing',
      field: 'items.1.meter_id',
      details: { index: 1 },
    });
    for (const wrong of [{ type: 'PER_SEAT' }, { currency: 'dollar' }, { amount: 'ten' }]) {
      const items = [catalog.fixed, { ...catalog.fixed, ...wrong }];
      expect(await core.fail('price.createBulk', { items })).toMatchObject({ details: { index: 1 } });
    }
    const twice = { ...catalog.fixed, lookup_key: 'seat' };
    expect(await core.fail('price.createBulk', { items: [twice, twice] })).toMatchObject({
      code: 'already_exists',
      details: { index: 1 },
    });
    expect(countChanges(core)).toBe(before);
    expect((await core.call('price.search', {})).pagination.total).toBe(0);
  });
});
