import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type TestCore, testCore } from '../test-core';
import { daysOfUse } from './days-of-use';
import { usageMeters } from './usage-catalog';

/** Acme has events on the 2nd, 3rd and 20th of March and before the range, everybody else on every day of March. */
let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

type Aggregation = Parameters<typeof core.call<'meter.create'>>[1]['aggregation'];

const meter = (aggregation: Aggregation, more: object = {}) =>
  core.call('meter.create', { name: 'M', event_name: 'used', aggregation, ...more });

const event = (external_customer_id: string, timestamp: string, properties: object = { n: 1 }) => ({
  event_name: 'used',
  external_customer_id,
  timestamp,
  properties: properties as Record<string, unknown>,
});
const send = (...events: ReturnType<typeof event>[]) => core.call('event.ingestBulk', { events });
const ofAcme = ['2026-02-10T12:00:00Z', '2026-03-02T00:00:00Z', '2026-03-03T23:59:59.999Z', '2026-03-20T12:00:00Z'];
const sendAll = () =>
  send(
    ...ofAcme.map((at) => event('acme', at)),
    ...Array.from({ length: 31 }, (_, day) => event('other', new Date(Date.UTC(2026, 2, day + 1, 5)).toISOString())),
  );

const march: readonly [string, string] = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'];
const everything: [string, string][] = [['2026-03-01', '2026-04-01']];
const acmesDays: [string, string][] = [
  ['2026-03-02', '2026-03-04'],
  ['2026-03-20', '2026-03-21'],
];

/** The stretches that are read for customers: by some meters, or by whatever asks where none is given. */
function stretches(readerIds: readonly string[] | null, range = march, customers: readonly string[] | null = ['acme']) {
  const { sqlite } = core.store;
  const numberOf = sqlite.prepare('select number from event_customers where external_id = ?').pluck();
  const event_number = sqlite.prepare("select number from event_names where name = 'used'").pluck().get() as number;
  const meters = usageMeters(core.store, core.environment_id);
  return daysOfUse(core.store, {
    environment_id: core.environment_id,
    segments: [[event_number, Date.parse(range[0]), Date.parse(range[1])]],
    customers: customers?.map((customer) => numberOf.get(customer) as number) ?? null,
    readers: readerIds?.flatMap((id) => meters.get(id) ?? []) ?? null,
  }).map(([, from, to]) => [shortened(from), shortened(to)]);
}

const shortened = (at: number) => new Date(at).toISOString().replace('T00:00:00.000Z', '');

describe('one customer', () => {
  test.each<[string, Aggregation]>([
    ['sums', { type: 'SUM', field: 'n' }],
    ['sums of a property that no event has', { type: 'SUM', field: 'nothing' }],
    ['means', { type: 'AVG', field: 'n' }],
    ['maxima', { type: 'MAX', field: 'n' }],
    ['latest values', { type: 'LATEST', field: 'n' }],
    ['distinct values', { type: 'COUNT_UNIQUE', field: 'n' }],
    ['distinct values of which there are none', { type: 'COUNT_UNIQUE', field: 'nothing' }],
  ])('is read on its days alone: %s', async (_what, aggregation) => {
    await sendAll();
    const { id } = await meter(aggregation);
    expect(stretches([id])).toEqual(acmesDays);
  });

  test('is read by a filtered meter on the days with events that pass, by anything else on all days', async () => {
    await send(event('acme', '2026-03-02T12:00:00Z', { kind: 'a' }), event('acme', '2026-03-05T12:00:00Z', {}));
    const { id } = await meter({ type: 'COUNT' }, { filters: [{ key: 'kind', values: ['a'] }] });
    expect(stretches([id])).toEqual([['2026-03-02', '2026-03-03']]);
    expect(stretches(null)).toEqual(everything);
    const all = await meter({ type: 'COUNT' });
    const bothDays = [
      ['2026-03-02', '2026-03-03'],
      ['2026-03-05', '2026-03-06'],
    ];
    expect(stretches([id, all.id])).toEqual(bothDays);
    expect(stretches(null)).toEqual(bothDays);
  });

  test('is read by an archived meter on the days it counted, which tell nobody else anything', async () => {
    const { id } = await meter({ type: 'SUM', field: 'n' });
    await send(event('acme', '2026-03-02T12:00:00Z'));
    await core.call('meter.archive', { id });
    await send(event('acme', '2026-03-09T12:00:00Z'));
    expect(stretches([id])).toEqual([['2026-03-02', '2026-03-03']]);
    expect(stretches(null)).toEqual(everything);
  });

  test('is read by a bucketed meter on the days that another one of the same events knows, else throughout', async () => {
    await sendAll();
    const { id } = await meter({ type: 'MAX', field: 'n', bucket_size: 'HOUR' });
    expect(stretches([id])).toEqual(everything);
    await meter({ type: 'COUNT' }, { filters: [{ key: 'kind', values: ['a'] }] });
    expect(stretches([id])).toEqual(everything);
    await meter({ type: 'COUNT' });
    expect(stretches([id])).toEqual(acmesDays);
  });

  test('that never used it is not read at all', async () => {
    await sendAll();
    await send({ ...event('idle', '2026-03-02T12:00:00Z'), event_name: 'another' });
    const { id } = await meter({ type: 'COUNT' });
    expect(stretches([id], march, ['idle'])).toEqual([]);
    expect(stretches([id], march, [])).toEqual([]);
  });
});

