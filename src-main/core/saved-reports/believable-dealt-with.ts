import { toInstant } from '@shared/instant';
import type { Deps } from '../deps';
import { prepared } from '../store/prepared';
import { write } from '../store/write';
import type { SavedReportRow } from './saved-report-row';

/** Clocks that are set right go back by less; what was written a little ahead of its time is not written again. */
const toleratedMs = 60 * 60_000;

const lastRunSql = 'select max(scheduled_for) from saved_report_runs where saved_report = ? and scheduled_for <= ?';

/**
 * Up to when a report's schedule was dealt with (epoch milliseconds). A clock that was ahead for a while may have noted a
 * time that is far from now: then it is the last one that a run or an edit before now tells of, or now, and noted anew,
 * or the schedule would be silent until that time.
 */
export async function believableDealtWith(deps: Deps, row: SavedReportRow): Promise<number> {
  const now = deps.now();
  if (row.dealt_with <= now + toleratedMs) return row.dealt_with;
  const lastRun = prepared(deps.store.sqlite, lastRunSql).pluck().get(row.number, toInstant(now)) as string | null;
  const known = [lastRun, row.updated_at].flatMap((at) => (at === null ? [] : Date.parse(at)));
  const dealt_with = Math.max(...known.filter((at) => at <= now));
  const believable = Number.isFinite(dealt_with) ? dealt_with : now;
  await write(deps, { environment_id: row.environment_id }, (tx) =>
    tx.db.updateTable('saved_reports').set({ dealt_with: believable }).where('number', '=', row.number).execute(),
  );
  return believable;
}
