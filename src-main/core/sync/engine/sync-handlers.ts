import type { OutputOf } from '@shared/contract';
import { AppError } from '@shared/errors';
import type { Call } from '../../deps';
import type { HandlersOf } from '../../handler';
import { type Tx, write } from '../../store/write';
import { activeConnection } from '../connections/active-connection';
import { requireConnection } from '../connections/connection-row';
import { syncStatusOf } from './sync-status';

export const syncHandlers: HandlersOf<'sync'> = {
  'sync.status': async (_input, call) => statusOf(call),
  'sync.start': async ({ sweep, may_remove, send_again }, call) => {
    const { deps, context } = call;
    const connection = requireConnection(deps.store.sqlite, context.environment_id);
    if (connection.is_offline) {
      throw new AppError('invalid_operation', '“Work offline” is on. Switch it off to sync.', { field: 'is_offline' });
    }
    void deps.sync?.start(context.environment_id, {
      ...(sweep && { sweep }),
      ...(may_remove && { may_remove, sweep: true }),
      ...(send_again && { send_again, sweep: true }),
    });
    return statusOf(call);
  },
  'sync.cancel': async (_input, call) => {
    call.deps.sync?.cancel(call.context.environment_id);
    return statusOf(call);
  },
  'sync.removals': async (_input, { deps, context }) => ({
    items: [...(deps.sync?.removals(context.environment_id) ?? [])],
  }),
  'sync.keepRows': async (_input, call) => {
    const { deps, context } = call;
    const connection = requireConnection(deps.store.sqlite, context.environment_id);
    deps.sync?.keepRows(context.environment_id);
    const keep = async (tx: Tx) => {
      // The daily full check comes a day after this answer.
      await tx.db
        .updateTable('connections')
        .set({ swept_at: tx.now })
        .where('number', '=', connection.number)
        .execute();
      tx.changed('sync');
    };
    await write(deps, context, keep, { wakesSync: false });
    return statusOf(call);
  },
  'sync.runs': async ({ limit }, { deps, context }) => {
    const connection = activeConnection(deps.store.sqlite, context.environment_id);
    const items = connection
      ? await deps.store.db
          .selectFrom('sync_runs')
          .selectAll()
          .where('connection', '=', connection.number)
          .orderBy('number', 'desc')
          .limit(limit)
          .execute()
      : [];
    return { items: items.map(({ connection: _connection, ...run }) => run) };
  },
  'sync.entries': async ({ run, limit, offset }, { deps, context }): Promise<OutputOf<'sync.entries'>> => {
    const { db, sqlite } = deps.store;
    const connection = activeConnection(sqlite, context.environment_id);
    const ofRun = db
      .selectFrom('sync_entries')
      .innerJoin('sync_runs', 'sync_runs.number', 'sync_entries.run')
      .where('sync_entries.run', '=', run)
      .where('sync_runs.connection', '=', connection?.number ?? -1);
    const { total } = await ofRun.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    const rows = await ofRun
      .selectAll('sync_entries')
      .orderBy('sync_entries.number')
      .limit(limit)
      .offset(offset)
      .execute();
    const items = rows.map(({ run: _run, detail, ...entry }) => ({ ...entry, detail: JSON.parse(detail) }));
    return { items, pagination: { total, limit, offset: offset + limit } };
  },
};

const statusOf = ({ deps, context }: Call) =>
  deps.sync?.status(context.environment_id) ?? syncStatusOf(deps.store.sqlite, context.environment_id, undefined);
