import { setImmediate } from 'node:timers/promises';
import type { PendingPage } from '@shared/entities/pending';
import { secretsInMemory } from '../core/secrets';
import type { StartOptions } from '../core/sync/engine/engine-face';
import type { RunOutcome } from '../core/sync/engine/run-outcome';
import type { TestClock, TestCore } from '../core/test-core';
import type { Edit } from './edits';
import type { FakeRequest } from './fake-v1/fake-v1';
import { faultyFetch, type Passage } from './fake-v1/faulty-fetch';
import type { OutsideEdit } from './outside-edits';
import {
  closeProfile,
  type Disk,
  killProfile,
  newProfile,
  openProfile,
  type PutAway,
  putAway,
  takenOut,
} from './profiles';
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
  /** What the person does here before a request (from 0) leaves. */
  edits: readonly { before: number; environment: number; edit: Edit }[];
}

export const fairWeather: Weather = { passages: [], kill: null, meanwhile: [], edits: [] };

/** A request with the place of its server among those that can be reached. */
export type SentRequest = FakeRequest & { server: number };

/** A write of a client as it arrives at the server in time, and what the server then does with it. */
export type OnArrival = (
  client: Client,
  request: SentRequest,
  arrive: () => Promise<{ status: number }>,
) => Promise<void>;

/** One Pricebook of a simulation: a store, of which a killed program leaves what it has committed. */
export interface Client {
  core(): TestCore;
  /** The environments of the profile; the first ones are connected. */
  environments: readonly string[];
  /** Syncs an environment once; null when the program was killed and started again meanwhile. */
  sync(weather: Weather, options?: StartOptions & { environment?: number }): Promise<RunOutcome | null>;
  /** Sends some of the pending changes, by number: whether there were any; null when the program was killed meanwhile. */
  send(weather: Weather, which: readonly number[], environment: number): Promise<boolean | null>;
  /** Syncs all connected environments at once. */
  syncAll(weather: Weather, options?: StartOptions): Promise<RunOutcome[] | null>;
  /** Requests of the last sync, in order. */
  requests(): readonly SentRequest[];
  /** How many requests of this sync ago somebody did something on the server; Infinity when nobody did. */
  sinceMeanwhile(): number;
  /** What is kept of it when the program is closed, for opening copies of it. */
  save(): SavedClient;
  close(): Promise<void>;
}

export interface SavedClient {
  disk: PutAway;
  /** API keys by their connection. */
  keys: ReadonlyMap<string, string>;
}

export interface ClientOptions {
  /** Whether edits wait for a review; sent by themselves when left out. */
  send?: 'auto' | 'review';
  marks_operations?: boolean;
  page_size?: number;
  /** How many environments are connected, each with the server at its place; one when left out. */
  connected?: number;
  /** It was set up before: nothing is connected anew. */
  from?: SavedClient;
  onArrival?: OnArrival;
  /** Does what others do on the server meanwhile. */
  outside?: (edit: OutsideEdit) => Promise<void>;
  /** Does what the person does here meanwhile. */
  edit?: (edit: Edit, environment: number) => Promise<void>;
}

/** What comes of a sync that cannot begin, since it works offline. */
const notBegun: RunOutcome = {
  ...{ state: 'cancelled', sent: 0, received: 0, conflicts: 0 },
  ...{ message: null, trouble: null, would_go: null, may_not_write: false },
};

/** The address of a server: the first one of a simulation, or another. */
export const addressOf = (number: number): string => `http://127.0.0.1:${number + 1}`;

