import { toInstant } from '@shared/instant';
import { anyTerms } from '@shared/rules/pricing-cases';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageCatalog } from '../analytics/usage-catalog';
import { type TestCore, testCore } from '../test-core';
import { usageEnvironment } from '../usage/usage-environment';
import { freshCosts } from './fresh-costs';
import { keepSpans, spansToKeep } from './keep-priced-spans';

const start = Date.parse('2026-03-01T00:00:00Z');
const at = (hours: number) => toInstant(start + hours * 3_600_000);
const hours = fc.integer({ min: 0, max: 24 * 40 });
const place = fc.integer({ min: 0, max: 9 });

const edit = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('event'),
      id: fc.integer({ min: 0, max: 30 }),
      customer: place,
      hours,
      n: fc.integer({ min: 0, max: 90 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('keep') }) },
  fc.record({ kind: fc.constantFrom('price', 'version'), place, terms: anyTerms, hours }),
  fc.record({ kind: fc.constantFrom('terminate', 'cancel', 'subscribe'), place, customer: place, hours }),
  fc.record({ kind: fc.constant('filter') }),
  fc.record({ kind: fc.constant('zone'), zone: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe') }),
);

/** Every kept cost against the cost as of now. */
function expectRight({ store, environment_id }: TestCore) {
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const { prices } = usageCatalog(store, environment_id);
  const rows = store.sqlite.prepare('select price, first_day, end_day, cost from priced_spans').all() as {
    price: number;
    first_day: number;
    end_day: number;
    cost: string;
  }[];
  for (const { price: number, first_day, end_day, cost } of rows) {
    const price = prices.find((one) => one.number === number);
    if (!price) throw new Error('a kept cost is of no price');
    const [fresh] = freshCosts(store, { calendar, environment_id }, [{ price, first_day, end_day }]);
    expect({ number, first_day, end_day, cost }).toEqual({ number, first_day, end_day, cost: String(fresh) });
  }
  return rows.length;
}

test('no kept cost is ever stale, whatever is edited', { timeout: 120_000 }, async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 8, maxLength: 25, size: 'max' }), async (edits) => {
      const core = testCore({ start: '2026-02-01T00:00:00Z' });
      const { app, call, environment_id, store } = core;
      const attempt = (name: string, input: unknown) => app.call(name, input, { environment_id });
      const idsOf = (table: 'prices' | 'subscriptions') =>
        store.sqlite.prepare(`select id from ${table} order by number`).pluck().all() as string[];
      const { meter_id } = await call('feature.create', {
        name: 'Units',
        type: 'metered',
        meter: { event_name: 'used', aggregation: { type: 'SUM', field: 'n' } },
      });
      const plan = await call('plan.create', { name: 'Plan' });
      const price = (terms: object, start_date: string) =>
        attempt('price.create', {
          ...terms,
          entity_type: 'PLAN',
          entity_id: plan.id,
          type: 'USAGE',
          meter_id,
          currency: 'usd',
          billing_period: 'MONTHLY',
          invoice_cadence: 'ARREAR',
          start_date,
        });
      const tiers = [
        { up_to: 10, unit_amount: '2', flat_amount: null },
        { up_to: null, unit_amount: '1', flat_amount: '3' },
      ];
      await price({ billing_model: 'TIERED', tier_mode: 'SLAB', tiers }, at(-48));
      for (const customer of [0, 1, 2]) {
        await call('customer.create', { external_id: `customer-${customer}`, name: 'Customer' });
      }
      const subscribe = (customer: number, start_date: string) =>
        attempt('subscription.create', {
          plan_id: plan.id,
          external_customer_id: `customer-${customer % 4}`,
          currency: 'usd',
          billing_period: 'MONTHLY',
          start_date,
        });
      for (const customer of [0, 1]) await subscribe(customer, at(-48));
      for (const one of edits) {
        if (one.kind === 'keep') {
          for (const missing of spansToKeep(store, environment_id)) keepSpans(store, environment_id, missing);
        } else if ('n' in one) {
          await attempt('event.ingest', {
            event_name: 'used',
            external_customer_id: `customer-${one.customer % 4}`,
            event_id: `event-${one.id}`,
            timestamp: at(one.hours),
            properties: { n: one.n, kind: one.n % 2 ? 'odd' : 'even' },
          });
        } else if ('terms' in one) {
          const id = idsOf('prices').at(-1 - (one.place % idsOf('prices').length));
          if (one.kind === 'price') await price(one.terms, at(one.hours));
          else await attempt('price.update', { ...one.terms, id, effective_from: at(one.hours) });
        } else if ('place' in one) {
          const table = one.kind === 'terminate' ? 'prices' : 'subscriptions';
          const id = idsOf(table).at(-1 - (one.place % Math.max(idsOf(table).length, 1)));
          if (one.kind === 'subscribe') await subscribe(one.customer, at(one.hours));
          else if (one.kind === 'cancel') await attempt('subscription.cancel', { id, cancelled_at: at(one.hours) });
          else await attempt('price.terminate', { id, end_date: at(one.hours) });
        } else if ('zone' in one) await attempt('environment.update', { id: environment_id, timezone: one.zone });
        else await attempt('meter.update', { id: meter_id, filters: [{ key: 'kind', values: ['odd'] }] });
        seen += expectRight(core);
      }
      await core.close();
    }),
    { numRuns: 40 },
  );
  expect(seen).toBeGreaterThan(100);
});
