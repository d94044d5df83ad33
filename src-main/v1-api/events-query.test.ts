import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

interface Sent {
  event_id: string;
  event_name?: string;
  external_customer_id?: string;
  timestamp?: string;
  source?: string;
  properties?: object;
}

async function send(...events: Sent[]) {
  const base = { event_name: 'used', external_customer_id: 'anna', timestamp: '2026-05-30T00:00:00Z' };
  const answer = await api.send('POST', '/v1/events/bulk', { events: events.map((event) => ({ ...base, ...event })) });
  expect(answer.status).toBe(202);
}

const query = async (body: object = {}) => (await api.send('POST', '/v1/events/query', body)).body;
const idsOf = (page: { events: { id: string }[] }) => page.events.map(({ id }) => id);
const ids = async (body: object) => idsOf(await query(body));
const list = async (search: string) => (await api.send('GET', `/v1/events${search}`)).body;

const week: Sent[] = [
  { event_id: 'first', timestamp: '2026-05-25T00:00:00Z', source: 'api', properties: { model: 'a', n: 1 } },
  { event_id: 'x1', timestamp: '2026-05-27T00:00:00.500Z', event_name: 'asked', properties: { model: 'b', n: '1' } },
  { event_id: 'x2', timestamp: '2026-05-27T00:00:00.500Z', external_customer_id: 'bert' },
  { event_id: 'last', timestamp: '2026-06-01T00:00:00Z' },
  { event_id: 'old', timestamp: '2026-05-24T23:59:59.999Z' },
];

