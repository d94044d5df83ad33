import { prepared } from '../core/store/prepared';
import type { RunOutcome } from '../core/sync/engine/run-outcome';
import { type Client, fairWeather } from './clients';
import { answers } from './decisions';
import { convergence, exactlyOnce, openConflicts, scope, soundness, type Violation } from './invariants';
import type { Schedule, Step } from './schedules';
import {
  doAnswer,
  doCarry,
  doKey,
  doOffline,
  doServer,
  goneOn,
  lostThere,
  settleUpheavals,
  silence,
} from './upheavals';
import {
  closeWorld,
  doDecide,
  doDecideAll,
  doEdit,
  doLetGo,
  doOutside,
  doReview,
  openWorld,
  textOf,
  type World,
} from './world';

/** How much happened, so that it shows when schedules have become too tame to find anything. */
export interface Seen {
  syncs: number;
  /** Of all environments at once. */
  syncs_of_all: number;
  faults: number;
  kills: number;
  conflicts: number;
  /** Conflicts that somebody decided, in between and in the end. */
  decisions: number;
  last_decisions: number;
  /** Pending changes that somebody took back, held back or released. */
  reviews: number;
  versions: number;
  /** Requests for a page after the first one of a list. */
  next_pages: number;
  /** What others did on the server in the middle of a sync. */
  meanwhile: number;
  /** Edits here in the middle of a sync. */
  edits_meanwhile: number;
  /** Of some pending changes only. */
  sends: number;
  /** Backups that were put back on a server. */
  put_back: number;
  /** What was done about rows that were found to be gone. */
  answers: number;
  /** Files with changes that were handed over and brought something, keys that changed, and times when somebody went offline. */
  handed_over: number;
  new_keys: number;
  offline: number;
}

export const nothingSeen = (): Seen => ({
  syncs: 0,
  syncs_of_all: 0,
  faults: 0,
  kills: 0,
  conflicts: 0,
  decisions: 0,
  last_decisions: 0,
  reviews: 0,
  versions: 0,
  next_pages: 0,
  meanwhile: 0,
  edits_meanwhile: 0,
  sends: 0,
  put_back: 0,
  answers: 0,
  handed_over: 0,
  new_keys: 0,
  offline: 0,
});

/**
 * Plays a schedule, lets everything calm down in fair weather, and answers which rules of syncing were broken: convergence
 * (I1), no lost local (I2) and remote (I3) edit, exactly once (I4), idle when nothing is new (I5), sound after every kill
 * (I6), no conflict without a second person (I8), nothing skipped by incremental pulls (I9), bounded work (I11), nothing
 * of one server on another (I12), and nothing at all while somebody works offline (I13).
 */
export async function play(schedule: Schedule, seen: Seen = nothingSeen()): Promise<Violation[]> {
  const world = await openWorld(schedule);
  try {
    for (const step of schedule.steps) await playStep(step, schedule, world, seen);
    await doLetGo(world);
    seen.answers += await settleUpheavals(world, answersOf(schedule));
    await checkAtTheEnd(schedule, world);
    if (world.wrong.length === 0) await decideTheRest(schedule, world, seen);
    seen.meanwhile += world.meanwhile;
    seen.edits_meanwhile += world.edits_meanwhile;
  } finally {
    await closeWorld(world);
  }
  return world.wrong;
}

