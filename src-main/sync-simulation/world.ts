import { type TestClock, testClock } from '../core/test-core';
import { type Client, openClient, type SavedClient } from './clients';
import { type Decision, decideEach, letGo, makeDecision, makeReview, type Person } from './decisions';
import { makeEdit } from './edits';
import type { Violation } from './invariants';
import { type KeptEdits, keptEdits, watchOverwrites } from './lost-edits';
import { makeOutsideEdit, type OutsideEdit } from './outside-edits';
import { type RestorableServer, restorable } from './restorable';
import { preludeOf, type Schedule, type Step } from './schedules';
import { ownServer, publicServer, type SimulatedServer } from './servers';

/** Where a schedule is played: a server for each environment, and people who have all of the environments. */
export interface World {
  clock: TestClock;
  servers: readonly RestorableServer[];
  people: readonly { client: Client; edits: readonly KeptEdits[] }[];
  /** What each server was sent by Pricebook, where there are several. */
  sent: readonly string[][];
  wrong: Violation[];
  /** Of the next edit, which tells its text from all others. */
  serial: number;
  /** How many times people decided to make a row of this name anew. */
  remade: Map<string, number>;
  /** The places of servers on which a backup was put back, and of those whose keys have changed. */
  put_back: Set<number>;
  new_keys: Set<number>;
  /** How many times others did something on a server in the middle of a sync. */
  meanwhile: number;
  /** How many times somebody edited here in the middle of a sync of theirs. */
  edits_meanwhile: number;
}

type Kind = Omit<Schedule, 'steps' | 'decisions'>;

/** What is the same for all worlds of a kind before their schedules begin. */
interface Beginning {
  now: number;
  serial: number;
  servers: ((clock: TestClock) => Promise<SimulatedServer>)[];
  people: SavedClient[];
}

const beginnings = new Map<string, Promise<Beginning>>();

/** A new world in which everybody has a few rows, or none. It is copied: making one takes as long as playing in it. */
export async function openWorld(schedule: Schedule): Promise<World> {
  const { server, environments, people, skew_ms, marks_operations, has_rows } = schedule;
  const kind = JSON.stringify([server, environments, people, skew_ms, marks_operations, has_rows]);
  let beginning = beginnings.get(kind);
  if (!beginning) {
    beginning = begin(schedule);
    beginnings.set(kind, beginning);
  }
  return open(schedule, await beginning);
}

async function begin(kind: Kind): Promise<Beginning> {
  const clock = testClock();
  const servers = await Promise.all(
    serversOf(kind).map((one) => (one === 'ours' ? ownServer(clock) : publicServer(clock, kind.skew_ms))),
  );
  const people = Array.from({ length: kind.people }, () =>
    openClient(servers, clock, { marks_operations: kind.marks_operations, connected: kind.environments }),
  );
  const world = { clock, servers, people: await Promise.all(people), serial: 0 };
  for (const step of preludeOf(kind)) {
    clock.advance(1);
    if (step.do === 'edit') await edit(world, step);
    else if (step.do === 'sync') await world.people[step.client]?.sync(step.weather, { environment: step.environment });
  }
  const saved = world.people.map((client) => client.save());
  const kept = servers.map((server) => server.save());
  await Promise.all([...world.people, ...servers].map((one) => one.close()));
  return { now: clock.now(), serial: world.serial, servers: kept, people: saved };
}

const serversOf = ({ server, environments }: Kind): Schedule['server'][] =>
  environments === 1 ? [server] : [server, server === 'ours' ? 'public' : 'ours'];

async function open(schedule: Schedule, { now, serial, servers: kept, people }: Beginning): Promise<World> {
  const { environments, marks_operations, page_size, lags } = schedule;
  const clock = testClock();
  clock.advance(now - clock.now());
  const servers = await Promise.all(kept.map(async (one) => restorable(await one(clock), clock, one)));
  const wrong: Violation[] = [];
  const sent = servers.map((): string[] => []);
  // What was read of a copy that lags hides others' edits from the best comparison (architecture C.9).
  const watches = servers.map((server) =>
    server.kind === 'public' && lags ? null : watchOverwrites(server, server.kind === 'ours', wrong),
  );
  const opened = people.map(async (from, number) => {
    const client = await openClient(servers, clock, {
      marks_operations,
      page_size,
      from,
      connected: environments,
      outside: (edit) => {
        world.meanwhile += 1;
        return doOutside(world, edit, world.meanwhile % environments);
      },
      edit(edit, environment) {
        world.edits_meanwhile += 1;
        return doEdit(world, { do: 'edit', client: number, environment, edit });
      },
      async onArrival(who, request, arrive) {
        if (environments > 1) sent[request.server]?.push(`${request.path} ${JSON.stringify(request.body)}`);
        const watch = watches[request.server];
        if (watch) await watch(who, request, arrive);
        else await arrive();
      },
    });
    const edits = servers.map(() => keptEdits());
    for (const [at, kept] of edits.entries()) await kept.note(client.core(), client.environments[at] ?? '');
    return { client, edits };
  });
  const world: World = {
    ...{ clock, servers, people: await Promise.all(opened), sent, wrong, serial },
    ...{ remade: new Map(), put_back: new Set(), new_keys: new Set(), meanwhile: 0, edits_meanwhile: 0 },
  };
  return world;
}

