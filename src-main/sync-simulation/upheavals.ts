import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputOf } from '@shared/contract';
import type { PendingPage, PortableChange } from '@shared/entities/pending';
import type { SyncRemoval } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../core/store/prepared';
import { tableOf } from '../core/sync/snapshots/read-snapshots';
import { addressOf, fairWeather, type Weather } from './clients';
import type { Answer } from './decisions';
import { connectionOf, type Violation } from './invariants';
import type { Step } from './schedules';
import type { World } from './world';

type StepOf<D extends Step['do']> = Extract<Step, { do: D }>;
type Place = { client: number; environment: number };

function at(world: World, { client, environment }: Place) {
  const person = world.people[client] as World['people'][number];
  const environment_id = person.client.environments[environment] ?? '';
  const server = world.servers[environment] as World['servers'][number];
  const call = (name: string, input: object) => person.client.core().app.call(name, input, { environment_id });
  return { ...person, environment_id, server, call };
}

/** Somebody puts an earlier state of a server back, or keeps the one of now for that. Answers whether one was put back. */
export async function doServer(world: World, { environment, what }: StepOf<'server'>): Promise<boolean> {
  const server = world.servers[environment] as World['servers'][number];
  if (what === 'back up') server.backUp();
  const isDone = what === 'put back' && (await server.putBack());
  if (isDone) world.put_back.add(environment);
  return isDone;
}

/** The key of a server changes, or somebody enters the one that it has now. */
export async function doKey(world: World, step: StepOf<'key'>): Promise<void> {
  const { server, call } = at(world, step);
  if (step.what === 'change') {
    world.new_keys.add(step.environment);
    await server.changeKey();
  } else await call('connection.update', { api_key: server.api_key });
}

/** “Work offline” is switched on or off. */
export async function doOffline(world: World, step: StepOf<'offline'>): Promise<void> {
  await at(world, step).call('connection.update', { is_offline: step.is_offline });
}

/** I13, offline: while it is switched on, nothing of the environment reaches its server. */
export function silence(world: World, client: number): Violation[] {
  const person = world.people[client] as World['people'][number];
  const { sqlite } = person.client.core().store;
  return world.servers.flatMap((_server, environment) => {
    const sql = 'select is_offline from connections where is_active = 1 and environment_id = ?';
    if (sqlite.prepare(sql).pluck().get(person.client.environments[environment]) !== 1) return [];
    const asked = person.client.requests().filter(({ server }) => server === environment);
    return asked.map(({ method, path }) => `person ${client} works offline, and asked for ${method} ${path}`);
  });
}

/** What is pending with one person is handed to another as a file, who applies it. Answers whether that brought anything. */
export async function doCarry(world: World, { from, client, environment }: StepOf<'carry'>): Promise<boolean> {
  const exported = await at(world, { client: from, environment }).call('pending.export', {});
  if (!exported.ok) return false;
  const { text } = exported.data as { text: string };
  const to = at(world, { client, environment });
  await to.edits[environment]?.note(to.client.core(), to.environment_id);
  const dir = mkdtempSync(join(tmpdir(), 'pricebook-set-'));
  let isAny = false;
  try {
    const path = join(dir, 'set.json');
    writeFileSync(path, text);
    const { sqlite } = to.client.core().store;
    const own = await ownTexts(to);
    const done = await to.call('pending.import', { path, name: 'set.json', overwrite: [] });
    if (!done.ok) world.wrong.push(`person ${client} cannot apply a file: ${done.error.message}`);
    else isAny = (done.data as OutputOf<'pending.import'>).applied > 0;
    const { changes } = JSON.parse(text) as { changes: PortableChange[] };
    // Who made the file went on from it: that is no other edit of the same.
    const isGoneOnFrom = (value: unknown) =>
      changes.some(({ fields }) => Object.values(fields).some(({ from }) => from === value));
    for (const { entity, id, field, value } of own) {
      const now = sqlite.prepare(`select ${field} from ${tableOf[entity]} where id = ?`).pluck().get(id);
      if (now !== value && !isGoneOnFrom(value)) {
        world.wrong.push(`person ${client}: ${field} of ${id}, made ${value} here, was overwritten by a file`);
      }
    }
    // Both of them make it now: the server gets it from both, unless it has a key.
    const made = done.ok ? changes : [];
    for (const { kind, name } of made) if (kind === 'create' || kind === 'version') remake(world, name);
  } finally {
    rmSync(dir, { recursive: true });
  }
  await to.edits[environment]?.note(to.client.core(), to.environment_id);
  return isAny;
}

/** Names and descriptions that somebody gave rows of the server here and that are still to be sent. */
async function ownTexts({ call }: Pick<ReturnType<typeof at>, 'call'>) {
  const listed = await call('pending.list', { limit: 100 });
  const lines = listed.ok ? (listed.data as PendingPage).items : [];
  const isText = (field: string) => field === 'name' || field === 'description';
  return (
    lines
      // Of a price they go on with the next version, where the file brings one.
      .filter(({ entity, kind }) => kind === 'update' && entity !== 'price')
      .flatMap(({ entity, id, fields }) =>
        fields.filter(({ field }) => isText(field)).map(({ field, to: value }) => ({ entity, id, field, value })),
      )
  );
}

const remake = (world: World, name: string) => world.remade.set(name, (world.remade.get(name) ?? 0) + 1);

