import { invalid } from '@shared/errors';
import type { HandlersOf } from '../handler';
import { write } from '../store/write';
import { runDueReports } from './run-due-reports';
import { runSavedReport } from './run-saved-report';
import { loadSavedReport, runsOf, savedReportOf } from './saved-report-row';

export const savedReportHandlers: HandlersOf<'savedReport'> = {
  'savedReport.list': async (_input, { deps, context }) => {
    const rows = await deps.store.db
      .selectFrom('saved_reports')
      .selectAll()
      .where('environment_id', '=', context.environment_id)
      .orderBy('name')
      .orderBy('number')
      .execute();
    const items = [];
    for (const row of rows) items.push(await savedReportOf(deps, row));
    return { items };
  },

  'savedReport.create': ({ name, question }, { deps, context }) =>
    write(deps, context, async (tx) => {
      const row = await tx.db
        .insertInto('saved_reports')
        .values({
          id: tx.newId('saved_report'),
          environment_id: context.environment_id,
          name,
          question: JSON.stringify(question),
          schedule: null,
          folder: null,
          dealt_with: Date.parse(tx.now),
          created_at: tx.now,
          updated_at: tx.now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      tx.changed('saved_report');
      return savedReportOf(deps, row);
    }),

  'savedReport.update': ({ id, name, question }, { deps, context }) =>
    write(deps, context, async (tx) => {
      const { number } = await loadSavedReport(tx.db, context.environment_id, id);
      const row = await tx.db
        .updateTable('saved_reports')
        .set({
          ...(name !== undefined && { name }),
          ...(question !== undefined && { question: JSON.stringify(question) }),
          updated_at: tx.now,
        })
        .where('number', '=', number)
        .returningAll()
        .executeTakeFirstOrThrow();
      tx.changed('saved_report');
      return savedReportOf(deps, row);
    }),

  'savedReport.delete': ({ id }, { deps, context }) =>
    write(deps, context, async (tx) => {
      const { number } = await loadSavedReport(tx.db, context.environment_id, id);
      await tx.db.deleteFrom('saved_reports').where('number', '=', number).execute();
      tx.changed('saved_report');
      return {};
    }),

  /** From now on: times that have passed are not made up for a schedule that was only set after them. */
  'savedReport.schedule': ({ id, schedule, target }, { deps, context }) =>
    write(deps, context, async (tx) => {
      const before = await loadSavedReport(tx.db, context.environment_id, id);
      if (target && target.kind !== 'folder') throw invalid('Please choose a folder', 'target_token');
      const folder = target?.path ?? before.folder;
      if (schedule && folder === null) throw invalid('Please choose a folder', 'target_token');
      const row = await tx.db
        .updateTable('saved_reports')
        .set({
          schedule: schedule && JSON.stringify(schedule),
          folder,
          dealt_with: Date.parse(tx.now),
          updated_at: tx.now,
        })
        .where('number', '=', before.number)
        .returningAll()
        .executeTakeFirstOrThrow();
      tx.changed('saved_report');
      return savedReportOf(deps, row);
    }),

  'savedReport.run': async ({ id, target }, call) => {
    const row = await loadSavedReport(call.deps.store.db, call.context.environment_id, id);
    return runSavedReport(call, row, { target, scheduled_for: null });
  },

  'savedReport.runs': async ({ id }, { deps, context }) => {
    const { number } = await loadSavedReport(deps.store.db, context.environment_id, id);
    return { items: await runsOf(deps.store.db, number, 100) };
  },

  'savedReport.runDue': async (_input, call) => ({ started: await runDueReports(call) }),
};