export async function closeWorld({ people, servers }: World): Promise<void> {
  for (const { client } of people) await client.close();
  for (const server of servers) await server.close();
}

/** How the names of those begin who work in an environment. */
const teams = ['p', 'q'] as const;

/** Tells a text of those who work in an environment. */
export const textOf = (environment: number): RegExp => new RegExp(`\\b${teams[environment]}\\d?[ -]\\d`);

type Work = { people: readonly Client[]; serial: number };

async function edit(work: Work, step: Step & { do: 'edit' }): Promise<void> {
  const client = work.people[step.client] as Client;
  work.serial += 1;
  const author = `${teams[step.environment]}${step.client}`;
  await makeEdit(client.core(), author, step.edit, work.serial, client.environments[step.environment]);
}

/** Somebody edits in Pricebook. */
export async function doEdit(world: World, step: Step & { do: 'edit' }): Promise<void> {
  const work = { people: world.people.map(({ client }) => client), serial: world.serial };
  const done = edit(work, step);
  // Before it is waited for: another may begin meanwhile.
  world.serial = work.serial;
  await done;
  const { client, edits } = world.people[step.client] as World['people'][number];
  await edits[step.environment]?.note(client.core(), client.environments[step.environment] ?? '');
}

/** Somebody edits on a server without Pricebook. */
export async function doOutside(world: World, edit: OutsideEdit, environment: number): Promise<void> {
  world.serial += 1;
  world.clock.advance(1);
  await makeOutsideEdit(world.servers[environment] as SimulatedServer, edit, world.serial, teams[environment]);
}

type Place = { client: number; environment: number };

function personAt(world: World, { client: at, environment }: Place): Person & { note(): Promise<void> } {
  const { client, edits } = world.people[at] as World['people'][number];
  const core = client.core();
  const environment_id = client.environments[environment] ?? '';
  const text = () => {
    world.serial += 1;
    return `${teams[environment]}${at} 1.${world.serial}`;
  };
  return {
    ...{ core, environment_id, server: world.servers[environment] as SimulatedServer },
    text,
    remade: world.remade,
    note: async () => edits[environment]?.note(core, environment_id),
  };
}

/** Does something as a person whose edits are remembered; before it, what was linked until then is, too. */
async function doAs<T>(world: World, place: Place, run: (person: Person) => Promise<T>): Promise<T> {
  const person = personAt(world, place);
  await person.note();
  const done = await run(person);
  await person.note();
  return done;
}

/** Somebody decides a conflict, whoever has one; answers whether there was one that could be decided so. */
export async function doDecide(world: World, first: Place, decision: Decision): Promise<boolean> {
  const others = placesOf(world).filter(
    ({ client, environment }) => client !== first.client || environment !== first.environment,
  );
  for (const place of [first, ...others]) {
    if (await doAs(world, place, (person) => makeDecision(person, decision))) return true;
  }
  return false;
}

/** Somebody takes back, holds or releases what is pending; answers whether there was something. */
export const doReview = (world: World, step: Step & { do: 'review' }): Promise<boolean> =>
  doAs(world, step, (person) => makeReview(person, step.review));

/** Everybody lets go of what they held back. */
export async function doLetGo(world: World): Promise<void> {
  for (const place of placesOf(world)) await doAs(world, place, letGo);
}

/** Everybody decides all of their conflicts; answers how many, and what could not be decided as it was meant. */
export async function doDecideAll(world: World, next: () => Decision): Promise<{ decided: number; refused: string[] }> {
  const all = { decided: 0, refused: [] as string[] };
  for (const place of placesOf(world)) {
    const { decided, refused } = await doAs(world, place, (person) => decideEach(person, next));
    all.decided += decided;
    all.refused.push(
      ...refused.map(
        ({ item, choice, why }) =>
          `person ${place.client}: it cannot be decided as ${choice}: ${why} ${JSON.stringify(item)}`,
      ),
    );
  }
  return all;
}

const placesOf = ({ people, servers }: World): Place[] =>
  people.flatMap((_person, client) => servers.map((_server, environment) => ({ client, environment })));
