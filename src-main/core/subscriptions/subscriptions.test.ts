import type { InputOf } from '@shared/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countChanges, lastChange, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
});
afterEach(() => core.close());

const day = (text: string) => `${text}T00:00:00.000Z`;
const subscribe = (fields: Partial<InputOf<'subscription.create'>> = {}) =>
  core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: catalog.plan.id,
    currency: 'USD',
    billing_period: 'MONTHLY',
    start_date: day('2026-01-01'),
    ...fields,
  });
/** The line items of a subscription as price, start and end. */
const lines = async (id: string) =>
  ((await core.call('subscription.get', { id })).line_items ?? []).map((item) => [
    item.price_id,
    item.start_date.slice(0, 10),
    item.end_date?.slice(0, 10) ?? null,
  ]);
const since = { start_date: '2026-01-01T00:00:00Z' };

describe('create', () => {
  test('takes the prices of its currency and period, and one-time ones', async () => {
    const monthly = await core.call('price.create', { ...catalog.usage, ...since });
    const once = await core.call('price.create', {
      ...catalog.fixed,
      billing_period: 'ONETIME',
      invoice_cadence: 'ADVANCE',
      min_quantity: 3,
      start_date: '2026-02-01T00:00:00Z',
      end_date: '2027-03-01T00:00:00Z',
    });
    await core.call('price.create', { ...catalog.fixed, billing_period: 'ANNUAL' });
    await core.call('price.create', { ...catalog.fixed, currency: 'eur' });
    const ended = await core.call('price.create', catalog.fixed);
    await core.call('price.terminate', { id: ended.id });
    const subscription = await subscribe();
    expect(subscription).toMatchObject({
      external_customer_id: 'acme',
      currency: 'usd',
      subscription_status: 'active',
      start_date: day('2026-01-01'),
      cancelled_at: null,
    });
    expect(subscription.line_items).toHaveLength(2);
    expect(subscription.line_items?.[0]).toMatchObject({
      price_id: monthly.id,
      price_type: 'USAGE',
      meter_id: catalog.meter_id,
      meter_display_name: 'Tokens',
      display_name: 'Tokens',
      plan_display_name: 'Base Plan',
      quantity: '0',
      currency: 'usd',
      entity_type: 'plan',
      entity_id: catalog.plan.id,
    });
    expect(subscription.line_items?.[1]).toMatchObject({
      price_id: once.id,
      quantity: '3',
      start_date: day('2026-02-01'),
      end_date: day('2027-03-01'),
    });
    expect(lastChange(core)).toMatchObject({ entity: 'subscription', kind: 'create' });
    expect((await core.call('plan.get', { id: catalog.plan.id })).subscription_count).toBe(1);
  });

  test.each<[string, string, Partial<InputOf<'subscription.create'>>]>([
    ['validation_error', 'No prices match the subscription criteria', { currency: 'eur' }],
    ['validation_error', 'No prices match the subscription criteria', { billing_period: 'ANNUAL' }],
    ['validation_error', 'Request validation failed', { currency: 'dollar' }],
    ['validation_error', 'The end date must be after the start date', { end_date: day('2026-01-01') }],
    ['not_found', 'Customer not found', { external_customer_id: 'nobody' }],
    ['not_found', 'Customer not found', { customer_id: 'cust_x' }],
    ['not_found', 'Plan with ID plan_x was not found', { plan_id: 'plan_x' }],
    [
      'validation_error',
      'Please provide either customer_id or external_customer_id',
      { external_customer_id: undefined },
    ],
  ])('%s: %s', async (code, message, fields) => {
    await core.call('price.create', catalog.fixed);
    const input = {
      external_customer_id: 'acme',
      plan_id: catalog.plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: day('2026-01-01'),
      ...fields,
    };
    expect(await core.fail('subscription.create', input)).toMatchObject({ code, message });
    expect((await core.call('subscription.search', {})).pagination.total).toBe(0);
  });

  test('needs a price, and a plan that is not archived', async () => {
    const input = {
      external_customer_id: 'acme',
      plan_id: catalog.plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
    };
    expect(await core.fail('subscription.create', input)).toMatchObject({
      message: 'The entity must have at least one price to create a subscription',
    });
    await core.call('price.create', catalog.fixed);
    await core.call('plan.archive', { id: catalog.plan.id });
    expect(await core.fail('subscription.create', input)).toMatchObject({
      message: 'An archived plan takes no new subscriptions',
    });
  });
});

