import { aggregationTypes, windowSizes } from '@shared/entities/meter';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const sum = { type: 'SUM', field: 'n' };
const create = (body: object = {}) =>
  api.send('POST', '/v1/meters', {
    name: 'Tokens',
    event_name: 'tokens',
    aggregation: sum,
    reset_usage: 'BILLING_PERIOD',
    ...body,
  });
const bare = { field: null, expression: null, multiplier: null, bucket_size: null, group_by: null };

describe('create (wire contract 5.6)', () => {
  it('answers every key', async () => {
    const { status, headers, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^meter_[0-9A-HJKMNP-TV-Z]{26}$/),
      name: 'Tokens',
      event_name: 'tokens',
      aggregation: { ...bare, ...sum },
      filters: [],
      reset_usage: 'BILLING_PERIOD',
      tenant_id: '00000000-0000-0000-0000-000000000000',
      status: 'published',
      created_at: '2026-06-01T00:00:00Z',
      updated_at: '2026-06-01T00:00:00Z',
      etag: headers.get('etag'),
    });
    expect((await api.send('GET', `/v1/meters/${body.id}`)).body).toEqual(body);
  });

  const multiplied = { type: 'SUM_WITH_MULTIPLIER', field: 'n' };
  it.each<[string, object, object]>([
    ...aggregationTypes
      .filter((type) => type !== 'COUNT' && type !== 'SUM_WITH_MULTIPLIER')
      .map((type): [string, object, object] => [
        type,
        { aggregation: { type, field: 'n' } },
        { aggregation: { ...bare, type, field: 'n' } },
      ]),
    ['COUNT without field', { aggregation: { type: 'COUNT' } }, { aggregation: { ...bare, type: 'COUNT' } }],
    [
      'a multiplier as text',
      { aggregation: { ...multiplied, multiplier: '2.50' } },
      { aggregation: { ...bare, ...multiplied, multiplier: '2.5' } },
    ],
    [
      'a multiplier as number',
      { aggregation: { ...multiplied, multiplier: 0.5 } },
      { aggregation: { ...bare, ...multiplied, multiplier: '0.5' } },
    ],
    ...windowSizes.flatMap((bucket_size) =>
      ['MAX', 'SUM'].map((type): [string, object, object] => [
        `${type} by ${bucket_size}`,
        { aggregation: { type, field: 'n', bucket_size } },
        { aggregation: { ...bare, type, field: 'n', bucket_size } },
      ]),
    ),
    [
      'MAX by hour and group',
      { aggregation: { type: 'MAX', field: 'n', bucket_size: 'HOUR', group_by: 'host' } },
      { aggregation: { ...bare, type: 'MAX', field: 'n', bucket_size: 'HOUR', group_by: 'host' } },
    ],
    [
      'filters',
      { filters: [{ key: 'model', values: ['a', 'b'] }] },
      { filters: [{ key: 'model', values: ['a', 'b'] }] },
    ],
    ['reset_usage NEVER', { reset_usage: 'NEVER' }, { reset_usage: 'NEVER' }],
    ['reset_usage left out (ours)', { reset_usage: undefined }, { reset_usage: 'BILLING_PERIOD' }],
    ['spaces around the event name, cut', { event_name: ' tokens ' }, { event_name: 'tokens' }],
    ['nulls, at any depth', { filters: null, aggregation: { ...bare, ...sum } }, { aggregation: { ...bare, ...sum } }],
    [
      'what it does not know, unread',
      { status: 'archived', aggregation: { ...sum, colour: 1 } },
      { status: 'published', aggregation: { ...bare, ...sum } },
    ],
  ])('accepts %s', async (_case, fields, expected) => {
    const { status, body } = await create(fields);
    expect(status).toBe(201);
    expect(body).toMatchObject(expected);
  });

  const malformed = 'Invalid request format';
  const failed = 'Request validation failed';
  const field = 'Please specify a field or expression for this aggregation type';
  const bucket = 'BucketSize is only valid for MAX or SUM aggregation type';
  const groupBy = 'GroupBy is only valid for MAX aggregation type with a bucket_size configured';
  it.each<[string, object, string]>([
    ['no name', { name: undefined }, 'Please provide a name for the meter'],
    ['an empty name', { name: '' }, 'Please provide a name for the meter'],
    ['a name of spaces', { name: '  ' }, 'Please provide a name for the meter'],
    ['no event name', { event_name: undefined }, failed],
    ['an event name of spaces', { event_name: '  ' }, failed],
    ['no aggregation', { aggregation: undefined }, failed],
    [
      'an unknown aggregation type',
      { aggregation: { type: 'P99', field: 'n' } },
      'Please provide a valid aggregation type',
    ],
    [
      'an aggregation type of another case',
      { aggregation: { type: 'sum', field: 'n' } },
      'Please provide a valid aggregation type',
    ],
    ['no aggregation type', { aggregation: { field: 'n' } }, 'Please provide a valid aggregation type'],
    ...aggregationTypes
      .filter((type) => type !== 'COUNT')
      .map((type): [string, object, string] => [
        `${type} without field`,
        { aggregation: { type, multiplier: '1' } },
        field,
      ]),
    ['an empty field', { aggregation: { type: 'SUM', field: ' ' } }, field],
    ...(['COUNT', 'COUNT_UNIQUE', 'SUM_WITH_MULTIPLIER', 'WEIGHTED_SUM'] as const).map(
      (type): [string, object, string] => [
        `an expression of ${type}`,
        { aggregation: { type, expression: 'a * b', multiplier: '1' } },
        'Use SUM, AVG, MAX or LATEST when providing an expression',
      ],
    ),
    [
      'a field and an expression',
      { aggregation: { ...sum, expression: 'a * b' } },
      'Provide either field or expression, not both',
    ],
    ['no multiplier', { aggregation: multiplied }, 'Please provide a multiplier value'],
    [
      'a multiplier of zero',
      { aggregation: { ...multiplied, multiplier: '0' } },
      'Multiplier must be greater than zero',
    ],
    [
      'a negative multiplier',
      { aggregation: { ...multiplied, multiplier: -0.5 } },
      'Multiplier must be greater than zero',
    ],
    ['a multiplier that is no number', { aggregation: { ...multiplied, multiplier: 'two' } }, malformed],
    ...aggregationTypes
      .filter((type) => type !== 'MAX' && type !== 'SUM')
      .map((type): [string, object, string] => [
        `${type} by hour`,
        { aggregation: { type, field: 'n', multiplier: '1', bucket_size: 'HOUR' } },
        bucket,
      ]),
    [
      'an unknown window size',
      { aggregation: { ...sum, bucket_size: '2HOUR' } },
      'Please provide a valid window size for bucket_size',
    ],
    ['a group without window size', { aggregation: { type: 'MAX', field: 'n', group_by: 'host' } }, groupBy],
    ['a group of SUM', { aggregation: { ...sum, bucket_size: 'HOUR', group_by: 'host' } }, groupBy],
    ['a filter without key', { filters: [{ key: '', values: ['a'] }] }, 'Please provide a key for each filter'],
    [
      'a filter without values',
      { filters: [{ key: 'a', values: [] }] },
      'Please provide at least one value for each filter',
    ],
    [
      'a filter whose values are left out',
      { filters: [{ key: 'a' }] },
      'Please provide at least one value for each filter',
    ],
    ['an unknown reset_usage', { reset_usage: 'DAILY' }, failed],
    ['a name of another type', { name: 1 }, malformed],
    ['filters that are no list', { filters: { key: 'a', values: ['b'] } }, malformed],
    ['a filter value of another type', { filters: [{ key: 'a', values: [1] }] }, malformed],
    ['an aggregation that is a text', { aggregation: 'SUM' }, malformed],
  ])('refuses %s', async (_case, fields, message) => {
    const { status, body } = await create(fields);
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
    expect(countChanges(api.core)).toBe(0);
  });

  it.each(['SUM', 'AVG', 'MAX', 'LATEST'])(
    'refuses an expression of %s plainly: none is measured here',
    async (type) => {
      const { status, body } = await create({ aggregation: { type, expression: 'tokens * price' } });
      expect([status, body.code]).toEqual([400, 'validation_error']);
      expect(body.message).toBe(
        'Expressions cannot be measured here yet. Please aggregate one property of the event instead.',
      );
      expect(countChanges(api.core)).toBe(0);
    },
  );

  it.each([['{"name":'], [''], ['[]'], ['5']])('refuses the malformed body %j', async (text) => {
    const { status, body } = await api.send('POST', '/v1/meters', text);
    expect([status, body.message]).toEqual([400, malformed]);
  });
});

