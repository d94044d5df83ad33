import type { SavedReport } from '@shared/entities/saved-report';

/** A report that did not come by itself when its time had come. */
interface FailedSchedule {
  finished_at: string;
  /** What to tell. */
  text: string;
}

/** The reports whose last run was one of their schedule and failed after a moment (an instant, or ""), oldest first. */
export function failedSchedules(reports: readonly SavedReport[], after: string): FailedSchedule[] {
  return reports
    .flatMap(({ name, last_run }) => {
      if (last_run?.state !== 'failed' || last_run.scheduled_for === null) return [];
      const { finished_at, message } = last_run;
      return [{ finished_at, text: `The scheduled report “${name}” was not written. ${message ?? ''}`.trim() }];
    })
    .filter(({ finished_at }) => finished_at > after)
    .sort((a, b) => (a.finished_at < b.finished_at ? -1 : 1));
}
