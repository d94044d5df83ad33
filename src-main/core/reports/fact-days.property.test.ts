import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { toInstant } from '@shared/instant';
import { anyTerms } from '@shared/rules/pricing-cases';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { eventFilter, factReader } from '../analytics/event-facts';
import { usageCatalog } from '../analytics/usage-catalog';
import { type TestCore, testCore } from '../test-core';
import { noteLikely } from '../usage/asked-facts';
import { customerDaysToKeep } from '../usage/customer-days';
import { verified } from '../usage/test-verify';
import { usageEnvironment } from '../usage/usage-environment';
import { collect } from './collect';
import { collectParts } from './collect-parts';
import { columnsAhead } from './columns-ahead';
import { factsAhead } from './facts-ahead';
import type { Question } from './question';

const begin = '2026-02-01T00:00:00Z';
const start = Date.parse('2026-03-01T00:00:00Z');
const hour = 3_600_000;
const at = (hours: number) => toInstant(start + hours * hour);
// Few days, so that most of what happens meets a day that is kept.
const hours = fc.integer({ min: 0, max: 24 * 6 });
const place = fc.integer({ min: 0, max: 9 });
const id = fc.integer({ min: 0, max: 12 });

const aggregations = [
  { type: 'SUM', field: 'n' },
  { type: 'COUNT' },
  { type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '1.5' },
  { type: 'MAX', field: 'n' },
] as const;

const happened = {
  id,
  customer: fc.integer({ min: 0, max: 2 }),
  n: fc.constantFrom('1', '2.5', '7', '0', '999999999999999', '0.000000000000001'),
  color: fc.constantFrom('red', 'blue', 'green', '\ud800', null),
  source: fc.constantFrom('api', 'web', ''),
};

