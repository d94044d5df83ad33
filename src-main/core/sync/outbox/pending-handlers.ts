import type { PendingPage } from '@shared/entities/pending';
import { AppError, notFound } from '@shared/errors';
import type { Call } from '../../deps';
import type { HandlersOf } from '../../handler';
import { prepared } from '../../store/prepared';
import { type Tx, write } from '../../store/write';
import { applyChangeSet } from '../change-set/apply-change-set';
import { exportChangeSet } from '../change-set/export-change-set';
import { previewChangeSet } from '../change-set/preview-change-set';
import { readChangeSet } from '../change-set/read-change-set';
import { activeConnection } from '../connections/active-connection';
import { requireConnection } from '../connections/connection-row';
import { isReadOnly } from '../engine/read-only';
import { fateOf } from './fate-of';
import { readLine } from './outbox-line';
import { pendingChanges } from './pending-change';
import { countsOf, listPending } from './pending-list';
import { type OutboxAt, plannedRequests } from './plan-requests';
import { referenceNames, sidesOf } from './reference-names';
import { revertLines } from './revert-lines';
import { holdLines, noteLine, refuseUnseen, releaseLines, withNeeded } from './review-lines';

export const pendingHandlers: HandlersOf<'pending'> = {
  'pending.list': async (asked, call): Promise<PendingPage> => {
    const at = outboxOf(call);
    if (at) return listPending(at, asked);
    const { limit, offset } = asked;
    return {
      items: [],
      pagination: { total: 0, limit, offset: offset + limit },
      counts: countsOf([], false),
      names: {},
    };
  },
  'pending.get': async (key, call) => {
    const at = requireOutbox(call);
    const line = readLine(at.sqlite, at.connection.number, key);
    const [change] = line ? await pendingChanges(at, [key]) : [];
    if (!line || !change) throw notFound('This change is not pending any more');
    return { ...change, requests: await plannedRequests(at, line), names: referenceNames(at.db, sidesOf(line.fields)) };
  },
  'pending.fate': async (asked, call) => {
    const at = outboxOf(call);
    return at ? fateOf(at, asked) : { sent_at: null, conflicts: 0 };
  },
  'pending.marks': async ({ entity, ids }, call) => {
    const at = outboxOf(call);
    if (!at) return { items: [] };
    const rows = prepared(at.sqlite, marksSql).all({
      connection: at.connection.number,
      entity,
      ids: ids ? JSON.stringify(ids) : null,
    }) as { id: string; kind: 'create'; state: 'ready'; fields: string }[];
    return { items: rows.map((row) => ({ ...row, fields: Object.keys(JSON.parse(row.fields)) })) };
  },
  'pending.revert': ({ items }, { deps, context }) => {
    const revert = async (tx: Tx) => {
      const connection = requireConnection(tx.sqlite, context.environment_id);
      const result = await revertLines(tx, connection, items);
      const [first] = result.refused;
      if (result.reverted === 0 && first) {
        throw new AppError('invalid_operation', first.message, { details: { refused: result.refused } });
      }
      return result;
    };
    return write(deps, context, revert, { wakesSync: false });
  },
  'pending.hold': ({ items }, { deps, context }) => {
    const hold = async (tx: Tx) => ({
      held: holdLines(tx, requireConnection(tx.sqlite, context.environment_id), items),
    });
    return write(deps, context, hold, { wakesSync: false });
  },
  'pending.release': ({ items }, { deps, context }) =>
    write(deps, context, async (tx) => ({
      released: releaseLines(tx, requireConnection(tx.sqlite, context.environment_id), items),
    })),
  'pending.send': async ({ items }, { deps, context }) => {
    const before = requireConnection(deps.store.sqlite, context.environment_id);
    if (before.is_offline) {
      throw new AppError('invalid_operation', '“Work offline” is on. Switch it off to send.', { field: 'is_offline' });
    }
    if (isReadOnly(before, undefined)) {
      const message =
        'The API key only reads: nothing can be sent with it. Please enter another one in Settings › Sync.';
      throw new AppError('permission_denied', message, { field: 'api_key' });
    }
    const only = await write(deps, context, async (tx) => {
      const connection = requireConnection(tx.sqlite, context.environment_id);
      const needed = withNeeded(tx, connection, items);
      refuseUnseen(tx, connection, items, needed);
      releaseLines(tx, connection, needed);
      return needed;
    });
    if (only.length > 0) void deps.sync?.start(context.environment_id, { only });
    return { released: only.length };
  },
  'pending.note': ({ note, ...key }, { deps, context }) => {
    const keep = async (tx: Tx) => {
      noteLine(tx, requireConnection(tx.sqlite, context.environment_id), { ...key, note });
      return {};
    };
    return write(deps, context, keep, { wakesSync: false });
  },
  'pending.export': async (asked, call) => exportChangeSet(requireOutbox(call), asked, call.deps.now()),
  'pending.previewImport': async ({ path }, { deps, context }) => {
    const { title, note, environment, exported_at, changes } = readChangeSet(path);
    const rows = await previewChangeSet(deps.store, context.environment_id, changes);
    return { title, note, environment, exported_at, rows };
  },
  'pending.import': ({ path, overwrite }, { deps, context }) => {
    const { changes } = readChangeSet(path);
    return write(deps, context, (tx) => applyChangeSet(tx, changes, new Set(overwrite)));
  },
};

const marksSql = `
  select local_id as id, kind, state, fields from outbox
  where connection = @connection and entity = @entity
    and (@ids is null or local_id in (select value from json_each(@ids)))`;

function outboxOf({ deps, context }: Call): OutboxAt | null {
  const { db, sqlite } = deps.store;
  const connection = activeConnection(sqlite, context.environment_id);
  return connection ? { db, sqlite, connection } : null;
}

function requireOutbox(call: Call): OutboxAt {
  const { db, sqlite } = call.deps.store;
  return { db, sqlite, connection: requireConnection(sqlite, call.context.environment_id) };
}