describe('list and get (wire contract 5.5)', () => {
  it('lists by event name, ids and status, archived ones too', async () => {
    const { body: tokens } = await create();
    const { body: calls } = await create({ name: 'Calls', event_name: 'call', aggregation: { type: 'COUNT' } });
    await api.send('DELETE', `/v1/meters/${calls.id}`);
    const names = async (query: string) =>
      (await api.send('GET', `/v1/meters${query}`)).body.items.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['Calls', 'Tokens']);
    expect(await names('?event_name=call')).toEqual(['Calls']);
    expect(await names(`?meter_ids=${tokens.id}&meter_ids=meter_x`)).toEqual(['Tokens']);
    expect(await names('?status=archived')).toEqual(['Calls']);
    expect(await names('?sort=name&order=desc')).toEqual(['Tokens', 'Calls']);
    expect((await api.send('GET', '/v1/meters?limit=1&offset=1')).body.pagination).toEqual({
      total: 2,
      limit: 1,
      offset: 2,
    });
  });

  it.each([
    ['GET', ''],
    ['PUT', ''],
    ['DELETE', ''],
    ['POST', '/disable'],
  ])('%s %s of an unknown meter is not found', async (method, path) => {
    const body = method === 'PUT' ? { filters: [] } : undefined;
    const answer = await api.send(method, `/v1/meters/meter_x${path}`, body);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([404, 'not_found', 'Meter not found']);
  });
});

