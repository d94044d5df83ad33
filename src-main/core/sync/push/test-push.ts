import { idSource } from '@shared/ids';
import type { Deps } from '../../deps';
import { noServers } from '../../secrets';
import { queue } from '../../store/queue';
import { testCatalog } from '../../test-catalog';
import { type TestCore, testCore } from '../../test-core';
import { activeConnection, type ConnectionRow } from '../connections/active-connection';
import type { PushOptions, PushOutcome } from './push-context';
import { pushLines } from './push-lines';
import { type TestRemote, testRemote } from './test-remote';

export interface TestPush {
  core: TestCore;
  remote: TestRemote;
  deps: Deps;
  connection(): ConnectionRow;
  push(options?: PushOptions): Promise<PushOutcome>;
  /** What waits to be sent, as `price version ready`. */
  pending(): string[];
  line(entity: string): { state: string; problem: string | null; not_before: string | null; operation: string | null };
  conflicts(): { entity: string; kind: string; field: string; theirs: unknown }[];
}

const oursCan = ['group_update', 'clear_text_fields', 'idempotency', 'conditional_update', 'change_feed'];

/** A core whose Sandbox is synced with a server in memory: one like the public one, or one like ours. */
export function testPush({
  isOurs = false,
  send = 'auto',
}: {
  isOurs?: boolean;
  send?: 'auto' | 'review';
} = {}): TestPush {
  const core = testCore({ start: '2026-06-01T00:00:00.000Z' });
  const remote = testRemote({ isOurs });
  const { sqlite } = core.store;
  const now = '2026-06-01T00:00:00.000Z';
  sqlite
    .prepare(
      `insert into connections (id, environment_id, base_url, extensions, send, created_at, updated_at)
       values ('conn_1', ?, 'http://127.0.0.1:1', ?, ?, ?, ?)`,
    )
    .run(core.environment_id, JSON.stringify(isOurs ? oursCan : []), send, now, now);
  const deps: Deps = {
    store: core.store,
    now: core.clock.now,
    newId: idSource(core.clock.now),
    publish: () => {},
    log: () => {},
    enqueue: queue().run,
    importThread: null,
    ...noServers,
  };
  const connection = () => activeConnection(sqlite, core.environment_id) as ConnectionRow;
  return {
    core,
    remote,
    deps,
    connection,
    push: (options = {}) => pushLines(deps, connection(), remote.api, options),
    pending: () =>
      sqlite
        .prepare(`select entity || ' ' || kind || ' ' || state from outbox order by number`)
        .pluck()
        .all() as string[],
    line: (entity) =>
      sqlite
        .prepare('select state, problem, not_before, operation from outbox where entity = ? order by number')
        .get(entity) as ReturnType<TestPush['line']>,
    conflicts: () =>
      (
        sqlite.prepare('select entity, kind, field, theirs from conflicts order by number').all() as {
          entity: string;
          kind: string;
          field: string;
          theirs: string;
        }[]
      ).map((row) => ({ ...row, theirs: JSON.parse(row.theirs) })),
  };
}

/** Gives the server a plan, a metered feature, a group and one usage price in it, a minute ago; forgets the requests. */
export async function sendCatalog(pushed: TestPush) {
  const catalog = await testCatalog(pushed.core);
  const price = await pushed.core.call('price.create', {
    ...catalog.usage,
    display_name: 'Tokens',
    lookup_key: 'tokens-usage',
    group_id: catalog.group.id,
  });
  await pushed.push();
  if (pushed.pending().length > 0) throw new Error(`not sent: ${pushed.pending().join()}`);
  pushed.remote.requests.length = 0;
  pushed.core.clock.advance(60_000);
  return { ...catalog, price };
}
