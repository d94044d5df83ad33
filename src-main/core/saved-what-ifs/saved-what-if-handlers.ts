import type { SavedWhatIf } from '@shared/entities/saved-what-if';
import { notFound } from '@shared/errors';
import type { Kysely, Selectable } from 'kysely';
import type { HandlersOf } from '../handler';
import type { SavedWhatIfTable, Schema } from '../store/schema';
import { write } from '../store/write';

type SavedWhatIfRow = Selectable<SavedWhatIfTable>;

export const savedWhatIfHandlers: HandlersOf<'savedWhatIf'> = {
  'savedWhatIf.list': async (_input, { deps, context }) => {
    const rows = await deps.store.db
      .selectFrom('saved_what_ifs')
      .selectAll()
      .where('environment_id', '=', context.environment_id)
      .orderBy('name')
      .orderBy('number')
      .execute();
    return { items: rows.map(savedWhatIfOf) };
  },

  'savedWhatIf.create': ({ name, question }, { deps, context }) =>
    write(deps, context, async (tx) => {
      const row = await tx.db
        .insertInto('saved_what_ifs')
        .values({
          id: tx.newId('saved_what_if'),
          environment_id: context.environment_id,
          name,
          question: JSON.stringify(question),
          created_at: tx.now,
          updated_at: tx.now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      tx.changed('saved_what_if');
      return savedWhatIfOf(row);
    }),

  'savedWhatIf.update': ({ id, name, question }, { deps, context }) =>
    write(deps, context, async (tx) => {
      const { number } = await loadSavedWhatIf(tx.db, context.environment_id, id);
      const row = await tx.db
        .updateTable('saved_what_ifs')
        .set({
          ...(name !== undefined && { name }),
          ...(question !== undefined && { question: JSON.stringify(question) }),
          updated_at: tx.now,
        })
        .where('number', '=', number)
        .returningAll()
        .executeTakeFirstOrThrow();
      tx.changed('saved_what_if');
      return savedWhatIfOf(row);
    }),

  'savedWhatIf.delete': ({ id }, { deps, context }) =>
    write(deps, context, async (tx) => {
      const { number } = await loadSavedWhatIf(tx.db, context.environment_id, id);
      await tx.db.deleteFrom('saved_what_ifs').where('number', '=', number).execute();
      tx.changed('saved_what_if');
      return {};
    }),
};

const savedWhatIfOf = ({ number: _number, question, ...row }: SavedWhatIfRow): SavedWhatIf => ({
  ...row,
  question: JSON.parse(question),
});

/** Throws not_found. */
async function loadSavedWhatIf(db: Kysely<Schema>, environment_id: string, id: string): Promise<SavedWhatIfRow> {
  const row = await db
    .selectFrom('saved_what_ifs')
    .selectAll()
    .where('environment_id', '=', environment_id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('There is no such what-if');
  return row;
}
