import { afterEach, expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { makeOutsideEdit } from './outside-edits';
import { publicServer, type SimulatedServer } from './servers';

/** A create whose answer nobody hears, on a server that keeps no idempotency keys, and without marks in the metadata. */

const clock = testClock('2026-06-01T00:00:00.000Z');
let server: SimulatedServer;
let mine: Client;

afterEach(async () => {
  await mine.close();
  await server.close();
});

const seat = (entity_id: string) =>
  ({
    entity_type: 'PLAN',
    entity_id,
    currency: 'usd',
    type: 'FIXED',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ADVANCE',
    amount: '20',
    display_name: 'Seat',
    lookup_key: 'seat',
  }) as const;

/** Makes a price on the server, whichever request brings it: the program is killed before its answer. */
async function makeUnheard(): Promise<{ id: string }> {
  server = publicServer(clock, 0);
  mine = await openClient([server], clock, { marks_operations: false });
  const plan = await mine.core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  await mine.sync(fairWeather);
  clock.advance(1000);
  const { id } = await mine.core().call('price.create', seat(plan.id));
  for (let number = 0; (await pricesThere()).length === 0; number += 1) {
    clock.advance(600_000);
    await mine.sync({ ...fairWeather, kill: { at: 'request', number, after: true } });
    expect(number).toBeLessThan(30);
  }
  return { id };
}

const pricesThere = async () => [...(await server.snapshots('price')).values()];

async function syncOften() {
  for (let turn = 0; turn < 4; turn += 1) {
    clock.advance(600_000);
    await mine.sync(fairWeather);
  }
}

test('a price that others described meanwhile is known again by its terms, also when it gets another key here', async () => {
  const { id } = await makeUnheard();
  const call: ReturnType<Client['core']>['call'] = (name, input) => mine.core().call(name, input);
  await makeOutsideEdit(server, { what: 'describe price', row: 0, other: 0, value: 1 }, 1);
  await mine.sync(fairWeather);
  await call('price.update', { id, lookup_key: 'seats' });
  await syncOften();
  expect(await pricesThere()).toMatchObject([
    { display_name: 'Seat', lookup_key: 'seats', description: 'outside-p 1.1' },
  ]);
  expect((await call('price.search', {})).items).toMatchObject([{ id, description: 'outside-p 1.1' }]);
  expect((await call('conflict.list', {})).items).toEqual([]);
  expect((await call('pending.list', {})).items).toEqual([]);
});

test('a price that others gave another key meanwhile is asked about, and is one with the row there in the end', async () => {
  const { id } = await makeUnheard();
  const [remote_id = ''] = (await server.snapshots('price')).keys();
  await makeOutsideEdit(server, { what: 'key of price', row: 0, other: 0, value: 1 }, 1);
  await syncOften();
  expect(await pricesThere()).toHaveLength(1);
  const { items } = await mine.core().call('conflict.list', {});
  expect(items).toMatchObject([{ kind: 'unknown_fate', id, suggestion: remote_id }]);
  const number = items[0]?.number ?? 0;
  await mine.core().call('conflict.resolve', { items: [{ number, choice: 'link', value: remote_id }] });
  await syncOften();
  expect(await pricesThere()).toHaveLength(1);
  expect((await mine.core().call('price.search', {})).items).toMatchObject([{ id }]);
  expect((await mine.core().call('conflict.list', {})).items).toEqual([]);
  expect((await mine.core().call('pending.list', {})).items).toEqual([]);
});
