import type { InputOf } from '@shared/contract';
import { sumDecimals } from '@shared/decimal';
import type { UsageItem } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCommittedWorld, anyRange, anyWindowedWorld, anyWorld, day, worldDays } from './any-world';
import { type BuiltWorld, buildWorld, customerName } from './build-world';
import { timeout, tryCases } from './cases';
import { groupKey, type PlainUsage, plainCustomerUsage } from './plain-customer-usage';
import { type PlainFacts, plainFacts } from './plain-facts';

const windowSizes = ['MINUTE', '15MIN', '30MIN', 'HOUR', '3HOUR', '6HOUR', '12HOUR', 'DAY', 'WEEK', 'MONTH'] as const;

const anyQuestion = fc.noBias(
  fc.record({
    customer: fc.integer({ min: 0, max: 4 }),
    range: anyRange,
    window_size: fc.constantFrom(null, null, null, ...windowSizes),
    group_by: fc.constantFrom<string[][]>(
      [],
      [],
      ['feature_id'],
      ['source'],
      ['properties.kind'],
      ['source', 'properties.kind', 'meter_id'],
    ),
    sources: fc.constantFrom<string[][]>([], [], ['api'], ['sdk', 'nobody']),
    kinds: fc.constantFrom<(string[] | null)[]>(null, null, ['a'], ['a', 'c']),
    features: fc.oneof(
      { weight: 3, arbitrary: fc.constant<number[]>([]) },
      fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
    ),
  }),
);
type Question = typeof anyQuestion extends fc.Arbitrary<infer T> ? T : never;

const inputOf = ({ begins, features }: BuiltWorld, question: Question): InputOf<'analytics.usage'> => ({
  external_customer_id: customerName(question.customer),
  start_time: toInstant(begins + question.range.from),
  end_time: toInstant(begins + question.range.to),
  window_size: question.window_size,
  group_by: question.group_by,
  sources: question.sources,
  property_filters: question.kinds ? { kind: question.kinds } : {},
  feature_ids: question.features.map((place) => features[place] ?? 'none'),
});

const keyOf = ({ meter, line_item, group }: PlainUsage) => `${line_item} ${meter} ${group}`;
const byKey = (a: PlainUsage, b: PlainUsage) => (keyOf(a) < keyOf(b) ? -1 : 1);

const comparable = (item: UsageItem, group_by: readonly string[]): PlainUsage => ({
  meter: item.meter_id,
  line_item: item.sub_line_item_id,
  group: groupKey(item.source, group_by.includes('properties.kind') ? (item.properties?.kind ?? '') : null),
  usage: item.total_usage,
  cost: item.total_cost,
  events: item.event_count,
  points: item.points?.map((point) => ({ at: point.timestamp, usage: point.usage, cost: point.cost })) ?? null,
});

async function checkUsage(question: Question, built: BuiltWorld, facts: PlainFacts) {
  const input = inputOf(built, question);
  const answer = await built.core.call('analytics.usage', input);
  const expected = plainCustomerUsage(facts, input);
  const items = answer.items.map((item) => comparable(item, question.group_by));
  expect(items.sort(byKey)).toEqual(expected.sort(byKey));
  expect(answer.total_cost).toBe(sumDecimals(expected.map((item) => item.cost)));
}

test('usage of a customer is what its events, line items and prices say', { timeout }, () =>
  tryCases(0.3, anyQuestion, checkUsage, anyCommittedWorld),
);

/** Commitments are to whole line items only, which few questions at random are about. */
const anyWholeQuestion = anyQuestion.map((question) => ({
  ...question,
  group_by: [],
  sources: [],
  kinds: null,
  features: [],
}));

test('so it is where line items are committed to in every window', { timeout }, () =>
  tryCases(0.05, anyWholeQuestion, checkUsage, anyWindowedWorld),
);

test('the worlds of these tests do hold usage, some of it charged to two customers of one external id', async () => {
  let charged = 0;
  let shared = 0;
  for (const world of fc.sample(anyWorld, { numRuns: 20, seed: 7 })) {
    const built = await buildWorld(world);
    const range = { start_time: toInstant(built.begins), end_time: toInstant(built.begins + worldDays * day) };
    const { externalIds } = await plainFacts(built);
    const { groups } = await built.core.call('report.usageByGroup', { ...range, group_by: 'customer' });
    const payers = new Set(groups.map(({ key }) => key));
    shared += payers.size - new Set([...payers].map((id) => externalIds.get(id))).size;
    for (const customer of [0, 1, 2, 3]) {
      const { items } = await built.core.call('analytics.usage', {
        external_customer_id: customerName(customer),
        ...range,
      });
      charged += items.filter((item) => item.total_cost !== '0').length;
    }
    await built.core.close();
  }
  expect(charged).toBeGreaterThan(10);
  expect(shared).toBeGreaterThan(2);
});

// An option whose weight leaves it out always goes unnoticed otherwise.
test('each thing that may happen to a world happens to some and not to others', () => {
  const worlds = fc.sample(anyWorld, { numRuns: 20, seed: 7 });
  const prices = worlds.flatMap((world) => world.prices);
  const subscriptions = worlds.flatMap((world) => world.subscriptions);
  const archived = worlds.flatMap((world) => world.archivedFeatures);
  const corrections = worlds.flatMap((world) => world.corrections);
  const successions = worlds.flatMap((world) => world.successions);
  const shares = [
    [prices, prices.filter(({ version }) => version !== null)],
    [subscriptions, subscriptions.filter(({ lasts }) => lasts !== null)],
    [subscriptions, subscriptions.filter(({ cancelledAfter }) => cancelledAfter !== null)],
    [prices, prices.filter(({ ends }) => ends !== null)],
    [corrections, corrections.filter(({ name }) => name !== null)],
    [corrections, corrections.filter(({ customer }) => customer !== null)],
    [worlds, worlds.filter((world) => world.deletions.some(({ isSentAgain }) => !isSentAgain))],
    [worlds, worlds.filter((world) => world.archivedFeatures.length > 0)],
    [archived, archived.filter(({ isEarly }) => isEarly)],
    [worlds, worlds.filter((world) => world.deletedGroup !== null)],
    [worlds, worlds.filter((world) => world.successions.length > 0)],
    [successions, successions.filter(({ isEarly }) => isEarly)],
    [successions, successions.filter(({ next }) => next !== null)],
  ].map(([all = [], some = []]) => some.length / all.length);
  for (const share of shares) {
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.8);
  }
});
