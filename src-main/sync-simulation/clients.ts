import { type Secrets, secretsInMemory } from '../core/secrets';
import type { StartOptions } from '../core/sync/engine/engine-face';
import type { RunOutcome } from '../core/sync/engine/run-outcome';
import type { TestClock, TestCore } from '../core/test-core';
import type { FakeRequest } from './fake-v1/fake-v1';
import { faultyFetch, type Passage } from './fake-v1/faulty-fetch';
import type { OutsideEdit } from './outside-edits';
import { newProfile, openProfile } from './profile-template';
import type { SimulatedServer } from './servers';

/**
 * The program is killed in the middle of a sync, at a request or a commit of it (from 0), before it or after it. Statements
 * between two commits leave nothing behind, so that these are all the moments there are.
 */
export interface Kill {
  at: 'request' | 'commit';
  number: number;
  after: boolean;
}

/** What befalls the requests of one sync, one after another; nothing befalls those beyond the list. */
export interface Weather {
  passages: readonly Passage[];
  kill: Kill | null;
  /** What somebody does on the server before a request (from 0) arrives. */
  meanwhile: readonly { before: number; edit: OutsideEdit }[];
}

export const fairWeather: Weather = { passages: [], kill: null, meanwhile: [] };

/** A write of a client as it arrives at the server in time, and what the server then does with it. */
export type OnArrival = (
  client: Client,
  request: FakeRequest,
  arrive: () => Promise<{ status: number }>,
) => Promise<void>;

/** One Pricebook of a simulation: a store on the disk, which a killed program leaves as it is. */
export interface Client {
  core(): TestCore;
  /** Syncs an environment once; null when the program was killed and started again meanwhile. */
  sync(weather: Weather, options?: StartOptions): Promise<RunOutcome | null>;
  /** Requests of the last sync, in order. */
  requests(): readonly FakeRequest[];
  /** How many requests of this sync ago somebody did something on the server; Infinity when nobody did. */
  sinceMeanwhile(): number;
  close(): Promise<void>;
}

export interface ClientOptions {
  /** Whether edits wait for a review; sent by themselves when left out. */
  send?: 'auto' | 'review';
  marks_operations?: boolean;
  page_size?: number;
  onArrival?: OnArrival;
  /** Does what others do on the server meanwhile. */
  outside?: (edit: OutsideEdit) => Promise<void>;
}

/** The address of a server: the first one of a simulation, or another. */
export const addressOf = (number: number): string => `http://127.0.0.1:${number + 1}`;

/** Opens a new profile and connects it with the first of these servers; all of them can be reached. */
export async function openClient(
  servers: readonly SimulatedServer[],
  clock: TestClock,
  { page_size, outside, onArrival, ...options }: ClientOptions = {},
): Promise<Client> {
  const profile = await newProfile();
  const secrets: Secrets = secretsInMemory();
  let weather = fairWeather;
  let requests: FakeRequest[] = [];
  let commits = 0;
  let lastMeanwhile = Number.NEGATIVE_INFINITY;
  let killed = Promise.withResolvers<null>();
  let isKilled = false;

  const networks = servers.map((server) => {
    const inTime = new WeakSet<FakeRequest>();
    const answering: SimulatedServer['answering'] = {
      async answer(request, headers, lag) {
        const isFirst = request === requests.at(-1) && !inTime.has(request);
        inTime.add(request);
        let answer: Awaited<ReturnType<typeof server.answering.answer>> | undefined;
        const arrive = async () => (answer = await server.answering.answer(request, headers, lag));
        if (isFirst && request.is_write && onArrival) await onArrival(client, request, arrive);
        return answer ?? arrive();
      },
    };
    return faultyFetch(answering, (request) => {
      requests.push(request);
      return weather.passages[requests.length - 1] ?? { fault: null };
    });
  });

  const clientFetch: typeof fetch = async (input, init) => {
    if (isKilled) return new Promise<never>(() => undefined);
    const at = requests.length;
    for (const { edit } of weather.meanwhile.filter(({ before }) => before === at)) {
      lastMeanwhile = at;
      await outside?.(edit);
    }
    const network = networks[Number(new URL(String(input)).port) - 1] as typeof fetch;
    const { kill } = weather;
    if (kill?.at === 'request' && kill.number === at) {
      if (kill.after) await network(input, init).catch(() => undefined);
      die();
      return new Promise<never>(() => undefined);
    }
    return network(input, init);
  };

  function die(): void {
    isKilled = true;
    // A killed program closes nothing: only its committed transactions are there.
    core.store.sqlite.close();
    killed.resolve(null);
  }

  function open(): TestCore {
    const opened = openProfile({
      file: profile.file,
      clock,
      fetch: clientFetch,
      secrets,
      ...(page_size !== undefined && { page_size }),
    });
    const { sqlite } = opened.store;
    const exec = sqlite.exec.bind(sqlite);
    sqlite.exec = (sql) => {
      const { kill } = weather;
      if (sql !== 'commit' || kill?.at !== 'commit' || commits++ !== kill.number) return exec(sql);
      if (kill.after) exec(sql);
      die();
      throw new Error('the program was killed');
    };
    return opened;
  }

  let core = open();
  const client: Client = {
    core: () => core,
    requests: () => requests,
    sinceMeanwhile: () => requests.length - lastMeanwhile,
    async sync(next, asked = {}) {
      weather = next;
      requests = [];
      commits = 0;
      lastMeanwhile = Number.NEGATIVE_INFINITY;
      killed = Promise.withResolvers<null>();
      const run = core.app.sync?.start(core.environment_id, asked) ?? Promise.resolve(null);
      const outcome = await Promise.race([run, killed.promise]);
      weather = fairWeather;
      if (isKilled) {
        isKilled = false;
        core = open();
        return null;
      }
      return outcome;
    },
    async close() {
      await core.close();
      profile.remove();
    },
  };
  await core.call('connection.save', {
    base_url: addressOf(0),
    api_key: servers[0]?.api_key ?? '',
    send: 'auto',
    ...options,
  });
  return client;
}
