import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
});
afterEach(() => core.close());

describe('get', () => {
  test('comes with meter, group and plan', async () => {
    const { id } = await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id });
    expect(await core.call('price.get', { id })).toMatchObject({
      meter: { id: catalog.meter_id },
      group: { id: catalog.group.id, member_count: 1 },
      plan: { id: catalog.plan.id, name: 'Base Plan', lookup_key: 'base', status: 'published' },
    });
  });

  test('404 names the id', async () => {
    expect(await core.fail('price.get', { id: 'price_x' })).toMatchObject({
      code: 'not_found',
      message: 'Price with ID price_x was not found',
    });
  });
});

describe('lookup', () => {
  test('finds a live price by its exact key', async () => {
    const { id } = await core.call('price.create', { ...catalog.fixed, lookup_key: 'a/b c' });
    expect((await core.call('price.lookup', { lookup_key: 'a/b c' })).id).toBe(id);
    expect(await core.fail('price.lookup', { lookup_key: 'A/B C' })).toMatchObject({
      code: 'not_found',
      message: 'Price with lookup key A/B C was not found',
    });
    await core.call('price.terminate', { id, end_date: '2027-01-01T00:00:00Z' });
    expect(await core.fail('price.lookup', { lookup_key: 'a/b c' })).toMatchObject({ code: 'not_found' });
  });

  test('an empty key finds nothing', async () => {
    await core.call('price.create', catalog.fixed);
    expect(await core.fail('price.lookup', { lookup_key: '' })).toMatchObject({ code: 'not_found' });
  });
});

describe('search', () => {
  test('hides ended prices unless asked, and shows future ones', async () => {
    const ended = await core.call('price.create', { ...catalog.fixed, display_name: 'ended' });
    await core.call('price.terminate', { id: ended.id });
    const ending = await core.call('price.create', { ...catalog.fixed, display_name: 'ending' });
    await core.call('price.terminate', { id: ending.id, end_date: '2026-06-02T00:00:00Z' });
    await core.call('price.create', { ...catalog.fixed, display_name: 'future', start_date: '2027-01-01T00:00:00Z' });
    const names = async (input: object) =>
      (await core.call('price.search', input)).items.map(({ display_name }) => display_name);
    expect(await names({})).toEqual(['future', 'ending']);
    expect(await names({ allow_expired_prices: true })).toEqual(['future', 'ending', 'ended']);
    expect(await names({ start_date_lt: '2026-12-31T00:00:00Z' })).toEqual(['ending']);
    core.clock.advance(86_400_000);
    expect(await names({})).toEqual(['future']);
  });

  test('by group, plan, meter, period and ids', async () => {
    const grouped = await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id });
    const loose = await core.call('price.create', { ...catalog.fixed, billing_period: 'ANNUAL' });
    const ids = async (input: object) => (await core.call('price.search', input)).items.map(({ id }) => id);
    const byGroup = { field: 'group_id', data_type: 'array', operator: 'in', value: { array: [catalog.group.id] } };
    expect(await ids({ group_ids: [catalog.group.id] })).toEqual([grouped.id]);
    expect(await ids({ filters: [byGroup] })).toEqual([grouped.id]);
    const ungrouped = { field: 'group_id', data_type: 'string', operator: 'eq', value: { string: '' } };
    expect(await ids({ filters: [ungrouped] })).toEqual([loose.id]);
    expect(await ids({ entity_ids: [catalog.plan.id] })).toEqual([loose.id, grouped.id]);
    expect(await ids({ entity_ids: ['plan_x'] })).toEqual([]);
    expect(await ids({ meter_ids: [catalog.meter_id] })).toEqual([grouped.id]);
    expect(await ids({ billing_periods: ['ANNUAL'] })).toEqual([loose.id]);
    expect(await ids({ price_ids: [loose.id] })).toEqual([loose.id]);
    expect(await ids({ entity_type: 'ADDON' })).toEqual([]);
  });

  test('finds by display name, lookup key and plan name', async () => {
    await core.call('price.create', { ...catalog.fixed, display_name: 'Séats', lookup_key: 'seat-usd' });
    const total = async (search: string) => (await core.call('price.search', { search })).pagination.total;
    expect([
      await total('seats'),
      await total('SEAT-'),
      await total('base pl'),
      await total('ba'),
      await total('zzz'),
    ]).toEqual([1, 1, 1, 1, 0]);
  });

  test('expands what is asked for and refuses the rest', async () => {
    await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id });
    const [bare] = (await core.call('price.search', {})).items;
    expect(bare).toMatchObject({ meter: null, group: null, plan: null });
    const [full] = (await core.call('price.search', { expand: 'meters, groups,plan' })).items;
    expect(full).toMatchObject({ meter: { name: 'Tokens' }, group: { name: 'LLM' }, plan: { name: 'Base Plan' } });
    expect(await core.fail('price.search', { expand: 'groups,features' })).toMatchObject({
      message: 'Field is not allowed to be expanded',
      details: { field: 'features' },
    });
  });

  test('takes any limit: negative is unlimited, 0 is 50', async () => {
    for (let round = 0; round < 6; round += 1) {
      await core.call('price.createBulk', { items: Array.from({ length: 10 }, () => catalog.fixed) });
    }
    const lengths = async (limit: number) => (await core.call('price.search', { limit })).items.length;
    expect([await lengths(-1), await lengths(0), await lengths(7)]).toEqual([60, 50, 7]);
    expect((await core.call('price.search', { limit: 7 })).pagination).toEqual({ total: 60, limit: 7, offset: 7 });
  });

  test('orders amounts as numbers', async () => {
    for (const amount of ['9', '10', '0.5']) await core.call('price.create', { ...catalog.fixed, amount });
    const page = await core.call('price.search', { sort: [{ field: 'amount', direction: 'asc' }] });
    expect(page.items.map(({ amount }) => amount)).toEqual(['0.5', '9', '10']);
    const above = { field: 'value', data_type: 'number', operator: 'gt', value: { number: 9 } } as const;
    expect((await core.call('price.search', { filters: [above] })).items.map(({ amount }) => amount)).toEqual(['10']);
  });
});
