import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toInstant } from '@shared/instant';
import { anyTerms } from '@shared/rules/pricing-cases';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageCatalog } from '../analytics/usage-catalog';
import { type TestCore, testCore } from '../test-core';
import { usageEnvironment } from '../usage/usage-environment';
import { collect } from './collect';
import { keepSpans, spansToKeep } from './keep-priced-spans';

const begin = '2026-02-01T00:00:00Z';
const start = Date.parse('2026-03-01T00:00:00Z');
const at = (hours: number) => toInstant(start + hours * 3_600_000);
const hours = fc.integer({ min: 0, max: 24 * 40 });
const place = fc.integer({ min: 0, max: 9 });
const id = fc.integer({ min: 0, max: 30 });

const aggregations = [
  { type: 'SUM', field: 'n' },
  { type: 'COUNT' },
  { type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '1.5' },
  { type: 'MAX', field: 'n' },
] as const;

const edit = fc.oneof(
  // An id that was there already corrects that event.
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('event'),
      id,
      customer: place,
      hours,
      n: fc.integer({ min: 0, max: 90 }),
    }),
  },
  fc.record({ kind: fc.constant('delete'), id }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('keep') }) },
  fc.record({ kind: fc.constantFrom('price', 'version'), place, terms: anyTerms, hours }),
  fc.record({ kind: fc.constantFrom('terminate', 'cancel', 'subscribe'), place, customer: place, hours }),
  fc.record({ kind: fc.constant('filter'), meter: place }),
  fc.record({ kind: fc.constant('regroup'), price: place, to: fc.boolean() }),
  fc.record({ kind: fc.constant('reopen') }),
  fc.record({ kind: fc.constant('zone'), zone: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe') }),
);

const windows = 'select line_item, price, meter, customer, start, end from';

/** Every kept cost against the one that the raw events come to as of now, and every kept window of a line item. */
function expectRight({ store, environment_id }: TestCore) {
  const { sqlite } = store;
  expect(sqlite.prepare(`${windows} charge_windows order by line_item`).all()).toEqual(
    sqlite.prepare(`${windows} charge_windows_now order by line_item`).all(),
  );
  const { calendar } = usageEnvironment(sqlite, environment_id);
  const { prices } = usageCatalog(store, environment_id);
  const rows = sqlite.prepare('select price, first_day, end_day, cost from priced_spans').all() as {
    price: number;
    first_day: number;
    end_day: number;
    cost: string;
  }[];
  for (const { price: number, first_day, end_day, cost } of rows) {
    const from = calendar.dayStart(first_day);
    const { charges } = collect(store, {
      environment_id,
      calendar,
      from,
      to: calendar.dayStart(end_day),
      windows: [from],
      wholeDays: true,
      prices: prices.filter((price) => price.number === number),
      unchargedMeters: [],
      customers: null,
      perLineItem: true,
      // A filter has the events read one by one, past everything that is kept of them.
      filter: { passes: () => true, only: null },
    });
    const counted = charges.reduce((sum, { settlement }) => sum + settlement.cost, 0n);
    expect({ number, first_day, end_day, cost }).toEqual({ number, first_day, end_day, cost: String(counted) });
  }
  return rows.length;
}

test('no kept cost is ever stale, whatever is edited', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pricebook-spans-'));
  let seen = 0;
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 8, maxLength: 25, size: 'max' }), async (edits) => {
      runs += 1;
      const file = join(folder, `${runs}.db`);
      let core = testCore({ start: begin, file });
      const { environment_id } = core;
      const attempt = (name: string, input: unknown) => core.app.call(name, input, { environment_id });
      const idsOf = (table: 'prices' | 'subscriptions' | 'groups') =>
        core.store.sqlite.prepare(`select id from ${table} order by number`).pluck().all() as string[];
      const meters: string[] = [];
      for (const [index, aggregation] of aggregations.entries()) {
        const feature = await core.call('feature.create', {
          name: `Units ${index}`,
          type: 'metered',
          meter: { event_name: index % 2 ? 'used' : 'done', aggregation },
        });
        meters.push(feature.meter_id);
      }
      await core.call('group.create', { name: 'Group', lookup_key: 'group', entity_type: 'price' });
      const plan = await core.call('plan.create', { name: 'Plan' });
      const price = (terms: object, start_date: string, meter: number) =>
        attempt('price.create', {
          ...terms,
          entity_type: 'PLAN',
          entity_id: plan.id,
          type: 'USAGE',
          meter_id: meters[meter % meters.length],
          currency: 'usd',
          billing_period: 'MONTHLY',
          invoice_cadence: 'ARREAR',
          start_date,
        });
      const tiers = [
        { up_to: 10, unit_amount: '2', flat_amount: null },
        { up_to: null, unit_amount: '1', flat_amount: '3' },
      ];
      for (const meter of meters.keys()) {
        await price({ billing_model: 'TIERED', tier_mode: 'SLAB', tiers }, at(-48), meter);
      }
      for (const customer of [0, 1, 2]) {
        await core.call('customer.create', { external_id: `customer-${customer}`, name: 'Customer' });
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
          const { store } = core;
          for (const missing of endOf(spansToKeep(store, environment_id))) keepSpans(store, environment_id, missing);
        } else if (one.kind === 'reopen') {
          await core.close();
          core = testCore({ start: begin, file });
        } else if ('n' in one) {
          await attempt('event.ingest', {
            event_name: one.id % 2 ? 'used' : 'done',
            external_customer_id: `customer-${one.customer % 4}`,
            event_id: `event-${one.id}`,
            timestamp: at(one.hours),
            properties: { n: one.n, kind: one.n % 2 ? 'odd' : 'even' },
          });
        } else if ('id' in one) await attempt('event.delete', { ids: [`event-${one.id}`] });
        else if ('terms' in one) {
          const id = idsOf('prices').at(-1 - (one.place % idsOf('prices').length));
          if (one.kind === 'price') await price(one.terms, at(one.hours), one.place);
          else await attempt('price.update', { ...one.terms, id, effective_from: at(one.hours) });
        } else if ('place' in one) {
          const table = one.kind === 'terminate' ? 'prices' : 'subscriptions';
          const id = idsOf(table).at(-1 - (one.place % Math.max(idsOf(table).length, 1)));
          if (one.kind === 'subscribe') await subscribe(one.customer, at(one.hours));
          else if (one.kind === 'cancel') await attempt('subscription.cancel', { id, cancelled_at: at(one.hours) });
          else await attempt('price.terminate', { id, end_date: at(one.hours) });
        } else if ('zone' in one) await attempt('environment.update', { id: environment_id, timezone: one.zone });
        else if ('to' in one) {
          const id = idsOf('prices').at(-1 - (one.price % idsOf('prices').length));
          await attempt('price.update', { id, group_id: one.to ? idsOf('groups')[0] : null });
        } else {
          const id = meters[one.meter % meters.length];
          await attempt('meter.update', { id, filters: [{ key: 'kind', values: ['odd'] }] });
        }
        seen += expectRight(core);
      }
      await core.close();
    }),
    { numRuns: 40 },
  );
  rmSync(folder, { recursive: true, force: true });
  expect(seen).toBeGreaterThan(100);
});

/** What a search that pauses finds in the end. */
function endOf<T>(search: Generator<void, T>): T {
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}