/** Somebody answers what a full check asks, where it asks; null when the program was killed meanwhile. */
export async function doAnswer(world: World, place: Place, answer: Answer, weather: Weather): Promise<boolean | null> {
  const { client, call, edits, environment_id } = at(world, place);
  const asked = client.core().app.sync?.removals(environment_id) ?? [];
  if (asked.length === 0) return false;
  await edits[place.environment]?.note(client.core(), environment_id);
  if (answer === 'keep') return (await call('sync.keepRows', {})).ok;
  if (answer === 'send again') {
    for (const { name } of await rowsGoing(world, place, asked)) remake(world, name);
    const prices = asked.filter(({ entity }) => entity === 'price').map(({ id }) => id);
    edits[place.environment]?.wantAgain(client.core(), prices);
  }
  const { environment } = place;
  const outcome = await client.sync(weather, {
    environment,
    sweep: true,
    ...(answer === 'remove' ? { may_remove: true } : { send_again: true }),
  });
  return outcome && true;
}

/** The rows of a question, and those that are made anew with them. */
async function rowsGoing(world: World, place: Place, asked: readonly SyncRemoval[]) {
  const { sqlite } = at(world, place).client.core().store;
  const plans = asked.filter(({ entity }) => entity === 'plan').map(({ id }) => id);
  const ofPlans = prepared(sqlite, ofPlansSql).all(JSON.stringify(plans)) as { name: string }[];
  return [...asked, ...ofPlans];
}
const ofPlansSql = `select display_name as name from prices where entity_id in (select value from json_each(?))`;

/** Local rows in use that their server has lost. */
export async function lostThere(world: World, place: Place): Promise<string[]> {
  const { client, environment_id, server } = at(world, place);
  const { sqlite } = client.core().store;
  const connection = connectionOf(sqlite, environment_id);
  const lost: string[] = [];
  for (const entity of ['group', 'feature', 'plan', 'price'] as const) {
    const there = await server.snapshots(entity);
    const live = entity === 'price' ? 'end_date is null' : "status = 'published'";
    const rows = sqlite
      .prepare(
        `select id, remote_id from ${tableOf[entity]} join synced_rows
           on connection = ? and entity = '${entity}' and local_id = id where ${live}`,
      )
      .all(connection) as { id: string; remote_id: string }[];
    lost.push(...rows.filter(({ remote_id }) => !there.has(remote_id)).map(({ id }) => `${entity} ${id}`));
  }
  return lost;
}

/** Versions of prices in whose place others have come that are on the server: whoever gave a price new terms there ended them. */
export function goneOn(world: World, place: Place): string[] {
  const { client, environment_id } = at(world, place);
  const { sqlite } = client.core().store;
  const ids = prepared(sqlite, goneOnSql).pluck().all(connectionOf(sqlite, environment_id)) as string[];
  return ids.map((id) => `price ${id}`);
}
const goneOnSql = `select mine.id from prices mine
  join prices next on next.start_date = mine.end_date and next.parent_price_id = coalesce(mine.parent_price_id, mine.id)
  join synced_rows on connection = ? and entity = 'price' and local_id = next.id where next.id <> mine.id`;

/**
 * In the end everybody has the key, works online, and answers what is asked about what servers have lost. Tells how many
 * times something was asked.
 */
export async function settleUpheavals(world: World, nextAnswer: () => Answer): Promise<number> {
  for (const place of placesOf(world)) {
    const { call } = at(world, place);
    await call('connection.update', { is_offline: false });
    if (world.new_keys.has(place.environment)) await enterKey(world, place);
  }
  if (world.put_back.size === 0) return 0;
  let answered = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    let isQuiet = true;
    for (const place of placesOf(world)) {
      world.clock.advance(5 * 60_000);
      const { client } = at(world, place);
      await client.sync(fairWeather, { environment: place.environment, sweep: true });
      const answer = nextAnswer();
      if (!(await doAnswer(world, place, answer === 'keep' ? 'remove' : answer, fairWeather))) continue;
      isQuiet = false;
      answered += 1;
    }
    if (isQuiet) return answered;
  }
  world.wrong.push(`after ${mostRounds} rounds something is still gone on a server, and asked about`);
  return answered;
}

/**
 * Enters the key that a server has now. One that has none of the rows here any more cannot be told from another
 * environment: it is connected anew, and what waits then is let go.
 */
async function enterKey(world: World, place: Place): Promise<void> {
  const { client, call, environment_id, server } = at(world, place);
  const { api_key } = server;
  const entered = await call('connection.update', { api_key });
  if (entered.ok || !world.put_back.has(place.environment)) return;
  const { sqlite } = client.core().store;
  const linkedSql = 'select entity, remote_id from synced_rows where connection = ? and base is not null';
  const linked = prepared(sqlite, linkedSql).all(connectionOf(sqlite, environment_id)) as {
    entity: SyncedEntity;
    remote_id: string;
  }[];
  for (const { entity, remote_id } of linked) if (await server.snapshot(entity, remote_id)) return;
  await call('connection.save', { base_url: addressOf(place.environment), api_key, send: 'auto' });
  const held = ((await call('pending.list', { limit: 100 })) as { data?: { items: SyncRemoval[] } }).data?.items ?? [];
  for (const { name } of held) remake(world, name);
  await call('pending.release', { items: held.map(({ entity, id }) => ({ entity, id })) });
}

const mostRounds = 6;

const placesOf = ({ people, servers }: World): Place[] =>
  people.flatMap((_person, client) => servers.map((_server, environment) => ({ client, environment })));
