import { sumDecimals } from '@shared/decimal';
import type { UsageItem } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chargeOf,
  type OracleEvent,
  oracleEvents,
  oracleItems,
  quantityOf,
  windowStart,
} from '../reports/report-oracle';
import { anyWorld, buildWorld, worldStart } from '../reports/report-world';

const day = 86_400_000;

const anyQuestion = fc.noBias(
  fc.record({
    customer: fc.integer({ min: 0, max: 3 }),
    from: fc.integer({ min: -24, max: 24 * 10 }),
    hours: fc.integer({ min: 24, max: 24 * 20 }),
    window_size: fc.constantFrom(null, 'HOUR' as const, 'DAY' as const, 'WEEK' as const, 'MONTH' as const),
    group_by: fc.constantFrom<string[][]>(
      [],
      ['source'],
      ['properties.kind'],
      ['source', 'properties.kind', 'meter_id'],
    ),
    sources: fc.constantFrom<string[][]>([], ['api'], ['sdk', 'nobody']),
    kinds: fc.constantFrom<(string[] | null)[]>(null, ['a'], ['a', 'c']),
  }),
);

const sizes = ['6HOUR', 'HOUR', 'DAY', 'WEEK', 'MONTH'];
const coarser = (a: string, b: string) => (coarseness(a) > coarseness(b) ? a : b);
const coarseness = (size: string) => (size === 'HOUR' ? 0 : size === '6HOUR' ? 1 : sizes.indexOf(size));

/** The latest day up to this moment on which a month of the subscription began. */
function billingMonth(anchor_day: number, at: number): number {
  const date = new Date(at);
  const beginIn = (month: number) => {
    const days = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
    return Date.UTC(date.getUTCFullYear(), month, Math.min(anchor_day, days));
  };
  const thisMonth = beginIn(date.getUTCMonth());
  return thisMonth <= at ? thisMonth : beginIn(date.getUTCMonth() - 1);
}

const text = (value: unknown) => (value === undefined ? '' : String(value));

test('usage of a customer is what its events, line items and prices say', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, fc.array(anyQuestion, { minLength: 5, maxLength: 5 }), async (world, questions) => {
      const built = await buildWorld(world);
      try {
        const items = await oracleItems(built);
        for (const question of questions) {
          const external_customer_id = `customer-${question.customer}`;
          const from = worldStart + question.from * 3_600_000;
          const to = from + question.hours * 3_600_000;
          const answer = await built.core.call('analytics.usage', {
            external_customer_id,
            start_time: toInstant(from),
            end_time: toInstant(to),
            window_size: question.window_size,
            group_by: question.group_by,
            sources: question.sources,
            property_filters: question.kinds ? { kind: question.kinds } : {},
          });
          if (answer.currency === '') continue;
          const events = oracleEvents(built).filter(
            (event) =>
              event.at >= from &&
              event.at < to &&
              (question.sources.length === 0 || question.sources.includes(event.source)) &&
              (question.kinds === null || question.kinds.includes(text(event.properties.kind))),
          );
          const expected = items
            .filter((item) => item.customer === external_customer_id)
            .flatMap((item) => {
              const charged = events.filter(
                (event) =>
                  event.customer === item.customer &&
                  event.at >= item.from &&
                  event.at < item.to &&
                  quantityOf(item.meter, event),
              );
              const groups = Map.groupBy(charged, (event) =>
                JSON.stringify([
                  question.group_by.includes('source') ? event.source : null,
                  question.group_by.includes('properties.kind') ? text(event.properties.kind) : null,
                ]),
              );
              const { bucket_size } = item.meter.aggregation;
              const size = question.window_size && coarser(question.window_size, bucket_size ?? 'HOUR');
              const startOf = (at: number) =>
                size === 'MONTH' ? billingMonth(item.anchor_day, at) : windowStart(size ?? 'DAY', at, 'UTC');
              const windowOf = (event: OracleEvent, inGroup: readonly OracleEvent[]) => {
                // A bucket that reaches into two months counts in that of its first event.
                const isWithEvent = ({ at }: OracleEvent) =>
                  bucket_size && windowStart(bucket_size, at, 'UTC') === windowStart(bucket_size, event.at, 'UTC');
                return startOf((inGroup.find(isWithEvent) ?? event).at);
              };
              return [...groups].map(([group, inGroup]) => ({
                line_item: item.line_item_id,
                group,
                ...chargeOf(item.price, item.meter, inGroup, 'UTC', false),
                events: inGroup.length,
                points:
                  size &&
                  [...Map.groupBy(inGroup, (event) => windowOf(event, inGroup))].map(([start, inWindow]) => ({
                    at: toInstant(start),
                    ...chargeOf(item.price, item.meter, inWindow, 'UTC', true),
                  })),
              }));
            });
          expect(answer.items.map((item) => comparable(item, question.group_by)).sort(byKey)).toEqual(
            expected.sort(byKey),
          );
          expect(answer.total_cost).toBe(sumDecimals(expected.map((item) => item.cost)));
        }
      } finally {
        await built.core.close();
      }
    }),
    { numRuns: 40 },
  );
});

const byKey = (a: { line_item: string; group: string }, b: { line_item: string; group: string }) =>
  a.line_item + a.group < b.line_item + b.group ? -1 : 1;

const comparable = (item: UsageItem, group_by: readonly string[]) => ({
  line_item: item.sub_line_item_id,
  group: JSON.stringify([item.source, group_by.includes('properties.kind') ? (item.properties?.kind ?? '') : null]),
  usage: item.total_usage,
  cost: item.total_cost,
  events: item.event_count,
  points: item.points?.map((point) => ({ at: point.timestamp, usage: point.usage, cost: point.cost })) ?? null,
});

test('the worlds of this test do hold usage', async () => {
  const worlds = fc.sample(anyWorld, { numRuns: 5, seed: 7 });
  let charged = 0;
  for (const world of worlds) {
    const built = await buildWorld(world);
    for (const external_customer_id of ['customer-0', 'customer-1', 'customer-2', 'customer-3']) {
      const range = { start_time: toInstant(worldStart), end_time: toInstant(worldStart + 20 * day) };
      const { items } = await built.core.call('analytics.usage', { external_customer_id, ...range });
      charged += items.filter((item) => item.total_cost !== '0').length;
    }
    await built.core.close();
  }
  expect(charged).toBeGreaterThan(10);
});
