import { afterEach, expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { makeOutsideEdit } from './outside-edits';
import { publicServer, type SimulatedServer } from './servers';

/** What is asked stays asked, however often everything is looked through, until somebody or something answers it. */

const clock = testClock('2026-06-01T00:00:00.000Z');
let server: SimulatedServer;
let mine: Client;

afterEach(async () => {
  await mine.close();
  await server.close();
});

const seat = {
  entity_type: 'PLAN',
  currency: 'usd',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ADVANCE',
  amount: '20',
} as const;

test('a key that a price took here when it was over stays asked about while the price runs there', async () => {
  server = publicServer(clock, 0);
  mine = await openClient([server], clock);
  const call: ReturnType<Client['core']>['call'] = (name, input) => mine.core().call(name, input);
  const lookThrough = async () => {
    clock.advance(600_000);
    await mine.syncAll(fairWeather, { sweep: true });
  };
  const asked = async () => (await call('conflict.list', {})).items.map(({ kind, field }) => `${kind} ${field}`).sort();
  const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
  const price = await call('price.create', { ...seat, entity_id: plan.id });
  await call('price.create', { ...seat, entity_id: plan.id, amount: '30', lookup_key: 'wanted' });
  await lookThrough();
  // Its new terms wait for an answer, so that it goes on running there.
  const version = await call('price.update', { id: price.id, amount: '25' });
  await call('price.update', { id: version.id, description: 'Mine' });
  await call('price.update', { id: price.id, lookup_key: 'wanted' });
  await makeOutsideEdit(server, { what: 'describe price', row: 0, other: 0, value: 1 }, 1);
  for (let turn = 0; turn < 3; turn += 1) await lookThrough();
  expect(await asked()).toEqual(['field description', 'key_taken lookup_key']);
  for (let turn = 0; turn < 3; turn += 1) {
    await lookThrough();
    expect(await asked()).toEqual(['field description', 'key_taken lookup_key']);
  }
  const taken = (await call('conflict.list', {})).items.find(({ kind }) => kind === 'key_taken');
  await call('conflict.resolve', {
    items: [{ number: taken?.number ?? 0, choice: 'rename_key', value: 'another' }],
  });
  await lookThrough();
  expect(await asked()).toEqual(['field description']);
  expect([...(await server.snapshots('price')).values()].map(({ lookup_key }) => lookup_key).sort()).toEqual([
    'another',
    'wanted',
  ]);
});
