import type { Parsed } from '@shared/contract';
import type { Connection } from '@shared/entities/sync';
import { invalid } from '@shared/errors';
import { serverAddress } from '@shared/rules/sync/base-url';
import type { Call, Deps } from '../../deps';
import { type Tx, write } from '../../store/write';
import { deriveOutbox } from '../outbox/derive-outbox';
import { forgetAnswers } from '../outbox/forget-answers';
import { type RemoteApi, remoteApi } from '../remote/remote-api';
import { activeConnection, type ConnectionRow } from './active-connection';
import { askServer, type ServerFacts } from './ask-server';
import { connectionOf, requireConnection } from './connection-row';
import { isSameRemote } from './same-remote';

/** Asks the server at an address with a key, or with the kept key of that address. Changes nothing. */
export async function testConnection(input: Parsed<'connection.test'>, { deps, context }: Call) {
  const base_url = serverAddress(input.base_url);
  const api_key = input.api_key || (await keptKey(deps, context.environment_id, base_url));
  if (!api_key) throw invalid('Please enter an API key', 'api_key');
  const api = remoteApi({ base_url, api_key, fetch: deps.fetch });
  return { base_url, api_key, api, facts: await askServer(api) };
}

async function keptKey(deps: Deps, environment_id: string, base_url: string): Promise<string | null> {
  const row = await deps.enqueue(async () => activeConnection(deps.store.sqlite, environment_id));
  return row?.base_url === base_url ? deps.secrets.get(row.id) : null;
}

/**
 * Connects an environment with a server, once it answered. An environment is synced with one server at a time: what is
 * known of another one is kept, and is good again when the person comes back to it. Rows that are here already wait, held
 * back, until the person lets them go.
 */
export async function saveConnection(input: Parsed<'connection.save'>, call: Call): Promise<Connection> {
  const { deps, context } = call;
  const { base_url, api_key, api, facts } = await testConnection(input, call);
  const known = await knownRemote(call, base_url, api, facts);
  const id = known?.id ?? deps.newId('connection');
  const hasNewKey = (await deps.secrets.get(id)) !== api_key;
  // First, since a system without a keychain refuses it.
  await deps.secrets.set(id, api_key);
  const isAnother = known?.is_active !== 1;
  if (isAnother) await deps.sync?.leave(context.environment_id);
  const saved = await deps.enqueue(() =>
    write(deps, context, async (tx) => {
      const row = await putConnection(tx, known, { id, base_url, facts, input, hasNewKey });
      // What the server lacks may have changed while the environment was connected elsewhere, or nowhere.
      await deriveOutbox(
        { db: tx.db, sqlite: tx.sqlite, connection: row, now: tx.now, held: isAnother },
        allRows(tx.sqlite, context.environment_id),
      );
      tx.changed('sync');
      return row;
    }),
  );
  // One that began meanwhile was still with the server before.
  if (isAnother) await deps.sync?.leave(context.environment_id);
  deps.sync?.wake(context.environment_id);
  return connectionOf(saved);
}

/** The connection that this environment had with what a key opens at an address; undefined when it had none. */
async function knownRemote(
  { deps, context }: Call,
  base_url: string,
  api: RemoteApi,
  facts: ServerFacts,
): Promise<ConnectionRow | undefined> {
  const { sqlite } = deps.store;
  const sql =
    'select * from connections where environment_id = ? and base_url = ? order by is_active desc, number desc';
  const rows = await deps.enqueue(async () => sqlite.prepare(sql).all(context.environment_id, base_url));
  for (const row of rows as ConnectionRow[]) if (await isSameRemote(deps, row, api, facts)) return row;
  return undefined;
}

interface Asked {
  id: string;
  base_url: string;
  facts: ServerFacts;
  input: Parsed<'connection.save'>;
  hasNewKey: boolean;
}