describe('plan changes reach subscriptions at once', () => {
  test('a new price is taken from its start; one that does not match is not', async () => {
    const first = await core.call('price.create', { ...catalog.fixed, ...since });
    const { id } = await subscribe({ end_date: day('2026-12-01') });
    const added = await core.call('price.create', { ...catalog.usage, start_date: day('2026-07-01') });
    await core.call('price.create', { ...catalog.usage, currency: 'eur' });
    await core.call('price.create', { ...catalog.usage, start_date: day('2026-12-01') });
    expect(await lines(id)).toEqual([
      [first.id, '2026-01-01', '2026-12-01'],
      [added.id, '2026-07-01', '2026-12-01'],
    ]);
    expect(core.events.some((event) => event.type === 'changed' && event.topics.includes('subscription'))).toBe(true);
  });

  test('a critical edit hands over at its moment, past or future', async () => {
    const first = await core.call('price.create', { ...catalog.usage, ...since });
    const { id } = await subscribe();
    const second = await core.call('price.update', { id: first.id, amount: '2', effective_from: day('2026-03-01') });
    const third = await core.call('price.update', { id: second.id, amount: '3', effective_from: day('2026-09-01') });
    expect(await lines(id)).toEqual([
      [first.id, '2026-01-01', '2026-03-01'],
      [second.id, '2026-03-01', '2026-09-01'],
      [third.id, '2026-09-01', null],
    ]);
  });

  test('a line item that starts after the moment moves whole', async () => {
    const first = await core.call('price.create', { ...catalog.usage, ...since });
    const { id } = await subscribe({ start_date: day('2026-05-01') });
    const second = await core.call('price.update', { id: first.id, amount: '2', effective_from: day('2026-03-01') });
    expect(await lines(id)).toEqual([
      [first.id, '2026-05-01', '2026-05-01'],
      [second.id, '2026-05-01', null],
    ]);
  });

  test('terminating ends the line items', async () => {
    const price = await core.call('price.create', { ...catalog.usage, ...since });
    const { id } = await subscribe();
    await core.call('price.terminate', { id: price.id, end_date: day('2026-08-01') });
    expect(await lines(id)).toEqual([[price.id, '2026-01-01', '2026-08-01']]);
  });

  test('cancelled subscriptions are left alone', async () => {
    const first = await core.call('price.create', { ...catalog.usage, ...since });
    const { id } = await subscribe();
    await core.call('subscription.cancel', { id });
    await core.call('price.create', catalog.fixed);
    expect(await lines(id)).toEqual([[first.id, '2026-01-01', null]]);
  });
});

describe('cancel', () => {
  test('now, or at a moment that has been', async () => {
    await core.call('price.create', { ...catalog.usage, ...since });
    const { id } = await subscribe();
    expect(await core.call('subscription.cancel', { id, cancelled_at: day('2026-04-01') })).toMatchObject({
      subscription_status: 'cancelled',
      cancelled_at: day('2026-04-01'),
    });
    expect(lastChange(core)).toMatchObject({ kind: 'cancel', entity_id: id });
    expect(await core.fail('subscription.cancel', { id })).toMatchObject({
      code: 'invalid_operation',
      message: 'The subscription is already cancelled',
    });
  });

  test.each([
    ["The cancellation date cannot be before the subscription's start date", day('2025-12-31')],
    ['The cancellation date cannot be in the future', day('2026-06-02')],
  ])('%s', async (message, cancelled_at) => {
    await core.call('price.create', { ...catalog.usage, ...since });
    const { id } = await subscribe();
    expect(await core.fail('subscription.cancel', { id, cancelled_at })).toMatchObject({ message });
    expect(await core.fail('subscription.cancel', { id: 'subs_x' })).toMatchObject({
      code: 'not_found',
      message: 'Subscription not found',
    });
  });
});

