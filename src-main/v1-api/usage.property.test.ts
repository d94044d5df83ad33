import { Big } from '@shared/big';
import { toInstant } from '@shared/instant';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { testApi } from './test-api';

const start = Date.parse('2026-03-20T00:00:00Z');
const hour = 3_600_000;

interface Used {
  at: number;
  n: string | number | null;
  who: 'a' | 'b' | null;
}

const anyEvent: fc.Arbitrary<Used> = fc.record({
  // Around the hour that Berlin skips on 2026-03-29.
  at: fc.integer({ min: 0, max: 15 * 24 * 60 }).map((minutes) => start + minutes * 60_000),
  n: fc.oneof(
    fc.integer({ min: -5, max: 1000 }),
    fc.integer({ min: 0, max: 10_000 }).map((cents) => (cents / 100).toFixed(2)),
    fc.constantFrom('many', null),
  ),
  who: fc.constantFrom('a', 'b', null),
});

const anyQuestion = fc.record({
  type: fc.constantFrom('COUNT', 'SUM', 'AVG', 'MAX', 'LATEST', 'COUNT_UNIQUE', 'SUM_WITH_MULTIPLIER', 'WEIGHTED_SUM'),
  window: fc.constantFrom(null, '6HOUR', 'DAY', 'WEEK', 'MONTH'),
  bucket: fc.constantFrom(null, '6HOUR', 'DAY'),
  group_by: fc.constantFrom('', 'who'),
  who: fc.constantFrom<(string[] | null)[]>(null, ['a'], ['a', 'b']),
  zone: fc.constantFrom('UTC', 'Europe/Berlin'),
  from: fc.integer({ min: -24, max: 10 * 24 }),
  hours: fc.integer({ min: 1, max: 15 * 24 }),
});

const numberOf = ({ n }: Used): Big => {
  const number = new Big(n === null || n === 'many' ? '0' : String(n));
  return number.lt('0') ? new Big('0') : number;
};
const sum = (values: readonly Big[]) => values.reduce((a, b) => a.plus(b), new Big('0'));
const most = (values: readonly Big[]) => values.reduce((a, b) => (b.gt(a) ? b : a), new Big('0'));

/** The start of a window by the platform's own calendar. */
function windowStart(size: string, at: number, zone: string): number {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  if (size === '6HOUR') {
    const quarter = time
      .toPlainDate()
      .toPlainDateTime()
      .add({ hours: Math.floor(time.hour / 6) * 6 });
    return quarter.toZonedDateTime(zone).epochMilliseconds;
  }
  const date = time.toPlainDate();
  const days = size === 'WEEK' ? date.dayOfWeek - 1 : size === 'MONTH' ? date.day - 1 : 0;
  return date.subtract({ days }).toZonedDateTime(zone).epochMilliseconds;
}

const order = ['6HOUR', 'DAY', 'WEEK', 'MONTH'];

it('usage is what its events say, worked out in plain decimals', { timeout: 60_000 }, async () => {
  const api = await testApi({ start: '2026-05-01T00:00:00.000Z' });
  const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(anyEvents, fc.array(anyQuestion, { minLength: 8, maxLength: 8 }), async (events, questions) => {
      api.core.store.sqlite.exec('delete from events');
      const sent = await api.send('POST', '/v1/events/bulk', {
        events: events.map(({ at, ...properties }, index) => ({
          event_id: `e${String(index).padStart(3, '0')}`,
          event_name: 'used',
          external_customer_id: 'anna',
          timestamp: toInstant(at),
          properties,
        })),
      });
      expect(sent.status).toBe(202);
      for (const { type, window, group_by, who, zone, ...question } of questions) {
        const isMax = type === 'MAX';
        const bucket = isMax || type === 'SUM' ? question.bucket : null;
        const from = start + question.from * hour;
        const to = from + question.hours * hour;
        const { status, body } = await api.send('POST', '/v1/events/usage', {
          event_name: 'used',
          aggregation_type: type,
          property_name: type === 'COUNT_UNIQUE' ? 'who' : 'n',
          multiplier: '0.125',
          window_size: window,
          bucket_size: bucket,
          group_by: isMax && bucket ? group_by : '',
          filters: who ? { who } : {},
          timezone: zone,
          start_time: toInstant(from),
          end_time: toInstant(to),
        });
        expect(status).toBe(200);

        const inOrder = events
          .filter(
            (event) => event.at >= from && event.at < to && (!who || (event.who !== null && who.includes(event.who))),
          )
          .sort((a, b) => a.at - b.at);
        const bucketValue = (inBucket: Used[]) =>
          isMax && group_by
            ? sum([...Map.groupBy(inBucket, (event) => event.who).values()].map((group) => most(group.map(numberOf))))
            : isMax
              ? most(inBucket.map(numberOf))
              : sum(inBucket.map(numberOf));
        const measure = (some: Used[], isTotal: boolean): Big => {
          if (some.length === 0) return new Big('0');
          const values = some.map(numberOf);
          if (bucket) {
            const buckets = [...Map.groupBy(some, ({ at }) => windowStart(bucket, at, zone)).values()].map(bucketValue);
            return isTotal || !isMax ? sum(buckets) : most(buckets);
          }
          if (type === 'COUNT') return new Big(String(some.length));
          if (type === 'COUNT_UNIQUE') return new Big(String(new Set(some.flatMap((event) => event.who ?? [])).size));
          if (type === 'MAX') return most(values);
          if (type === 'LATEST') return values.at(-1) ?? new Big('0');
          if (type === 'AVG') return sum(values).div(String(values.length));
          if (type === 'SUM_WITH_MULTIPLIER') return sum(values).times('0.125');
          if (type === 'WEIGHTED_SUM') {
            const seconds = String((to - from) / 1000);
            return sum(some.map((event) => numberOf(event).times(String((to - event.at) / 1000)))).div(seconds);
          }
          return sum(values);
        };
        const close = (value: Big) => expect.closeTo(Number(value.toFixed()), 9);
        expect(body.value).toEqual(close(measure(inOrder, true)));
        const size = order.findLast((candidate) => candidate === window || candidate === bucket);
        const expected = size
          ? [...Map.groupBy(inOrder, ({ at }) => windowStart(size, at, zone))].map(([at, some]) => ({
              window_size: toInstant(at).replace('.000Z', 'Z'),
              value: close(measure(some, false)),
            }))
          : null;
        expect(body.results).toEqual(expected);
      }
    }),
    { numRuns: 40 },
  );
  await api.close();
});
