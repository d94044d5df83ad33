import type { Environment } from '@shared/entities/environment';
import { invalid, notFound } from '@shared/errors';
import { isTimeZone } from '@shared/rules/time-zone';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { HandlersOf } from '../handler';
import type { EnvironmentTable, Schema } from '../store/schema';
import { changedFields, write } from '../store/write';
import { usageOfEnvironment } from '../usage/after-catalog-change';

export const environmentHandlers: HandlersOf<'environment'> = {
  'environment.list': async (_input, { deps }) => {
    const rows = await deps.store.db.selectFrom('environments').selectAll().orderBy('number').execute();
    const items = [];
    for (const row of rows) items.push(await environmentOf(deps.store.db, row));
    return { items };
  },

  /** Days are cut in the environment's zone, so a change recomputes all its usage by day. */
  'environment.update': (input, { deps }) =>
    write(deps, { environment_id: input.id }, async (tx) => {
      const row = await tx.db.selectFrom('environments').selectAll().where('id', '=', input.id).executeTakeFirst();
      if (!row) throw notFound('Environment not found');
      if (!isTimeZone(input.timezone)) {
        throw invalid('Please provide a valid IANA time zone, such as Europe/Berlin', 'timezone');
      }
      const fields = changedFields(row, { timezone: input.timezone });
      if (Object.keys(fields).length > 0) {
        await tx.db.updateTable('environments').set({ timezone: input.timezone }).where('id', '=', input.id).execute();
        await tx.record('environment', input.id, 'update', fields);
        usageOfEnvironment(tx, input.id);
        tx.changed('event');
      }
      return environmentOf(tx.db, { ...row, timezone: input.timezone });
    }),
};

async function environmentOf(db: Kysely<Schema>, row: Selectable<EnvironmentTable>): Promise<Environment> {
  const { id, name, type, timezone } = row;
  const tables = ['groups', 'plans', 'meters', 'features', 'prices', 'customers'];
  const any = tables.map((table) => sql`exists (select 1 from ${sql.table(table)} where environment_id = ${id})`);
  const { rows } = await sql<{ used: number }>`
    select ${sql.join(any, sql` or `)} or exists (select 1 from event_names where environment_id = ${id} and event_count > 0) as used`.execute(
    db,
  );
  return { id, name, type, timezone, is_empty: rows[0]?.used === 0 };
}
