import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countChanges, lastChange, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

describe('create', () => {
  test('answers the plan as the wire shows it', async () => {
    const plan = await core.call('plan.create', { name: 'Pro', lookup_key: 'pro', metadata: { tier: '2' } });
    expect(plan).toMatchObject({
      name: 'Pro',
      lookup_key: 'pro',
      description: '',
      display_order: 0,
      metadata: { tier: '2' },
      status: 'published',
      prices: null,
      price_count: 0,
      subscription_count: 0,
    });
    expect(lastChange(core)).toMatchObject({ entity: 'plan', kind: 'create' });
  });

  test('a name is required, names may repeat, keys may not', async () => {
    expect(await core.fail('plan.create', { name: '' })).toMatchObject({ message: 'Request validation failed' });
    expect(await core.fail('plan.create', {})).toMatchObject({ details: { name: expect.any(String) } });
    const { id } = await core.call('plan.create', { name: 'Pro', lookup_key: 'pro' });
    await core.call('plan.create', { name: 'Pro' });
    await core.call('plan.create', { name: 'Pro' });
    expect(await core.fail('plan.create', { name: 'x', lookup_key: 'pro' })).toMatchObject({
      code: 'already_exists',
      message: 'Plan with this name already exists',
      field: 'lookup_key',
      details: { plan_id: id, plan_name: 'Pro' },
    });
  });
});

describe('get and search', () => {
  test('get brings all prices with meter and group, ended ones too; search only live ones', async () => {
    const { plan, fixed, usage, group } = await testCatalog(core);
    const ended = await core.call('price.create', { ...fixed, group_id: group.id });
    await core.call('price.terminate', { id: ended.id });
    const live = await core.call('price.create', { ...usage, group_id: group.id });
    const got = await core.call('plan.get', { id: plan.id });
    expect(got.prices?.map(({ id }) => id)).toEqual([ended.id, live.id]);
    expect(got.prices?.[1]).toMatchObject({ group: { name: 'LLM' }, meter: { name: 'Tokens' } });
    expect(got.price_count).toBe(1);
    const [found] = (await core.call('plan.search', { expand: 'prices.meters,whatever' })).items;
    expect(found?.prices?.map(({ id }) => id)).toEqual([live.id]);
    expect(found?.prices?.[0]?.group?.name).toBe('LLM');
    expect((await core.call('plan.search', {})).items[0]?.prices).toBeNull();
    expect(await core.fail('plan.get', { id: 'plan_x' })).toMatchObject({
      code: 'not_found',
      message: 'Plan with ID plan_x was not found',
    });
  });

  test('finds by ids, key, metadata and text', async () => {
    const pro = await core.call('plan.create', { name: 'Pro', lookup_key: 'pro', metadata: { 'a.b"': '1', c: '2' } });
    await core.call('plan.create', { name: 'Théâtre', metadata: { c: '2' } });
    const names = async (input: object) => (await core.call('plan.search', input)).items.map(({ name }) => name);
    expect(await names({})).toEqual(['Théâtre', 'Pro']);
    expect(await names({ plan_ids: [pro.id] })).toEqual(['Pro']);
    expect(await names({ lookup_key: 'pro' })).toEqual(['Pro']);
    expect(await names({ metadata: { 'a.b"': '1' } })).toEqual(['Pro']);
    expect(await names({ metadata: { c: '2' } })).toHaveLength(2);
    expect(await names({ metadata: { c: '2', 'a.b"': '2' } })).toEqual([]);
    expect(await names({ search: 'theatre' })).toEqual(['Théâtre']);
    await core.call('plan.archive', { id: pro.id });
    expect(await names({})).toEqual(['Théâtre']);
    expect(await names({ status: 'archived' })).toEqual(['Pro']);
  });
});

describe('update', () => {
  test('absent keeps, "" clears, metadata replaces', async () => {
    const { id } = await core.call('plan.create', {
      name: 'Pro',
      lookup_key: 'pro',
      description: 'd',
      metadata: { a: '1' },
    });
    const same = countChanges(core);
    await core.call('plan.update', { id, name: 'Pro', description: null });
    expect(countChanges(core)).toBe(same);
    expect(await core.call('plan.update', { id, description: '', lookup_key: '', metadata: { b: '2' } })).toMatchObject(
      {
        name: 'Pro',
        lookup_key: '',
        description: '',
        metadata: { b: '2' },
      },
    );
    expect(lastChange(core).fields).toMatchObject({ description: { from: 'd', to: '' } });
    expect(lastChange(core).fields).not.toHaveProperty('name');
  });

  test('refuses an empty name, a taken key and an unknown plan', async () => {
    const { id } = await core.call('plan.create', { name: 'Pro', lookup_key: 'pro' });
    await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
    expect(await core.fail('plan.update', { id, name: '' })).toMatchObject({ code: 'validation_error', field: 'name' });
    expect(await core.fail('plan.update', { id, lookup_key: 'base' })).toMatchObject({ code: 'already_exists' });
    expect(await core.fail('plan.update', { id: 'plan_x', name: 'n' })).toMatchObject({ code: 'not_found' });
  });
});

