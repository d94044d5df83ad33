import type { OutputOf } from '@shared/contract';
import { sumDecimals } from '@shared/decimal';
import type { Report } from '@shared/entities/analytics';
import { windowSizes } from '@shared/entities/meter';
import { toInstant } from '@shared/instant';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepFacts } from '../reports/test-kept-facts';
import type { TestCore } from '../test-core';
import { anyCommittedWorld, anyRange } from './any-world';
import type { BuiltWorld } from './build-world';
import { timeout, tryCases } from './cases';
import { type EntriesQuestion, type PlainEntries, plainEntries } from './plain-entries';
import type { PlainFacts } from './plain-facts';
import { cutInZone } from './plain-windows';

const some = <T>(values: readonly T[], weight = 3) =>
  fc.oneof({ weight, arbitrary: fc.constant<T[]>([]) }, fc.subarray([...values], { minLength: 1 }));

const anyQuestion = fc.noBias(
  fc.record({
    range: anyRange,
    window_size: fc.constantFrom(...windowSizes.filter((size) => !['MINUTE', '15MIN', '30MIN'].includes(size))),
    group_by: fc.constantFrom(
      'group',
      'feature',
      'customer',
      'plan',
      'source',
      'properties.kind',
      'properties.n',
      'properties.nothing',
    ),
    sources: some(['api', 'sdk', 'nobody'], 6),
    kinds: some(['a', 'b', 'z'], 6),
    customers: some([0, 1, 2, 4], 5),
    plans: some([0, 1], 8),
    currency: fc.constantFrom('', '', '', '', '', 'usd', 'jpy'),
  }),
);

type Question = typeof anyQuestion extends fc.Arbitrary<infer T> ? T : never;

/** The start of the last window that begins at or before an instant. */
const lastOf = (windows: readonly string[]) => {
  const starts = windows.map(Date.parse);
  return (at: number) => starts.findLast((start) => start <= at) ?? starts[0] ?? at;
};

const withoutZeros = (series: PlainEntries['series']) =>
  Object.fromEntries(Object.entries(series).filter(([, { usage, cost }]) => usage !== '0' || cost !== '0'));

const nameOf = ({ currency, kind, key }: { currency: string; kind: string; key: string }) =>
  `${currency} ${kind}:${key}`;

const seriesOf = (
  all: readonly { currency: string; kind: string; key: string; cost: string[]; usage: string[] }[],
  windows: readonly string[],
) =>
  withoutZeros(
    Object.fromEntries(
      all.flatMap((one) =>
        windows.map((window, index) => [
          `${nameOf(one)} / ${window}`,
          { usage: one.usage[index] ?? '', cost: one.cost[index] ?? '' },
        ]),
      ),
    ),
  );

const breakdownOf = (groups: Report['groups']): Pick<PlainEntries, 'entries' | 'rows'> => ({
  entries: Object.fromEntries(
    groups.map((group) => [nameOf(group), { cost: group.total_cost, events: group.event_count }]),
  ),
  rows: Object.fromEntries(
    groups.flatMap((group) =>
      group.rows.map((row) => [
        `${nameOf(group)} / ${row.key}`,
        { usage: row.total_usage, cost: row.total_cost, events: row.event_count },
      ]),
    ),
  ),
});

const comparable = (report: Report): PlainEntries => ({
  ...breakdownOf(report.groups),
  series: seriesOf(report.series, report.windows),
  uncharged: Object.fromEntries(
    report.uncharged_entries.flatMap(({ kind, key, rows }) =>
      rows.map((row) => [`${kind}:${key} / ${row.meter_id}`, { usage: row.total_usage, events: row.event_count }]),
    ),
  ),
});

test('a report by anything, filtered, says what raw events say; so do the period before and every step down', {
  timeout,
}, async () => {
  await tryCases(0.25, anyQuestion, checkReport, anyCommittedWorld);
  expect(kept).toBeGreaterThan(100);
});

/** Worlds that have been asked before. */
const known = new WeakSet<BuiltWorld>();
let kept = 0;

/** Keeps usage of every other world by what reports tell it apart by: that must not show. */
function keepSome(built: BuiltWorld) {
  if (known.has(built)) return;
  known.add(built);
  if (built.events.length % 2 === 1) return;
  keepFacts(built.core, ['source', 'properties.kind', 'properties.n']);
  kept += built.core.store.sqlite.prepare('select count(*) from usage_fact_days').pluck().get() as number;
}