async function putConnection(
  tx: Tx,
  known: ConnectionRow | undefined,
  { id, base_url, facts, input, hasNewKey }: Asked,
): Promise<ConnectionRow> {
  const { environment_id } = tx.context;
  const type = tx.sqlite.prepare('select type from environments where id = ?').pluck().get(environment_id);
  const values = {
    ...toldBy(facts),
    send: input.send ?? known?.send ?? (type === 'production' ? ('review' as const) : ('auto' as const)),
    marks_operations: input.marks_operations ? (1 as const) : (0 as const),
    is_active: 1 as const,
    updated_at: tx.now,
  };
  await tx.db
    .updateTable('connections')
    .set({ is_active: 0 })
    .where('environment_id', '=', environment_id)
    .where('is_active', '=', 1)
    .execute();
  if (known) {
    if (hasNewKey) forgetAnswers(tx.sqlite, known.number);
    return tx.db
      .updateTable('connections')
      .set(values)
      .where('number', '=', known.number)
      .returningAll()
      .executeTakeFirstOrThrow();
  }
  return tx.db
    .insertInto('connections')
    .values({ id, environment_id, base_url, created_at: tx.now, ...values })
    .returningAll()
    .executeTakeFirstOrThrow();
}

const toldBy = ({ remote, extensions }: ServerFacts) => ({
  remote: remote && JSON.stringify(remote),
  extensions: JSON.stringify(extensions),
});

/** Every row of an environment that is synced. */
function allRows(sqlite: Call['deps']['store']['sqlite'], environment_id: string): Map<string, Set<string>> {
  const idsIn = (table: string) =>
    new Set(sqlite.prepare(`select id from ${table} where environment_id = ?`).pluck().all(environment_id) as string[]);
  return new Map([
    ['group', idsIn('groups')],
    ['feature', idsIn('features')],
    ['plan', idsIn('plans')],
    ['price', idsIn('prices')],
  ]);
}

/** Changes how an environment is synced; another key is kept before anything else is changed. */
export async function updateConnection(
  input: Parsed<'connection.update'>,
  { deps, context }: Call,
): Promise<Connection> {
  const { sqlite } = deps.store;
  const before = await deps.enqueue(async () => requireConnection(sqlite, context.environment_id));
  const facts = input.api_key ? await tryKey(deps, before, input.api_key) : null;
  const hasNewKey = input.api_key !== undefined && (await deps.secrets.get(before.id)) !== input.api_key;
  if (input.api_key) await deps.secrets.set(before.id, input.api_key);
  const saved = await deps.enqueue(() =>
    write(deps, context, async (tx) => {
      tx.changed('sync');
      if (hasNewKey) forgetAnswers(tx.sqlite, before.number);
      return tx.db
        .updateTable('connections')
        .set({
          ...(facts && toldBy(facts)),
          ...(input.send && { send: input.send }),
          ...(input.marks_operations !== undefined && { marks_operations: input.marks_operations ? 1 : 0 }),
          ...(input.is_offline !== undefined && { is_offline: input.is_offline ? 1 : 0 }),
          updated_at: tx.now,
        })
        .where('number', '=', before.number)
        .returningAll()
        .executeTakeFirstOrThrow();
    }),
  );
  if (input.is_offline === true) deps.sync?.cancel(context.environment_id);
  else deps.sync?.wake(context.environment_id);
  return connectionOf(saved);
}

/** Tries another key of a connection; refuses one that opens something else than what its rows are linked with. */
async function tryKey(deps: Deps, connection: ConnectionRow, api_key: string): Promise<ServerFacts> {
  const api = remoteApi({ base_url: connection.base_url, api_key, fetch: deps.fetch });
  const facts = await askServer(api);
  if (await isSameRemote(deps, connection, api, facts)) return facts;
  const what = facts.remote ? `“${facts.remote.environment}”, another environment` : 'another environment';
  throw invalid(
    `This key opens ${what} of the server, which has none of the rows here. To sync with that one, leave the server and connect it again.`,
    'api_key',
  );
}

/** Leaves the server: every row stays here, nothing is sent or taken any more, and the key is forgotten. */
export async function removeConnection({ deps, context }: Call): Promise<Record<never, never>> {
  await deps.sync?.leave(context.environment_id);
  const id = await deps.enqueue(() =>
    write(deps, context, async (tx) => {
      const row = requireConnection(tx.sqlite, context.environment_id);
      await tx.db.updateTable('connections').set({ is_active: 0 }).where('number', '=', row.number).execute();
      tx.changed('sync');
      return row.id;
    }),
  );
  await deps.sync?.leave(context.environment_id);
  await deps.secrets.delete(id);
  return {};
}
