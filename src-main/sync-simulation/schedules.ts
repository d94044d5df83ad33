import fc from 'fast-check';
import { fairWeather, type Kill, type Weather } from './clients';
import { type Answer, answers, anyDecision, anyReview, type Decision, type Review } from './decisions';
import { anyEdit, type Edit } from './edits';
import { faults, type Passage } from './fake-v1/faulty-fetch';
import { anyOutsideEdit, type OutsideEdit } from './outside-edits';
import { restores } from './schedule-count';

/** `environment`: where it happens; each has a server of its own. */
export type Step =
  | { do: 'edit'; client: number; environment: number; edit: Edit }
  /** `all`: all environments at once. */
  | { do: 'sync'; client: number; environment: number; all: boolean; weather: Weather; sweep: boolean }
  /** Some of the pending changes, by number. */
  | { do: 'send'; client: number; environment: number; weather: Weather; which: number[] }
  | { do: 'outside'; environment: number; edit: OutsideEdit }
  | { do: 'decide'; client: number; environment: number; decision: Decision }
  | { do: 'review'; client: number; environment: number; review: Review }
  | { do: 'offline'; client: number; environment: number; is_offline: boolean }
  | { do: 'key'; client: number; environment: number; what: 'change' | 'enter' }
  /** What is pending with `from` is handed to `client` as a file. */
  | { do: 'carry'; from: number; client: number; environment: number }
  | { do: 'server'; environment: number; what: 'back up' | 'put back' }
  /** What is done about rows that a full check found to be gone. */
  | { do: 'answer'; client: number; environment: number; answer: Answer; weather: Weather }
  | { do: 'wait'; ms: number };

/** A world in which syncing is tried: which server, how many people, how its clock goes, and what happens in which order. */
export interface Schedule {
  /** The server of the first environment; that of a second one is of the other kind. */
  server: 'public' | 'ours';
  environments: 1 | 2;
  people: 1 | 2;
  /** Whether somebody works on the server without Pricebook, too. */
  outside: boolean;
  /** Whether backups are put back on the servers. */
  restores: boolean;
  /** Whether reads lag behind, which is a matter of the public API's replicas and caches. */
  lags: boolean;
  skew_ms: number;
  marks_operations: boolean;
  /** How many rows a list is asked for at once. */
  page_size: number;
  /** Whether everybody has a few rows before it begins. */
  has_rows: boolean;
  steps: Step[];
  /** What is decided in the end about the conflicts that are open then, over and over. */
  decisions: Decision[];
}

type World = Pick<Schedule, 'server' | 'environments' | 'people' | 'outside' | 'restores' | 'lags'>;

const often = <T>(share: number, arbitrary: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 100 - share, arbitrary: fc.constant(otherwise) }, { weight: share, arbitrary });

const anyPassage = ({ lags }: World): fc.Arbitrary<Passage> =>
  fc.record({
    fault: often(25, fc.constantFrom(...faults), null),
    lag_ms: lags ? fc.constantFrom(0, 0, 0, 500, 1500) : fc.constant(0),
  });

const anyKill: fc.Arbitrary<Kill> = fc.record({
  at: fc.constantFrom('request' as const, 'commit' as const),
  number: fc.nat({ max: 24 }),
  after: fc.boolean(),
});

const anyWeather = (world: World): fc.Arbitrary<Weather> =>
  fc.record({
    passages: often(60, fc.array(anyPassage(world), { minLength: 1, maxLength: 24 }), []),
    kill: often(30, anyKill, null),
    meanwhile: world.outside
      ? often(
          60,
          fc.array(fc.record({ before: fc.nat({ max: 16 }), edit: anyOutsideEdit }), { minLength: 1, maxLength: 3 }),
          [],
        )
      : fc.constant([]),
    edits: often(
      25,
      fc.array(
        fc.record({ before: fc.nat({ max: 16 }), environment: fc.nat({ max: world.environments - 1 }), edit: anyEdit }),
        { minLength: 1, maxLength: 3 },
      ),
      [],
    ),
  });

