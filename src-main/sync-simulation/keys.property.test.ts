import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { convergence } from './invariants';
import { schedules, seed, toldHowToRepeat } from './schedule-count';
import { ownServer, publicServer } from './servers';

/** What one person does with lookup keys of prices. Rows are chosen by number, those that are over too. */
type Step =
  | { do: 'create' | 'key' | 'end' | 'end later'; row: number; key: string | null }
  | { do: 'terms' | 'sync' | 'send one'; row: number };

const row = fc.nat({ max: 3 });
/** Null is a key that no other row ever has. */
const key = fc.constantFrom('k', 'l', null);
const anySteps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom('create', 'key', 'end', 'end later'),
        row,
        key,
      }) as fc.Arbitrary<Step>,
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('terms'), row }) as fc.Arbitrary<Step> },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('sync', 'send one'), row }) as fc.Arbitrary<Step> },
  ),
  { maxLength: 20, size: 'max' },
);

interface Price {
  id: string;
  lookup_key: string;
}

/** Does a step; one that the rules refuse changes nothing. */
async function take(client: Client, plan_id: string, step: Step, serial: number): Promise<void> {
  const { app, store, environment_id } = client.core();
  const prices = store.sqlite.prepare('select id, lookup_key from prices order by number').all() as Price[];
  const price = prices[step.row % prices.length];
  const ask = (name: string, input: object) => app.call(name, input, { environment_id });
  const given = 'key' in step ? (step.key ?? `own-${serial}`) : '';
  switch (step.do) {
    case 'create': {
      const charge = {
        entity_type: 'PLAN',
        entity_id: plan_id,
        currency: 'usd',
        type: 'FIXED',
        amount: String(serial),
      };
      const terms = { billing_model: 'FLAT_FEE', billing_period: 'MONTHLY', invoice_cadence: 'ADVANCE' };
      await ask('price.create', { ...charge, ...terms, ...(step.row % 3 > 0 && { lookup_key: given }) });
      return;
    }
    case 'key':
      // Two rows that exchange their keys are asked about: a key that others may want is never given for another such one.
      if (price && (step.key === null || price.lookup_key === '')) {
        await ask('price.update', { id: price.id, lookup_key: given });
      }
      return;
    case 'terms':
      if (price) await ask('price.update', { id: price.id, amount: `${serial}.5` });
      return;
    case 'end':
    case 'end later': {
      const later = step.do === 'end later' ? { end_date: '2027-06-01T00:00:00.000Z' } : {};
      if (price) await ask('price.terminate', { id: price.id, ...later });
      return;
    }
    case 'sync':
      await client.sync(fairWeather);
      return;
    case 'send one':
      await client.send(fairWeather, [step.row], 0);
  }
}

/** I8 for keys: whatever one person alone does with them, the server takes it in some order, without a question. */
test('one person alone is never asked about a key that was free here', { timeout: 600_000 }, async () => {
  await toldHowToRepeat('keys', () =>
    fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), anySteps, async (isOurs, marks_operations, steps) => {
        const clock = testClock();
        const server = isOurs ? await ownServer(clock) : publicServer(clock, 0);
        const client = await openClient([server], clock, { marks_operations });
        const call: ReturnType<Client['core']>['call'] = (name, input) => client.core().call(name, input);
        try {
          const plan = await call('plan.create', { name: 'Base', lookup_key: 'base' });
          for (const [serial, step] of steps.entries()) {
            clock.advance(60_000);
            await take(client, plan.id, step, serial);
          }
          for (let turn = 0; turn < 4; turn += 1) {
            clock.advance(600_000);
            await client.sync(fairWeather, { sweep: turn > 1 });
          }
          const asked = (await call('conflict.list', {})).items.map(({ kind, field, mine }) => ({ kind, field, mine }));
          const { items } = await call('pending.list', {});
          const left = items.filter(({ state }) => state !== 'local_only').map(({ kind, state }) => `${kind} ${state}`);
          expect({ asked, left }).toEqual({ asked: [], left: [] });
          expect(await convergence(client.core(), client.core().environment_id, server)).toEqual([]);
        } finally {
          await client.close();
          await server.close();
        }
      }),
      { seed, numRuns: Math.ceil(schedules / 10) },
    ),
  );
});
