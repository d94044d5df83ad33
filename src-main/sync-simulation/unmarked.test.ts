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

test('a price that others described meanwhile is known again by its terms, also when it gets another key here', async () => {
  server = publicServer(clock, 0);
  mine = await openClient([server], clock, { marks_operations: false });
  const call: ReturnType<Client['core']>['call'] = (name, input) => mine.core().call(name, input);
  const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
  await mine.sync(fairWeather);
  clock.advance(1000);
  const { id } = await call('price.create', {
    entity_type: 'PLAN',
    entity_id: plan.id,
    currency: 'usd',
    type: 'FIXED',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ADVANCE',
    amount: '20',
    display_name: 'Seat',
    lookup_key: 'seat',
  });
  const there = async () => [...(await server.snapshots('price')).values()];
  // Whichever request brings it: the program is killed before its answer.
  for (let number = 0; (await there()).length === 0; number += 1) {
    clock.advance(600_000);
    await mine.sync({ ...fairWeather, kill: { at: 'request', number, after: true } });
    expect(number).toBeLessThan(30);
  }
  await makeOutsideEdit(server, { what: 'describe price', row: 0, other: 0, value: 1 }, 1);
  await mine.sync(fairWeather);
  await call('price.update', { id, lookup_key: 'seats' });
  for (let turn = 0; turn < 4; turn += 1) {
    clock.advance(600_000);
    await mine.sync(fairWeather);
  }
  expect(await there()).toMatchObject([{ display_name: 'Seat', lookup_key: 'seats', description: 'outside-p 1.1' }]);
  expect((await call('price.search', {})).items).toMatchObject([{ id, description: 'outside-p 1.1' }]);
  expect((await call('conflict.list', {})).items).toEqual([]);
  expect((await call('pending.list', {})).items).toEqual([]);
});
