import type { InputOf } from '@shared/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { convergence } from './invariants';
import { publicServer, type SimulatedServer } from './servers';

/**
 * A create that nothing marks and whose answer nobody hears, while others go on with what it made: it comes here as a row of
 * its own, with what they added, and becomes one with ours when a person says so.
 */

const clock = testClock('2026-06-01T00:00:00.000Z');
let server: SimulatedServer;
let mine: Client;
let theirs: Client;

beforeEach(async () => {
  server = publicServer(clock, 0);
  mine = await openClient([server], clock, { marks_operations: false });
  theirs = await openClient([server], clock);
});

afterEach(async () => {
  await mine.close();
  await theirs.close();
  await server.close();
});

type Call = ReturnType<Client['core']>['call'];
const here: Call = (name, input) => mine.core().call(name, input);
const there: Call = (name, input) => theirs.core().call(name, input);

async function sync(client: Client, times = 1) {
  for (let time = 0; time < times; time += 1) {
    clock.advance(600_000);
    await client.sync(fairWeather);
  }
}

const fixed = (entity_id: string, more: object = {}): InputOf<'price.create'> => ({
  entity_type: 'PLAN',
  entity_id,
  currency: 'usd',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ADVANCE',
  amount: '20',
  display_name: 'Seat',
  ...more,
});
/** Sends what is pending, whichever request brings it: the program is killed before its answer. */
async function sendUnheard(entity: 'plan' | 'feature' | 'price') {
  const count = async () => (await server.snapshots(entity)).size;
  const before = await count();
  for (let number = 0; (await count()) === before; number += 1) {
    clock.advance(600_000);
    await mine.sync({ ...fairWeather, kill: { at: 'request', number, after: true } });
    expect(number).toBeLessThan(30);
  }
}

const first = async (name: 'price.search' | 'feature.search') => (await there(name, {})).items[0]?.id ?? '';

const ways: [string, 'plan' | 'feature' | 'price', (base: string) => Promise<unknown>, () => Promise<unknown>][] = [
  [
    'a price that was described and got new terms there, twice',
    'price',
    (base) => here('price.create', fixed(base)),
    async () => {
      const id = await first('price.search');
      await there('price.update', { id, description: 'Theirs' });
      const version = await there('price.update', { id, amount: '25' });
      clock.advance(60_000);
      await there('price.update', { id: version.id, amount: '30' });
    },
  ],
  [
    'a price that was described and ended there',
    'price',
    (base) => here('price.create', fixed(base)),
    async () => {
      const id = await first('price.search');
      await there('price.update', { id, description: 'Theirs' });
      await there('price.terminate', { id });
    },
  ],
  [
    'a plan that was described and got prices there',
    'plan',
    () => here('plan.create', { name: 'Pro', lookup_key: '' }),
    async () => {
      const id = (await there('plan.search', {})).items.find(({ name }) => name === 'Pro')?.id ?? '';
      await there('plan.update', { id, description: 'Theirs' });
      const price = await there('price.create', fixed(id));
      clock.advance(60_000);
      await there('price.update', { id: price.id, amount: '25' });
    },
  ],
  [
    'a feature that was described and archived there',
    'feature',
    () => {
      const meter = { event_name: 'call', aggregation: { type: 'COUNT' } } as const;
      return here('feature.create', { name: 'Calls', lookup_key: 'calls', type: 'metered', meter });
    },
    async () => {
      const id = await first('feature.search');
      await there('feature.update', { id, description: 'Theirs' });
      await there('feature.archive', { id });
    },
  ],
];

test.each(ways)('%s', async (_title, entity, make, goOn) => {
  const base = await here('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync(mine);
  clock.advance(1000);
  await make(base.id);
  await sendUnheard(entity);
  await sync(theirs);
  clock.advance(60_000);
  await goOn();
  await sync(theirs);
  await sync(mine, 4);
  const [question] = (await here('conflict.list', {})).items;
  expect(question).toMatchObject({ kind: 'unknown_fate', entity, suggestion: expect.any(String) });
  const decision = { number: question?.number ?? 0, choice: 'link', value: question?.suggestion } as const;
  await here('conflict.resolve', { items: [decision] });
  await sync(mine, 2);
  await sync(theirs);
  expect((await here('conflict.list', {})).items).toEqual([]);
  expect((await here('pending.list', {})).items).toEqual([]);
  for (const client of [mine, theirs]) {
    expect(await convergence(client.core(), client.core().environment_id, server)).toEqual([]);
  }
  const known = async (call: Call) => [
    (await call('plan.search', {})).items.map(({ name, description }) => `${name} ${description}`).sort(),
    (await call('feature.search', {})).items.map(({ name }) => name).sort(),
    (await call('price.search', { allow_expired_prices: true })).items.map(({ amount }) => amount).sort(),
  ];
  expect(await known(here)).toEqual(await known(there));
});
