import { toInstant } from '@shared/instant';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';
import { type EventStretch, eventTexts } from './event-texts';

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

const all: EventStretch = { event_name: 1, from: start, to: start + 100, before: null, atMost: null };
const linesOf = (stretch: EventStretch, head: Parameters<typeof eventTexts>[2] = 'customer') =>
  [...eventTexts(core.store.sqlite, stretch, head)].map((text) => text.toString().split('\n'));

const expected = counts.flatMap((count, moment) =>
  Array.from({ length: count }, (_, index) => `${moment + 1}{"n":"${index}"}`),
);

test('every event is told once, in the order of time, some thousands in a text; more of one moment in one', () => {
  const texts = linesOf(all);
  expect(texts.flat()).toEqual(expected);
  expect(texts.map(({ length }) => length)).toEqual([10, 4500, 901]);
});

test('few events are read at once', () => {
  expect(linesOf({ ...all, from: start + 2, atMost: 901 })).toEqual([expected.slice(4510)]);
});

test('sources stand beside customers', () => {
  const sources = new Set(
    linesOf(all, 'customer and source').flatMap((lines) => lines.map((line) => line.split('{')[0])),
  );
  expect([...sources]).toEqual(['1 1', '2 2', '3 1', '4 2']);
});

test('what came in later is left out, and a stretch without events has no text', () => {
  expect(linesOf({ ...all, before: Date.parse('2026-04-01T00:00:00Z') })).toEqual([]);
  expect(linesOf({ ...all, before: Date.parse('2026-04-02T00:00:00Z') }).flat()).toHaveLength(expected.length);
  expect(linesOf({ ...all, from: start + 50 })).toEqual([]);
});
