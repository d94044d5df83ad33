import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Secrets, secretsInMemory } from '../core/secrets';
import type { RunOutcome } from '../core/sync/engine/run-outcome';
import { type TestClock, type TestCore, testCore } from '../core/test-core';
import type { FakeRequest } from './fake-v1/fake-v1';
import { faultyFetch, type Passage } from './fake-v1/faulty-fetch';
import type { SimulatedServer } from './servers';

/** What befalls the requests of one sync, one after another; nothing befalls those beyond the list. */
export interface Weather {
  passages: readonly Passage[];
  /** The program is killed while this request (from 0) is under way; null when it lives. */
  crash_at: number | null;
  /** Whether the server still got the request at which it was killed. */
  crash_after: boolean;
}

export const fairWeather: Weather = { passages: [], crash_at: null, crash_after: false };

/** One Pricebook of a simulation: a store on the disk, which a killed program leaves as it is. */
export interface Client {
  core(): TestCore;
  /** Syncs once; null when the program was killed and started again meanwhile. */
  sync(weather: Weather): Promise<RunOutcome | null>;
  /** Requests of the last sync, in order. */
  requests(): readonly FakeRequest[];
  close(): Promise<void>;
}

/** Opens a new profile and connects it with the server. */
export async function openClient(
  server: SimulatedServer,
  clock: TestClock,
  options: { marks_operations?: boolean; base_url?: string } = {},
): Promise<Client> {
  const dir = mkdtempSync(join(tmpdir(), 'pricebook-simulation-'));
  const file = join(dir, 'pricebook.db');
  const secrets: Secrets = secretsInMemory();
  let weather = fairWeather;
  let count = 0;
  let requests: FakeRequest[] = [];
  let killed = Promise.withResolvers<null>();

  const network = faultyFetch(server.answering, (request) => {
    requests.push(request);
    return weather.passages[count] ?? { fault: null };
  });
  const countedFetch: typeof fetch = async (input, init) => {
    if (count === weather.crash_at) {
      if (weather.crash_after) await network(input, init).catch(() => undefined);
      killed.resolve(null);
      return new Promise<never>(() => undefined);
    }
    const answer = network(input, init);
    count += 1;
    return answer;
  };
  const open = () => testCore({ file, clock, fetch: countedFetch, secrets });

  let core = open();
  await core.call('connection.save', {
    base_url: options.base_url ?? 'http://127.0.0.1:1',
    api_key: server.api_key,
    send: 'auto',
    ...(options.marks_operations !== undefined && { marks_operations: options.marks_operations }),
  });

  return {
    core: () => core,
    requests: () => requests,
    async sync(next) {
      weather = next;
      count = 0;
      requests = [];
      killed = Promise.withResolvers<null>();
      const run = core.app.sync?.start(core.environment_id) ?? Promise.resolve(null);
      const outcome = await Promise.race([run, killed.promise]);
      weather = fairWeather;
      if (outcome === null && count === next.crash_at) {
        // A killed program closes nothing: only its committed transactions are there.
        core.store.sqlite.close();
        core = open();
      }
      return outcome;
    },
    async close() {
      await core.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
