import type { Assignment } from '@shared/entities/customer-plan';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

const hour = 3_600_000;
const begin = Date.UTC(2026, 0, 1);
/** Moments of 20 days, mostly within a day. */
const anyMoment = fc.integer({ min: 0, max: 20 * 24 }).map((hours) => new Date(begin + hours * hour).toISOString());
const anyMove = fc.record({
  customer: fc.nat(2),
  /** Null takes the customer off the plan. */
  to: fc.option(fc.tuple(anyMoment, fc.option(anyMoment, { nil: null })), { nil: null, freq: 4 }),
});

test('whatever plans are begun, moved, ended, cancelled and taken off, usage by price stays exact', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(2), anyMoment), { minLength: 10, maxLength: 40 }),
      fc.array(anyMove, { minLength: 1, maxLength: 8 }),
      fc.nat(2),
      async (usage, moves, cancelled) => {
        const core = testCore();
        const catalog = await testCatalog(core);
        await core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z' });
        // This one ends in the middle of a day.
        const { id } = await core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z' });
        await core.call('price.terminate', { id, end_date: '2026-01-10T06:00:00Z' });
        for (const [customer, timestamp] of usage) {
          const external_customer_id = `customer-${customer}`;
          await core.call('event.ingest', {
            event_name: 'tokens',
            external_customer_id,
            timestamp,
            properties: { n: 1 },
          });
        }
        const plans = new Map<number, Assignment>();
        for (const { customer, to } of moves) {
          const from = plans.get(customer) ?? null;
          const [start_date, end_date] = to ?? [];
          const isInOrder = start_date !== undefined && (!end_date || end_date > start_date);
          const next = isInOrder ? { plan_id: catalog.plan.id, start_date, end_date: end_date ?? null } : null;
          if (!from && !next) continue;
          await core.call('customerPlan.assign', {
            changes: [{ external_customer_id: `customer-${customer}`, from, to: next }],
          });
          if (next) plans.set(customer, next);
          else plans.delete(customer);
          expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
        }
        const { items } = await core.call('subscription.search', {});
        const one = items[cancelled];
        if (one && one.subscription_status !== 'cancelled' && one.start_date < '2026-01-12T05:00:00.000Z') {
          await core.call('subscription.cancel', { id: one.id, cancelled_at: '2026-01-12T05:00:00.000Z' });
          expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
        }
        await core.close();
      },
    ),
    { numRuns: 30 },
  );
});

test('usage by price stays exact when one of many customers is moved, and when most of them are', async () => {
  const core = testCore();
  const catalog = await testCatalog(core);
  await core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z' });
  const day = (number: number) => new Date(begin + number * 24 * hour).toISOString();
  const customers = Array.from({ length: 12 }, (_, index) => `customer-${index}`);
  const events = customers.flatMap((external_customer_id, index) =>
    [2, 3, 5, 9].map((at) => ({
      event_name: 'tokens',
      external_customer_id,
      timestamp: day(at + 0.5),
      properties: { n: index + 1 },
    })),
  );
  await core.call('event.ingestBulk', { events });
  const on = (end_date: string | null) => ({ plan_id: catalog.plan.id, start_date: day(1), end_date });
  const charged = () =>
    core.store.sqlite
      .prepare('select day - 20454 as day, event_count as events from usage_price_days order by 1')
      .all();
  const assign = async (some: readonly string[], from: Assignment | null, to: Assignment | null) => {
    const changes = some.map((external_customer_id) => ({ external_customer_id, from, to }));
    await core.call('customerPlan.assign', { changes });
    expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
    return charged();
  };
  const each = (...events: number[]) => [2, 3, 5, 9].map((at, index) => ({ day: at, events: events[index] }));
  expect(await assign(customers, null, on(null))).toEqual(each(12, 12, 12, 12));
  expect(await assign(customers.slice(0, 1), on(null), on(day(4)))).toEqual(each(12, 12, 11, 11));
  expect(await assign(customers.slice(1), on(null), on(day(9)))).toEqual(each(12, 12, 11, 0).slice(0, 3));
  expect(await assign(customers.slice(1, 2), on(day(9)), null)).toEqual(each(11, 11, 10, 0).slice(0, 3));
  await core.close();
});
