import { parseExactJson } from '@shared/rules/canonical-json';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventHandlers } from '../events/event-handlers';
import {
  usageEnds,
  usageOfEnvironment,
  usageOfMeter,
  usageOfNewSubscriptions,
  usageOfPrices,
} from './after-catalog-change';
import { windowsOfPrices } from './charge-windows';
import { recountUsage } from './recount-usage';
import { testUsage } from './test-usage';
import { verified } from './test-verify';

const zones = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/Havana'];

const anyMoment = fc
  .tuple(fc.integer({ min: 0, max: 45 * 24 }), fc.constantFrom(0, 0, 1, 3_599_999))
  .map(([hours, ms]) => new Date(Date.UTC(2026, 2, 1) + hours * 3_600_000 + ms).toISOString());
/** Around the changes of the clock in March and April, and often the same moment, so that events meet window ends. */
const moment = fc.oneof(
  anyMoment,
  fc.constantFrom(
    '2026-03-08T05:00:00.000Z',
    '2026-03-08T06:30:00.000Z',
    '2026-03-08T12:00:00.000Z',
    '2026-03-10T00:00:00.000Z',
    '2026-04-04T15:00:00.000Z',
  ),
);

const names = ['used', 'asked'];
const customers = ['anna', 'bert', 'carl'];
const meters = [
  { id: 'count', event_name: 'used', aggregation: { type: 'COUNT' } },
  { id: 'sum', event_name: 'used', aggregation: { type: 'SUM', field: 'units' } },
  {
    id: 'large',
    event_name: 'used',
    aggregation: { type: 'SUM', field: 'units' },
    filters: [{ key: 'size', values: ['l', '2'] }],
  },
  { id: 'avg', event_name: 'asked', aggregation: { type: 'AVG', field: 'units' } },
  {
    id: 'times',
    event_name: 'asked',
    aggregation: { type: 'SUM_WITH_MULTIPLIER', field: 'units', multiplier: '0.0333333333333333' },
  },
  { id: 'max', event_name: 'used', aggregation: { type: 'MAX', field: 'units' } },
  { id: 'latest', event_name: 'asked', aggregation: { type: 'LATEST', field: 'units' } },
  { id: 'sizes', event_name: 'used', aggregation: { type: 'COUNT_UNIQUE', field: 'size' } },
  {
    id: 'large-max',
    event_name: 'used',
    aggregation: { type: 'MAX', field: 'units' },
    filters: [{ key: 'size', values: ['l', '2'] }],
  },
] as const;

