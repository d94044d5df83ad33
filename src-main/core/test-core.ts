import { deepStrictEqual } from 'node:assert/strict';
import { contract, type InputOf, type OutputOf, type ProcedureName } from '@shared/contract';
import type { DoorEvent } from '@shared/door';
import type { AppErrorBody } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { type App, createAppOn } from './app';
import type { Secrets } from './secrets';
import type { Store } from './store/open';
import { testStore } from './store/test-store';

/** A clock that stands still until a test moves it. */
export interface TestClock {
  now(): number;
  set(instant: string): void;
  advance(ms: number): void;
}

export interface TestCore {
  app: App;
  store: Store;
  clock: TestClock;
  /** The Sandbox of the new profile; `call` and `fail` work in it. */
  environment_id: string;
  /** Everything published so far, oldest first. */
  events: DoorEvent[];
  /** What was logged as an error so far, oldest first: calls that broke. */
  errors: string[];
  /** Calls a procedure and answers its data, checked against the contract; throws when it is refused. */
  call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  /** Calls a procedure that must be refused and answers the error; throws when it succeeds or fails unforeseen. */
  fail(name: ProcedureName, input: unknown): Promise<AppErrorBody>;
  close(): Promise<void>;
}

/** A clock that stands at a moment until it is moved. */
export function testClock(start = '2026-06-01T00:00:00.000Z'): TestClock {
  let time = Date.parse(start);
  return {
    now: () => time,
    set: (instant) => {
      time = Date.parse(instant);
    },
    advance: (ms) => {
      time += ms;
    },
  };
}

export interface TestCoreOptions {
  start?: string;
  file?: string;
  /** A store that is open already, in place of `file`. */
  store?: Store;
  /** A clock that others go by as well. */
  clock?: TestClock;
  /** How servers are reached; with it the core syncs when told to. */
  fetch?: typeof fetch;
  secrets?: Secrets;
  /** How many rows a server is asked for at once; pauses of a sync pass on the clock. */
  page_size?: number;
}

/** The whole core for one test: store in memory (or in `file`), its own clock, nothing else running. */
export function testCore(options: TestCoreOptions = {}): TestCore {
  const clock = options.clock ?? testClock(options.start);
  const events: DoorEvent[] = [];
  const errors: string[] = [];
  const wait = async (ms: number) => clock.advance(ms);
  const store = options.store ?? testStore(options.file);
  const app = createAppOn(store, {
    role: 'writer',
    now: clock.now,
    ...(options.fetch && { fetch: options.fetch, syncs: { timers: false, page_size: options.page_size, wait } }),
    ...(options.secrets && { secrets: options.secrets }),
    onEvent: (event) => events.push(event),
    log: (level, message, details) => {
      if (level === 'error') errors.push(`${message} ${JSON.stringify(details ?? {})}`);
    },
  });
  const environment_id = store.sqlite.prepare('select id from environments order by number').pluck().get() as string;

  return {
    app,
    store,
    clock,
    environment_id,
    events,
    errors,
    async call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
      const reply = await app.call(name, input, { environment_id });
      if (!reply.ok)
        throw new Error(`${name}: ${reply.error.message} ${JSON.stringify(reply.error)} ${errors.at(-1) ?? ''}`);
      deepStrictEqual(
        contract[name].output.parse(reply.data),
        reply.data,
        `${name} answers other keys than its contract`,
      );
      return reply.data as OutputOf<N>;
    },
    async fail(name, input) {
      const reply = await app.call(name, input, { environment_id });
      if (reply.ok) throw new Error(`${name} was expected to be refused at ${toInstant(clock.now())} but answered`);
      if (reply.error.code === 'internal_error') throw new Error(`${name} broke: ${errors.at(-1)}`);
      return reply.error;
    },
    close: () => app.close(),
  };
}