describe('create many', () => {
  const many = (external_customer_ids: string[] | null) =>
    core.call('subscription.createMany', {
      plan_id: catalog.plan.id,
      external_customer_ids,
      start_date: day('2026-01-01'),
    });

  test('creates unknown customers, skips subscribed ones, one subscription per currency and period', async () => {
    await core.call('price.create', { ...catalog.usage, ...since });
    await core.call('price.create', { ...catalog.fixed, currency: 'eur', billing_period: 'ANNUAL' });
    await core.call('price.create', { ...catalog.fixed, billing_period: 'ONETIME', invoice_cadence: 'ADVANCE' });
    await subscribe();
    expect(await many(['acme', 'globex', 'globex', ''])).toEqual({ created: 2, skipped: 1, customers_created: 1 });
    const { items } = await core.call('subscription.search', { external_customer_id: 'globex' });
    expect(items.map(({ currency, billing_period }) => [currency, billing_period])).toEqual([
      ['eur', 'ANNUAL'],
      ['usd', 'MONTHLY'],
    ]);
    expect(await lines(items[1]?.id ?? '')).toHaveLength(2);
    expect(await many(['acme', 'globex'])).toEqual({ created: 0, skipped: 2, customers_created: 0 });
  });

  test('a plan of one-time prices only is taken as one-time', async () => {
    await core.call('price.create', { ...catalog.fixed, billing_period: 'ONETIME', invoice_cadence: 'ADVANCE' });
    expect((await many(['globex'])).created).toBe(1);
    expect((await core.call('subscription.search', {})).items[0]?.billing_period).toBe('ONETIME');
  });

  test('null means every customer with usage', async () => {
    await core.call('price.create', { ...catalog.usage, ...since });
    const insert = core.store.sqlite.prepare('insert into event_customers (environment_id, external_id) values (?, ?)');
    for (const external_id of ['acme', 'initech']) insert.run(core.environment_id, external_id);
    expect(await many(null)).toEqual({ created: 2, skipped: 0, customers_created: 1 });
  });

  test('who was on the plan is on it again from the end of that, and charged once; an end to come stays', async () => {
    await core.call('price.create', { ...catalog.usage, amount: '1', ...since });
    const used = (external_customer_id: string, month: string) =>
      core.call('event.ingest', {
        ...{ event_name: 'tokens', external_customer_id, timestamp: day(`2026-${month}-10`), properties: { n: 1 } },
      });
    for (const who of ['over', 'agreed', 'empty']) {
      await core.call('customer.create', { external_id: who, name: who });
    }
    for (const who of ['acme', 'over', 'agreed', 'empty']) {
      await used(who, '02');
      await used(who, '04');
    }
    const { id } = await subscribe();
    await core.call('subscription.cancel', { id, cancelled_at: day('2026-03-01') });
    await subscribe({ external_customer_id: 'over', start_date: day('2025-06-01'), end_date: day('2025-12-01') });
    await subscribe({ external_customer_id: 'agreed', end_date: day('2026-12-01') });
    const empty = await subscribe({ external_customer_id: 'empty', start_date: day('2026-03-01') });
    await core.call('subscription.cancel', { id: empty.id, cancelled_at: day('2026-03-01') });
    expect(await many(null)).toEqual({ created: 3, skipped: 1, customers_created: 0 });
    const { items } = await core.call('subscription.search', { subscription_status: ['active'] });
    expect(
      items
        .map((one) => [one.external_customer_id, one.start_date.slice(0, 10), one.end_date?.slice(0, 10)])
        .toSorted(),
    ).toEqual([
      ['acme', '2026-03-01', undefined],
      ['agreed', '2026-01-01', '2026-12-01'],
      ['empty', '2026-01-01', undefined],
      ['over', '2025-06-01', '2025-12-01'],
      ['over', '2026-01-01', undefined],
    ]);
    const { totals } = await core.call('report.usageByGroup', {
      start_time: day('2026-01-01'),
      end_time: day('2026-06-01'),
    });
    // Each of the four twice.
    expect(totals).toMatchObject([{ total_cost: '8' }]);
    expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
  });

  test('an archived customer with usage is not everyone any more', async () => {
    await core.call('price.create', { ...catalog.usage, ...since });
    const { items } = await core.call('customer.search', { external_id: 'acme' });
    for (const external_customer_id of ['acme', 'globex']) {
      await core.call('event.ingest', { event_name: 'tokens', external_customer_id, properties: { n: 1 } });
    }
    await core.call('customer.archive', { id: items[0]?.id ?? '' });
    expect(await many(null)).toEqual({ created: 1, skipped: 0, customers_created: 1 });
    expect((await core.call('customer.search', {})).items.map((one) => one.external_id)).toEqual(['globex']);
  });

  test('external ids that are odd texts are the same customers again', async () => {
    await core.call('price.create', { ...catalog.usage, ...since });
    const odd = ['a', 'a\0b', 'a\0c', '\ud800', '\ud801', '__proto__', '\'"%'];
    expect(await many(odd)).toEqual({ created: 6, skipped: 0, customers_created: 6 });
    expect(await many(odd)).toEqual({ created: 0, skipped: 6, customers_created: 0 });
    expect(
      await core.fail('subscription.createMany', {
        plan_id: catalog.plan.id,
        external_customer_ids: ['x'.repeat(256)],
        start_date: day('2026-01-01'),
      }),
    ).toMatchObject({ message: 'Request validation failed', field: 'external_customer_ids.0' });
  });

  test('thousands at once are charged as each would be alone', async () => {
    await core.call('price.create', { ...catalog.usage, ...since });
    const ids = Array.from({ length: 1200 }, (_, index) => `cust-${index}`);
    await core.call('event.ingestBulk', {
      events: ids.slice(0, 1000).map((external_customer_id, index) => ({
        event_name: 'tokens',
        external_customer_id,
        timestamp: index % 2 === 0 ? '2026-01-01T12:00:00Z' : '2026-01-03T12:00:00Z',
        properties: { n: index },
      })),
    });
    const changes = countChanges(core);
    await core.call('subscription.createMany', {
      plan_id: catalog.plan.id,
      external_customer_ids: ids,
      start_date: '2026-01-01T06:00:00Z',
    });
    expect(countChanges(core) - changes).toBe(2400);
    expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
    expect((await core.call('subscription.search', { limit: 1 })).pagination.total).toBe(1200);
  });

  test('customers are charged for events that come after they were subscribed', async () => {
    await core.call('price.create', { ...catalog.usage, ...since });
    await many(['acme', 'globex', 'initech', 'idle']);
    const usersCount = async () => (await core.call('event.summary', {})).external_customer_ids_count;
    expect(await usersCount()).toBe(0);
    const used = (...customers: string[]) =>
      core.call('event.ingestBulk', {
        events: customers.map((external_customer_id) => ({
          event_name: 'tokens',
          external_customer_id,
          timestamp: '2026-03-01T12:00:00Z',
          properties: { n: 1 },
        })),
      });
    await used('acme', 'globex', 'nobody', 'acme');
    await used('initech', 'acme');
    expect(await usersCount()).toBe(4);
    const windows = (table: string) =>
      core.store.sqlite.prepare(`select line_item, price, meter, customer, start, end from ${table} order by 1`).all();
    expect(windows('charge_windows')).toHaveLength(4);
    expect(windows('charge_windows')).toEqual(windows('charge_windows_now'));
    expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
    // Nobody who is on a plan but never used anything is among all customers with usage.
    const other = await core.call('plan.create', { name: 'Other' });
    await core.call('price.create', { ...catalog.usage, ...since, entity_id: other.id });
    const everybody = { plan_id: other.id, external_customer_ids: null, start_date: day('2026-01-01') };
    expect(await core.call('subscription.createMany', everybody)).toMatchObject({ created: 4, customers_created: 1 });
  });

  test('refuses a plan without prices and an unknown one', async () => {
    const input = { plan_id: catalog.plan.id, external_customer_ids: ['globex'], start_date: day('2026-01-01') };
    expect(await core.fail('subscription.createMany', input)).toMatchObject({
      message: 'The entity must have at least one price to create a subscription',
    });
    expect(await core.fail('subscription.createMany', { ...input, plan_id: 'plan_x' })).toMatchObject({
      code: 'not_found',
    });
    expect((await core.call('customer.search', {})).pagination.total).toBe(1);
  });
});

test('search by customer and plan, without line items', async () => {
  await core.call('price.create', { ...catalog.usage, ...since });
  const { id, customer_id } = await subscribe();
  const ids = async (input: object) => (await core.call('subscription.search', input)).items.map((item) => item.id);
  expect(await ids({})).toEqual([id]);
  expect(await ids({ customer_id, plan_id: catalog.plan.id, external_customer_id: 'acme' })).toEqual([id]);
  expect(await ids({ external_customer_id: 'nobody' })).toEqual([]);
  expect(await ids({ plan_id: 'plan_x' })).toEqual([]);
  expect((await core.call('subscription.search', {})).items[0]?.line_items).toBeNull();
  expect(await core.fail('subscription.get', { id: 'subs_x' })).toMatchObject({ code: 'not_found' });
});
