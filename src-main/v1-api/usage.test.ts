import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';
import { march, type Sent, sendUsed } from './test-used-events';

let api: TestApi;
beforeEach(async () => {
  api = await testApi({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => api.close());

const used = { event_name: 'used', aggregation_type: 'SUM', property_name: 'n', ...march };

const send = (...events: Sent[]) => sendUsed(api, 'anna', ...events);

const usage = (body: object) => api.send('POST', '/v1/events/usage', { ...used, ...body });
const valueOfUsage = async (body: object) => (await usage(body)).body.value;
const windowsOf = async (body: object) =>
  (await usage(body)).body.results.map(({ window_size, value }: { window_size: string; value: number }) => [
    window_size,
    value,
  ]);

describe('POST /v1/events/usage', () => {
  it('answers every key, its value a number', async () => {
    await send(['2026-03-01T00:00:00Z', '0.1'], ['2026-03-31T23:59:59.999Z', 0.2]);
    const { status, body } = await usage({});
    expect(status).toBe(200);
    expect(body).toEqual({ event_name: 'used', type: 'SUM', value: 0.3, results: null });
  });

  it('answers 0 when there is nothing', async () => {
    expect((await usage({ window_size: 'DAY' })).body).toEqual({
      event_name: 'used',
      type: 'SUM',
      value: 0,
      results: [],
    });
  });

  it.each<[string, object, number]>([
    ['COUNT', { aggregation_type: 'COUNT', property_name: '' }, 5],
    ['COUNT, whatever property is named', { aggregation_type: 'COUNT' }, 5],
    ['SUM', {}, 7.5],
    ['AVG', { aggregation_type: 'AVG' }, 1.5],
    ['MAX', { aggregation_type: 'MAX' }, 4],
    ['LATEST, by time of the event', { aggregation_type: 'LATEST' }, 1.5],
    ['COUNT_UNIQUE', { aggregation_type: 'COUNT_UNIQUE', property_name: 'who' }, 2],
    ['SUM_WITH_MULTIPLIER', { aggregation_type: 'SUM_WITH_MULTIPLIER', multiplier: '0.001' }, 0.0075],
    ['SUM_WITH_MULTIPLIER by a number', { aggregation_type: 'SUM_WITH_MULTIPLIER', multiplier: 2 }, 15],
  ])('measures %s', async (_what, body, expected) => {
    await send(
      ['2026-03-20T00:00:00Z', '1.5', { who: 'a' }],
      ['2026-03-10T00:00:00Z', 4, { who: 'b' }],
      ['2026-03-11T00:00:00Z', 'many', { who: 'a' }],
      ['2026-03-12T00:00:00Z', -7],
      ['2026-03-13T00:00:00Z', '2'],
    );
    expect(await valueOfUsage(body)).toBe(expected);
  });

  it('weighs a weighted sum by the seconds that are left of the range', async () => {
    const day = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-02T00:00:00Z' };
    await send(['2026-03-01T00:00:00Z', 10], ['2026-03-01T12:00:00Z', 10], ['2026-03-01T23:59:59Z', 86_400]);
    expect(await valueOfUsage({ ...day, aggregation_type: 'WEIGHTED_SUM' })).toBe(16);
    expect(await windowsOf({ ...day, aggregation_type: 'WEIGHTED_SUM', window_size: '12HOUR' })).toEqual([
      ['2026-03-01T00:00:00Z', 10],
      ['2026-03-01T12:00:00Z', 6],
    ]);
  });

  it('is exact where floats are not', async () => {
    await send(...Array.from({ length: 10 }, (_, n): [string, string] => [`2026-03-01T00:00:0${n}Z`, '0.1']));
    expect(await valueOfUsage({})).toBe(1);
    expect(await valueOfUsage({ aggregation_type: 'SUM_WITH_MULTIPLIER', multiplier: '3' })).toBe(3);
  });

  it('takes events from the start and before the end', async () => {
    await send(
      ['2026-02-28T23:59:59.999Z', 1],
      ['2026-03-01T00:00:00Z', 10],
      ['2026-03-31T23:59:59.999Z', 100],
      ['2026-04-01T00:00:00Z', 1000],
    );
    expect(await valueOfUsage({})).toBe(110);
    expect(await valueOfUsage({ start_time: march.start_time, end_time: march.start_time })).toBe(0);
  });

  it('is about the last seven days unless told otherwise', async () => {
    await send(['2026-03-24T23:59:59Z', 1], ['2026-03-25T00:00:00Z', 10], ['2026-03-31T23:59:59Z', 100]);
    expect(await valueOfUsage({ start_time: null, end_time: null })).toBe(110);
    expect(await valueOfUsage({ start_time: null, end_time: '2026-03-31T23:59:59Z' })).toBe(11);
  });

  it.each<[string, object, number]>([
    ['an external id', { external_customer_id: 'anna' }, 1],
    ['an external id that is no customer', { external_customer_id: 'carl' }, 100],
    ['an external id nobody sent', { external_customer_id: 'nobody' }, 0],
    ['an id', { customer_id: 'bert' }, 10],
    ['an unknown id', { customer_id: 'cust_nobody' }, 0],
    ['both', { customer_id: 'bert', external_customer_id: 'bert' }, 10],
    ['both that are not the same', { customer_id: 'bert', external_customer_id: 'anna' }, 0],
    ['nobody: everybody', {}, 111],
  ])('is about the customer of %s', async (_what, body: { customer_id?: string }, expected) => {
    const bert = await api.core.call('customer.create', { external_id: 'bert', name: 'Bert' });
    await sendUsed(api, 'anna', ['2026-03-02T00:00:00Z', 1]);
    await sendUsed(api, 'bert', ['2026-03-02T00:00:00Z', 10]);
    await sendUsed(api, 'carl', ['2026-03-02T00:00:00Z', 100]);
    expect(await valueOfUsage({ ...body, ...(body.customer_id === 'bert' && { customer_id: bert.id }) })).toBe(
      expected,
    );
  });

  it.each<[string, unknown, number]>([
    ['one value', { region: ['eu'] }, 1],
    ['values by OR', { region: ['eu', 'us'] }, 11],
    ['properties by AND', { region: ['eu', 'us'], tier: ['2'] }, 10],
    ['numbers by their text', { tier: ['1'] }, 1],
    ['a list, as a meter has it', [{ key: 'region', values: ['us'] }], 10],
    ['a property without values, which is no condition', { region: [] }, 111],
    ['nothing', {}, 111],
  ])('filters by %s', async (_what, filters, expected) => {
    await send(
      ['2026-03-02T00:00:00Z', 1, { region: 'eu', tier: 1 }],
      ['2026-03-02T00:00:00Z', 10, { region: 'us', tier: '2' }],
      ['2026-03-02T00:00:00Z', 100],
    );
    expect(await valueOfUsage({ filters })).toBe(expected);
  });

  it.each<[string, [string, number][]]>([
    [
      'MINUTE',
      [
        ['2026-03-02T10:07:00Z', 1],
        ['2026-03-02T10:20:00Z', 2],
        ['2026-03-02T10:40:00Z', 4],
        ['2026-03-03T01:00:00Z', 8],
      ],
    ],
    [
      '15MIN',
      [
        ['2026-03-02T10:00:00Z', 1],
        ['2026-03-02T10:15:00Z', 2],
        ['2026-03-02T10:30:00Z', 4],
        ['2026-03-03T01:00:00Z', 8],
      ],
    ],
    [
      '30MIN',
      [
        ['2026-03-02T10:00:00Z', 3],
        ['2026-03-02T10:30:00Z', 4],
        ['2026-03-03T01:00:00Z', 8],
      ],
    ],
    [
      'HOUR',
      [
        ['2026-03-02T10:00:00Z', 7],
        ['2026-03-03T01:00:00Z', 8],
      ],
    ],
    [
      '3HOUR',
      [
        ['2026-03-02T09:00:00Z', 7],
        ['2026-03-03T00:00:00Z', 8],
      ],
    ],
    [
      '6HOUR',
      [
        ['2026-03-02T06:00:00Z', 7],
        ['2026-03-03T00:00:00Z', 8],
      ],
    ],
    [
      '12HOUR',
      [
        ['2026-03-02T00:00:00Z', 7],
        ['2026-03-03T00:00:00Z', 8],
      ],
    ],
    [
      'DAY',
      [
        ['2026-03-02T00:00:00Z', 7],
        ['2026-03-03T00:00:00Z', 8],
      ],
    ],
    ['WEEK', [['2026-03-02T00:00:00Z', 15]]],
    ['MONTH', [['2026-03-01T00:00:00Z', 15]]],
  ])('cuts into windows of %s', async (window_size, expected) => {
    await send(
      ['2026-03-02T10:07:59.999Z', 1],
      ['2026-03-02T10:20:00Z', 2],
      ['2026-03-02T10:40:00Z', 4],
      ['2026-03-03T01:00:30Z', 8],
    );
    expect(await windowsOf({ window_size })).toEqual(expected);
    expect(await valueOfUsage({ window_size })).toBe(15);
  });

  it('cuts windows by the zone of the request, else of the customer, else UTC', async () => {
    await api.core.call('customer.create', { external_id: 'anna', name: 'Anna', timezone: 'Asia/Kolkata' });
    await send(['2026-03-02T20:00:00Z', 1]);
    const day = { window_size: 'DAY' };
    expect(await windowsOf(day)).toEqual([['2026-03-02T00:00:00Z', 1]]);
    expect(await windowsOf({ ...day, timezone: 'America/New_York' })).toEqual([['2026-03-02T05:00:00Z', 1]]);
    expect(await windowsOf({ ...day, external_customer_id: 'anna' })).toEqual([['2026-03-02T18:30:00Z', 1]]);
    expect(await windowsOf({ ...day, external_customer_id: 'anna', timezone: 'UTC' })).toEqual([
      ['2026-03-02T00:00:00Z', 1],
    ]);
  });

  it.each<[string, object, string[]]>([
    [
      'a day of the month',
      { billing_anchor: '2024-01-05T00:00:00Z' },
      ['2026-02-05T00:00:00Z', '2026-03-05T00:00:00Z'],
    ],
    ['a day, not a time', { billing_anchor: '2024-03-05T14:30:45Z' }, ['2026-02-05T00:00:00Z', '2026-03-05T00:00:00Z']],
    ['the 31st', { billing_anchor: '2030-01-31T00:00:00Z' }, ['2026-02-28T00:00:00Z', '2026-03-31T00:00:00Z']],
    [
      'a day of another zone',
      { billing_anchor: '2024-01-05T05:00:00Z', timezone: 'America/New_York' },
      ['2026-02-05T05:00:00Z', '2026-03-05T05:00:00Z'],
    ],
  ])('begins months at %s', async (_what, anchored, expected) => {
    await send(['2026-03-01T00:00:00Z', 1], ['2026-03-31T12:00:00Z', 2]);
    expect((await windowsOf({ window_size: 'MONTH', ...anchored })).map(([start]: [string]) => start)).toEqual(
      expected,
    );
    expect(await windowsOf({ window_size: 'DAY', ...anchored, timezone: 'UTC' })).toEqual([
      ['2026-03-01T00:00:00Z', 1],
      ['2026-03-31T00:00:00Z', 2],
    ]);
  });

  describe('in buckets', () => {
    beforeEach(() =>
      send(
        ['2026-03-02T00:00:00Z', 5, { who: 'a' }],
        ['2026-03-02T01:00:00Z', 9, { who: 'a' }],
        ['2026-03-02T02:00:00Z', 3, { who: 'b' }],
        ['2026-03-03T00:00:00Z', 10, { who: 'a' }],
      ),
    );

    it.each<[string, object, number, [string, number][]]>([
      [
        'the maxima are added up',
        { aggregation_type: 'MAX' },
        19,
        [
          ['2026-03-02T00:00:00Z', 9],
          ['2026-03-03T00:00:00Z', 10],
        ],
      ],
      [
        'sums are sums',
        {},
        27,
        [
          ['2026-03-02T00:00:00Z', 17],
          ['2026-03-03T00:00:00Z', 10],
        ],
      ],
      [
        'every value of a property has its maximum',
        { aggregation_type: 'MAX', group_by: 'who' },
        22,
        [
          ['2026-03-02T00:00:00Z', 12],
          ['2026-03-03T00:00:00Z', 10],
        ],
      ],
      [
        'the same by the name that the official SDK has for it',
        { aggregation_type: 'MAX', group_by_property: 'who' },
        22,
        [
          ['2026-03-02T00:00:00Z', 12],
          ['2026-03-03T00:00:00Z', 10],
        ],
      ],
      [
        'a coarser window shows the maximum',
        { aggregation_type: 'MAX', window_size: 'MONTH' },
        19,
        [['2026-03-01T00:00:00Z', 10]],
      ],
      ['a coarser window shows the sum', { window_size: 'MONTH' }, 27, [['2026-03-01T00:00:00Z', 27]]],
      [
        'a finer window shows the buckets',
        { aggregation_type: 'MAX', window_size: 'HOUR' },
        19,
        [
          ['2026-03-02T00:00:00Z', 9],
          ['2026-03-03T00:00:00Z', 10],
        ],
      ],
    ])('%s', async (_what, body, value, windows) => {
      const answer = await usage({ bucket_size: 'DAY', ...body });
      expect(answer.body.value).toBe(value);
      expect(await windowsOf({ bucket_size: 'DAY', ...body })).toEqual(windows);
    });
  });

  it.each<[string, object, string]>([
    ['no event_name', { event_name: null }, 'Request validation failed'],
    ['an empty event_name', { event_name: '' }, 'Request validation failed'],
    ['a number as event_name', { event_name: 5 }, 'Please check the request payload'],
    ['an unknown aggregation', { aggregation_type: 'MEDIAN' }, 'Please provide a valid aggregation type'],
    ['a list as aggregation', { aggregation_type: [] }, 'Please check the request payload'],
    ['no property', { property_name: '' }, 'Please specify a field or expression for this aggregation type'],
    ['no multiplier', { aggregation_type: 'SUM_WITH_MULTIPLIER' }, 'Please provide a multiplier value'],
    [
      'a multiplier of 0',
      { aggregation_type: 'SUM_WITH_MULTIPLIER', multiplier: '0' },
      'Multiplier must be greater than zero',
    ],
    ['a multiplier that is no number', { multiplier: 'much' }, 'Please check the request payload'],
    ['an unknown window', { window_size: 'YEAR' }, 'Please provide a valid window size'],
    ['an unknown bucket', { bucket_size: 'YEAR' }, 'Please provide a valid window size for bucket_size'],
    [
      'buckets of a mean',
      { aggregation_type: 'AVG', bucket_size: 'DAY' },
      'BucketSize is only valid for MAX or SUM aggregation type',
    ],
    [
      'groups without buckets',
      { aggregation_type: 'MAX', group_by: 'who' },
      'GroupBy is only valid for MAX aggregation type with a bucket_size configured',
    ],
    ['a filter without a key', { filters: { '': ['a'] } }, 'Please provide a key for each filter'],
    ['filters that are a text', { filters: 'a' }, 'Please check the request payload'],
    ['an unknown zone', { timezone: 'Mars/Olympus' }, 'Please provide a valid IANA time zone, such as Europe/Berlin'],
    ['an anchor that is no time', { billing_anchor: 'the 5th' }, 'Please check the request payload'],
    ['an empty start', { start_time: '' }, 'Please check the request payload'],
    ['an end before the start', { end_time: '2026-02-01T00:00:00Z' }, 'Please check the request payload'],
  ])('refuses %s', async (_what, body, message) => {
    const answer = await usage(body);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([400, 'validation_error', message]);
  });

  it('names a missing field as the wire does', async () => {
    const { body } = await api.send('POST', '/v1/events/usage', {});
    expect(body.details.EventName).toBe(
      "Key: 'GetUsageRequest.EventName' Error:Field validation for 'EventName' failed on the 'required' tag",
    );
  });
});
