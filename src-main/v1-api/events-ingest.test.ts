import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const used = { event_name: 'used', external_customer_id: 'anna' };
const send = (body: unknown) => api.send('POST', '/v1/events', body);
const sendBulk = (events: unknown) => api.send('POST', '/v1/events/bulk', { events });
const lookUp = async (id: string) => (await api.send('GET', `/v1/events/lookup?id=${encodeURIComponent(id)}`)).body;
const countEvents = () => api.core.store.sqlite.prepare('select count(*) from events').pluck().get();
const many = (count: number) => Array.from({ length: count }, (_, n) => ({ ...used, event_id: `e${n}` }));

describe('POST /v1/events', () => {
  it('answers 202 with the id it was given', async () => {
    const { status, body } = await send({ ...used, event_id: 'e1' });
    expect([status, body]).toEqual([202, { message: 'Event accepted for processing', event_id: 'e1' }]);
  });

  it('gives an id when there is none', async () => {
    const { body } = await send(used);
    expect(body.event_id).toMatch(/^event_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect((await lookUp(body.event_id)).event.timestamp).toBe('2026-06-01T00:00:00Z');
  });

  it.each([
    ['an offset', '2026-01-05T12:00:00+02:00', '2026-01-05T10:00:00Z'],
    ['a fraction, kept to milliseconds', '2026-01-05T10:00:00.123456789Z', '2026-01-05T10:00:00.123Z'],
    ['the past', '1999-12-31T23:59:59Z', '1999-12-31T23:59:59Z'],
    ['the future', '2100-01-01T00:00:00Z', '2100-01-01T00:00:00Z'],
    ['null, which is now', null, '2026-06-01T00:00:00Z'],
  ])('takes a timestamp with %s', async (_what, timestamp, kept) => {
    expect((await send({ ...used, event_id: 'e1', timestamp })).status).toBe(202);
    expect((await lookUp('e1')).event.timestamp).toBe(kept);
  });

  it('keeps properties of any kind, and ignores what it does not know', async () => {
    const properties = { n: 1.5, text: '5', list: [1, { a: null }], flag: true, nothing: null };
    await send({ ...used, event_id: 'e1', source: 'api', customer_id: 'cust_1', properties, unknown: {} });
    expect((await lookUp('e1')).event).toEqual({
      id: 'e1',
      external_customer_id: 'anna',
      customer_id: '',
      event_name: 'used',
      timestamp: '2026-06-01T00:00:00Z',
      properties,
      source: 'api',
      environment_id: api.core.environment_id,
    });
  });

  it('keeps every digit of a JSON number: stored, summed and read back', async () => {
    const { meter_id } = await meter({ type: 'SUM', field: 'n' });
    const digits = '123456789012345.123456789012345';
    await send(
      `{"event_name":"used","external_customer_id":"anna","event_id":"e1","properties":{"n":${digits},"m":1.5}}`,
    );
    await api.send(
      'POST',
      '/v1/events/bulk',
      `{"events":[{"event_name":"used","external_customer_id":"anna","event_id":"e2","properties":{"n":0.0000000000000010}}]}`,
    );
    const { event, processed_events } = await lookUp('e1');
    expect([event.properties, processed_events[0].qty_total]).toEqual([{ n: digits, m: 1.5 }, digits]);
    const days = api.core.store.sqlite.prepare(
      'select sum(units) as units, sum(nanos) as nanos, sum(femtos) as femtos from usage_days where meter = (select number from meters where id = ?)',
    );
    expect(days.get(meter_id)).toEqual({ units: 123456789012345, nanos: 123456789, femtos: 12346 });
    // The same event again is the same event.
    await send(
      `{"event_name":"used","external_customer_id":"anna","event_id":"e1","timestamp":"2026-06-01T00:00:00Z","properties":{"m":1.50,"n":${digits}0}}`,
    );
    expect((await lookUp('e1')).event.properties).toEqual({ n: digits, m: 1.5 });
  });

  it('refuses a number beyond every meter rather than counting another one', async () => {
    await meter({ type: 'SUM', field: 'n' });
    const { status } = await send('{"event_name":"used","external_customer_id":"anna","properties":{"n":1e400}}');
    expect([status, countEvents()]).toEqual([400, 0]);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['no event_name', { external_customer_id: 'anna' }],
    ['an empty event_name', { ...used, event_name: '' }],
    ['a null event_name', { ...used, event_name: null }],
    ['no external_customer_id', { event_name: 'used' }],
    ['an empty external_customer_id', { ...used, external_customer_id: '' }],
    ['a number as event_name', { ...used, event_name: 5 }],
    ['a number as event_id', { ...used, event_id: 5 }],
    ['an empty timestamp', { ...used, timestamp: '' }],
    ['a timestamp without a zone', { ...used, timestamp: '2026-01-05T10:00:00' }],
    ['a day that does not exist', { ...used, timestamp: '2026-02-30T10:00:00Z' }],
    ['a number as timestamp', { ...used, timestamp: 1 }],
    ['a list as properties', { ...used, properties: [] }],
    ['a text as properties', { ...used, properties: 'none' }],
    ['a list as source', { ...used, source: [] }],
  ])('refuses %s and stores nothing', async (_what, body) => {
    const answer = await send(body);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([
      400,
      'validation_error',
      'Invalid request payload',
    ]);
    expect(countEvents()).toBe(0);
  });

  it('replaces an event that has the same id, and changes nothing when it is the same', async () => {
    await send({ ...used, event_id: 'e1', properties: { n: 1 } });
    await send({ ...used, event_id: 'e1', properties: { n: 1 } });
    expect(countEvents()).toBe(1);
    await send({ ...used, event_id: 'e1', properties: { n: 2 } });
    expect(countEvents()).toBe(1);
    expect((await lookUp('e1')).event.properties).toEqual({ n: 2 });
  });

  it('is for keys that may write', async () => {
    const { key } = await api.createKey({ access: 'read' });
    expect((await api.send('POST', '/v1/events', used, { 'x-api-key': key })).status).toBe(403);
    expect(countEvents()).toBe(0);
  });
});

describe('POST /v1/events/bulk', () => {
  it.each([[1], [2], [1000]])('takes %i events', async (count) => {
    const { status, body } = await sendBulk(many(count));
    expect([status, body]).toEqual([202, { message: 'Events accepted for processing' }]);
    expect(countEvents()).toBe(count);
  });

  it.each([
    ['no event', []],
    ['1001 events', many(1001)],
    ['no list', undefined],
    ['an object in place of the list', {}],
    ['an event that is null', [used, null]],
    ['one event without a name among good ones', [...many(40), { external_customer_id: 'anna' }]],
    ['one event with a bad timestamp', [...many(40), { ...used, timestamp: 'yesterday' }]],
  ])('refuses %s and stores nothing', async (_what, events) => {
    const { status, body } = await sendBulk(events);
    expect([status, body.message]).toEqual([400, 'Invalid request payload']);
    expect(countEvents()).toBe(0);
  });

  it('refuses all for one number that a meter cannot count, and says which', async () => {
    await meter({ type: 'SUM', field: 'n' });
    const { status, body } = await sendBulk([...many(40), { ...used, event_id: 'big', properties: { n: '1e15' } }]);
    expect([status, body.message]).toEqual([
      400,
      'This number is too big to be counted: at most 15 digits before the point are',
    ]);
    expect(body.details).toMatchObject({ index: 40, event_id: 'big' });
    expect(countEvents()).toBe(0);
  });

  it('stores once, however often the same request comes with one key', async () => {
    const again = { 'idempotency-key': 'k1' };
    for (let n = 0; n < 2; n += 1) {
      const { status, body } = await api.send('POST', '/v1/events/bulk', { events: [used, used] }, again);
      expect([status, body]).toEqual([202, { message: 'Events accepted for processing' }]);
    }
    expect(countEvents()).toBe(2);
  });
});

const meter = (aggregation: { type: 'SUM' | 'COUNT'; field?: string }) =>
  api.core.call('feature.create', { name: 'F', type: 'metered', meter: { event_name: 'used', aggregation } });

describe('GET /v1/events/lookup and /v1/events/:id', () => {
  it('says which meter counts the event, and how much', async () => {
    const feature = await meter({ type: 'SUM', field: 'n' });
    await send({ ...used, event_id: 'e1', properties: { n: '1.50' } });
    const { body } = await api.send('GET', '/v1/events/e1');
    expect(body).toMatchObject({ event: { id: 'e1', properties: { n: '1.50' } }, status: 'processed' });
    expect(body.processed_events).toEqual([
      {
        customer_id: null,
        feature_id: feature.id,
        meter_id: feature.meter_id,
        price_id: null,
        sub_line_item_id: null,
        subscription_id: null,
        processed_at: '2026-06-01T00:00:00Z',
        qty_total: '1.5',
      },
    ]);
    expect(body.debug_tracker).toBeNull();
    expect(await lookUp('e1')).toEqual(body);
  });

  it('says so when no meter counts it', async () => {
    await send({ ...used, event_id: 'e1' });
    expect(await lookUp('e1')).toMatchObject({
      status: 'failed',
      processed_events: [],
      debug_tracker: { failure_point: { failure_point_type: 'meter_lookup' } },
    });
  });

  it('finds ids of any form', async () => {
    for (const event_id of ['a/b c?d', 'lookup', '../x', 'ü']) {
      await send({ ...used, event_id });
      expect((await lookUp(event_id)).event.id).toBe(event_id);
    }
  });

  it.each([['/v1/events/nobody'], ['/v1/events/lookup?id=nobody']])('%s is 404', async (path) => {
    const { status, body } = await api.send('GET', path);
    expect([status, body.code]).toEqual([404, 'not_found']);
  });

  it('needs an id to look up', async () => {
    expect((await api.send('GET', '/v1/events/lookup')).status).toBe(400);
  });

  it('never shows an event of another environment', async () => {
    const { items } = await api.core.call('environment.list', {});
    const other = items.find(({ id }) => id !== api.core.environment_id)?.id ?? '';
    const { key } = await api.createKey({ environment_id: other });
    await send({ ...used, event_id: 'e1' });
    for (const path of ['/v1/events/e1', '/v1/events/lookup?id=e1']) {
      expect((await api.send('GET', path, undefined, { 'x-api-key': key })).status).toBe(404);
    }
  });
});
