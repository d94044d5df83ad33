import type { ReportRun, SavedReport } from '@shared/entities/saved-report';
import { notFound } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { nextRun } from '@shared/rules/report-schedule';
import type { Kysely, Selectable } from 'kysely';
import type { Deps } from '../deps';
import type { SavedReportRunTable, SavedReportTable, Schema } from '../store/schema';
import { usageEnvironment } from '../usage/usage-environment';

export type SavedReportRow = Selectable<SavedReportTable>;

/** A saved report as it is shown, with its last run and its next one. */
export async function savedReportOf({ store, now }: Deps, row: SavedReportRow): Promise<SavedReport> {
  const last = await runsOf(store.db, row.number, 1);
  const schedule = row.schedule === null ? null : JSON.parse(row.schedule);
  const { zone } = usageEnvironment(store.sqlite, row.environment_id).calendar;
  return {
    id: row.id,
    environment_id: row.environment_id,
    name: row.name,
    question: JSON.parse(row.question),
    schedule,
    folder: row.folder,
    next_run_at: schedule && toInstant(nextRun(schedule, now(), zone)),
    last_run: last[0] ?? null,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** Throws not_found. */
export async function loadSavedReport(db: Kysely<Schema>, environment_id: string, id: string): Promise<SavedReportRow> {
  const row = await db
    .selectFrom('saved_reports')
    .selectAll()
    .where('environment_id', '=', environment_id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('There is no such report');
  return row;
}

/** The last runs of a report, newest first. */
export async function runsOf(db: Kysely<Schema>, number: number, limit: number): Promise<ReportRun[]> {
  const rows = await db
    .selectFrom('saved_report_runs')
    .selectAll()
    .where('saved_report', '=', number)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(runOf);
}

const runOf = (row: Selectable<SavedReportRunTable>): ReportRun => ({
  started_at: row.started_at,
  finished_at: row.finished_at,
  state: row.state,
  scheduled_for: row.scheduled_for,
  rows: row.rows,
  files: row.files,
  path: row.path,
  message: row.message,
});