describe('POST /v1/events/query', () => {
  it('answers every key of a page and of an event', async () => {
    await send(week[0] as Sent);
    expect(await query()).toEqual({
      events: [
        {
          id: 'first',
          external_customer_id: 'anna',
          customer_id: '',
          event_name: 'used',
          timestamp: '2026-05-25T00:00:00Z',
          properties: { model: 'a', n: 1 },
          source: 'api',
          environment_id: api.core.environment_id,
        },
      ],
      has_more: false,
      iter_first_key: '1779667200000000000::first',
      iter_last_key: '1779667200000000000::first',
      total_count: 1,
      offset: 50,
    });
  });

  it('answers an empty page when there is nothing', async () => {
    expect(await query()).toEqual({
      events: [],
      has_more: false,
      iter_first_key: null,
      iter_last_key: null,
      total_count: 0,
      offset: 50,
    });
  });

  it.each<[string, object, string[]]>([
    ['nothing: the last seven days, newest first, then id descending', {}, ['last', 'x2', 'x1', 'first']],
    ['event_name', { event_name: 'asked' }, ['x1']],
    ['external_customer_id', { external_customer_id: 'bert' }, ['x2']],
    ['source', { source: 'api' }, ['first']],
    ['event_id, whenever it was', { event_id: 'old' }, ['old']],
    ['event_id of another name', { event_id: 'old', event_name: 'asked' }, []],
    ['start_time alone', { start_time: '2026-05-27T00:00:00.5Z' }, ['last', 'x2', 'x1']],
    ['end_time alone: the seven days before it', { end_time: '2026-05-27T00:00:00Z' }, ['first', 'old']],
    [
      'both times, both inclusive',
      { start_time: '2026-05-25T00:00:00Z', end_time: '2026-05-27T00:00:00.500Z' },
      ['x2', 'x1', 'first'],
    ],
    ['times with an offset', { start_time: '2026-06-01T02:00:00+02:00' }, ['last']],
    ['one property', { property_filters: { model: ['a'] } }, ['first']],
    ['values of a property by OR', { property_filters: { model: ['a', 'b'] } }, ['x1', 'first']],
    ['properties by AND', { property_filters: { model: ['a', 'b'], n: ['1'] } }, ['x1', 'first']],
    ['properties that exclude each other', { property_filters: { model: ['a'], n: ['2'] } }, []],
    ['a property without values', { property_filters: { model: [] } }, ['last', 'x2', 'x1', 'first']],
    ['order asc', { order: 'asc' }, ['first', 'x1', 'x2', 'last']],
    ['sort by timestamp, desc', { sort: 'timestamp', order: 'desc' }, ['last', 'x2', 'x1', 'first']],
    ['sort by event_name, asc', { sort: 'event_name', order: 'asc' }, ['x1', 'last', 'x2', 'first']],
    ['sort by event_name, desc', { sort: 'event_name' }, ['last', 'x2', 'first', 'x1']],
    ['page_size', { page_size: 2 }, ['last', 'x2']],
    ['page_size 0, which is the default', { page_size: 0 }, ['last', 'x2', 'x1', 'first']],
    ['a huge page_size', { page_size: 1_000_000 }, ['last', 'x2', 'x1', 'first']],
    ['offset', { page_size: 2, offset: 1 }, ['x2', 'x1']],
    ['an offset behind the end', { offset: 9 }, []],
    [
      'empty texts, which are nothing',
      { event_name: '', sort: '', order: '', iter_last_key: '' },
      ['last', 'x2', 'x1', 'first'],
    ],
    ['nulls, which are nothing', { event_name: null, start_time: null, sort: null }, ['last', 'x2', 'x1', 'first']],
    ['names it does not know', { nonsense: 1 }, ['last', 'x2', 'x1', 'first']],
  ])('filters by %s', async (_what, body, expected) => {
    await send(...week);
    const page = await query(body);
    expect(idsOf(page)).toEqual(expected);
  });

  it.each<[string, object]>([
    ['a number as event_name', { event_name: 5 }],
    ['an empty start_time', { start_time: '' }],
    ['a start_time that is none', { start_time: 'yesterday' }],
    ['an end before the start', { start_time: '2026-05-27T00:00:00Z', end_time: '2026-05-26T00:00:00Z' }],
    ['property filters that are a list', { property_filters: ['a'] }],
    ['a property filter that is a text', { property_filters: { model: 'a' } }],
    ['a negative page_size', { page_size: -1 }],
    ['a fraction as page_size', { page_size: 1.5 }],
    ['a negative offset', { offset: -1 }],
    ['an unknown sort', { sort: 'source' }],
    ['an unknown order', { order: 'DESC' }],
    ['a cursor that is none', { iter_last_key: 'nonsense' }],
    ['a backward cursor that is none', { iter_first_key: '1::' }],
    ['a cursor of nobody when sorted by name', { sort: 'event_name', iter_last_key: '1::nobody' }],
  ])('refuses %s', async (_what, body) => {
    const answer = await api.send('POST', '/v1/events/query', body);
    expect([answer.status, answer.body.message]).toEqual([400, 'Please check the request payload']);
  });

  it.each([['{'], [''], ['[]'], ['5']])('refuses the body %j', async (body) => {
    const answer = await api.send('POST', '/v1/events/query', body);
    expect([answer.status, answer.body.message]).toEqual([400, 'Please check the request payload']);
  });

  it('counts all that match on every page but those of a cursor', async () => {
    await send(...week);
    expect(await query({ page_size: 1 })).toMatchObject({ has_more: true, total_count: 4, offset: 1 });
    const second = await query({ page_size: 3, offset: 1 });
    expect(second).toMatchObject({ has_more: false, total_count: 4, offset: 4 });
    expect(await query({ page_size: 1, property_filters: { n: ['1'] } })).toMatchObject({ total_count: 2 });
    expect((await query({ iter_last_key: second.iter_first_key })).total_count).toBeNull();
  });

  it('pages by cursor through events of any time', async () => {
    await send(
      { event_id: 'ancient', timestamp: '0001-01-01T00:00:00Z' },
      { event_id: 'old', timestamp: '1960-01-01T00:00:00.001Z' },
      { event_id: 'future', timestamp: '9999-12-31T23:59:59.999Z' },
    );
    const range = { start_time: '0000-01-01T00:00:00Z', end_time: '9999-12-31T23:59:59.999Z', page_size: 1 };
    const first = await query(range);
    const second = await query({ ...range, iter_last_key: first.iter_last_key });
    const third = await query({ ...range, iter_last_key: second.iter_last_key });
    expect([first, second, third].flatMap(idsOf)).toEqual(['future', 'old', 'ancient']);
    expect(idsOf(await query({ ...range, iter_first_key: third.iter_first_key }))).toEqual(['old']);
  });

  it('keeps its place while events keep coming in', async () => {
    await send(...week);
    const { iter_first_key, iter_last_key } = await query({ page_size: 2 });
    await send({ event_id: 'new', timestamp: '2026-06-01T00:00:00Z' });
    expect(await ids({ page_size: 2, iter_last_key })).toEqual(['x1', 'first']);
    expect(await query({ page_size: 2, iter_first_key })).toMatchObject({ events: [{ id: 'new' }], has_more: false });
  });

  it('pages there and back again over the same events, in every order', async () => {
    const event = fc.record({
      event_id: fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme' }),
      event_name: fc.constantFrom('a', 'b', 'c'),
      minute: fc.integer({ min: 0, max: 5 }),
    });
    const anyEvents = fc.uniqueArray(event, { selector: ({ event_id }) => event_id, minLength: 1, maxLength: 15 });
    const anyOrder = fc.record({
      sort: fc.constantFrom('timestamp', 'event_name'),
      order: fc.constantFrom('asc', 'desc'),
    });
    await fc.assert(
      fc.asyncProperty(anyEvents, anyOrder, fc.integer({ min: 1, max: 4 }), async (events, order, page_size) => {
        api.core.store.sqlite.exec('delete from events');
        await send(...events.map(({ minute, ...rest }) => ({ ...rest, timestamp: `2026-05-30T00:0${minute}:00Z` })));
        const whole = await ids({ ...order, page_size: 100 });
        expect([...whole].sort()).toEqual(events.map(({ event_id }) => event_id).sort());
        const there: string[] = [];
        let page = await query({ ...order, page_size });
        there.push(...idsOf(page));
        while (page.has_more) {
          page = await query({ ...order, page_size, iter_last_key: page.iter_last_key });
          there.push(...idsOf(page));
        }
        expect(there).toEqual(whole);
        const back = idsOf(page);
        for (let more = true; more; more = page.has_more) {
          page = await query({ ...order, page_size, iter_first_key: page.iter_first_key });
          back.unshift(...idsOf(page));
          if (page.events.length === 0) break;
        }
        expect(back).toEqual(whole);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('never shows events of another environment', async () => {
    const { items } = await api.core.call('environment.list', {});
    const other = items.find(({ id }) => id !== api.core.environment_id)?.id ?? '';
    const { key } = await api.createKey({ environment_id: other });
    await send(...week);
    const seen = await api.send('POST', '/v1/events/query', { event_id: 'last' }, { 'x-api-key': key });
    expect(seen.body.events).toEqual([]);
    expect((await api.send('GET', '/v1/events', undefined, { 'x-api-key': key })).body.total_count).toBe(0);
  });
});

describe('GET /v1/events', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', ['last', 'x2', 'x1', 'first']],
    ['a name', '?event_name=asked', ['x1']],
    ['times', '?start_time=2026-05-27T00:00:00Z&end_time=2026-05-28T00:00:00Z', ['x2', 'x1']],
    ['one property', '?property_filters=model:a', ['first']],
    ['properties and values', '?property_filters=model:a,b;n:1', ['x1', 'first']],
    ['properties with blanks and a last semicolon', '?property_filters=model:%20a%20;', ['first']],
    ['order and sort', '?sort=event_name&order=asc', ['x1', 'last', 'x2', 'first']],
    ['page_size and offset', '?page_size=2&offset=1', ['x2', 'x1']],
  ])('filters by %s', async (_what, search, expected) => {
    await send(...week);
    expect(idsOf(await list(search))).toEqual(expected);
  });

  it('answers at most 50 events', async () => {
    await send(...Array.from({ length: 60 }, (_, n) => ({ event_id: `e${n}` })));
    expect(await list('?page_size=1000')).toMatchObject({ has_more: true, total_count: 60, offset: 50 });
    expect((await list('?page_size=1000')).events).toHaveLength(50);
    expect((await query({ page_size: 1000 })).events).toHaveLength(60);
  });

  it('pages by cursor', async () => {
    await send(...week);
    const { iter_last_key } = await list('?page_size=2');
    expect(idsOf(await list(`?page_size=2&iter_last_key=${encodeURIComponent(iter_last_key)}`))).toEqual([
      'x1',
      'first',
    ]);
  });

  it.each([
    ['?page_size=many'],
    ['?page_size=-1'],
    ['?offset=-1'],
    ['?start_time=yesterday'],
    ['?property_filters=model'],
    ['?property_filters=:a'],
    ['?order=up'],
  ])('refuses %s', async (search) => {
    const { status, body } = await api.send('GET', `/v1/events${search}`);
    expect([status, body.message]).toEqual([400, 'Please check the request payload']);
  });
});
