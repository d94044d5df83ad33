import { toErrorBody } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { dueRun } from '@shared/rules/report-schedule';
import type { Call, Deps } from '../deps';
import type { Store } from '../store/open';
import { usageEnvironment } from '../usage/usage-environment';
import { believableDealtWith } from './believable-dealt-with';
import { rememberRun, runSavedReport } from './run-saved-report';
import type { SavedReportRow } from './saved-report-row';

/** A report whose run could not be noted waits so long, or it would be written again at every look. */
const pauseMs = 5 * 60_000;

interface Schedules {
  /** Reports at work by their schedule: they are not begun again before they have ended. */
  busy: Set<number>;
  /** When a run last could not be noted, in epoch milliseconds. */
  unnoted: Map<number, number>;
}

const schedulesOf = new WeakMap<Store, Schedules>();

/**
 * Begins every saved report of the profile whose schedule's time has come, or came while the app was closed; missed
 * times of one report are made up once. Answers how many were begun. What goes wrong with one keeps no other from it.
 */
export async function runDueReports({ deps }: Call): Promise<number> {
  const { store } = deps;
  const schedules = schedulesOf.get(store) ?? { busy: new Set(), unnoted: new Map() };
  schedulesOf.set(store, schedules);
  const rows = await store.db.selectFrom('saved_reports').selectAll().where('schedule', 'is not', null).execute();
  let started = 0;
  for (const row of rows) {
    if (schedules.busy.has(row.number) || isPaused(schedules, row, deps.now())) continue;
    try {
      if (await beginIfDue(deps, schedules, row)) started += 1;
    } catch (error) {
      schedules.unnoted.set(row.number, deps.now());
      deps.log('error', 'a scheduled report could not be looked at', { error: String(error) });
    }
  }
  return started;
}

// Either way from then: a clock may be set back.
const isPaused = ({ unnoted }: Schedules, { number }: SavedReportRow, now: number) =>
  Math.abs(now - (unnoted.get(number) ?? Number.NEGATIVE_INFINITY)) < pauseMs;

async function beginIfDue(deps: Deps, { busy, unnoted }: Schedules, row: SavedReportRow): Promise<boolean> {
  const due = await dueOf(deps, row);
  if (due === null) return false;
  const call: Call = { deps, context: { environment_id: row.environment_id } };
  busy.add(row.number);
  const onEnd = ({ isNoted }: { isNoted: boolean }) => {
    busy.delete(row.number);
    if (isNoted) unnoted.delete(row.number);
    else unnoted.set(row.number, deps.now());
  };
  try {
    runSavedReport(call, row, { scheduled_for: due, onEnd });
    return true;
  } catch (error) {
    busy.delete(row.number);
    const at = toInstant(deps.now());
    const failed = { started_at: at, finished_at: at, state: 'failed' as const, export: null };
    const { message } = toErrorBody(error);
    await rememberRun(deps, row.environment_id, row, { scheduled_for: due }, { ...failed, message });
    return false;
  }
}

async function dueOf(deps: Deps, row: SavedReportRow): Promise<number | null> {
  if (row.schedule === null) return null;
  const { zone } = usageEnvironment(deps.store.sqlite, row.environment_id).calendar;
  return dueRun(JSON.parse(row.schedule), await believableDealtWith(deps, row), deps.now(), zone);
}
