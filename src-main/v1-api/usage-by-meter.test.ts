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

  it('takes the maximum of each value of a property, where the request tells them apart', async () => {
    const meter_id = await meter({ type: 'MAX', field: 'n', bucket_size: 'DAY' });
    await send(['2026-03-02T00:00:00Z', 5, { region: 'eu' }], ['2026-03-02T12:00:00Z', 12, { region: 'us' }]);
    expect((await byMeter(meter_id)).body.value).toBe(12);
    expect((await byMeter(meter_id, { group_by: 'region' })).body.value).toBe(17);
    expect((await byMeter(meter_id, { filters: { region: null } })).body.value).toBe(12);
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
    [{ type: 'AVG', field: 'n' }, 35.666666666666664],
    [{ type: 'LATEST', field: 'n' }, 5],
    [{ type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '0.5' }, 53.5],
    [{ type: 'MAX', field: 'n', bucket_size: 'DAY' }, 107],
    [{ type: 'SUM', field: 'n', bucket_size: 'MONTH' }, 107],
    [{ type: 'MAX', field: 'n', bucket_size: 'DAY', group_by: 'who' }, 107],
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

  it('which is never reset still filters, tells customers apart and ends with the range', async () => {
    const meter_id = await meter({ type: 'SUM', field: 'n' }, { reset_usage: 'NEVER' });
    await send(['2019-06-01T00:00:00Z', 1, { region: 'eu' }], ['2026-02-28T23:59:59.999Z', 10, { region: 'us' }]);
    await send(['2026-03-05T00:00:00Z', 100, { region: 'eu' }], ['2026-04-01T00:00:00Z', 1000, { region: 'eu' }]);
    await sendUsed(api, 'bert', ['2020-01-01T00:00:00Z', 50_000, { region: 'eu' }]);
    const of = async (body: object) => (await byMeter(meter_id, body)).body.value;
    const anna = { external_customer_id: 'anna' };
    expect(await of({})).toBe(50_111);
    expect(await of(anna)).toBe(111);
    expect(await of({ ...anna, filters: { region: ['eu'] } })).toBe(101);
    expect(await of({ ...anna, end_time: march.start_time })).toBe(11);
    expect(await of({ ...anna, start_time: '2026-02-01T00:00:00Z', end_time: '2026-02-01T00:00:00Z' })).toBe(1);
  });

  it('which is reset has nothing of before the start', async () => {
    const meter_id = await meter({ type: 'SUM', field: 'n' }, { reset_usage: 'BILLING_PERIOD' });
    await send(['2026-02-28T23:59:59.999Z', 10], ['2026-03-01T00:00:00Z', 1]);
    expect((await byMeter(meter_id)).body.value).toBe(1);
  });

  it('takes a customer, windows, a zone and an anchor as the usage of an event name does', async () => {
    const meter_id = await meter({ type: 'SUM', field: 'n' });
    await send(['2026-03-02T20:00:00Z', 1], ['2026-03-31T12:00:00Z', 2]);
    await sendUsed(api, 'bert', ['2026-03-02T20:00:00Z', 40]);
    const anna = { external_customer_id: 'anna' };
    const windows = async (body: object) =>
      (await byMeter(meter_id, { ...anna, ...body })).body.results.map((one: object) => Object.values(one));
    expect((await byMeter(meter_id, anna)).body.value).toBe(3);
    expect((await byMeter(meter_id, { customer_id: 'cust_nobody' })).body.value).toBe(0);
    expect(await windows({ window_size: 'MINUTE' })).toEqual([
      ['2026-03-02T20:00:00Z', 1],
      ['2026-03-31T12:00:00Z', 2],
    ]);
    expect(await windows({ window_size: 'DAY', timezone: 'Asia/Kolkata' })).toEqual([
      ['2026-03-02T18:30:00Z', 1],
      ['2026-03-30T18:30:00Z', 2],
    ]);
    expect(await windows({ window_size: 'MONTH', billing_anchor: '2026-01-05T00:00:00Z' })).toEqual([
      ['2026-02-05T00:00:00Z', 1],
      ['2026-03-05T00:00:00Z', 2],
    ]);
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
