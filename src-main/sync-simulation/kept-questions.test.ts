import { afterEach, beforeEach, expect, test } from 'vitest';
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

const call: ReturnType<Client['core']>['call'] = (name, input) => mine.core().call(name, input);
const lookThrough = async (times = 1) => {
  for (let time = 0; time < times; time += 1) {
    clock.advance(600_000);
    await mine.syncAll(fairWeather, { sweep: true });
  }
};
const asked = async () => (await call('conflict.list', {})).items.map(({ kind, field }) => `${kind} ${field}`).sort();
const keysThere = async () =>
  [...(await server.snapshots('price')).values()].map(({ amount, lookup_key }) => `${amount} ${lookup_key}`).sort();

beforeEach(async () => {
  server = publicServer(clock, 0);
  mine = await openClient([server], clock);
});

test('keys that two prices exchanged stay asked about, until one gets another', async () => {
  const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
  const one = await call('price.create', { ...seat, entity_id: plan.id, lookup_key: 'one' });
  const two = await call('price.create', { ...seat, entity_id: plan.id, amount: '30', lookup_key: 'two' });
  await lookThrough();
  await call('price.update', { id: one.id, lookup_key: 'x' });
  await call('price.update', { id: two.id, lookup_key: 'one' });
  await call('price.update', { id: one.id, lookup_key: 'two' });
  await lookThrough(3);
  const questions = ['key_taken lookup_key', 'key_taken lookup_key'];
  expect(await asked()).toEqual(questions);
  await lookThrough(3);
  expect(await asked()).toEqual(questions);
  const [first] = (await call('conflict.list', {})).items;
  await call('conflict.resolve', { items: [{ number: first?.number ?? 0, choice: 'rename_key', value: 'another' }] });
  await lookThrough(3);
  expect(await asked()).toEqual([]);
  const rest = first?.id === one.id ? ['20 another', '30 one'] : ['20 two', '30 another'];
  expect(await keysThere()).toEqual(rest);
});

test('a key that a price took here when it was over waits for the new terms that end it there', async () => {
  const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
  const price = await call('price.create', { ...seat, entity_id: plan.id });
  await call('price.create', { ...seat, entity_id: plan.id, amount: '30', lookup_key: 'wanted' });
  await lookThrough();
  // They wait for an answer, so that it goes on running there.
  const version = await call('price.update', { id: price.id, amount: '25' });
  await call('price.update', { id: version.id, description: 'Mine' });
  await call('price.update', { id: price.id, lookup_key: 'wanted' });
  await makeOutsideEdit(server, { what: 'describe price', row: 0, other: 0, value: 1 }, 1);
  await lookThrough(3);
  expect(await asked()).toEqual(['field description']);
  const [question] = (await call('conflict.list', {})).items;
  await call('conflict.resolve', { items: [{ number: question?.number ?? 0, choice: 'mine' }] });
  await lookThrough();
  expect(await asked()).toEqual([]);
  expect(await keysThere()).toEqual(['20 wanted', '25 ', '30 wanted']);
});
