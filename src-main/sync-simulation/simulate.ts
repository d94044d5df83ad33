import fc from 'fast-check';
import { type TestClock, testClock } from '../core/test-core';
import { type Client, fairWeather, openClient, type Weather } from './clients';
import { anyEdit, type Edit, makeEdit } from './edits';
import { faults, type Passage } from './fake-v1/faulty-fetch';
import { convergence, exactlyOnce, openConflicts, soundness, type Violation } from './invariants';
import { ownServer, publicServer } from './servers';

export type Step =
  | { do: 'edit'; client: number; edit: Edit }
  | { do: 'sync'; client: number; weather: Weather }
  | { do: 'wait'; ms: number };

/** A world in which syncing is tried: which server, how many people, how its clock goes, and what happens in which order. */
export interface Schedule {
  server: 'public' | 'ours';
  people: 1 | 2;
  skew_ms: number;
  marks_operations: boolean;
  steps: Step[];
}

/** Reads that lag behind are a matter of the public API's replicas and caches. */
const anyPassage = (lags: boolean): fc.Arbitrary<Passage> =>
  fc.record({
    fault: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fc.constantFrom(...faults) }),
    lag_ms: lags ? fc.constantFrom(0, 0, 0, 500, 1500) : fc.constant(0),
  });

const anyWeather = (lags: boolean): fc.Arbitrary<Weather> =>
  fc.record({
    passages: fc.array(anyPassage(lags), { maxLength: 12 }),
    crash_at: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 10 }) }),
    crash_after: fc.boolean(),
  });

const anyStep = (people: number, lags: boolean): fc.Arbitrary<Step> => {
  const client = fc.nat({ max: people - 1 });
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('edit' as const), client, edit: anyEdit }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('sync' as const), client, weather: anyWeather(lags) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 3000, 3_600_000) }) },
  );
};

export const anySchedule: fc.Arbitrary<Schedule> = fc
  .record({
    server: fc.constantFrom('public' as const, 'ours' as const),
    people: fc.constantFrom(1 as const, 2 as const),
  })
  .chain(({ server, people }) =>
    fc.record({
      server: fc.constant(server),
      people: fc.constant(people),
      skew_ms: fc.constantFrom(0, 0, -10_800_000, 10_800_000, 137),
      marks_operations: fc.oneof(
        { weight: 4, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
      steps: fc.array(anyStep(people, server === 'public'), { minLength: 1, maxLength: 30 }),
    }),
  );

/** Requests of one run beyond which it is going in circles: what there is to send and to take, and some for questions. */
const mostRequests = 400;

/**
 * Plays a schedule, lets everything calm down in fair weather, and answers which rules of syncing were broken: convergence
 * (I1), exactly once (I4), idle when nothing is new (I5), sound after every crash (I6), no conflict without a second person
 * (I8), bounded work (I11).
 */
export async function play(schedule: Schedule): Promise<Violation[]> {
  const clock = testClock();
  const server = schedule.server === 'ours' ? await ownServer(clock) : publicServer(clock, schedule.skew_ms);
  const people: Client[] = [];
  const wrong: Violation[] = [];
  try {
    for (let person = 0; person < schedule.people; person += 1) {
      people.push(await openClient(server, clock, { marks_operations: schedule.marks_operations }));
    }
    for (const step of schedule.steps) await playStep(step, people, clock, wrong);
    await calmDown(people, clock, wrong);
    for (const [person, client] of people.entries()) {
      const found = [...(await convergence(client.core(), server)), ...soundness(client.core())];
      if (schedule.people === 1 && schedule.marks_operations) found.push(...openConflicts(client.core()));
      wrong.push(...found.map((text) => `person ${person}: ${text}`), ...brokenIn(client, person));
    }
    wrong.push(...(await exactlyOnce(server)), ...(await idle(people)));
  } finally {
    for (const client of people) await client.close();
    await server.close();
  }
  return wrong;
}

async function playStep(step: Step, people: readonly Client[], clock: TestClock, wrong: Violation[]): Promise<void> {
  // No two things happen in the same moment.
  clock.advance(1);
  if (step.do === 'wait') return clock.advance(step.ms);
  const client = people[step.client] as Client;
  if (step.do === 'edit') return makeEdit(client.core(), `p${step.client}`, step.edit);
  await client.sync(step.weather);
  if (client.requests().length > mostRequests) wrong.push(`a sync took ${client.requests().length} requests`);
  wrong.push(...soundness(client.core()));
}

/** Everybody syncs in fair weather until nobody has anything to send any more; pauses are waited for. */
async function calmDown(people: readonly Client[], clock: TestClock, wrong: Violation[]): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    for (const client of people) {
      clock.advance(5 * 60_000);
      const outcome = await client.sync(fairWeather);
      if (outcome?.trouble) wrong.push(`in fair weather: ${outcome.trouble.kind} ${outcome.trouble.message}`);
    }
  }
}

/** I5: a sync with nothing new writes nothing. */
async function idle(people: readonly Client[]): Promise<Violation[]> {
  const wrong: Violation[] = [];
  for (const client of people) {
    await client.sync(fairWeather);
    const writes = client.requests().filter(({ is_write }) => is_write);
    wrong.push(...writes.map(({ method, path }) => `with nothing new it still sends ${method} ${path}`));
  }
  return wrong;
}

const brokenIn = (client: Client, person: number): Violation[] =>
  client.core().errors.map((line) => `person ${person} broke: ${line}`);
