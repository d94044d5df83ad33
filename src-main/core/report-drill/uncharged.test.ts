import type { InputOf } from '@shared/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chargedCore } from '../reports/test-charged-core';
import type { TestCore } from '../test-core';

const march = { start_time: '2026-03-01T00:00:00.000Z', end_time: '2026-04-01T00:00:00.000Z' };
const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`;

let core: TestCore;
let meter_id = '';
let plan_id = '';

beforeAll(async () => {
  core = await chargedCore('2026-03-10T00:00:00.000Z');
  const [price] = (await core.call('price.search', {})).items;
  if (!price) throw new Error('the plan has a price');
  meter_id = price.meter_id ?? '';
  plan_id = price.entity_id;
  // A new version from March 10 on: whoever joins after that takes only this one.
  await core.call('price.update', { id: price.id, amount: '5', effective_from: '2026-03-10T00:00:00.000Z' });
  core.clock.set('2026-03-20T00:00:00.000Z');
  await core.call('subscription.createMany', {
    plan_id,
    external_customer_ids: ['late'],
    start_date: '2026-03-05T00:00:00Z',
  });
  const used = (external_customer_id: string, day: number, n = 1) => ({
    event_name: 'used',
    external_customer_id,
    timestamp: at(day),
    event_id: `${external_customer_id} ${day}`,
    properties: { n },
  });
  await core.call('event.ingestBulk', {
    events: [
      used('late', 2, 100),
      used('late', 6, 10),
      used('late', 7, 20),
      used('late', 15),
      used('nobody', 3, 7),
      used('anna', 3),
    ],
  });
});
afterAll(() => core.close());

const asked = (more: Partial<InputOf<'report.uncharged'>> = {}) =>
  core.call('report.uncharged', { ...march, meter_id, level: 'customers', ...more });

test('usage that nothing charges for is told customer by customer, with why, and adds up to the report', async () => {
  const report = await core.call('report.usageByGroup', march);
  const { customers, total_usage, event_count, total_count } = await asked();
  expect(report.uncharged).toMatchObject([{ meter_id, total_usage, event_count }]);
  expect({ total_usage, event_count, total_count }).toEqual({ total_usage: '137', event_count: 4, total_count: 2 });
  expect(customers.map(({ external_customer_id, total_usage: usage }) => [external_customer_id, usage])).toEqual([
    ['late', '130'],
    ['nobody', '7'],
  ]);
  expect(customers.map(({ reasons }) => reasons)).toEqual([
    [
      { why: 'not_taken', plan_id, plan_name: 'Plan', at: '2026-03-10T00:00:00.000Z', event_count: 2 },
      { why: 'before_plan', plan_id, plan_name: 'Plan', at: '2026-03-05T00:00:00.000Z', event_count: 1 },
    ],
    [{ why: 'never_on_plan', plan_id: '', plan_name: '', at: null, event_count: 1 }],
  ]);
});

test('below a customer, and below all, are the events, newest first', async () => {
  const late = await asked({ level: 'events', external_customer_id: 'late' });
  expect(late.events.map(({ event, quantity }) => [event.id, quantity])).toEqual([
    ['late 7', '20'],
    ['late 6', '10'],
    ['late 2', '100'],
  ]);
  expect(late.customers).toMatchObject([{ external_customer_id: 'late', event_count: 3 }]);
  const second = await asked({ level: 'events', limit: 2, offset: 2 });
  expect(second).toMatchObject({ total_count: 4, customers: [] });
  expect(second.events.map(({ event }) => event.id)).toEqual(['nobody 3', 'late 2']);
});

test('filters hold below too, and filters by price leave nothing', async () => {
  expect((await asked({ property_filters: { n: ['7'] } })).customers).toMatchObject([
    { external_customer_id: 'nobody', event_count: 1, reasons: [{ why: 'never_on_plan', event_count: 1 }] },
  ]);
  expect(await asked({ plan_ids: [plan_id] })).toMatchObject({ customers: [], total_usage: '0', total_count: 0 });
  expect(await asked({ external_customer_id: 'unknown' })).toMatchObject({ customers: [], total_count: 0 });
  expect(await core.fail('report.uncharged', { ...march, level: 'customers', meter_id: 'none' })).toMatchObject({
    code: 'not_found',
  });
});

test('a plan that does not charge, not yet, no more or in another currency says so', async () => {
  const other = await chargedCore('2026-03-01T00:00:00.000Z');
  const [price] = (await other.call('price.search', {})).items;
  const make = async (name: string, change: object) => {
    const plan = await other.call('plan.create', { name });
    const fixed = {
      entity_type: 'PLAN',
      entity_id: plan.id,
      currency: 'usd',
      billing_model: 'FLAT_FEE',
      amount: '1',
      billing_period: 'MONTHLY',
      invoice_cadence: 'ARREAR',
    } as const;
    await other.call('price.create', { ...fixed, type: 'FIXED' });
    const usage = { ...fixed, type: 'USAGE', meter_id: price?.meter_id ?? '' } as const;
    if (name !== 'none') await other.call('price.create', { ...usage, start_date: '2026-01-01T00:00:00Z', ...change });
    await other.call('subscription.create', {
      plan_id: plan.id,
      external_customer_id: (await other.call('customer.create', { external_id: name, name })).external_id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-03-01T00:00:00Z',
    });
    await other.call('event.ingest', {
      event_name: 'used',
      external_customer_id: name,
      timestamp: at(12),
      properties: { n: 1 },
    });
  };
  await make('none', {});
  await make('later', { start_date: '2026-03-20T00:00:00Z' });
  await make('done', { end_date: '2026-03-08T00:00:00Z' });
  await make('euro', { currency: 'eur' });
  const { customers } = await other.call('report.uncharged', {
    ...march,
    meter_id: price?.meter_id ?? '',
    level: 'customers',
  });
  const reasons = customers.map(({ name, reasons: all }) => [name, all.map(({ why, at: when }) => [why, when])]);
  expect(Object.fromEntries(reasons)).toEqual({
    none: [['no_charge', null]],
    later: [['not_yet', '2026-03-20T00:00:00.000Z']],
    done: [['no_longer', '2026-03-08T00:00:00.000Z']],
    euro: [['other_terms', null]],
  });
  await other.close();
});
