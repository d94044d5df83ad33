import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../../test-core';
import { countToPush, environmentNumber, nextChunk, type PushPlace } from './events-to-push';

let core: TestCore;
beforeEach(() => {
  core = testCore({ start: '2026-06-01T00:00:00Z' });
});
afterEach(() => core.close());

const use = (event_id: string, { event_name = 'used', n = 1, at = '2026-05-01T00:00:00Z' } = {}) =>
  core.call('event.ingest', { event_name, external_customer_id: 'acme', event_id, timestamp: at, properties: { n } });
const window = (from: number, until = Number.MAX_SAFE_INTEGER) => ({
  environment: environmentNumber(core.store.sqlite, core.environment_id),
  from,
  until,
});
const count = (from: number, until?: number) => countToPush(core.store.sqlite, window(from, until), null);

/** What a push sends, begun anew after every event. */
function sent(from: number, until?: number): string[] {
  const ids: string[] = [];
  for (let place: PushPlace | null = null; ; ) {
    const left = countToPush(core.store.sqlite, window(from, until), place);
    expect(nextChunk(core.store.sqlite, window(from, until), place).events).toHaveLength(left);
    const one = nextChunk(core.store.sqlite, window(from, until), place, 1);
    const [first] = one.events;
    if (!first) return ids;
    ids.push(`${first.event_id} ${first.properties?.n}`);
    place = one.place;
  }
}

function pass(): number {
  core.clock.advance(60_000);
  return core.clock.now();
}

test('what came in since is sent, name by name in the order of time, and gone on with anywhere', async () => {
  await use('old');
  const from = pass();
  await use('b', { at: '2026-05-03T00:00:00Z' });
  await use('z', { event_name: 'other' });
  await use('a', { at: '2026-05-02T00:00:00Z' });
  const until = pass();
  await use('new');
  expect(count(from, until)).toBe(3);
  expect(sent(from, until)).toEqual(['a 1', 'b 1', 'z 1']);
});

test('an event that was corrected after it was sent is sent again, once, as it is now', async () => {
  for (const id of ['e1', 'e2', 'e3']) await use(id);
  const from = pass();
  await use('new');
  await use('e1', { n: 5 });
  await use('e3', { n: 6, event_name: 'other' });
  await use('e3', { n: 7, event_name: 'other' });
  expect(count(from)).toBe(3);
  expect(sent(from)).toEqual(['new 1', 'e1 5', 'e3 7']);
  const later = pass();
  expect(count(later)).toBe(0);
});

test('an event that is corrected before it was ever sent is sent once, and one that is gone is not', async () => {
  const from = core.clock.now();
  await use('e1');
  await use('e2');
  pass();
  await use('e1', { n: 5 });
  await use('e2', { n: 5 });
  await core.call('event.delete', { ids: ['e2'] });
  expect(sent(from)).toEqual(['e1 5']);
  expect(core.store.sqlite.prepare('select count(*) from corrected_events').pluck().get()).toBe(1);
});
