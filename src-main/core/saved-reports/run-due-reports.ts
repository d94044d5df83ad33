import { toErrorBody } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { dueRun } from '@shared/rules/report-schedule';
import type { Call } from '../deps';
import type { Store } from '../store/open';
import { usageEnvironment } from '../usage/usage-environment';
import { rememberRun, runSavedReport } from './run-saved-report';
import type { SavedReportRow } from './saved-report-row';

/** Reports at work by their schedule: they are not begun again before they have ended. */
const running = new WeakMap<Store, Set<number>>();

/**
 * Begins every saved report of the profile whose schedule's time has come, or came while the app was closed; missed
 * times of one report are made up once. Answers how many were begun.
 */
export async function runDueReports({ deps }: Call): Promise<number> {
  const { store } = deps;
  const busy = running.get(store) ?? new Set();
  running.set(store, busy);
  const rows = await store.db.selectFrom('saved_reports').selectAll().where('schedule', 'is not', null).execute();
  let started = 0;
  for (const row of rows) {
    if (busy.has(row.number)) continue;
    const due = dueOf(store, row, deps.now());
    if (due === null) continue;
    const call: Call = { deps, context: { environment_id: row.environment_id } };
    busy.add(row.number);
    try {
      runSavedReport(call, row, { scheduled_for: due, onEnd: () => busy.delete(row.number) });
      started += 1;
    } catch (error) {
      busy.delete(row.number);
      const at = toInstant(deps.now());
      const failed = { started_at: at, finished_at: at, state: 'failed' as const, export: null };
      const { message } = toErrorBody(error);
      await rememberRun(deps, row.environment_id, row, { scheduled_for: due }, { ...failed, message });
    }
  }
  return started;
}

function dueOf(store: Store, row: SavedReportRow, now: number): number | null {
  if (row.schedule === null) return null;
  const { zone } = usageEnvironment(store.sqlite, row.environment_id).calendar;
  return dueRun(JSON.parse(row.schedule), row.dealt_with, now, zone);
}