async function playStep(step: Step, schedule: Schedule, world: World, seen: Seen): Promise<void> {
  const { clock, people, wrong } = world;
  // No two things happen in the same moment.
  clock.advance(1);
  if (step.do === 'wait') return clock.advance(step.ms);
  if (step.do === 'outside') return doOutside(world, step.edit, step.environment);
  if (step.do === 'edit') return doEdit(world, step);
  if (step.do === 'decide') {
    seen.decisions += (await doDecide(world, step, step.decision)) ? 1 : 0;
    return;
  }
  if (step.do === 'review') {
    seen.reviews += (await doReview(world, step)) ? 1 : 0;
    return;
  }
  if (step.do === 'server') {
    seen.put_back += (await doServer(world, step)) ? 1 : 0;
    return;
  }
  if (step.do === 'key') {
    seen.new_keys += step.what === 'change' ? 1 : 0;
    return doKey(world, step);
  }
  if (step.do === 'offline') {
    seen.offline += step.is_offline ? 1 : 0;
    return doOffline(world, step);
  }
  if (step.do === 'carry') {
    seen.handed_over += (await doCarry(world, step)) ? 1 : 0;
    return;
  }
  if (step.do === 'answer') {
    seen.answers += (await doAnswer(world, step, step.answer, step.weather)) ? 1 : 0;
    return;
  }
  const { client } = people[step.client] as World['people'][number];
  const lost = await lostBefore(world, step);
  const outcomes = await syncAs(client, step);
  wrong.push(...silence(world, step.client), ...(await unasked(world, step, lost)));
  const { weather } = step;
  seen.syncs += 1;
  seen.syncs_of_all += step.do === 'sync' && step.all ? 1 : 0;
  seen.sends += step.do === 'send' && client.requests().length > 0 ? 1 : 0;
  seen.kills += outcomes === null ? 1 : 0;
  for (const { conflicts } of outcomes ?? []) seen.conflicts += conflicts;
  for (const [at, request] of client.requests().entries()) {
    if (weather.passages[at]?.fault) seen.faults += 1;
    if (isNextPage(request.body)) seen.next_pages += 1;
    if (request.method === 'PUT' && request.path.startsWith('/prices/') && request.body.billing_model)
      seen.versions += 1;
  }
  wrong.push(...bounded(client, schedule, world), ...(outcomes === null ? soundness(client.core()) : []));
}

/** What the servers that tell of it have lost, for `unasked`. */
const lostBefore = async (world: World, step: Step & { do: 'sync' | 'send' }): Promise<string[][]> =>
  Promise.all(
    world.servers.map(async ({ kind }, environment) =>
      kind === 'ours' && world.put_back.has(environment) ? lostThere(world, { ...step, environment }) : [],
    ),
  );

/** Nothing that a put-back server has lost is taken out of use here before somebody has agreed to it. */
async function unasked(
  world: World,
  step: Step & { do: 'sync' | 'send' },
  lost: readonly string[][],
): Promise<Violation[]> {
  const wrong: Violation[] = [];
  for (const [environment, before] of lost.entries()) {
    // Who edits meanwhile may take them out of use.
    if (before.length === 0 || step.weather.edits.length > 0) continue;
    const place = { ...step, environment };
    const still = new Set([...(await lostThere(world, place)), ...goneOn(world, place)]);
    const gone = before.filter((row) => !still.has(row));
    wrong.push(...gone.map((row) => `person ${step.client}: ${row} was removed, and nobody had agreed to it`));
  }
  return wrong;
}

/** Syncs all or some; null when the program was killed meanwhile. */
async function syncAs(client: Client, step: Step & { do: 'sync' | 'send' }): Promise<RunOutcome[] | null> {
  const { weather, environment } = step;
  if (step.do === 'send') return (await client.send(weather, step.which, environment)) === null ? null : [];
  const { sweep } = step;
  if (step.all) return client.syncAll(weather, { sweep });
  const one = await client.sync(weather, { sweep, environment });
  return one && [one];
}

const isNextPage = ({ offset, filters, limit }: Record<string, unknown>) =>
  limit !== undefined && (Boolean(offset) || filters !== undefined);

/** I11: what there is to send and to take, page by page, and some questions; a run never goes in circles. */
function bounded(client: Client, { page_size }: Schedule, { servers }: World): Violation[] {
  const entities = ['group', 'feature', 'plan', 'price'] as const;
  const rows = servers.flatMap((server) => entities.map((entity) => server.liveIds(entity).length));
  const all = rows.reduce((sum, one) => sum + one, 0);
  const pages = 12 * servers.length + all * (page_size < 10 ? 3 : 1);
  const most = 8 * pages + 100;
  const { length } = client.requests();
  return length > most ? [`a sync took ${length} requests, of at most ${most}`] : [];
}

const mostCalmRounds = 8;

/**
 * Everybody syncs in fair weather until a whole round brings nothing new any more; pauses are waited for. A sync with
 * nothing new writes nothing, on the server or here (I5): where that does not come about, what still changes is wrong.
 */
async function calmDown({ people, servers, clock, wrong }: World, sweep: boolean): Promise<void> {
  const writes = () => servers.reduce((sum, server) => sum + server.writes(), 0);
  let unrest: Violation[] = [];
  for (let round = 0; round < mostCalmRounds; round += 1) {
    unrest = [];
    const written = writes();
    for (const [person, { client }] of people.entries()) {
      clock.advance(5 * 60_000);
      const before = shape(client);
      const outcomes = (await client.syncAll(fairWeather, { sweep })) ?? [];
      unrest.push(...named(person, [...outcomes.flatMap(newsOf), ...rowsThatChanged(before, shape(client))]));
    }
    // One that was late may have come after somebody had looked.
    if (writes() !== written) unrest.push('something is still written on a server');
    if (unrest.length === 0) return;
  }
  wrong.push(...unrest.map((text) => `in fair weather it does not calm down: ${text}`));
}

