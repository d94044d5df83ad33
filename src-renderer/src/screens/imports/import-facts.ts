import type { Job } from '@shared/entities/job';
import { formatCount } from '../../format/quantity';

/** The average speed so far, in whole rows; null before there is anything to measure. `now` in epoch milliseconds. */
export function rowsPerSecond(job: Job, now: number): number | null {
  const seconds = ((job.finished_at ? Date.parse(job.finished_at) : now) - Date.parse(job.started_at)) / 1000;
  const rows = job.import?.rows_read ?? 0;
  return rows > 0 && seconds > 0 ? Math.round(rows / seconds) : null;
}

/** "3.2 s", "2 min 5 s": how long a job took. */
export function durationText(job: Job): string {
  const end = job.finished_at ?? job.started_at;
  const seconds = Math.max(0, (Date.parse(end) - Date.parse(job.started_at)) / 1000);
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** What an import that went through to its end did, before how long it took. */
export function outcomeText({ import: facts }: Job): string {
  if (!facts || facts.rows_accepted > 0) return 'Imported';
  if (isAllRejected(facts)) return 'Nothing was imported: every row was rejected. Read';
  return facts.rows_failed > 0
    ? 'Nothing new: every row that was not rejected was stored already. Read'
    : 'Nothing new: every row was stored already. Read';
}

/** Whether no row of a file is stored. */
export const isAllRejected = ({ rows_accepted, rows_known, rows_failed }: NonNullable<Job['import']>): boolean =>
  rows_failed > 0 && rows_accepted + rows_known === 0;

/** What became of the rows that the list of rejected ones does not show; "" where the import itself says it. */
export function otherRowsText({ state, import: facts }: Job): string {
  if (!facts) return '';
  const { errors, rows_failed } = facts;
  if (rows_failed > errors.length) return `The first ${formatCount(errors.length)} of ${formatCount(rows_failed)}.`;
  return state === 'done' && !isAllRejected(facts) ? 'All other rows are stored.' : '';
}