test('the range cuts days, and may begin before time and be empty', async () => {
  await sendAll();
  const { id } = await meter({ type: 'COUNT' });
  const within = ['2026-03-03T12:00:00Z', '2026-03-20T06:00:00Z'] as const;
  expect(stretches([id], within)).toEqual([
    ['2026-03-03T12:00:00.000Z', '2026-03-04'],
    ['2026-03-20', '2026-03-20T06:00:00.000Z'],
  ]);
  expect(stretches([id], [march[0], march[0]])).toEqual([['2026-03-01', '2026-03-01']]);
  const { sqlite } = core.store;
  const event_number = sqlite.prepare("select number from event_names where name = 'used'").pluck().get() as number;
  const customers = sqlite.prepare("select number from event_customers where external_id = 'acme'").pluck().all();
  const segments = daysOfUse(core.store, {
    environment_id: core.environment_id,
    segments: [[event_number, Number.MIN_SAFE_INTEGER, Date.parse(march[0])]],
    customers: customers as number[],
    readers: null,
  });
  expect(segments.map(([, from, to]) => [shortened(from), shortened(to)])).toEqual([['2026-02-10', '2026-02-11']]);
});

test('days are those of the environment, 25 hours long where the clock is put back', async () => {
  await core.call('environment.update', { id: core.environment_id, timezone: 'Europe/Berlin' });
  const { id } = await meter({ type: 'MAX', field: 'n' });
  await send(event('acme', '2026-10-25T22:59:59.999Z'), event('other', '2026-10-24T00:00:00Z'));
  expect(stretches([id], ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'])).toEqual([
    ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ]);
});

test('between an event and one of a mistyped year no day is looked up, however many there are', async () => {
  await sendAll();
  await send(event('acme', '9026-03-20T12:00:00Z'));
  const { id } = await meter({ type: 'MAX', field: 'n' });
  const stringify = vi.spyOn(JSON, 'stringify');
  const read = stretches([id], [march[0], '9999-01-01T00:00:00Z']);
  const listed = stringify.mock.calls.map(([value]) => (Array.isArray(value) ? value.length : 0));
  stringify.mockRestore();
  expect(read).toEqual([...acmesDays, ['9026-03-20', '9026-03-21']]);
  expect(Math.max(...listed)).toBe(1);
});

test('several customers are read on the days of any of them; everybody, and many, throughout', async () => {
  await sendAll();
  const { id } = await meter({ type: 'COUNT' });
  expect(stretches([id], march, ['acme', 'other'])).toEqual(everything);
  expect(stretches([id], march, null)).toEqual(everything);
  expect(
    stretches(
      [id],
      march,
      Array.from({ length: 11 }, () => 'acme'),
    ),
  ).toEqual(everything);
});