const newsOf = ({ trouble, received, sent, conflicts }: RunOutcome): Violation[] => [
  ...(trouble ? [`${trouble.kind} ${trouble.message}`] : []),
  ...(received + sent + conflicts > 0 ? [`${received} received, ${sent} sent, ${conflicts} conflicts`] : []),
];

/** Everything of the store that a sync with nothing new leaves as it is. */
function shape(client: Client): string[] {
  const { sqlite } = client.core().store;
  const tables = ['groups', 'features', 'meters', 'plans', 'prices', 'synced_rows', 'outbox', 'conflicts', 'changes'];
  return tables.flatMap((table) => {
    const rows = prepared(sqlite, `select * from ${table}`).raw().all();
    return rows.map((row) => `${table} ${JSON.stringify(row)}`);
  });
}

function rowsThatChanged(before: readonly string[], after: readonly string[]): Violation[] {
  const known = new Set(before);
  const now = new Set(after);
  return [
    ...before.filter((row) => !now.has(row)).map((row) => `it changed ${row}`),
    ...after.filter((row) => !known.has(row)).map((row) => `it now has ${row}`),
  ];
}

async function checkAtTheEnd(schedule: Schedule, world: World): Promise<void> {
  const { servers, people, wrong, sent } = world;
  await calmDown(world, false);
  // I9: what incremental pulls skipped, a sweep would hide.
  for (const [person, { client }] of people.entries()) {
    for (const [at, server] of servers.entries()) {
      const environment_id = client.environments[at] ?? '';
      wrong.push(
        ...named(
          person,
          await convergence(client.core(), environment_id, server, {
            hidesArchivedGroups: server.kind === 'public',
            isSwept: false,
            hasLost: world.put_back.has(at),
          }),
        ),
      );
    }
  }
  if (wrong.length > 0) return;
  await calmDown(world, true);
  const isAlone = schedule.people === 1 && !schedule.outside;
  for (const [person, { client, edits }] of people.entries()) {
    const found = soundness(client.core());
    for (const [at, server] of servers.entries()) {
      const environment_id = client.environments[at] ?? '';
      const hasLost = world.put_back.has(at);
      found.push(...(await convergence(client.core(), environment_id, server, { hasLost })));
      found.push(...((await edits[at]?.lost(client.core(), environment_id, server)) ?? []));
    }
    if (isAlone && schedule.marks_operations && world.put_back.size === 0)
      found.push(...openConflicts(client.core(), { hasNewKey: world.new_keys.size > 0 }));
    wrong.push(...named(person, found), ...client.core().errors.map((line) => `person ${person} broke: ${line}`));
  }
  for (const server of servers) wrong.push(...(await exactlyOnce(server, world.remade)));
  if (servers.length > 1) wrong.push(...(await scope(servers, sent, textOf)));
}

const answersOf = ({ decisions }: Schedule) => {
  let next = 0;
  return () => answers[(decisions[next++ % decisions.length]?.choice ?? 0) % answers.length] ?? 'remove';
};

const mostRoundsOfDecisions = 12;

/**
 * What is in conflict can be decided, one way or the other, and comes to an end: in fair weather everybody decides all of
 * theirs and exchanges what follows from it, until nothing is open any more.
 */
async function decideTheRest(schedule: Schedule, world: World, seen: Seen): Promise<void> {
  const { decisions } = schedule;
  let at = 0;
  const next = () => decisions[at++ % decisions.length] ?? { which: 0, choice: 0 };
  for (let round = 0; round < mostRoundsOfDecisions; round += 1) {
    world.clock.advance(1);
    const { decided, refused } = await doDecideAll(world, next);
    seen.last_decisions += decided;
    world.wrong.push(...refused);
    if (decided === 0 || refused.length > 0) return;
    await doLetGo(world);
    await checkAtTheEnd(schedule, world);
    if (world.wrong.length > 0) return;
  }
  world.wrong.push(`after ${mostRoundsOfDecisions} rounds of decisions there are still some to make`);
}

const named = (person: number, found: readonly Violation[]) => found.map((text) => `person ${person}: ${text}`);
