import type { Job } from '@shared/entities/job';

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