describe('edit (wire contract 5.5): filters only', () => {
  it('merges them by key', async () => {
    const { body: meter } = await create({ filters: [{ key: 'model', values: ['a'] }] });
    api.core.clock.advance(1);
    const filters = [
      { key: 'model', values: ['b', 'a'] },
      { key: 'region', values: ['eu'] },
    ];
    const { status, body } = await api.send('PUT', `/v1/meters/${meter.id}`, { filters, name: 'x', event_name: 'y' });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...meter,
      filters: [
        { key: 'model', values: ['a', 'b'] },
        { key: 'region', values: ['eu'] },
      ],
      updated_at: '2026-06-01T00:00:00.001Z',
      etag: body.etag,
    });
  });

  it.each<[string, unknown, string]>([
    ['a filter without key', { filters: [{ key: '', values: ['a'] }] }, 'Please provide a key for each filter'],
    [
      'a filter without values',
      { filters: [{ key: 'a', values: [] }] },
      'Please provide at least one value for each filter',
    ],
    ['filters of another type', { filters: 'x' }, 'Invalid request payload'],
    ['an empty body', '', 'Invalid request payload'],
    ['half a document', '{', 'Invalid request payload'],
    ['no filters', {}, 'Request validation failed'],
  ])('refuses %s', async (_case, fields, message) => {
    const { body: meter } = await create();
    const before = countChanges(api.core);
    const { status, body } = await api.send('PUT', `/v1/meters/${meter.id}`, fields);
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
    expect(countChanges(api.core)).toBe(before);
  });
});

describe('archive (wire contract 5.5)', () => {
  it.each([
    ['POST', '/disable', 'Meter disabled successfully'],
    ['DELETE', '', 'Meter deleted successfully'],
  ])('%s %s archives it, once', async (method, path, message) => {
    const { body: meter } = await create();
    const first = await api.send(method, `/v1/meters/${meter.id}${path}`);
    expect([first.status, first.body]).toEqual([200, { message }]);
    expect((await api.send('GET', `/v1/meters/${meter.id}`)).body.status).toBe('archived');
    const before = countChanges(api.core);
    expect((await api.send(method, `/v1/meters/${meter.id}${path}`)).status).toBe(200);
    expect(countChanges(api.core)).toBe(before);
  });
});