async function checkReport(asked: Question, built: BuiltWorld, facts: PlainFacts) {
  const { call } = built.core;
  keepSome(built);
  const input: EntriesQuestion = {
    start_time: toInstant(built.begins + asked.range.from),
    end_time: toInstant(built.begins + asked.range.to),
    window_size: asked.window_size,
    group_by: asked.group_by,
    sources: asked.sources,
    property_filters: { kind: asked.kinds },
    customer_ids: asked.customers.map((place) => built.customers[place] ?? 'nobody'),
    plan_ids: asked.plans.map((place) => built.plans[place] ?? ''),
    currency: asked.currency,
    previous: 'series',
    most_series: 200,
  };
  const report = await call('report.usageByGroup', input);
  const cut = cutInZone(facts.zone);
  const expected = plainEntries(facts, input, (at) => cut(asked.window_size, at));
  expect(comparable(report)).toEqual({ ...expected, series: withoutZeros(expected.series) });
  expectSums(report);
  await expectFolded(built.core, input, report);

  const { previous } = report;
  if (!previous) throw new Error('the period before was asked for');
  const { start_time, end_time, windows } = previous;
  expect(end_time).toBe(report.start_time);
  expect(windows).toHaveLength(report.windows.length);
  const before = plainEntries(facts, { ...input, start_time, end_time }, lastOf(windows));
  expect(seriesOf(previous.series, windows)).toEqual(withoutZeros(before.series));
  expect(breakdownOf(previous.groups)).toEqual({ entries: before.entries, rows: before.rows });

  const [entry] = report.groups;
  if (entry) await expectSteps(built.core, input, entry);
  const [series] = report.series;
  if (series) await expectInWindows(built.core, input, report, series);
  const [without] = report.uncharged;
  if (without) await expectUncharged(built.core, input, without, report.is_priced_apart);
}

function expectSums(report: Report) {
  for (const { currency, total_cost } of report.totals) {
    const inCurrency = report.groups.filter((group) => group.currency === currency);
    expect(sumDecimals(inCurrency.map((group) => group.total_cost))).toBe(total_cost);
  }
  for (const group of report.groups) {
    expect(sumDecimals(group.rows.map((row) => row.total_cost))).toBe(group.total_cost);
  }
}

/** However many are told apart, nothing is lost. */
async function expectFolded({ call }: TestCore, input: EntriesQuestion, report: Report) {
  const folded = await call('report.usageByGroup', { ...input, most_entries: 1, most_series: 1 });
  expect(folded.totals).toEqual(report.totals);
  expectSums(folded);
  const countOf = (all: readonly { stands_for: number }[]) => all.reduce((sum, one) => sum + one.stands_for, 0);
  expect(countOf(folded.groups)).toBe(report.groups.length);
  expect(countOf(folded.series)).toBe(report.series.length);
  for (const { currency } of report.totals) {
    for (const index of report.windows.keys()) {
      const costs = (all: Report['series']) =>
        sumDecimals(all.filter((one) => one.currency === currency).map((one) => one.cost[index] ?? ''));
      expect(costs(folded.series)).toBe(costs(report.series));
    }
  }
}

/** From an entry down to its events: what a level shows adds up to the number above, and the steps to the cost. */
async function expectSteps({ call }: TestCore, input: EntriesQuestion, group: Report['groups'][number]) {
  const { kind, key, currency, total_cost, event_count } = group;
  if (kind === 'other') throw new Error('nothing is folded here');
  const { window_size: _size, previous: _previous, most_series: _most, ...scope } = input;
  const at = { ...scope, currency, entry: { kind, key }, limit: 200 };
  const expectTotal = (down: OutputOf<'report.drill'>, cost: string, events: number) => {
    expect(down.totals).toEqual([{ currency, total_cost: cost, event_count: events }]);
    expect(sumDecimals(down.rows.map((row) => row.total_cost))).toBe(cost);
    expect(down.rows.reduce((sum, row) => sum + row.event_count, 0)).toBe(events);
  };
  const features = await call('report.drill', { ...at, level: 'features' });
  expectTotal(features, total_cost, event_count);
  const [feature] = features.rows;
  if (!feature) throw new Error('an entry has features');
  const prices = await call('report.drill', { ...at, level: 'prices', meter_id: feature.meter_id });
  expectTotal(prices, feature.total_cost, feature.event_count);
  expect(prices.total_count).toBe(feature.below_count);
  const [price] = prices.rows;
  if (!price) throw new Error('a feature has prices');
  const { price_id } = price;
  const customers = await call('report.drill', { ...at, level: 'customers', price_id });
  expectTotal(customers, price.total_cost, price.event_count);
  expect(customers.total_count).toBe(price.below_count);
  const [line] = customers.rows;
  if (!line) throw new Error('a price has line items');
  const events = await call('report.drill', { ...at, level: 'events', price_id, line_item_id: line.line_item_id });
  expect(events.total_count).toBe(line.event_count);
  expect(events.events).toHaveLength(Math.min(line.event_count, 200));
  const seen = new Set(events.events.map(({ event }) => event.id));
  expect(seen.size).toBe(events.events.length);
  if (['SUM', 'COUNT', 'SUM_WITH_MULTIPLIER', 'WEIGHTED_SUM'].includes(line.aggregation_type)) {
    expect(sumDecimals(events.events.map(({ quantity }) => quantity))).toBe(line.total_usage);
  }
  await expectExplained(call, { ...at, price_id }, price);
}