/** JSON numbers that no float can hold. */
const exactNumbers = ['123456789012345.123456789', '0.1234567890123456789', '9007199254740.0000000001'].map(
  parseExactJson,
);
const units = fc.oneof(
  fc.integer({ min: -5, max: 1000 }),
  fc.integer({ min: 0, max: 99_999 }).map((n) => `${n}.${n}`),
  fc.constantFrom(...exactNumbers),
  fc.constantFrom('0.000000000000001', '0.9999999999999996', '999999999999999.5', 'none', '', null, true),
);
/** Few, so that many events are corrections; some that UTF-16 would order differently from UTF-8. */
const eventId = fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `e${index}`), '\uffee', '\u{1f600}');
const event = fc.record({
  event_id: eventId,
  event_name: fc.constantFrom(...names),
  external_customer_id: fc.constantFrom(...customers),
  timestamp: moment,
  properties: fc.record(
    { units, size: fc.constantFrom('s', 'l', 2, '2', '', true, 'two words', '\ud800', '\ud801') },
    { requiredKeys: [] },
  ),
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ingest' as const),
      events: fc.array(event, { minLength: 1, maxLength: 40 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('meter' as const), meter: fc.constantFrom(...meters) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('line item' as const),
      external_id: fc.constantFrom(...customers),
      meter: fc.constantFrom(...meters),
      start_date: moment,
      end_date: fc.option(moment),
      cancelled_at: fc.option(moment),
      alone: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), end_date: moment }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('filter' as const), values: fc.constant(['s']) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      ids: fc.array(eventId, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('archive' as const),
      meter: fc.constantFrom(...meters),
      clock: fc.integer({ min: -5, max: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('zone' as const), zone: fc.constantFrom(...zones) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function play(zone: string, steps: readonly Step[]) {
  const usage = testUsage(zone);
  const { sqlite, call, environment_id } = usage;
  const made = new Set<string>();
  for (const id of customers) usage.customer(id);
  const makeMeter = ({ id, event_name, aggregation, ...rest }: (typeof meters)[number]) => {
    if (made.has(id)) return;
    made.add(id);
    usage.meter(
      id,
      event_name,
      aggregation,
      'filters' in rest ? rest.filters.map((f) => ({ key: f.key, values: [...f.values] })) : [],
    );
    usage.price(`price_${id}`, id);
    usageOfMeter(call.deps.store, id);
  };
  let number = 0;
  for (const one of steps) {
    if (one.do === 'ingest') {
      await eventHandlers['event.ingestBulk']({ events: one.events }, call);
    } else if (one.do === 'delete') await eventHandlers['event.delete']({ ids: one.ids }, call);
    else if (one.do === 'archive') {
      // Clocks may be put back.
      const now = new Date(call.deps.now() + one.clock).toISOString();
      usageEnds({ sqlite, now }, one.meter.id);
    } else if (one.do === 'meter') makeMeter(one.meter);
    else if (one.do === 'line item') {
      makeMeter(one.meter);
      number += 1;
      const { external_id, start_date, cancelled_at, meter } = one;
      const price_id = `price_${meter.id}`;
      const end_date = one.end_date && one.end_date > start_date ? one.end_date : null;
      const before = windowsOfPrices(sqlite, [price_id]);
      usage.subscription(`s${number}`, external_id, {
        ...(cancelled_at && { subscription_status: 'cancelled', cancelled_at }),
      });
      usage.lineItem({
        id: `l${number}`,
        subscription_id: `s${number}`,
        external_id,
        price_id,
        meter_id: meter.id,
        start_date,
        end_date,
      });
      if (one.alone) usageOfNewSubscriptions({ sqlite, context: call.context }, [`s${number}`]);
      else usageOfPrices({ sqlite, context: call.context }, [price_id], before);
    } else if (one.do === 'end') {
      const prices = [...made].map((id) => `price_${id}`);
      const before = windowsOfPrices(sqlite, prices);
      sqlite
        .prepare('update line_items set end_date = max(?, start_date) where id = ?')
        .run(one.end_date, `l${number}`);
      usageOfPrices({ sqlite, context: call.context }, prices, before);
    } else if (one.do === 'filter' && made.has('large')) {
      sqlite
        .prepare(`update meters set filters = ? where id = 'large'`)
        .run(JSON.stringify([{ key: 'size', values: one.values }]));
      usageOfMeter(call.deps.store, 'large');
    } else if (one.do === 'zone') {
      sqlite.prepare('update environments set timezone = ? where id = ?').run(one.zone, environment_id);
      usageOfEnvironment(call.deps.store, environment_id);
    }
  }
  const differences = recountUsage(sqlite, environment_id);
  const check = verified(sqlite, environment_id);
  const rows = sqlite
    .prepare('select (select count(*) from usage_days) + (select count(*) from usage_price_days)')
    .pluck()
    .get();
  usage.store.close();
  return { differences, rows, check };
}

describe('roll-ups', () => {
  test('equal the raw events after any sequence of events, meters, line items and zones', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...zones), fc.array(step, { maxLength: 25 }), async (zone, steps) => {
        const { differences, check } = await play(zone, steps);
        expect(differences).toEqual([]);
        expect(check.differences).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('a meter that is archived again counts no event that came in since it was archived first', async () => {
    const meter = { id: 'max', event_name: 'used', aggregation: { type: 'MAX', field: 'units' } };
    const event = { event_id: 'e0', event_name: 'used', external_customer_id: 'anna', properties: {} };
    const archive = { do: 'archive', meter, clock: 0 } as const;
    const { differences } = await play('UTC', [
      { do: 'meter', meter },
      archive,
      { do: 'ingest', events: [{ ...event, timestamp: '2026-03-01T00:00:00.000Z' }] },
      archive,
    ] as Parameters<typeof play>[1]);
    expect(differences).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown> | null, number]>([
    ['counted, corrected to more', { size: 'l', units: 1 }, { size: 'l', units: 5 }, 5],
    ['counted, corrected to what its filters leave out', { size: 'l', units: 1 }, { size: 's', units: 5 }, 0],
    ['left out by its filters, corrected to what they let in', { size: 's', units: 1 }, { size: 'l', units: 5 }, 5],
    ['not there yet', { size: 'l', units: 1 }, null, 0],
    ['not there yet, corrected since', { size: 'l', units: 1 }, { size: 'l', units: 5 }, 0],
    ['not there yet, corrected to what its filters let in', { size: 's', units: 1 }, { size: 'l', units: 5 }, 0],
  ])('a meter that is archived measures an event that was %s', async (what, before, after, units) => {
    const usage = testUsage();
    const { sqlite, call } = usage;
    usage.customer('anna');
    usage.meter('large', 'used', { type: 'SUM', field: 'units' }, [{ key: 'size', values: ['l'] }]);
    const ingest = (properties: Record<string, unknown>) => {
      const event = { event_id: 'e', event_name: 'used', external_customer_id: 'anna', properties };
      return eventHandlers['event.ingestBulk']({ events: [{ ...event, timestamp: '2026-03-01T00:00:00.000Z' }] }, call);
    };
    const archive = () => usageEnds({ sqlite, now: new Date(call.deps.now()).toISOString() }, 'large');
    const isLate = what.startsWith('not there yet');
    if (isLate) archive();
    await ingest(before);
    if (!isLate) archive();
    if (after) await ingest(after);
    const measured = () => sqlite.prepare('select coalesce(sum(units), 0) from usage_days').pluck().get();
    expect(measured()).toBe(units);
    expect(recountUsage(sqlite, usage.environment_id)).toEqual([]);
    expect(verified(sqlite, usage.environment_id).differences).toEqual([]);
    usageOfMeter(call.deps.store, 'large');
    expect(measured()).toBe(units);
    usage.store.close();
  });

  test.each([
    ['before', true],
    ['after', false],
  ])('a number too big for an archived meter is refused only of an event that came in %s', async (when, isRefused) => {
    const usage = testUsage();
    const { sqlite, call } = usage;
    usage.customer('anna');
    usage.meter('sum', 'used', { type: 'SUM', field: 'units' });
    const ingest = (units: number) => {
      const event = { event_id: 'e', event_name: 'used', external_customer_id: 'anna', properties: { units } };
      return eventHandlers['event.ingestBulk']({ events: [{ ...event, timestamp: '2026-03-01T00:00:00.000Z' }] }, call);
    };
    if (when === 'before') await ingest(1);
    usageEnds({ sqlite, now: new Date(call.deps.now()).toISOString() }, 'sum');
    if (when === 'after') await ingest(1e16);
    const corrected = ingest(1e17);
    if (isRefused) await expect(corrected).rejects.toThrow('too big to be counted');
    else await corrected;
    expect(recountUsage(sqlite, usage.environment_id)).toEqual([]);
    usage.store.close();
  });

  test.each(['before', 'after'])(
    'a line item charges from its start up to, not including, its end; events %s it',
    async (when) => {
      const usage = testUsage('America/New_York');
      const { sqlite, call } = usage;
      usage.customer('anna');
      usage.meter('count', 'used', { type: 'COUNT' });
      usage.price('price_count', 'count');
      const window = { start_date: '2026-03-07T10:00:00.000Z', end_date: '2026-03-09T12:00:00.000Z' };
      const subscribe = () => {
        usage.subscription('s', 'anna');
        usage.lineItem({
          id: 'l',
          subscription_id: 's',
          external_id: 'anna',
          price_id: 'price_count',
          meter_id: 'count',
          ...window,
        });
        usageOfPrices({ sqlite, context: call.context }, ['price_count'], []);
      };
      if (when === 'after') subscribe();
      const moments = ['07T09:59:59.999', '07T10:00:00.000', '08T20:00:00.000', '09T11:59:59.999', '09T12:00:00.000'];
      const events = moments.map((moment) => ({
        event_name: 'used',
        external_customer_id: 'anna',
        timestamp: `2026-03-${moment}Z`,
      }));
      await eventHandlers['event.ingestBulk']({ events }, call);
      if (when === 'before') subscribe();
      expect(sqlite.prepare('select sum(event_count) from usage_price_days').pluck().get()).toBe(3);
      expect(recountUsage(sqlite, usage.environment_id)).toEqual([]);
    },
  );
});
