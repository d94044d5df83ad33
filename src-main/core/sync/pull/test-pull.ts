import { idSource } from '@shared/ids';
import { toInstant } from '@shared/instant';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { Deps } from '../../deps';
import { noServers } from '../../secrets';
import { queue } from '../../store/queue';
import { type TestCore, testCore } from '../../test-core';
import type { ConnectionRow } from '../connections/active-connection';
import { type PullOutcome, pullChanges } from './pull-changes';
import { type TestRemote, testRemote } from './test-remote';

export interface TestPull {
  core: TestCore;
  remote: TestRemote;
  deps: Deps;
  connection(): ConnectionRow;
  /** Pulls and, unless it fails, marks everything as exchanged as a whole sync does. */
  pull(): Promise<PullOutcome>;
  /** The local id of a row of the server. */
  idOf(entity: SyncedEntity | 'meter', remote_id: string): string;
  /** What is to be sent: entity, kind, state and fields, in words. */
  pending(): string[];
  /** Open conflicts: entity, kind and field. */
  conflicts(): string[];
  /** Everything that syncing keeps and the rows themselves, without what tells when and how. */
  state(): unknown;
}

/** A core whose Sandbox is synced with a server in memory. */
export function testPull(extensions: readonly string[] = []): TestPull {
  const core = testCore();
  const { sqlite } = core.store;
  const now = toInstant(core.clock.now());
  sqlite
    .prepare(
      `insert into connections (id, environment_id, base_url, extensions, send, created_at, updated_at)
       values ('conn_1', ?, 'http://127.0.0.1:1', ?, 'auto', ?, ?)`,
    )
    .run(core.environment_id, JSON.stringify(extensions), now, now);
  const remote = testRemote();
  const deps: Deps = {
    store: core.store,
    now: core.clock.now,
    newId: idSource(core.clock.now),
    publish: (event) => core.events.push(event),
    log: () => undefined,
    enqueue: queue().run,
    importThread: null,
    ...noServers,
  };
  const connection = () => sqlite.prepare('select * from connections').get() as ConnectionRow;
  const all = (sql: string) => sqlite.prepare(sql).all() as Record<string, string>[];
  return {
    core,
    remote,
    deps,
    connection,
    async pull() {
      const outcome = await pullChanges(deps, connection(), remote);
      if (outcome.kind === 'done') sqlite.prepare('update connections set synced_at = ?').run(now);
      return outcome;
    },
    idOf: (entity, remote_id) =>
      sqlite
        .prepare('select local_id from synced_rows where entity = ? and remote_id = ?')
        .pluck()
        .get(entity, remote_id) as string,
    pending: () =>
      all('select entity, kind, state, fields from outbox order by entity, number').map(
        ({ entity, kind, state, fields }) =>
          `${entity} ${kind} ${state}: ${Object.keys(JSON.parse(fields ?? '{}')).join(', ')}`,
      ),
    conflicts: () =>
      all('select entity, kind, field from conflicts order by entity, kind, field').map(
        ({ entity, kind, field }) => `${entity} ${kind}${field === '' ? '' : ` ${field}`}`,
      ),
    state() {
      const there = new Map(
        all('select local_id, remote_id from synced_rows').map((row) => [row.local_id, row.remote_id]),
      );
      const named = (value: string | null) =>
        String(value ?? '').replace(/[a-z]+_[0-9A-Z]{26}/g, (id) => there.get(id) ?? 'unsent');
      return Object.fromEntries(
        Object.entries(states).map(([table, sql]) => [
          table,
          all(sql)
            .map((row) => Object.values(row).map(named).join(' | '))
            .sort(),
        ]),
      );
    },
  };
}

/** Rows by what names them on the server: local ids and numbers depend on the order in which rows came. */
const remoteOf = (entity: string, column: string) =>
  `(select remote_id from synced_rows where entity = '${entity}' and local_id = ${column})`;
const states = {
  groups: `select ${remoteOf('group', 'id')} as r, name, lookup_key, status, created_at, updated_at from groups order by 1, 2, 3`,
  plans: `select ${remoteOf('plan', 'id')} as r, name, lookup_key, metadata, status, created_at, updated_at from plans order by 1, 2`,
  features: `select ${remoteOf('feature', 'id')} as r, ${remoteOf('meter', 'meter_id')} as m, name, status, updated_at
    from features order by 1, 2`,
  prices: `select ${remoteOf('price', 'id')} as r, ${remoteOf('price', 'parent_price_id')} as p,
    ${remoteOf('plan', 'entity_id')} as e, ${remoteOf('group', 'group_id')} as g, ${remoteOf('meter', 'meter_id')} as m,
    amount, display_name, description, lookup_key, metadata, start_date, end_date, created_at, updated_at
    from prices order by 1, amount, start_date`,
  line_items: `select (select external_id from customers where id = customer_id) as c, ${remoteOf('price', 'price_id')} as p, quantity, start_date, end_date, commitment_amount
    from line_items where start_date is not end_date order by 1, 2, start_date`,
  usage: `select ${remoteOf('price', 'p.id')} as r, day, u.event_count, units, nanos
    from usage_price_days u join prices p on p.number = u.price order by 1, 2`,
  synced: `select entity, remote_id, remote_updated_at, etag, base ->> '$.name' as n, base ->> '$.end_date' as e,
    base ->> '$.amount' as a, base ->> '$.metadata' as md from synced_rows order by 1, 2`,
  outbox: `select entity, kind, state, (select group_concat(key) from json_each(fields)) as f from outbox order by 1, 2, 4, 3`,
  conflicts: 'select entity, kind, field, mine, theirs from conflicts order by 1, 2, 3',
  waiting: 'select entity, remote_id, reason from sync_waiting order by 1, 2',
};
