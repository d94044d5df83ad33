import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keysOfHead } from '../store/event-id-key';
import type { Store } from '../store/open';
import { testStore } from '../store/test-store';
import { eventPlaces } from './event-places';
import { placesOf } from './find-place';
import { type EventPlace, packedPlaces, readPack } from './place-packs';

let store: Store;
beforeEach(() => {
  store = testStore();
});
afterEach(() => store.close());

const place = fc.record({
  key: fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 2 ** 40, 2 ** 47 - 1),
  event_name: fc.constantFrom(1, 2),
  timestamp: fc.constantFrom(-5, 7),
});
const act = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), places: fc.array(place, { maxLength: 8 }), flushedAfter: fc.nat(8) }),
  fc.record({ kind: fc.constant('remove' as const), nth: fc.nat() }),
  fc.record({ kind: fc.constant('met' as const), keys: fc.array(place.map(({ key }) => key)) }),
);

const textOf = ({ event_name, timestamp }: EventPlace) => `${event_name} ${timestamp}`;

/** How many events there are at each place. */
function placesIn({ sqlite }: Store): Record<string, number> {
  const all: Record<string, number> = {};
  const add = (key: number, { event_name, timestamp }: EventPlace, events = 1) => {
    const place = `${key} ${event_name} ${timestamp}`;
    all[place] = (all[place] ?? 0) + events;
  };
  const rows = sqlite.prepare('select * from event_places_new union all select * from event_places').all();
  for (const { key, events, ...at } of rows as (EventPlace & { key: number; events: number })[]) add(key, at, events);
  for (const head of sqlite.prepare('select head from event_place_packs').pluck().all() as number[]) {
    const { count, suffixes } = readPack(sqlite, head);
    const keys = Array.from({ length: count }, (_, at) => head * keysOfHead + (suffixes[at] ?? 0));
    for (const key of new Set(keys)) for (const at of packedPlaces(sqlite, key)) add(key, at);
  }
  return all;
}

test('places are what was added and not taken out, wherever they have gone to', () => {
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 30 }),
      fc.nat(4),
      fc.integer({ min: 1, max: 6 }),
      (acts, mostNew, leastPacked) => {
        const { sqlite } = store;
        sqlite.exec('begin');
        try {
          const places = eventPlaces(sqlite, { mostNew, leastSwept: 2, leastPacked });
          const stored: { key: number; event_name: number; timestamp: number }[] = [];
          for (const one of acts) {
            if (one.kind === 'add') {
              places.begin(Float64Array.from(one.places, ({ key }) => key));
              for (const [row, { event_name, timestamp }] of one.places.entries()) {
                if (row === one.flushedAfter) places.flush();
                places.add(row, event_name, timestamp);
              }
              places.flush();
              stored.push(...one.places);
            } else if (one.kind === 'remove') {
              const [gone] = stored.splice(one.nth % Math.max(1, stored.length), 1);
              if (gone) places.remove(gone.key, gone);
            } else {
              const met = places.begin(Float64Array.from(one.keys));
              for (const key of one.keys) {
                const at = stored.filter((other) => other.key === key);
                const isTwice = one.keys.filter((other) => other === key).length > 1;
                const found = met.get(key);
                expect(found === null).toBe(isTwice);
                if (!isTwice) expect(new Set(found?.map(textOf))).toEqual(new Set(at.map(textOf)));
                if (!isTwice && at.length === 0) expect(met.has(key)).toBe(false);
              }
            }
            const expected: Record<string, number> = {};
            for (const { key, event_name, timestamp } of stored) {
              const text = `${key} ${event_name} ${timestamp}`;
              expected[text] = (expected[text] ?? 0) + 1;
            }
            expect(placesIn(store)).toEqual(expected);
            for (const { key } of stored) {
              const at = stored.filter((other) => other.key === key);
              expect(new Set(placesOf(sqlite, key).map(textOf))).toEqual(new Set(at.map(textOf)));
            }
          }
        } finally {
          sqlite.exec('rollback');
        }
      },
    ),
  );
});

test('what is new goes over stretch by stretch, from the first key to the last and from the first again', () => {
  const { sqlite } = store;
  const places = eventPlaces(sqlite, { mostNew: 100, leastSwept: 10, leastPacked: 16 });
  const count = (table: string) => sqlite.prepare(`select count(*) from ${table}`).pluck().get() as number;
  for (let step = 0; step < 200; step += 1) {
    places.begin(Float64Array.from({ length: 5 }, (_, row) => (step * 7919 + row * 104_729) % 65_536 ** 2));
    for (let row = 0; row < 5; row += 1) places.add(row, 1, step);
    places.flush();
    expect(count('event_places_new')).toBeLessThanOrEqual(105);
    expect(count('event_places_new') + count('event_places')).toBe(5 * (step + 1));
  }
});

test('to take out what is not there tells that the index is wrong', () => {
  expect(() => eventPlaces(store.sqlite).remove(1, { event_name: 1, timestamp: 1 })).toThrow('not found by its id');
});
