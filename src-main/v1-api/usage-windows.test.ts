import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';
import { march, type Sent, sendUsed } from './test-used-events';

let api: TestApi;
beforeEach(async () => {
  api = await testApi({ start: '2026-12-01T00:00:00.000Z' });
});
afterEach(() => api.close());

const send = (...events: Sent[]) => sendUsed(api, 'anna', ...events);
const ask = async (body: object) =>
  (
    await api.send('POST', '/v1/events/usage', {
      event_name: 'used',
      aggregation_type: 'SUM',
      property_name: 'n',
      ...body,
    })
  ).body;
const windowsOf = async (body: object): Promise<[string, number][]> =>
  (await ask(body)).results.map(({ window_size, value }: { window_size: string; value: number }) => [
    window_size,
    value,
  ]);

describe('minutes', () => {
  it('begin with their first millisecond; those without usage are left out', async () => {
    await send(
      ['2026-03-02T10:07:00Z', 1],
      ['2026-03-02T10:07:59.999Z', 2],
      ['2026-03-02T10:08:00Z', 4],
      ['2026-03-02T10:10:00Z', 8],
    );
    expect(await windowsOf({ ...march, window_size: 'MINUTE' })).toEqual([
      ['2026-03-02T10:07:00Z', 3],
      ['2026-03-02T10:08:00Z', 4],
      ['2026-03-02T10:10:00Z', 8],
    ]);
  });

  it('are cut by a range that begins and ends within them', async () => {
    await send(['2026-03-02T10:07:10Z', 1], ['2026-03-02T10:07:20Z', 2], ['2026-03-02T10:07:40Z', 4]);
    const range = { start_time: '2026-03-02T10:07:20Z', end_time: '2026-03-02T10:07:40Z' };
    expect(await windowsOf({ ...range, window_size: 'MINUTE' })).toEqual([['2026-03-02T10:07:00Z', 2]]);
  });

  it('have their maxima, which are added up', async () => {
    await send(['2026-03-02T10:07:00Z', 5], ['2026-03-02T10:07:59.999Z', 3], ['2026-03-02T10:08:00Z', 4]);
    const answer = await ask({ ...march, aggregation_type: 'MAX', bucket_size: 'MINUTE' });
    expect([answer.value, answer.results.map(({ value }: { value: number }) => value)]).toEqual([9, [5, 4]]);
  });
});

describe('days on which clocks change', () => {
  const everyHourFrom = (start: string, hours: number) =>
    send(
      ...Array.from(
        { length: hours },
        (_, hour): Sent => [new Date(Date.parse(start) + hour * 3_600_000).toISOString(), 1],
      ),
    );
  const inBerlin = { timezone: 'Europe/Berlin' };

  it('of 25 hours are one day; the hour that comes twice is two', async () => {
    await everyHourFrom('2026-10-24T21:00:00Z', 27);
    const range = { start_time: '2026-10-24T22:00:00Z', end_time: '2026-10-25T23:00:00Z', ...inBerlin };
    expect(await windowsOf({ ...range, window_size: 'DAY' })).toEqual([['2026-10-24T22:00:00Z', 25]]);
    const hours = await windowsOf({ ...range, window_size: 'HOUR' });
    expect(hours.map(([, value]) => value)).toEqual(Array.from({ length: 25 }, () => 1));
    expect(hours.slice(2, 4).map(([start]) => start)).toEqual(['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z']);
    expect(await windowsOf({ ...range, window_size: '6HOUR' })).toEqual([
      ['2026-10-24T22:00:00Z', 7],
      ['2026-10-25T05:00:00Z', 6],
      ['2026-10-25T11:00:00Z', 6],
      ['2026-10-25T17:00:00Z', 6],
    ]);
  });

  it('of 23 hours are one day', async () => {
    await everyHourFrom('2026-03-28T22:00:00Z', 25);
    const range = { start_time: '2026-03-28T23:00:00Z', end_time: '2026-03-29T22:00:00Z', ...inBerlin };
    expect(await windowsOf({ ...range, window_size: 'DAY' })).toEqual([['2026-03-28T23:00:00Z', 23]]);
    expect(await windowsOf({ ...range, window_size: 'HOUR' })).toHaveLength(23);
  });

  it.each<[string, object, number]>([
    ['a day is one bucket', { bucket_size: 'DAY' }, 1],
    ['hours are 25 buckets', { bucket_size: 'HOUR' }, 25],
  ])('of 25 hours in buckets: %s', async (_what, bucket, value) => {
    await everyHourFrom('2026-10-24T22:00:00Z', 25);
    const range = { start_time: '2026-10-24T22:00:00Z', end_time: '2026-10-25T23:00:00Z', ...inBerlin };
    expect((await ask({ ...range, aggregation_type: 'MAX', ...bucket })).value).toBe(value);
  });

  it('of 25 hours weigh a weighted sum by all of their seconds', async () => {
    await send(['2026-10-24T22:00:00Z', 100], ['2026-10-25T18:00:00Z', 100]);
    const range = { start_time: '2026-10-24T22:00:00Z', end_time: '2026-10-25T23:00:00Z', ...inBerlin };
    // 20 of 25 hours are over at the second.
    expect((await ask({ ...range, aggregation_type: 'WEIGHTED_SUM' })).value).toBe(120);
  });
});