describe('archive', () => {
  test('is blocked by a subscription until it is cancelled, and leaves prices alone', async () => {
    const { plan, fixed } = await testCatalog(core);
    const price = await core.call('price.create', fixed);
    await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
    const { id } = await core.call('subscription.create', {
      external_customer_id: 'acme',
      plan_id: plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
    });
    expect(await core.fail('plan.archive', { id: plan.id })).toMatchObject({
      code: 'invalid_operation',
      message: 'Please remove the active subscriptions before deleting this plan.',
    });
    await core.call('subscription.cancel', { id });
    expect((await core.call('plan.archive', { id: plan.id })).status).toBe('archived');
    const changes = countChanges(core);
    expect((await core.call('plan.archive', { id: plan.id })).status).toBe('archived');
    expect(countChanges(core)).toBe(changes);
    expect(await core.call('price.get', { id: price.id })).toMatchObject({ status: 'published', end_date: null });
    expect(await core.fail('plan.archive', { id: 'plan_x' })).toMatchObject({ code: 'not_found' });
  });
});

describe('clone', () => {
  test('keeps group, meter, tiers and dates of every live price; clears key and versions', async () => {
    const { plan, fixed, usage, group } = await testCatalog(core);
    await core.call('plan.update', { id: plan.id, description: 'd', display_order: 3, metadata: { a: '1', b: '2' } });
    const first = await core.call('price.create', { ...usage, group_id: group.id, lookup_key: 'tok' });
    const second = await core.call('price.update', {
      id: first.id,
      amount: '2',
      effective_from: '2026-06-02T00:00:00Z',
    });
    await core.call('price.create', { ...fixed, end_date: '2026-07-01T00:00:00Z', min_quantity: 2 });
    const gone = await core.call('price.create', fixed);
    core.clock.set('2026-06-03T00:00:00Z');
    await core.call('price.terminate', { id: gone.id });
    const clone = await core.call('plan.clone', {
      id: plan.id,
      name: 'Copy',
      lookup_key: 'copy',
      metadata: { b: '3' },
    });
    expect(clone).toMatchObject({
      name: 'Copy',
      lookup_key: 'copy',
      description: 'd',
      display_order: 3,
      metadata: { a: '1', b: '3', source_plan_id: plan.id },
      price_count: 2,
    });
    expect(clone.prices?.[0]).toMatchObject({
      amount: '2',
      group_id: group.id,
      group: { id: group.id, member_count: 3 },
      meter_id: usage.meter_id,
      lookup_key: '',
      parent_price_id: null,
      start_date: second.start_date,
      entity_id: clone.id,
      created_at: '2026-06-03T00:00:00.000Z',
    });
    expect(clone.prices?.[1]).toMatchObject({ end_date: '2026-07-01T00:00:00.000Z', min_quantity: '2' });
    expect((await core.call('price.lookup', { lookup_key: 'tok' })).id).toBe(second.id);
  });

  test.each([
    ['validation_error', 'Please provide a unique name for the cloned plan', { name: '', lookup_key: 'k' }],
    ['validation_error', 'Please provide a unique lookup_key for the cloned plan', { name: 'n' }],
    ['already_exists', 'Please choose a different lookup_key for the cloned plan', { name: 'n', lookup_key: 'base' }],
  ])('%s: %s', async (code, message, fields) => {
    const { plan } = await testCatalog(core);
    expect(await core.fail('plan.clone', { id: plan.id, ...fields })).toMatchObject({ code, message });
    expect((await core.call('plan.search', {})).pagination.total).toBe(1);
  });

  test('an archived plan may be cloned, an unknown one not; the name may stay the same', async () => {
    const { plan } = await testCatalog(core);
    await core.call('plan.archive', { id: plan.id });
    expect(await core.call('plan.clone', { id: plan.id, name: plan.name, lookup_key: 'base' })).toMatchObject({
      status: 'published',
      name: plan.name,
    });
    expect(await core.fail('plan.clone', { id: 'plan_x', name: 'n', lookup_key: 'k' })).toMatchObject({
      code: 'not_found',
    });
  });

  test('copies any price field for field but for its identity', async () => {
    const { plan, fixed, usage, group } = await testCatalog(core);
    const price = fc.record({
      request: fc.constantFrom(fixed, usage),
      amount: fc.integer({ min: 0, max: 1e6 }).map(String),
      group_id: fc.constantFrom(group.id, ''),
      display_name: fc.string({ minLength: 1, maxLength: 20 }),
      metadata: fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), { maxKeys: 3 }),
      tiered: fc.boolean(),
    });
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(price, { minLength: 1, maxLength: 5 }), async (wanted) => {
        n += 1;
        const source = await core.call('plan.create', { name: `Source ${n}` });
        for (const { request, tiered, ...fields } of wanted) {
          const model = tiered ? { billing_model: 'TIERED' as const, tiers: [{ unit_amount: fields.amount }] } : {};
          await core.call('price.create', { ...request, ...fields, ...model, entity_id: source.id });
        }
        const clone = await core.call('plan.clone', { id: source.id, name: 'c', lookup_key: `c${n}` });
        const own = ({ prices }: typeof clone) =>
          prices?.map((row) => ({
            ...row,
            id: '',
            entity_id: '',
            sequence: 0,
            created_at: '',
            updated_at: '',
            group: null,
          }));
        expect(own(clone)).toEqual(own(await core.call('plan.get', { id: source.id })));
        expect(clone.prices?.map(({ group_id }) => group_id)).toEqual(wanted.map(({ group_id }) => group_id || null));
      }),
      { numRuns: 25 },
    );
    expect(plan.status).toBe('published');
  });
});
