import { afterEach, expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { publicServer, type SimulatedServer } from './servers';

/** Reads that tell what was before a write of ours: the public API answers from copies that are some time behind. */

const clock = testClock('2026-06-01T00:00:00.000Z');
let server: SimulatedServer;
let mine: Client;

afterEach(async () => {
  await mine.close();
  await server.close();
});

/** Syncs over a network on which every read is this far behind. */
async function sync(lag_ms = 0) {
  clock.advance(1000);
  const passages = Array.from({ length: 30 }, () => ({ fault: null, lag_ms }));
  expect((await mine.sync({ ...fairWeather, passages }))?.trouble ?? null).toBeNull();
}

test('a price that was edited stays as edited, also a second time before the server’s copies have it', async () => {
  server = publicServer(clock, 0);
  mine = await openClient([server], clock);
  const { call } = mine.core();
  const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
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
  });
  await sync();
  clock.advance(5000);
  const shown = async () => {
    const { display_name, description } = await call('price.get', { id });
    return { display_name, description };
  };
  const there = async () => [...(await server.snapshots('price')).values()];

  await call('price.update', { id, display_name: 'Seats' });
  await sync(1500);
  expect(await shown()).toEqual({ display_name: 'Seats', description: '' });
  await call('price.update', { id, description: 'One each' });
  await sync(1500);
  expect(await shown()).toEqual({ display_name: 'Seats', description: 'One each' });
  expect((await call('conflict.list', {})).items).toEqual([]);

  clock.advance(5000);
  await sync();
  expect(await there()).toMatchObject([{ display_name: 'Seats', description: 'One each' }]);
  expect(await shown()).toEqual({ display_name: 'Seats', description: 'One each' });
  expect((await call('pending.list', {})).items).toEqual([]);
});
