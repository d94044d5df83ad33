import { type TestClock, testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { makeEdit } from './edits';
import { convergence, exactlyOnce, openConflicts, soundness, type Violation } from './invariants';
import { type KeptEdits, keptEdits, watchOverwrites } from './lost-edits';
import { makeOutsideEdit, type OutsideEdit } from './outside-edits';
import { preludeOf, type Schedule, type Step } from './schedules';
import { ownServer, publicServer, type SimulatedServer } from './servers';

/** How much happened, so that it shows when schedules have become too tame to find anything. */
export interface Seen {
  syncs: number;
  faults: number;
  kills: number;
  conflicts: number;
  versions: number;
  /** Requests for a page after the first one of a list. */
  next_pages: number;
  /** What others did on the server in the middle of a sync. */
  meanwhile: number;
}

export const nothingSeen = (): Seen => ({
  syncs: 0,
  faults: 0,
  kills: 0,
  conflicts: 0,
  versions: 0,
  next_pages: 0,
  meanwhile: 0,
});

interface World {
  schedule: Schedule;
  clock: TestClock;
  server: SimulatedServer;
  people: { client: Client; edits: KeptEdits }[];
  seen: Seen;
  wrong: Violation[];
  /** Of the next edit, which tells its text from all others. */
  serial: number;
}

/**
 * Plays a schedule, lets everything calm down in fair weather, and answers which rules of syncing were broken: convergence
 * (I1), no lost local (I2) and remote (I3) edit, exactly once (I4), idle when nothing is new (I5), sound after every kill
 * (I6), no conflict without a second person (I8), nothing skipped by incremental pulls (I9), bounded work (I11).
 */
export async function play(schedule: Schedule, seen: Seen = nothingSeen()): Promise<Violation[]> {
  const clock = testClock();
  const server = schedule.server === 'ours' ? await ownServer(clock) : publicServer(clock, schedule.skew_ms);
  const world: World = { schedule, clock, server, people: [], seen, wrong: [], serial: 0 };
  try {
    await openPeople(world);
    for (const step of preludeOf(schedule)) await playStep(step, world);
    for (const step of schedule.steps) await playStep(step, world);
    await checkAtTheEnd(world);
  } finally {
    for (const { client } of world.people) await client.close();
    await server.close();
  }
  return world.wrong;
}

async function openPeople(world: World): Promise<void> {
  const { schedule, clock, server, wrong } = world;
  const { marks_operations, page_size, lags, people } = schedule;
  const outside = (edit: OutsideEdit) => {
    world.seen.meanwhile += 1;
    return doOutside(world, edit);
  };
  for (let person = 0; person < people; person += 1) {
    const options = { marks_operations, page_size, outside };
    // What was read of a copy that lags hides others' edits from the best comparison (architecture C.9).
    const watch = lags ? {} : { onArrival: watchOverwrites(server, schedule.server === 'ours', wrong) };
    world.people.push({ client: await openClient([server], clock, { ...options, ...watch }), edits: keptEdits() });
  }
}

async function doOutside(world: World, edit: OutsideEdit): Promise<void> {
  world.serial += 1;
  world.clock.advance(1);
  await makeOutsideEdit(world.server, edit, world.serial);
}

async function playStep(step: Step, world: World): Promise<void> {
  const { clock, people, seen, wrong } = world;
  // No two things happen in the same moment.
  clock.advance(1);
  if (step.do === 'wait') return clock.advance(step.ms);
  if (step.do === 'outside') return doOutside(world, step.edit);
  const { client, edits } = people[step.client] as World['people'][number];
  if (step.do === 'edit') {
    world.serial += 1;
    await makeEdit(client.core(), `p${step.client}`, step.edit, world.serial);
    return edits.note(client.core());
  }
  const outcome = await client.sync(step.weather, { sweep: step.sweep });
  seen.syncs += 1;
  seen.kills += outcome === null ? 1 : 0;
  seen.conflicts += outcome?.conflicts ?? 0;
  for (const [at, request] of client.requests().entries()) {
    if (step.weather.passages[at]?.fault) seen.faults += 1;
    if (isNextPage(request.body)) seen.next_pages += 1;
    if (request.method === 'PUT' && request.path.startsWith('/prices/') && request.body.billing_model)
      seen.versions += 1;
  }
  wrong.push(...bounded(client, world), ...(outcome === null ? soundness(client.core()) : []));
}

const isNextPage = ({ offset, filters, limit }: Record<string, unknown>) =>
  limit !== undefined && (Boolean(offset) || filters !== undefined);

/** I11: what there is to send and to take, page by page, and some questions; a run never goes in circles. */
function bounded(client: Client, { schedule, server }: World): Violation[] {
  const entities = ['group', 'feature', 'plan', 'price'] as const;
  const rows = entities.reduce((sum, entity) => sum + server.liveIds(entity).length, 0);
  const pages = 12 + rows * (schedule.page_size < 10 ? 3 : 1);
  const most = 8 * pages + 100;
  const { length } = client.requests();
  return length > most ? [`a sync took ${length} requests, of at most ${most}`] : [];
}

const mostCalmRounds = 8;

/** Everybody syncs in fair weather until a whole round brings nothing new any more; pauses are waited for. */
async function calmDown({ people, clock, wrong }: World, sweep: boolean): Promise<void> {
  for (let round = 0; round < mostCalmRounds; round += 1) {
    let isQuiet = true;
    for (const { client } of people) {
      clock.advance(5 * 60_000);
      const outcome = await client.sync(fairWeather, { sweep });
      if (outcome?.trouble || outcome?.received || client.requests().some(({ is_write }) => is_write)) isQuiet = false;
      if (isLookingFor(client)) isQuiet = false;
      // A key that is taken there is answered as a server that broke, once (architecture 0.3).
      if (outcome?.trouble && round === mostCalmRounds - 1) {
        wrong.push(`in fair weather: ${outcome.trouble.kind} ${outcome.trouble.message}`);
      }
    }
    if (isQuiet && round > 0) return;
  }
}

const isLookingFor = (client: Client) =>
  client.core().store.sqlite.prepare("select 1 from outbox where state = 'uncertain'").get() !== undefined;

async function checkAtTheEnd(world: World): Promise<void> {
  const { schedule, server, people, wrong } = world;
  await calmDown(world, false);
  // I9: what incremental pulls skipped, a sweep would hide.
  for (const [person, { client }] of people.entries()) {
    wrong.push(
      ...named(person, await convergence(client.core(), server, { hidesArchivedGroups: schedule.server === 'public' })),
    );
  }
  if (wrong.length > 0) return;
  await calmDown(world, true);
  const isAlone = schedule.people === 1 && !schedule.outside;
  for (const [person, { client, edits }] of people.entries()) {
    const found = [...(await convergence(client.core(), server)), ...soundness(client.core())];
    found.push(...(await edits.lost(client.core(), server)));
    if (isAlone && schedule.marks_operations) found.push(...openConflicts(client.core()));
    wrong.push(...named(person, found), ...client.core().errors.map((line) => `person ${person} broke: ${line}`));
  }
  wrong.push(...(await exactlyOnce(server)), ...(await idle(people)));
}

const named = (person: number, found: readonly Violation[]) => found.map((text) => `person ${person}: ${text}`);

/** I5: a sync with nothing new writes nothing. */
async function idle(people: World['people']): Promise<Violation[]> {
  const wrong: Violation[] = [];
  for (const { client } of people) {
    const before = await shape(client);
    await client.sync(fairWeather);
    const writes = client.requests().filter(({ is_write }) => is_write);
    wrong.push(...writes.map(({ method, path }) => `with nothing new it still sends ${method} ${path}`));
    if ((await shape(client)) !== before) wrong.push('with nothing new it still changes its store');
  }
  return wrong;
}

/** Everything of the store that a sync with nothing new leaves as it is. */
async function shape(client: Client): Promise<string> {
  const { sqlite } = client.core().store;
  const tables = ['groups', 'features', 'meters', 'plans', 'prices', 'synced_rows', 'outbox', 'conflicts', 'changes'];
  return JSON.stringify(tables.map((table) => sqlite.prepare(`select * from ${table}`).all()));
}
