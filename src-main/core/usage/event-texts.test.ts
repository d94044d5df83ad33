import { toInstant } from '@shared/instant';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';
import { cutStretch, type EventHead, type EventStretch, eventsPerText, eventText } from './event-texts';

const start = Date.parse('2026-03-01T00:00:00Z');
/** So many at each moment: more than go into one text at the second one. */
const counts = [10, 4500, 1, 900];
let core: TestCore;

beforeAll(async () => {
  core = testCore({ start: '2026-04-01T00:00:00Z' });
  const events = counts.flatMap((count, moment) =>
    Array.from({ length: count }, (_, index) => ({
      event_name: 'used',
      external_customer_id: `customer-${moment}`,
      event_id: `event-${moment}-${String(index).padStart(5, '0')}`,
      timestamp: toInstant(start + moment),
      source: moment % 2 ? 'api' : '',
      properties: { n: String(index) },
    })),
  );
  for (let first = 0; first < events.length; first += 1000) {
    await core.call('event.ingestBulk', { events: events.slice(first, first + 1000) });
  }
}, 60_000);
afterAll(() => core.close());

const all: EventStretch = { event_name: 1, from: start, to: start + 100, before: null };
const told = (stretch: EventStretch, head: EventHead = 'customer') => {
  const text = eventText(core.store.sqlite, stretch, head);
  return text && `${text.first}${text.bytes}`;
};
/** The events of some moments as they are told, with what `headOf` says of each moment. */
const expected = (moments: readonly number[], headOf = (moment: number) => `${moment + 1}`) =>
  moments
    .flatMap((moment) => Array.from({ length: counts[moment] ?? 0 }, (_, n) => `${headOf(moment)}{"n":"${n}"}`))
    .join('');

test('every event of a stretch is told behind the number of its customer, in the order of time', () => {
  expect(told(all)).toBe(expected([0, 1, 2, 3]));
  expect(told({ ...all, from: start + 2, to: start + 3 })).toBe('3{"n":"0"}');
});

test('sources stand beside customers', () => {
  const heads = ['1 1', '2 2', '3 1', '4 2'];
  expect(told({ ...all, from: start + 2 }, 'customer and source')).toBe(
    expected([2, 3], (moment) => heads[moment] ?? ''),
  );
});

test('what came in later is left out, and a stretch without events has no text', () => {
  expect(told({ ...all, before: Date.parse('2026-04-01T00:00:00Z') })).toBeNull();
  expect(told({ ...all, before: Date.parse('2026-04-02T00:00:00Z') })).toBe(expected([0, 1, 2, 3]));
  expect(told({ ...all, from: start + 50 })).toBeNull();
});

test('a stretch is cut into texts of some thousands, those of one moment together', () => {
  const parts = [...cutStretch(core.store.sqlite, all, 4000)];
  expect(parts.map(({ from, to }) => [from - start, to - start])).toEqual([
    [0, 1],
    [1, 2],
    [2, 100],
  ]);
  expect(parts.map((part) => told(part)).join('')).toBe(told(all));
});

test('as many events as memory has room for go into one text: few of long ones', async () => {
  const { sqlite } = core.store;
  expect(eventsPerText(sqlite, all)).toBe(4000);
  expect(eventsPerText(sqlite, { ...all, from: start + 50 })).toBe(4000);
  await core.call('event.ingest', {
    event_name: 'used',
    external_customer_id: 'customer-0',
    timestamp: toInstant(start + 200),
    properties: { text: 'x'.repeat(50_000) },
  });
  expect(eventsPerText(sqlite, { ...all, from: start + 50, to: start + 300 })).toBe(79);
});