/** Opens a new profile, or a copy of one, and connects it with the first of these servers; all of them can be reached. */
export async function openClient(
  servers: readonly SimulatedServer[],
  clock: TestClock,
  { page_size, outside, edit: editHere, onArrival, from, connected = 1, ...options }: ClientOptions = {},
): Promise<Client> {
  const keys = new Map(from?.keys);
  const secrets = secretsInMemory(keys);
  let weather = fairWeather;
  let requests: SentRequest[] = [];
  let commits = 0;
  let lastMeanwhile = Number.NEGATIVE_INFINITY;
  let killed = Promise.withResolvers<null>();
  let disk: Disk | null = null;
  /** The program from its start to its end: of one that was killed nothing reaches a server any more. */
  let running = { isOver: false };
  /** What is done once in this sync, of requests that leave side by side. */
  const hasBegun = new Set<object>();
  /** Whose sender still waits. */
  const underWay = new Set<FakeRequest>();

  const networks = servers.map((server, place) => {
    const answers = new WeakMap<FakeRequest, Awaited<ReturnType<typeof server.answering.answer>>>();
    const answering: SimulatedServer['answering'] = {
      async answer(request, headers, lag) {
        const isInTime = underWay.delete(request);
        // What a network delivers twice, nobody keeps a server without keys of any kind from doing twice.
        const known = answers.get(request);
        if (known && server.kind === 'public' && request.method === 'POST' && !request.body.lookup_key) return known;
        let answer: typeof known;
        const arrive = async () => {
          answer = await server.answering.answer(request, headers, lag);
          answers.set(request, answer);
          return answer;
        };
        if (isInTime && request.is_write && onArrival) {
          await onArrival(client, { ...request, server: place }, arrive);
        }
        return answer ?? arrive();
      },
    };
    return faultyFetch(answering, (request) => {
      requests.push({ ...request, server: place });
      const passage = weather.passages[requests.length - 1] ?? { fault: null };
      if (passage.fault !== 'late') underWay.add(request);
      return passage;
    });
  });

  const fetchOf = (run: { isOver: boolean }) => async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
    if (run.isOver) return new Promise<never>(() => undefined);
    const at = requests.length;
    const due = (event: { before: number }) => event.before === at && !hasBegun.has(event) && hasBegun.add(event);
    for (const { edit } of weather.meanwhile.filter(due)) {
      lastMeanwhile = at;
      await outside?.(edit);
    }
    for (const { edit, environment } of weather.edits.filter(due)) await editHere?.(edit, environment);
    if (run.isOver) return new Promise<never>(() => undefined);
    const network = networks[Number(new URL(String(input)).port) - 1] as typeof fetch;
    const { kill } = weather;
    if (kill?.at === 'request' && kill.number === at) {
      if (kill.after) await network(input, init).catch(() => undefined);
      // A run that has ended meanwhile does not wait for what it read ahead.
      if (weather.kill === kill) die();
      return new Promise<never>(() => undefined);
    }
    return network(input, init);
  };

  function die(): void {
    running.isOver = true;
    disk ??= killProfile(core);
    killed.resolve(null);
  }

  function open(from: Disk): TestCore {
    running = { isOver: false };
    const opened = openProfile(from, {
      clock,
      fetch: fetchOf(running),
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

  /** Null when the program was killed and started again meanwhile. */
  async function during<T>(next: Weather, run: () => Promise<T>): Promise<T | null> {
    weather = next;
    requests = [];
    hasBegun.clear();
    commits = 0;
    lastMeanwhile = Number.NEGATIVE_INFINITY;
    killed = Promise.withResolvers<null>();
    const outcome = await Promise.race([run(), killed.promise]);
    weather = fairWeather;
    underWay.clear();
    if (!disk) return outcome;
    const left = disk;
    disk = null;
    core = open(left);
    return null;
  }

  let core = open(from ? takenOut(from.disk) : newProfile());
  const environments = core.store.sqlite
    .prepare('select id from environments order by number')
    .pluck()
    .all() as string[];
  const start = async (environment: number, asked: StartOptions) =>
    (await core.app.sync?.start(environments[environment] ?? '', asked)) ?? notBegun;
  const client: Client = {
    core: () => core,
    environments: environments.slice(0, connected),
    requests: () => requests,
    sinceMeanwhile: () => requests.length - lastMeanwhile,
    sync: (next, { environment = 0, ...asked } = {}) => during(next, () => start(environment, asked)),
    send: (next, which, environment) =>
      during(next, async () => {
        const context = { environment_id: environments[environment] ?? '' };
        const pending = await core.app.call('pending.list', { limit: 100 }, context);
        const lines = pending.ok ? (pending.data as PendingPage).items : [];
        const chosen = [...new Set(which.map((number) => lines[number % lines.length]))];
        const items = chosen.flatMap((line) => (line ? [{ entity: line.entity, id: line.id }] : []));
        if (items.length === 0) return false;
        const run = running;
        await core.app.call('pending.send', { items }, context);
        while (!run.isOver && core.app.sync?.status(context.environment_id).state === 'syncing') await setImmediate();
        return true;
      }),
    async syncAll(next, asked = {}) {
      const all = await during(next, () => Promise.all(client.environments.map((_id, place) => start(place, asked))));
      return all?.every((one) => one !== null) ? all : null;
    },
    save: () => ({ disk: putAway(core.store.sqlite.serialize()), keys: new Map(keys) }),
    close: () => closeProfile(core),
  };
  if (from) return client;
  for (const [place, environment_id] of client.environments.entries()) {
    const input = { base_url: addressOf(place), api_key: servers[place]?.api_key ?? '', send: 'auto', ...options };
    const saved = await core.app.call('connection.save', input, { environment_id });
    if (!saved.ok) throw new Error(saved.error.message);
  }
  return client;
}
