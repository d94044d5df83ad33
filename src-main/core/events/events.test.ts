import { contract } from '@shared/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';
import { testMoment, testUsage } from '../usage/test-usage';
import { eventHandlers } from './event-handlers';

type Usage = ReturnType<typeof testUsage>;
const ingest = ({ call }: Usage, ...events: unknown[]) =>
  eventHandlers['event.ingestBulk'](contract['event.ingestBulk'].input.parse({ events }), call);
const query = ({ call }: Usage, input: object) =>
  eventHandlers['event.query'](contract['event.query'].input.parse(input), call);
const summary = ({ call }: Usage) => eventHandlers['event.summary']({}, call);

const base = { event_name: 'used', external_customer_id: 'anna', timestamp: '2026-05-30T00:00:00Z' };
const daysOf = ({ sqlite }: Usage) => sqlite.prepare('select event_count, units, nanos from usage_days').all();

describe('event.ingest', () => {
  test('answers the id; gives one and the present moment when they are absent', async () => {
    const usage = testUsage();
    expect(await eventHandlers['event.ingest']({ ...base, event_id: 'mine' }, usage.call)).toEqual({
      event_id: 'mine',
    });
    const { event_id } = await eventHandlers['event.ingest'](
      { event_name: 'used', external_customer_id: 'anna' },
      usage.call,
    );
    expect(event_id).toMatch(/^event_[0-9A-Z]{26}$/);
    expect(await eventHandlers['event.get']({ id: event_id }, usage.call)).toEqual({
      id: event_id,
      external_customer_id: 'anna',
      customer_id: '',
      event_name: 'used',
      timestamp: '2026-06-01T00:00:00.000Z',
      properties: {},
      source: '',
      environment_id: usage.environment_id,
    });
  });

  test.each([
    ['a JSON number', 1e15],
    ['a text', '1000000000000000'],
    ['an exponent', '1e300'],
    ['more digits than are read', '9'.repeat(300)],
  ])('a number that a meter reads and cannot count refuses the request: %s', async (_what, units) => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'MAX', field: 'units' });
    const events = [
      { ...base, event_id: 'e1' },
      { ...base, event_id: 'e2', properties: { units } },
    ];
    await expect(ingest(usage, ...events)).rejects.toMatchObject({
      code: 'validation_error',
      message: 'This number is too big to be counted: at most 15 digits before the point are',
      field: 'properties.units',
      details: { index: 1, event_id: 'e2' },
    });
    expect((await summary(usage)).event_count).toBe(0);
    await ingest(usage, { ...base, event_name: 'unmeasured', properties: { units } });
    await ingest(usage, { ...base, properties: { request_id: units, units: '-1000000000000000' } });
  });

  test('a product too big to be counted refuses the event, whatever its factors', async () => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM_WITH_MULTIPLIER', field: 'units', multiplier: '1000' });
    await expect(ingest(usage, { ...base, properties: { units: 1e12 } })).rejects.toThrow('too big to be counted');
    await ingest(usage, { ...base, properties: { units: 999_999_999_999 } });
  });

  test('a day whose usage fits no integer is refused and stays as it was', async () => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const thousand = Array.from({ length: 1000 }, () => ({ ...base, properties: { units: '999999999999999' } }));
    for (let n = 0; n < 9; n += 1) await ingest(usage, ...thousand);
    await expect(ingest(usage, ...thousand)).rejects.toMatchObject({
      code: 'invalid_operation',
      message: expect.stringContaining('more than can be counted'),
    });
    expect((await summary(usage)).event_count).toBe(9000);
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });

  test('properties nested too deep are refused', async () => {
    const usage = testUsage();
    const nested = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    await expect(ingest(usage, { ...base, properties: { nested } })).rejects.toMatchObject({
      code: 'validation_error',
      message: 'Properties can be nested at most 100 deep',
    });
  });

  test('the same event again changes nothing; other content replaces it, in the roll-ups too', async () => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const event = { ...base, event_id: 'e1', properties: { units: '1.5', region: 'eu' } };
    await ingest(usage, event);
    const told = usage.published.length;
    await ingest(usage, {
      ...event,
      timestamp: '2026-05-30T02:00:00+02:00',
      properties: { region: 'eu', units: '1.5' },
    });
    expect(usage.published.length).toBe(told);
    expect(daysOf(usage)).toEqual([{ event_count: 1, units: 1, nanos: 500_000_000 }]);
    await ingest(usage, { ...event, event_name: 'other' });
    expect(daysOf(usage)).toEqual([]);
    await ingest(usage, { ...event, properties: { units: 2 }, external_customer_id: 'bert' });
    expect(daysOf(usage)).toEqual([{ event_count: 1, units: 2, nanos: 0 }]);
    expect(await summary(usage)).toMatchObject({
      event_count: 1,
      event_names: [{ event_name: 'used', event_count: 1 }],
    });
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });

  test('a request without a timestamp that is sent again changes nothing; other content keeps the time it has', async () => {
    const usage = testUsage();
    const { deps } = usage.call;
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const events = ['e1', 'e2'].map((event_id) => {
      return { event_name: 'used', external_customer_id: 'anna', event_id, properties: { units: '5' } };
    });
    await ingest(usage, ...events);
    const before = usage.sqlite.prepare('select * from events').all();
    const told = usage.published.length;
    deps.now = () => testMoment + 86_400_000;
    await ingest(usage, ...events);
    expect(usage.sqlite.prepare('select * from events').all()).toEqual(before);
    expect(usage.published.length).toBe(told);
    await ingest(usage, ...events.map((event) => ({ ...event, properties: { units: '6' } })));
    expect(await eventHandlers['event.get']({ id: 'e1' }, usage.call)).toMatchObject({
      timestamp: '2026-06-01T00:00:00.000Z',
      properties: { units: '6' },
    });
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });

  test('of two events with one id in a call the later one wins', async () => {
    const usage = testUsage();
    const many = Array.from({ length: 70 }, (_, index) => ({
      ...base,
      event_id: `e${index % 40}`,
      properties: { n: index },
    }));
    expect(await ingest(usage, ...many)).toEqual({ accepted: 70 });
    expect((await eventHandlers['event.get']({ id: 'e3' }, usage.call)).properties).toEqual({ n: 43 });
    expect((await summary(usage)).event_count).toBe(40);
  });

  test('an id of one environment is free in the other', async () => {
    const usage = testUsage();
    const other = usage.sqlite.prepare('select id from environments order by number desc').pluck().get() as string;
    await ingest(usage, { ...base, event_id: 'e1' });
    await eventHandlers['event.ingest'](
      { ...base, event_id: 'e1' },
      { ...usage.call, context: { environment_id: other } },
    );
    expect((await summary(usage)).event_count).toBe(1);
    await expect(eventHandlers['event.get']({ id: 'e2' }, usage.call)).rejects.toThrow('Event not found');
    await expect(
      eventHandlers['event.ingest']({ ...base }, { ...usage.call, context: { environment_id: 'nowhere' } }),
    ).rejects.toThrow('Invalid or inaccessible environment');
  });

  test.each([
    { external_customer_id: 'a' },
    { event_name: 'x' },
    { event_name: '', external_customer_id: 'a' },
    { event_name: 'x', external_customer_id: 'a', timestamp: '' },
    { event_name: 'x', external_customer_id: 'a', properties: 'none' },
  ])('%j is refused', (event) => {
    expect(contract['event.ingest'].input.safeParse(event).success).toBe(false);
  });
});