const edit = fc.oneof(
  // An id that was there already corrects that event: often in its property or its source alone.
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('event'),
      hours: fc.constantFrom(1, 30, 31, 60, 100),
      ...happened,
      n: fc.oneof(happened.n, fc.constantFrom(3, 0.25, '1e2', ' 7 ', '-1', 'none', true, null)),
      color: fc.oneof(happened.color, fc.constantFrom('rot "und" blau', 'grün', '', 12.5, true, { red: 1 })),
      // What else there is decides how an event is read.
      more: fc.constantFrom({}, { a: 1, z: 'last' }, { list: [1, { color: 'red' }] }, { 'say "n"': '"n":"9"' }),
    }),
  },
  // A file brings events of many days at once; most of its ids are its own, so that days are its alone.
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('file'),
      format: fc.constantFrom('csv', 'json'),
      rows: fc.array(fc.record({ ...happened, id: fc.oneof(id, fc.integer({ min: 100, max: 10_000 })), hours }), {
        minLength: 1,
        maxLength: 12,
      }),
    }),
  },
  fc.record({ kind: fc.constant('delete'), id }),
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('keep'), steps: fc.integer({ min: 1, max: 60 }) }) },
  fc.record({ kind: fc.constant('likely'), name: fc.constantFrom('source', 'properties.color') }),
  fc.record({ kind: fc.constantFrom('price', 'version'), place, terms: anyTerms, hours }),
  fc.record({ kind: fc.constantFrom('terminate', 'cancel', 'subscribe'), place, customer: place, hours }),
  fc.record({ kind: fc.constantFrom('filter', 'archive'), meter: place }),
  fc.record({ kind: fc.constant('regroup'), price: place }),
  fc.record({ kind: fc.constant('zone'), zone: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe') }),
);

interface FileRow {
  id: number;
  customer: number;
  hours: number;
  n: string;
  color: string | null;
  source: string;
}

const folder = mkdtempSync(join(tmpdir(), 'fact-days-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Imports a usage file to its end. */
async function importRows({ call }: TestCore, format: string, rows: readonly FileRow[]): Promise<void> {
  const path = join(folder, 'usage');
  const events = rows.map(({ id: number, customer, hours: time, n, color, source }) => ({
    event_name: 'used',
    external_customer_id: `customer-${customer}`,
    event_id: `event-${number}`,
    timestamp: at(time),
    source,
    properties: { n, color },
  }));
  const csv = events.map(({ properties: { n, color }, ...event }) =>
    // A text that is not well-formed cannot stand in a file.
    [...Object.values(event), n, color?.toWellFormed() ?? ''].join(','),
  );
  const header = 'event_name,external_customer_id,event_id,timestamp,source,properties.n,properties.color';
  const lines = format === 'csv' ? [header, ...csv] : events.map((event) => JSON.stringify(event));
  writeFileSync(path, `${lines.join('\n')}\n`);
  const { id: job } = await call('event.import', { path, name: 'usage' });
  while ((await call('job.get', { id: job })).state === 'running') await setImmediate();
}

/** Days of meters with usage that are neither kept nor told by everything that was asked for. */
const notKept = `
  select t.meter, t.day, f.name from usage_day_totals t join usage_facts f
  where not exists (select 1 from usage_fact_days d where d.meter = t.meter and d.day = t.day and d.fact = f.number)
    and not exists (select 1 from usage_told_days d where d.meter = t.meter and d.day = t.day
      and instr(d.facts, ',' || f.number || ',') > 0)`;

/** What parts come to, or the whole, as texts by part, price and window; nothing of those that come to nothing. */
function answer({ store }: TestCore, question: Question, name: string | null): string[] {
  const parts =
    name === null
      ? [{ part: null, collected: collect(store, question) }]
      : collectParts(store, question, name, factReader(store, name));
  return parts
    .flatMap(({ part, collected }) => [
      ...collected.charges.flatMap(({ price, charge, settlement }) =>
        [[-1, settlement] as const, ...settlement.windows].map(
          ([window, { usage, cost, event_count }]) =>
            `${part} price ${price.number}/${charge?.line_item} ${window}: ${usage} ${cost} ${event_count}`,
        ),
      ),
      ...collected.uncharged.map(
        ({ meter, usage, event_count }) => `${part} of ${meter.number}: ${usage} ${event_count}`,
      ),
    ])
    .filter((text) => !text.endsWith(' 0'))
    .sort();
}

/** Sources and colors that pass. */
const filters = [
  [[], ['red', 'green', 'none']],
  [['api', ''], []],
  [['web'], []],
] as const;

/** Asks by kept days, and by every event, past whatever is kept; with whole days, with pieces of days, of some alone. */
function expectRight(core: TestCore): number {
  const { store, environment_id } = core;
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const { prices, meters } = usageCatalog(store, environment_id);
  const first = calendar.dayOf(start);
  const ranges = [
    [calendar.dayStart(first - 1), calendar.dayStart(first + 7), false],
    [start + 7 * hour, start + 61 * hour, true],
  ] as const;
  for (const [from, to, isInPieces] of ranges) {
    const questionOf = (customers: number[] | null, perLineItem = isInPieces): Question => ({
      environment_id,
      calendar,
      from,
      to,
      windows: isInPieces ? [from] : calendar.windowStarts('DAY', from, to),
      wholeDays: true,
      prices,
      unchargedMeters: [...meters.values()],
      customers,
      perLineItem,
    });
    for (const name of ['properties.color', 'source', 'properties.n', null]) {
      for (const customers of [null, [1, 2]]) {
        const question = questionOf(customers, isInPieces || name === null);
        // A filter has the events read one by one.
        const counted = answer(core, { ...question, filter: { passes: () => true, only: null } }, name);
        expect(answer(core, question, name)).toEqual(counted);
      }
    }
    for (const [sources, color] of filters) {
      const passes = eventFilter(store, { sources: [...sources], property_filters: { color: [...color] } });
      const only =
        color.length > 0
          ? { name: 'properties.color', values: new Set<string>(color) }
          : { name: 'source', values: new Set<string>(sources) };
      const question = questionOf(null, true);
      expect(answer(core, { ...question, filter: { passes, only } }, null)).toEqual(
        answer(core, { ...question, filter: { passes, only: null } }, null),
      );
    }
  }
  expect(verified(store.sqlite, environment_id).differences).toEqual([]);
  return store.sqlite.prepare('select count(*) from usage_fact_days').pluck().get() as number;
}

test('what is kept by customer, source and property is never stale, whatever is edited', {
  timeout: 240_000,
}, async () => {
  let seen = 0;
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 8, maxLength: 20, size: 'max' }), async (edits) => {
      const core = testCore({ start: begin });
      const { environment_id, store } = core;
      const attempt = (name: string, input: unknown) => core.app.call(name, input, { environment_id });
      const idsOf = (table: 'prices' | 'subscriptions' | 'groups') =>
        store.sqlite.prepare(`select id from ${table} order by number`).pluck().all() as string[];
      const meters: string[] = [];
      for (const [index, aggregation] of aggregations.entries()) {
        const feature = await core.call('feature.create', {
          name: `Units ${index}`,
          type: 'metered',
          meter: { event_name: 'used', aggregation },
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
      for (const customer of [0, 1]) {
        await core.call('customer.create', { external_id: `customer-${customer}`, name: 'Customer' });
      }
      const subscribe = (customer: number, start_date: string) =>
        attempt('subscription.create', {
          plan_id: plan.id,
          external_customer_id: `customer-${customer % 3}`,
          currency: 'usd',
          billing_period: 'MONTHLY',
          start_date,
        });
      // One from the beginning, one from the middle of a day.
      await subscribe(0, at(-48));
      await subscribe(1, at(40.5));
      const facts = factsAhead({ store, now: core.clock.now });
      const columns = columnsAhead(store);
      // One is asked for from the beginning, the others begin to be kept in the middle of it all.
      facts.asked({ environment_id, name: 'source' });
      for (const one of edits) {
        if ('steps' in one) {
          for (const chore of [columns, facts]) {
            chore.forget();
            store.sqlite.transaction(() => {
              for (let step = 0; step < one.steps && chore.next() !== null; step += 1) chore.step();
            })();
          }
          if (facts.next() === null) expect(store.sqlite.prepare(notKept).all()).toEqual([]);
          if (columns.next() === null) expect(countLeft(customerDaysToKeep(store.sqlite, environment_id))).toBe(0);
        } else if ('name' in one) {
          noteLikely(store.sqlite, { environment_id, name: one.name });
        } else if ('rows' in one) {
          await importRows(core, one.format, one.rows);
        } else if ('n' in one) {
          await attempt('event.ingest', {
            event_name: 'used',
            external_customer_id: `customer-${one.customer}`,
            event_id: `event-${one.id}`,
            timestamp: at(one.hours),
            source: one.source,
            properties: { ...one.more, n: one.n, ...(one.color !== null && { color: one.color }) },
          });
        } else if ('id' in one) await attempt('event.delete', { ids: [`event-${one.id}`] });
        else if ('terms' in one) {
          const priceId = idsOf('prices').at(-1 - (one.place % idsOf('prices').length));
          if (one.kind === 'price') await price(one.terms, at(one.hours), one.place);
          else await attempt('price.update', { ...one.terms, id: priceId, effective_from: at(one.hours) });
        } else if ('place' in one) {
          const table = one.kind === 'terminate' ? 'prices' : 'subscriptions';
          const rowId = idsOf(table).at(-1 - (one.place % Math.max(idsOf(table).length, 1)));
          if (one.kind === 'subscribe') await subscribe(one.customer, at(one.hours));
          else if (one.kind === 'cancel')
            await attempt('subscription.cancel', { id: rowId, cancelled_at: at(one.hours) });
          else await attempt('price.terminate', { id: rowId, end_date: at(one.hours) });
        } else if ('zone' in one) await attempt('environment.update', { id: environment_id, timezone: one.zone });
        else if ('price' in one) {
          const priceId = idsOf('prices').at(-1 - (one.price % idsOf('prices').length));
          await attempt('price.update', { id: priceId, group_id: idsOf('groups')[0] });
        } else {
          const meter = meters[one.meter % meters.length];
          if (one.kind === 'archive') await attempt('meter.archive', { id: meter });
          else await attempt('meter.update', { id: meter, filters: [{ key: 'color', values: ['red', 'blue'] }] });
        }
        seen += expectRight(core);
        told += store.sqlite.prepare('select count(*) from usage_told_days').pluck().get() as number;
      }
      await core.close();
    }),
    { numRuns: 25 },
  );
  expect(seen).toBeGreaterThan(300);
  expect(told).toBeGreaterThan(300);
});

/** How much a search that pauses finds in the end. */
function countLeft(search: Generator<void, readonly unknown[]>): number {
  for (;;) {
    const { done, value } = search.next();
    if (done) return value.length;
  }
}
