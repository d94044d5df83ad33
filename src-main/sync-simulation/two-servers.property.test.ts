import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { addressOf, type Client, fairWeather, openClient } from './clients';
import { anyEdit, type Edit, makeEdit } from './edits';
import { scope } from './invariants';
import { schedules, seed, toldHowToRepeat } from './schedule-count';
import { allSnapshots, ownServer, publicServer, type SimulatedServer } from './servers';

type Step = { do: 'edit'; edit: Edit } | { do: 'sync' } | { do: 'move'; to: 0 | 1 };

const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('edit' as const), edit: anyEdit }) as fc.Arbitrary<Step> },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('sync' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('move' as const), to: fc.constantFrom(0 as const, 1 as const) }),
    },
  ),
  { maxLength: 30, size: 'max' },
);

/** I12, scope: what one server knows is never told to another, also when an environment moves between them. */
test('nothing of one server is sent to another', { timeout: 600_000 }, async () => {
  await toldHowToRepeat('two-servers', () =>
    fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const clock = testClock();
        const servers = [publicServer(clock, 0), await ownServer(clock)] as const;
        const sent: [string[], string[]] = [[], []];
        let at: 0 | 1 = 0;
        const onArrival = async (
          _client: Client,
          request: { path: string; body: object },
          arrive: () => Promise<unknown>,
        ) => {
          sent[at].push(`${request.path} ${JSON.stringify(request.body)}`);
          await arrive();
        };
        const client = await openClient(servers, clock, { onArrival });
        try {
          for (const [serial, step] of steps.entries()) {
            clock.advance(60_000);
            if (step.do === 'edit') await makeEdit(client.core(), `s${at}`, step.edit, serial);
            else if (step.do === 'sync') await client.sync(fairWeather, { sweep: false });
            else {
              at = step.to;
              const api_key = servers[at].api_key;
              await client.core().call('connection.save', { base_url: addressOf(at), api_key, send: 'auto' });
            }
          }
          await client.sync(fairWeather, { sweep: true });
          expect(await scope(servers, sent)).toEqual([]);
          // Rows that were there when the environment came to a server are held back until somebody lets them go.
          const names = [await namesOn(servers[0]), await namesOn(servers[1])];
          expect(names.map((own, server) => own.filter((name) => !name.startsWith(`s${server} `)))).toEqual([[], []]);
        } finally {
          await client.close();
          for (const server of servers) await server.close();
        }
      }),
      { seed, numRuns: Math.ceil(schedules / 40) },
    ),
  );
});

async function namesOn(server: SimulatedServer): Promise<string[]> {
  const { group, plan, feature } = await allSnapshots(server);
  return [...group.values(), ...plan.values(), ...feature.values()].map(({ name }) => String(name));
}