describe('event.query', () => {
  test('filters by name, customer, source, id, time (both ends) and properties', async () => {
    const usage = testUsage();
    usage.customer('anna');
    await ingest(
      usage,
      { ...base, event_id: 'e1', source: 'api', properties: { model: 'a', n: 1 } },
      { ...base, event_id: 'e2', event_name: 'asked', properties: { model: 'b', n: '1' } },
      { ...base, event_id: 'e3', external_customer_id: 'bert', timestamp: '2026-05-31T00:00:00Z' },
      { ...base, event_id: 'old', timestamp: '2026-01-01T00:00:00Z' },
    );
    const ids = async (input: object) => (await query(usage, input)).events.map(({ id }) => id);
    expect(await ids({})).toEqual(['e3', 'e2', 'e1']);
    expect(await ids({ event_name: 'used' })).toEqual(['e3', 'e1']);
    expect(await ids({ external_customer_id: 'anna' })).toEqual(['e2', 'e1']);
    expect(await ids({ external_customer_id: 'nobody' })).toEqual([]);
    expect(await ids({ source: 'api' })).toEqual(['e1']);
    expect(await ids({ event_id: 'old' })).toEqual(['old']);
    expect(await ids({ event_id: 'old', event_name: 'asked' })).toEqual([]);
    expect(await ids({ start_time: '2026-05-30T00:00:00.000Z', end_time: '2026-05-30T00:00:00.000Z' })).toEqual([
      'e2',
      'e1',
    ]);
    expect(await ids({ property_filters: { model: ['a', 'b'], n: ['1'] } })).toEqual(['e2', 'e1']);
    expect(await ids({ property_filters: { model: ['c'] } })).toEqual([]);
    expect((await query(usage, { event_id: 'e1' })).events[0]?.customer_id).toBe('cust_anna');
    await expect(query(usage, { iter_last_key: 'nonsense' })).rejects.toThrow('Please check the request payload');
  });

  test('pages by cursor through every event once, newest first', async () => {
    const event = fc.record({
      event_id: fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme' }),
      event_name: fc.constantFrom('a', 'b', 'c'),
      minute: fc.integer({ min: 0, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(event, { selector: ({ event_id }) => event_id, minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        async (events, page_size) => {
          const usage = testUsage();
          await ingest(
            usage,
            ...events.map(({ minute, ...rest }) => ({ ...base, ...rest, timestamp: `2026-05-30T00:0${minute}:00Z` })),
          );
          const seen: { id: string; timestamp: string }[] = [];
          let iter_last_key: string | null = null;
          for (;;) {
            const page = await query(usage, { page_size, iter_last_key });
            seen.push(...page.events);
            iter_last_key = page.iter_last_key;
            if (!page.has_more) break;
            expect(page.events).toHaveLength(page_size);
          }
          expect(seen.map(({ id }) => id).sort()).toEqual(events.map(({ event_id }) => event_id).sort());
          const order = seen.map(({ timestamp, id }) => `${timestamp} ${Buffer.from(id).toString('hex')}`);
          expect(order).toEqual([...order].sort().reverse());
          usage.store.close();
        },
      ),
      { numRuns: 30 },
    );
  });
});

test('event.summary tells when a corrected event came, wherever it stands now', async () => {
  const core = testCore();
  const send = (units: number, timestamp = base.timestamp) =>
    core.call('event.ingest', { ...base, timestamp, event_id: '1', properties: { units } });
  const told = async () => {
    const { event_count, ingested_at } = await core.call('event.summary', {});
    return [event_count, ingested_at];
  };
  await send(1);
  core.clock.set('2027-01-01T00:00:00.000Z');
  await send(2);
  expect(await told()).toEqual([1, '2027-01-01T00:00:00.000Z']);
  core.clock.set('2027-01-02T00:00:00.000Z');
  await send(2, '2026-05-29T00:00:00Z');
  expect(await told()).toEqual([1, '2027-01-02T00:00:00.000Z']);
  await core.close();
});

test('event.summary tells what there is and which properties are numbers', async () => {
  const usage = testUsage();
  expect(await summary(usage)).toEqual({
    event_count: 0,
    first_timestamp: null,
    last_timestamp: null,
    ingested_at: null,
    ingested_from: '',
    external_customer_ids_count: 0,
    event_names: [],
  });
  usage.meter('m1', 'used', {});
  await ingest(
    usage,
    { ...base, event_id: '1', properties: { units: '5', model: 'a', gb: 1 } },
    { ...base, event_id: '2', properties: { units: 1.5, mixed: 1 }, external_customer_id: 'bert' },
    { ...base, event_id: '3', properties: { mixed: 'x' }, timestamp: '2026-05-31T00:00:00Z' },
    { ...base, event_id: '4', event_name: 'asked', timestamp: '2026-02-01T00:00:00Z' },
  );
  expect(await summary(usage)).toEqual({
    event_count: 4,
    first_timestamp: '2026-02-01T00:00:00.000Z',
    last_timestamp: '2026-05-31T00:00:00.000Z',
    ingested_at: '2026-06-01T00:00:00.000Z',
    ingested_from: 'API',
    external_customer_ids_count: 2,
    event_names: [
      { event_name: 'used', event_count: 3, numeric_properties: ['units', 'gb'], meter_ids: ['m1'] },
      { event_name: 'asked', event_count: 1, numeric_properties: [], meter_ids: [] },
    ],
  });
});

test('deleting an event does not make what is left look newer', async () => {
  const core = testCore({ start: '2026-06-01T00:00:00Z' });
  for (const event_id of ['a', 'b']) await core.call('event.ingest', { ...base, event_id });
  const asOf = async () =>
    (await core.call('report.usageByGroup', { start_time: '2026-05-01T00:00:00Z', end_time: '2026-06-01T00:00:00Z' }))
      .data_as_of;
  const before = await asOf();
  core.clock.advance(3_600_000);
  await core.call('event.delete', { ids: ['a'] });
  expect(await asOf()).toBe(before);
  await core.close();
});
