import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';
import { acme, askAnalytics, march, post, sendTokens } from './test-charged-tokens';

let api: TestApi;
beforeEach(async () => {
  api = await testApi({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => api.close());

const send = (timestamp: string, n: unknown, more?: Record<string, string>) => sendTokens(api, timestamp, n, more);
const ask = (body?: object) => askAnalytics(api, body);
const itemsOf = async (body: object) => (await ask(body)).body.items;
const usageOf = async (body: object) => (await itemsOf(body)).map((item: { total_usage: string }) => item.total_usage);

describe('what is asked for', () => {
  it('is half-open: the start counts, the end does not', async () => {
    await acme(api);
    await send('2026-02-28T23:59:59.999Z', 1);
    await send('2026-03-01T00:00:00Z', 10);
    await send('2026-04-01T00:00:00Z', 100);
    expect(await usageOf({})).toEqual(['10']);
    expect(await usageOf({ end_time: '2026-04-01T00:00:00.001Z' })).toEqual(['110']);
    expect(await usageOf({ start_time: '2026-03-01T02:00:00+02:00' })).toEqual(['10']);
  });

  it('is about the last seven days unless told otherwise', async () => {
    await acme(api);
    await send('2026-03-24T23:59:59Z', 1);
    await send('2026-03-25T00:00:00Z', 10);
    expect(await usageOf({ start_time: null, end_time: null })).toEqual(['10']);
    expect(await usageOf({ start_time: null, end_time: '2026-03-25T00:00:00Z' })).toEqual(['1']);
  });

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['111']],
    ['a property without texts', { property_filters: { region: null } }, ['111']],
    ['one source', { sources: ['api'] }, ['10']],
    ['sources by OR', { sources: ['api', 'sdk'] }, ['110']],
    ['a source nobody is', { sources: ['nobody'] }, []],
    ['one property', { property_filters: { model: ['a'] } }, ['10']],
    ['values by OR', { property_filters: { model: ['a', 'b'] } }, ['110']],
    ['properties by AND', { property_filters: { model: ['a', 'b'], tier: ['2'] } }, ['100']],
    ['a property without values', { property_filters: { model: [] } }, ['111']],
    ['features that are none', { feature_ids: ['feat_nobody'] }, []],
    ['no features in particular', { feature_ids: [] }, ['111']],
    ['children and buckets, of which there are none', { include_children: true, breakdown_bucket: true }, ['111']],
    ['nulls, which are nothing', { sources: null, group_by: null, property_filters: null, window_size: null }, ['111']],
    ['names it does not know', { external_customer_ids: ['nobody'] }, ['111']],
  ])('filters by %s', async (_what, body, expected) => {
    await acme(api);
    await send('2026-03-02T00:00:00Z', 1);
    await send('2026-03-02T00:00:00Z', 10, { source: 'api', model: 'a', tier: '1' });
    await send('2026-03-02T00:00:00Z', 100, { source: 'sdk', model: 'b', tier: '2' });
    expect(await usageOf(body)).toEqual(expected);
  });

  it('sums multiplied and weighted usage alike, filtered or not', async () => {
    for (const type of ['SUM_WITH_MULTIPLIER', 'WEIGHTED_SUM']) {
      const aggregation = { type, field: 'n', ...(type === 'SUM_WITH_MULTIPLIER' && { multiplier: '2' }) };
      await post(api, '/features', {
        name: type,
        type: 'metered',
        meter: { name: type, event_name: 'tokens', aggregation, reset_usage: 'BILLING_PERIOD' },
      });
    }
    await send('2026-03-31T00:00:00Z', 5, { source: 'api', model: 'a' });
    for (const more of [{}, { sources: ['api'] }, { property_filters: { model: ['a'] } }, { window_size: 'DAY' }]) {
      expect(await usageOf(more)).toEqual(['10', '5']);
    }
  });

  it.each<[string, string[], object[]]>([
    [
      'source',
      ['source'],
      [
        { source: 'api', total_cost: '8' },
        { source: 'sdk', total_cost: '9' },
      ],
    ],
    [
      'a property, "" for events without it',
      ['properties.region'],
      [
        { properties: { region: 'eu' }, total_cost: '13' },
        { properties: { region: '' }, total_cost: '1' },
      ],
    ],
    [
      'both',
      ['source', 'properties.region'],
      [
        { source: 'api', properties: { region: 'eu' } },
        { source: 'sdk', properties: { region: 'eu' } },
        { source: 'sdk', properties: { region: '' } },
      ],
    ],
    ['feature_id, which is the meter', ['feature_id'], [{ total_cost: '13.5' }]],
    ['meter_id', ['meter_id'], [{ total_cost: '13.5' }]],
    ['a property of odd letters', ['properties.a.b_c'], [{ properties: { 'a.b_c': '' } }]],
  ])('groups by %s, each priced from zero', async (_what, group_by, expected) => {
    await acme(api);
    await send('2026-03-02T00:00:00Z', 8, { source: 'api', region: 'eu' });
    await send('2026-03-02T01:00:00Z', 8, { source: 'sdk', region: 'eu' });
    await send('2026-03-02T02:00:00Z', 1, { source: 'sdk' });
    expect(await itemsOf({ group_by })).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['an end before the start', { start_time: march.end_time, end_time: march.start_time }],
    ['an empty start', { start_time: '' }],
    ['a start that is no time', { start_time: 'yesterday' }],
    ['an unknown window', { window_size: 'YEAR' }],
    ['a group of its own', { group_by: ['customer'] }],
    ['a property without a name', { group_by: ['properties.'] }],
    ['a property of other letters', { group_by: ['properties.a-b'] }],
    ['a text as group_by', { group_by: 'source' }],
    ['a list as property filters', { property_filters: ['model'] }],
    ['a text as property filter', { property_filters: { model: 'a' } }],
    ['a text as sources', { sources: 'api' }],
    ['a number as customer', { external_customer_id: 5 }],
    ['a text as include_children', { include_children: 'yes' }],
    ['a number as expand', { expand: 5 }],
  ])('is refused with %s', async (_what, body) => {
    const before = countChanges(api.core);
    const answer = await ask(body);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([
      400,
      'validation_error',
      'Please check the request payload',
    ]);
    expect(countChanges(api.core)).toBe(before);
  });

  it.each([['{'], [''], ['[]'], ['null']])('is refused with the body %j', async (body) => {
    const answer = await api.send('POST', '/v1/events/analytics', body);
    expect([answer.status, answer.body.message]).toEqual([400, 'Please check the request payload']);
  });

  it('may be asked with a key that only reads, and never shows another environment', async () => {
    await acme(api);
    await send('2026-03-02T00:00:00Z', 5);
    const reader = await api.createKey({ access: 'read' });
    const withKey = (key: string) =>
      api.send('POST', '/v1/events/analytics', { external_customer_id: 'acme', ...march }, { 'x-api-key': key });
    expect((await withKey(reader.key)).body.items).toHaveLength(1);
    const { items } = await api.core.call('environment.list', {});
    const other = items.find(({ id }) => id !== api.core.environment_id)?.id ?? '';
    const stranger = await api.createKey({ environment_id: other });
    expect((await withKey(stranger.key)).body).toMatchObject({ items: [], currency: '' });
  });
});