/** What is behind windows of the chart is what it draws there: the first one with usage, and the last. */
async function expectInWindows(
  { call }: TestCore,
  { window_size: _size, previous: _previous, most_series: _most, ...scope }: EntriesQuestion,
  { windows, start_time, end_time }: Report,
  { kind, key, currency, cost }: Report['series'][number],
) {
  if (kind === 'other') throw new Error('nothing is folded here');
  const isUsed = (one: string) => one !== '0';
  for (const index of new Set([cost.findIndex(isUsed), cost.findLastIndex(isUsed)])) {
    const window = windows[index];
    if (window === undefined) continue;
    const at = {
      ...scope,
      currency,
      start_time: window < start_time ? start_time : window,
      end_time: windows[index + 1] ?? end_time,
      of_range: { start_time, end_time },
      entry: { kind, key },
      limit: 200,
    };
    const features = await call('report.drill', { ...at, level: 'features' });
    expect(features.totals.map((total) => total.total_cost)).toEqual([cost[index]]);
    const prices = await call('report.drill', { ...at, level: 'prices' });
    expect(sumDecimals(prices.rows.map((row) => row.total_cost))).toBe(cost[index]);
    const { events, total_count } = await call('report.drill', { ...at, level: 'events' });
    expect(events).toHaveLength(Math.min(total_count, 200));
    for (const { price_id, total_cost, event_count } of prices.rows) {
      const told = await call('report.explain', { ...at, price_id });
      expect(told).toMatchObject({ total_cost, event_count });
      for (const { buckets, other_buckets, commitment, ...walk } of told.walks) {
        const parts = [...buckets, ...walk.steps, other_buckets].map((part) => part.cost);
        expect(sumDecimals([...parts, commitment?.added ?? '0'])).toBe(walk.total_cost);
        expect(walk.first_event !== null).toBe(walk.event_count > 0);
      }
    }
  }
}

/** From usage that nothing charges for down to its events: customers, their reasons and the events add up to it. */
async function expectUncharged(
  { call }: TestCore,
  { window_size: _size, previous: _previous, most_series: _most, ...scope }: EntriesQuestion,
  { meter_id, total_usage, event_count }: Report['uncharged'][number],
  isApart: boolean,
) {
  const at = { ...scope, meter_id, limit: 200 };
  const sum = (counts: readonly { event_count: number }[]) => counts.reduce((all, one) => all + one.event_count, 0);
  const { customers } = await call('report.uncharged', { ...at, level: 'customers' });
  // What is no sum, such as an average, is another one where the report takes its events apart.
  if (!isApart) expect(sumDecimals(customers.map((customer) => customer.total_usage))).toBe(total_usage);
  expect(sum(customers)).toBe(event_count);
  for (const { reasons, ...customer } of customers) expect(sum(reasons)).toBe(customer.event_count);
  const events = await call('report.uncharged', { ...at, level: 'events' });
  expect(events.total_count).toBe(event_count);
  expect(events.events).toHaveLength(Math.min(event_count, 200));
  const [customer] = customers;
  if (!customer) throw new Error('usage is of somebody');
  const { external_customer_id } = customer;
  const below = await call('report.uncharged', { ...at, level: 'events', external_customer_id });
  expect(below.customers).toEqual([customer]);
  expect(below.events.every(({ event }) => event.external_customer_id === external_customer_id)).toBe(true);
  expect(below.total_count).toBe(customer.event_count);
}

async function expectExplained(
  call: TestCore['call'],
  at: Parameters<typeof call<'report.explain'>>[1],
  { total_cost, total_usage, event_count }: { total_cost: string; total_usage: string; event_count: number },
) {
  const whole = await call('report.explain', at);
  expect(whole).toMatchObject({ total_cost, total_usage, event_count, others: { count: 0 } });
  const first = await call('report.explain', { ...at, limit: 1 });
  expect(sumDecimals([...first.walks.map((walk) => walk.total_cost), first.others.total_cost])).toBe(total_cost);
  expect(sumDecimals(whole.walks.map((walk) => walk.total_cost))).toBe(total_cost);
  for (const walk of whole.walks) {
    expect(walk.first_event !== null).toBe(walk.event_count > 0);
    const ofBuckets = walk.buckets.map(({ cost, steps }) => {
      expect(sumDecimals(steps.map((step) => step.cost))).toBe(cost);
      return cost;
    });
    const parts = walk.rounding
      ? [...ofBuckets, walk.other_buckets.cost, walk.rounding.difference]
      : walk.steps.map((step) => step.cost);
    expect(sumDecimals([...parts, walk.commitment?.added ?? '0'])).toBe(walk.total_cost);
  }
}
