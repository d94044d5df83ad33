import { dirname } from 'node:path';
import type { Job } from '@shared/entities/job';
import type { ReportFileInput, SaveTarget } from '@shared/entities/report-file';
import type { SavedQuestion, SavedRange } from '@shared/entities/saved-report';
import { invalid } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { dayNumber } from '@shared/rules/day-number';
import { daysOfRange } from '@shared/rules/report-range';
import type { Call, Deps } from '../deps';
import { eventSummary } from '../events/event-summary';
import { exportReport, isStopping } from '../report-files/export-report';
import type { Store } from '../store/open';
import { write } from '../store/write';
import { usageEnvironment } from '../usage/usage-environment';
import type { SavedReportRow } from './saved-report-row';

/** How many runs of a report are remembered. */
const keptRuns = 100;

type EndedRun = Pick<Job, 'started_at' | 'finished_at' | 'state' | 'message' | 'export'>;

/** What a run is for. */
interface RunFor {
  /** Where to; the report's own folder when left out. */
  target?: SaveTarget | undefined;
  /** Epoch milliseconds of the schedule's time that it makes up for; null when a person asked. */
  scheduled_for: number | null;
  /** Told once it is over, and whether that could be noted. */
  onEnd?: (end: { isNoted: boolean }) => void;
}

/**
 * Runs a saved report as an export of its own and answers the job. Its range is named as of now, or as of the time it was
 * scheduled for, so that a run made up later holds what it would have held. How it ended is remembered; a file that a
 * person chose makes its folder the report's own, unless a schedule writes to that. Refuses when it has none and none was
 * chosen, and when a group that it asks for was deleted: what was in it is in no group now, so that the file would lack it
 * and nobody would know.
 */
export function runSavedReport(call: Call, row: SavedReportRow, { target, scheduled_for, onEnd }: RunFor): Job {
  const { deps, context } = call;
  const place =
    target ?? (row.folder === null ? null : { path: row.folder, kind: 'folder' as const, is_temporary: false });
  if (!place) throw invalid('Please choose where to save it', 'target_token');
  const input = inputOf(deps, row, scheduled_for ?? deps.now());
  refuseDeletedGroups(deps.store, row.environment_id, input.group_ids);
  const ended = async (job: Job) => {
    // Ended with the program, a scheduled run is made up at the next start.
    if (scheduled_for !== null && isStopping(deps.store)) return;
    let isNoted = false;
    try {
      await deps.enqueue(() => rememberRun(deps, context.environment_id, row, { target, scheduled_for }, job));
      isNoted = true;
    } finally {
      onEnd?.({ isNoted });
    }
  };
  return exportReport(call, input, place, { name: row.name, onEnd: ended });
}

function refuseDeletedGroups({ sqlite }: Store, environment_id: string, group_ids: readonly string[]): void {
  const deleted = sqlite
    .prepare(
      `select count(*) from json_each(?) as asked where asked.value <> '' and not exists (
         select 1 from groups where environment_id = ? and id = asked.value and status = 'published')`,
    )
    .pluck()
    .get(JSON.stringify(group_ids), environment_id) as number;
  if (deleted === 0) return;
  const which = deleted === 1 ? 'A group' : `${deleted} groups`;
  const message = `${which} that this report asks for ${deleted === 1 ? 'was' : 'were'} deleted. Edit the report and choose its groups again`;
  throw invalid(message, 'question.group_ids');
}

/** The question of a saved report with the instants that its range means at a moment (epoch milliseconds). */
function inputOf({ store }: Deps, row: SavedReportRow, now: number): ReportFileInput {
  const { range, ...input } = JSON.parse(row.question) as SavedQuestion;
  const { calendar } = usageEnvironment(store.sqlite, row.environment_id);
  const { from, to } = daysOf(store, row.environment_id, range, calendar.zone, now);
  return { ...input, start_time: toInstant(calendar.dayStart(from)), end_time: toInstant(calendar.dayStart(to + 1)) };
}

function daysOf(store: Store, environment_id: string, range: SavedRange, zone: string, now: number) {
  if (range.preset === 'custom') return { from: dayNumber(range.from), to: dayNumber(range.to) };
  const { first_timestamp, last_timestamp } = eventSummary(store.sqlite, environment_id);
  return daysOfRange(range.preset, {
    zone,
    now,
    first: first_timestamp === null ? null : Date.parse(first_timestamp),
    last: last_timestamp === null ? null : Date.parse(last_timestamp),
  });
}

/** Notes how a run ended, or that it could not begin. */
export async function rememberRun(
  deps: Deps,
  environment_id: string,
  row: SavedReportRow,
  { target, scheduled_for }: RunFor,
  job: EndedRun,
): Promise<void> {
  await write(deps, { environment_id }, async (tx) => {
    // It may have been deleted meanwhile, or given another schedule: the times before that are dealt with then.
    const there = await tx.db
      .updateTable('saved_reports')
      .set((is) => ({
        dealt_with: scheduled_for === null ? is.ref('dealt_with') : is.fn('max', ['dealt_with', is.val(scheduled_for)]),
        ...(target &&
          !target.is_temporary &&
          job.state === 'done' && {
            folder: is.case().when('schedule', 'is', null).then(folderOf(target)).else(is.ref('folder')).end(),
          }),
      }))
      .where('number', '=', row.number)
      .executeTakeFirst();
    if (Number(there.numUpdatedRows) === 0) return;
    await tx.db
      .insertInto('saved_report_runs')
      .values({
        saved_report: row.number,
        started_at: job.started_at,
        finished_at: job.finished_at ?? tx.now,
        state: job.state === 'running' ? 'failed' : job.state,
        scheduled_for: scheduled_for === null ? null : toInstant(scheduled_for),
        rows: job.export?.rows ?? 0,
        files: job.export?.files ?? 0,
        path: job.export?.path ?? null,
        message: job.message,
      })
      .execute();
    tx.sqlite
      .prepare(
        `delete from saved_report_runs where saved_report = ? and number not in (
           select number from saved_report_runs where saved_report = ? order by number desc limit ${keptRuns})`,
      )
      .run(row.number, row.number);
    tx.changed('saved_report');
  });
}

const folderOf = ({ path, kind }: SaveTarget) => (kind === 'folder' ? path : dirname(path));
