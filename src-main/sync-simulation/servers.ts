import { markKey } from '@shared/rules/sync/operation-mark';
import { type Snapshot, type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { answerRequest } from '@shared/v1/answer-request';
import { prepared } from '../core/store/prepared';
import { readRemoteRow } from '../core/sync/remote/remote-rows';
import { readSnapshots } from '../core/sync/snapshots/read-snapshots';
import type { TestClock } from '../core/test-core';
import { createV1App } from '../v1-api/v1-app';
import { refused } from './fake-v1/fake-answer';
import { type FakeState, fakeState } from './fake-v1/fake-state';
import { fakeV1 } from './fake-v1/fake-v1';
import type { Answering } from './fake-v1/faulty-fetch';
import { closeProfile, newProfile, openProfile, type PutAway, putAway, takenOut } from './profiles';

/** The server of a simulation, as its checks see it. */
export interface SimulatedServer {
  kind: 'public' | 'ours';
  answering: Answering;
  /** The key that it accepts now. */
  readonly api_key: string;
  /** The key that it accepted is no longer good, another one is. */
  changeKey(): Promise<void>;
  /** How many writes have arrived, on time or late. */
  writes(): number;
  /** Every row there is, archived and ended ones too, by its id there; references are ids there. */
  snapshots(entity: SyncedEntity): Promise<Map<string, Snapshot>>;
  /** One of them as it is now. */
  snapshot(entity: SyncedEntity, id: string): Promise<Snapshot | undefined>;
  /** Every state that a row ever had, oldest first. */
  history(entity: SyncedEntity, id: string): readonly Snapshot[];
  /** What is in use, oldest first. */
  liveIds(entity: SyncedEntity): string[];
  /** Keeps it as it is now, for opening copies of it. */
  save(): (clock: TestClock) => Promise<SimulatedServer>;
  close(): Promise<void>;
}

const tableOf = { group: 'groups', feature: 'features', plan: 'plans', price: 'prices' } as const satisfies Record<
  SyncedEntity,
  keyof FakeState
>;

const publicKey = 'sk_public';

/** A server that behaves as the public API, with a clock of its own; `from`: with the rows of another. */
export function publicServer(clock: TestClock, skewMs: number, from?: FakeState): SimulatedServer {
  const fake = fakeV1(() => clock.now() + skewMs, from);
  const read = (entity: SyncedEntity, id: string): Snapshot | undefined => {
    const { body } = fake.handle({ method: 'GET', path: `/${tableOf[entity]}/${id}`, body: {}, is_write: false });
    const row = readRemoteRow(entity, body);
    return 'row' in row ? row.row.snapshot : undefined;
  };
  let writes = 0;
  let keys = 0;
  const key = () => (keys === 0 ? publicKey : `${publicKey}_${keys}`);
  return {
    kind: 'public',
    answering: {
      async answer(request, headers, lag) {
        if (headers.get('x-api-key') !== key()) return refused(401, 'unauthenticated', 'Invalid API key');
        if (request.is_write) writes += 1;
        return fake.handle(request, lag);
      },
    },
    writes: () => writes,
    get api_key() {
      return key();
    },
    async changeKey() {
      keys += 1;
    },
    async snapshots(entity) {
      const rows = fake.state[tableOf[entity]].all().flatMap(({ id }) => {
        const snapshot = read(entity, id);
        return snapshot ? [[id, snapshot] as const] : [];
      });
      return new Map(rows);
    },
    snapshot: async (entity, id) => read(entity, id),
    history: (entity, id) =>
      fake.state[tableOf[entity]].history(id).flatMap((row) => {
        const found = readRemoteRow(entity, { ...row, meter: fake.state.meters.get(String(row.meter_id ?? '')) });
        return 'row' in found ? [found.row.snapshot] : [];
      }),
    liveIds: (entity) =>
      fake.state[tableOf[entity]]
        .all()
        .flatMap(({ id, status, end_date }) => (status === 'published' && !end_date ? id : [])),
    save() {
      const state = fakeState(fake.state.now, fake.state);
      return async (copyClock) => publicServer(copyClock, skewMs, state);
    },
    close: async () => undefined,
  };
}

interface SavedServer {
  disk: PutAway;
  api_key: { id: string; key: string };
  states: Map<string, Snapshot[]>;
  lastChange: number;
}

/** Our own server, with everything it can do beyond the public API; `from`: a copy of another. */
export async function ownServer(clock: TestClock, from?: SavedServer): Promise<SimulatedServer> {
  const core = openProfile(from ? takenOut(from.disk) : newProfile(), { clock });
  const states = new Map(from?.states);
  let lastChange = from?.lastChange ?? 0;
  let isClosed = false;

  const read = async (entity: SyncedEntity, ids: readonly string[]) =>
    new Map(
      [...(await readSnapshots(core.store.db, entity, ids))].map(([id, snapshot]) => [id, withoutMarkIn(snapshot)]),
    );

  async function remember(): Promise<void> {
    const { sqlite } = core.store;
    const changes = prepared(sqlite, 'select seq, entity, entity_id from changes where seq > ?').all(
      lastChange,
    ) as Change[];
    lastChange = changes.at(-1)?.seq ?? lastChange;
    for (const entity of syncedEntities) {
      const ids = changes.flatMap((change) => (change.entity === entity ? change.entity_id : []));
      for (const [id, snapshot] of await read(entity, ids)) states.set(id, [...(states.get(id) ?? []), snapshot]);
    }
  }

  const app = createV1App({
    pricebook: {
      call: (name, input, context) => core.app.call(name, input, context),
      answer: async (route, request, context) => ({
        ok: true,
        data: await answerRequest(core.app.call, route, request, context),
      }),
      onEvent: () => () => false,
    },
    // When a key was used last is kept beside the answer: of a server that is no more, nobody does.
    log: (line) => {
      if (!isClosed) throw new Error(line);
    },
  });
  const newKey = () => core.call('apiKey.create', { name: 'simulation', access: 'write' });
  let { id, key } = from?.api_key ?? (await newKey());
  let writes = 0;
  return {
    kind: 'ours',
    writes: () => writes,
    answering: {
      async answer({ method, path, body, is_write }, headers) {
        if (is_write) writes += 1;
        const hasBody = method === 'POST' || method === 'PUT' || method === 'DELETE';
        const response = await app.request(`/v1${path}`, {
          method,
          headers,
          ...(hasBody && headers.has('content-type') && { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        if (hasBody) await remember();
        const isJson = response.headers.get('content-type')?.startsWith('application/json');
        return {
          status: response.status,
          body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
          etag: response.headers.get('etag'),
        };
      },
    },
    get api_key() {
      return key;
    },
    async changeKey() {
      const old = id;
      ({ id, key } = await newKey());
      await core.call('apiKey.revoke', { id: old });
    },
    async snapshots(entity) {
      const ids = core.store.sqlite.prepare(`select id from ${tableOf[entity]}`).pluck().all() as string[];
      return read(entity, ids);
    },
    snapshot: async (entity, id) => (await read(entity, [id])).get(id),
    history: (_entity, id) => states.get(id) ?? [],
    liveIds(entity) {
      const live = entity === 'price' ? 'end_date is null' : "status = 'published'";
      return core.store.sqlite
        .prepare(`select id from ${tableOf[entity]} where ${live} order by number`)
        .pluck()
        .all() as string[];
    },
    save() {
      const saved = {
        disk: putAway(core.store.sqlite.serialize()),
        api_key: { id, key },
        states: new Map(states),
        lastChange,
      };
      return (copyClock) => ownServer(copyClock, saved);
    },
    async close() {
      isClosed = true;
      await closeProfile(core);
    },
  };
}

interface Change {
  seq: number;
  entity: string;
  entity_id: string;
}

function withoutMarkIn(snapshot: Snapshot): Snapshot {
  if (typeof snapshot.metadata !== 'object' || snapshot.metadata === null) return snapshot;
  const { [markKey]: _mark, ...metadata } = snapshot.metadata as Record<string, string>;
  return { ...snapshot, metadata };
}

/** Every row of a server by kind. */
export async function allSnapshots(server: SimulatedServer) {
  const all = {} as Record<SyncedEntity, Map<string, Snapshot>>;
  for (const entity of syncedEntities) all[entity] = await server.snapshots(entity);
  return all;
}