const anyStep = (world: World): fc.Arbitrary<Step> => {
  const client = fc.nat({ max: world.people - 1 });
  const environment = fc.nat({ max: world.environments - 1 });
  const sync = {
    do: fc.constant('sync' as const),
    client,
    environment,
    all: world.environments === 2 ? fc.boolean() : fc.constant(false),
    weather: anyWeather(world),
    sweep: often(15, fc.constant(true), false),
  };
  return fc.oneof(
    { weight: 60, arbitrary: fc.record({ do: fc.constant('edit' as const), client, environment, edit: anyEdit }) },
    { weight: 30, arbitrary: fc.record(sync) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('send' as const),
        client,
        environment,
        weather: anyWeather(world),
        which: fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: world.outside ? 10 : 0,
      arbitrary: fc.record({ do: fc.constant('outside' as const), environment, edit: anyOutsideEdit }),
    },
    {
      weight: 12,
      arbitrary: fc.record({ do: fc.constant('decide' as const), client, environment, decision: anyDecision }),
    },
    {
      weight: 8,
      arbitrary: fc.record({ do: fc.constant('review' as const), client, environment, review: anyReview }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('offline' as const), client, environment, is_offline: fc.boolean() }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('key' as const),
        client,
        environment,
        what: fc.constantFrom('change' as const, 'enter' as const, 'enter' as const),
      }),
    },
    {
      weight: world.people === 2 ? 3 : 0,
      arbitrary: fc
        .record({ do: fc.constant('carry' as const), client, environment })
        .map((step) => ({ ...step, from: 1 - step.client })),
    },
    {
      weight: world.restores ? 10 : 0,
      arbitrary: fc.record({
        do: fc.constant('server' as const),
        environment,
        what: fc.constantFrom('back up' as const, 'put back' as const),
      }),
    },
    {
      weight: world.restores ? 10 : 0,
      arbitrary: fc.record({
        do: fc.constant('answer' as const),
        client,
        environment,
        answer: fc.constantFrom(...answers),
        weather: anyWeather(world),
      }),
    },
    { weight: 10, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 3000, 3_600_000) }) },
  );
};

const anyWorld: fc.Arbitrary<World> = fc
  .record({
    server: fc.constantFrom('public' as const, 'ours' as const),
    environments: often(15, fc.constant(2 as const), 1 as const) as fc.Arbitrary<1 | 2>,
    people: fc.constantFrom(1 as const, 2 as const),
    outside: fc.boolean(),
    restores: often(restores, fc.constant(true), false),
    lags: fc.boolean(),
  })
  .map((world) => ({ ...world, lags: world.lags && (world.server === 'public' || world.environments === 2) }));

export const anySchedule: fc.Arbitrary<Schedule> = anyWorld.chain((world) =>
  fc.record({
    server: fc.constant(world.server),
    environments: fc.constant(world.environments),
    people: fc.constant(world.people),
    outside: fc.constant(world.outside),
    restores: fc.constant(world.restores),
    lags: fc.constant(world.lags),
    skew_ms: fc.constantFrom(0, 0, -10_800_000, 10_800_000, 137),
    marks_operations: often(20, fc.constant(false), true),
    page_size: fc.constantFrom(2, 3, 5, 1000),
    has_rows: often(80, fc.constant(true), false),
    steps: fc.array(anyStep(world), { minLength: 1, maxLength: 40, size: 'max' }),
    decisions: fc.array(anyDecision, { minLength: 1, maxLength: 12, size: 'max' }),
  }),
);

const first = (environment: number, what: Edit['what'], value: number): Step => ({
  do: 'edit',
  client: 0,
  environment,
  edit: { what, row: 0, other: 0, value },
});

/** What everybody has before a schedule begins: without rows to edit, most of its edits would come to nothing. */
export function preludeOf({ people, environments, has_rows }: Omit<Schedule, 'steps' | 'decisions'>): Step[] {
  if (!has_rows) return [];
  return Array.from({ length: environments }, (_, environment): Step[] => [
    first(environment, 'create group', 1),
    first(environment, 'create feature', 2),
    first(environment, 'create plan', 3),
    first(environment, 'create price', 6),
    first(environment, 'create price', 5),
    first(environment, 'create usage price', 7),
    ...Array.from({ length: people }, (_, client): Step => {
      return { do: 'sync', client, environment, all: false, weather: fairWeather, sweep: false };
    }),
  ]).flat();
}
