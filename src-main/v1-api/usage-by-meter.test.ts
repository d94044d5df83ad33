import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';
import { march, type Sent, sendUsed } from './test-used-events';

let api: TestApi;
beforeEach(async () => {
  api = await testApi({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => api.close());

const send = (...events: Sent[]) => sendUsed(api, 'anna', ...events);

describe('POST /v1/events/usage/meter', () => {
  type Aggregation = Parameters<typeof api.core.call<'meter.create'>>[1]['aggregation'];

  const meter = async (aggregation: Aggregation, more: object = {}) => {
    const created = await api.core.call('meter.create', { name: 'M', event_name: 'used', aggregation, ...more });
    return created.id;
  };
  const byMeter = (meter_id: unknown, body: object = {}) =>
    api.send('POST', '/v1/events/usage/meter', { meter_id, ...march, ...body });

  it('measures as the meter does', async () => {
    const meter_id = await meter({ type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '0.5' });
    await send(['2026-03-02T00:00:00Z', '3'], ['2026-03-03T00:00:00Z', 4]);
    expect((await byMeter(meter_id)).body).toEqual({
      event_name: 'used',
      type: 'SUM_WITH_MULTIPLIER',
      value: 3.5,
      results: null,
    });
    expect((await byMeter(meter_id, { window_size: 'DAY' })).body.results).toEqual([
      { window_size: '2026-03-02T00:00:00Z', value: 1.5 },
      { window_size: '2026-03-03T00:00:00Z', value: 2 },
    ]);
  });

  it('puts the filters of the request on top of its own', async () => {
    const meter_id = await meter({ type: 'SUM', field: 'n' }, { filters: [{ key: 'region', values: ['eu', 'us'] }] });
    await send(
      ['2026-03-02T00:00:00Z', 1, { region: 'eu', tier: 'a' }],
      ['2026-03-02T00:00:00Z', 10, { region: 'us', tier: 'a' }],
      ['2026-03-02T00:00:00Z', 100, { region: 'us', tier: 'b' }],
      ['2026-03-02T00:00:00Z', 1000, { region: 'in', tier: 'a' }],
    );
    const of = async (filters: object) => (await byMeter(meter_id, { filters })).body.value;
    expect(await of({})).toBe(111);
    expect(await of({ tier: ['a'] })).toBe(11);
    expect(await of({ region: ['us', 'in'] })).toBe(110);
    expect(await of({ region: ['in'] })).toBe(0);
  });

  it('adds the maxima of its buckets, or of those the request asks for', async () => {
    const meter_id = await meter({ type: 'MAX', field: 'n', bucket_size: 'DAY' });
    await send(['2026-03-02T00:00:00Z', 5], ['2026-03-02T12:00:00Z', 9], ['2026-03-03T00:00:00Z', 10]);
    expect((await byMeter(meter_id)).body.value).toBe(19);
    expect((await byMeter(meter_id, { bucket_size: 'HOUR' })).body.value).toBe(24);
    expect((await byMeter(meter_id, { bucket_size: 'MONTH' })).body.value).toBe(10);
  });

  it.each<[Aggregation, number]>([
    [{ type: 'COUNT' }, 3],
    [{ type: 'SUM', field: 'n' }, 107],
    [{ type: 'MAX', field: 'n' }, 100],
    [{ type: 'COUNT_UNIQUE', field: 'n' }, 3],
    [{ type: 'WEIGHTED_SUM', field: 'n' }, 100 + 2 + 2.5],
  ])('which is never reset adds all usage before the start: %j', async (aggregation, expected) => {
    const range = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-03T00:00:00Z', window_size: 'DAY' };
    const kept = await meter(aggregation, { reset_usage: 'NEVER' });
    const reset = await meter(aggregation);
    await send(
      ['2020-01-01T00:00:00Z', 100],
      ['2026-03-01T00:00:00Z', 2],
      ['2026-03-02T00:00:00Z', 5],
      ['2026-03-03T00:00:00Z', 900],
    );
    const whole = await byMeter(kept, range);
    expect(whole.body.value).toBe(expected);
    expect(whole.body.results).toEqual((await byMeter(reset, range)).body.results);
  });

  it('refuses no meter and does not find an unknown one', async () => {
    const none = await byMeter(undefined);
    expect([none.status, none.body.message, Object.keys(none.body.details)]).toEqual([
      400,
      'Request validation failed',
      ['MeterID'],
    ]);
    const unknown = await byMeter('meter_nobody');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
  });

  it('refuses buckets of a meter that has none', async () => {
    const answer = await byMeter(await meter({ type: 'COUNT' }), { bucket_size: 'DAY' });
    expect([answer.status, answer.body.message]).toEqual([
      400,
      'BucketSize is only valid for MAX or SUM aggregation type',
    ]);
  });

  it('never measures events of another environment, nor by its meters', async () => {
    const { items } = await api.core.call('environment.list', {});
    const other = items.find(({ id }) => id !== api.core.environment_id)?.id ?? '';
    const { key } = await api.createKey({ environment_id: other });
    const meter_id = await meter({ type: 'SUM', field: 'n' });
    await send(['2026-03-02T00:00:00Z', 5]);
    const asOther = (path: string, body: object) => api.send('POST', path, body, { 'x-api-key': key });
    expect(
      (await asOther('/v1/events/usage', { event_name: 'used', aggregation_type: 'COUNT', ...march })).body.value,
    ).toBe(0);
    expect((await asOther('/v1/events/usage/meter', { meter_id, ...march })).status).toBe(404);
  });
});
