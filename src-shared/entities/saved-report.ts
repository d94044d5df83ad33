import { z } from 'zod';
import { isDay } from '../rules/day-number';
import { reportRangeIds } from '../rules/report-range';
import { reportFileInput, saveTarget } from './report-file';

const dayText = z.string().refine(isDay, 'Please choose a day of the calendar');

/** The days a saved report is about: a named range, which moves with time, or days that stay. */
export const savedRange = z.union([
  z.object({ preset: z.enum(reportRangeIds) }),
  z
    .object({ preset: z.literal('custom'), from: dayText, to: dayText })
    .refine(({ from, to }) => from <= to, { error: 'The end must not be before the start', path: ['to'] }),
]);
export type SavedRange = z.output<typeof savedRange>;

/** A report file whose range is named. */
export const savedQuestion = reportFileInput.omit({ start_time: true, end_time: true }).extend({ range: savedRange });
export type SavedQuestion = z.output<typeof savedQuestion>;

/** When a report is written by itself while the app is open, in the environment's zone. */
export const reportSchedule = z.object({
  every: z.enum(['day', 'week', 'month']),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Please enter a time such as 06:30'),
  weekday: z.int().min(1).max(7).default(1),
  day: z.int().min(1).max(31).default(1),
});

/** One time that a report was written, or was to be. */
export const reportRun = z.object({
  started_at: z.string(),
  finished_at: z.string(),
  state: z.enum(['done', 'failed', 'cancelled']),
  /** The time of the schedule that it was for; null when a person asked for it. */
  scheduled_for: z.string().nullable(),
  rows: z.int(),
  files: z.int(),
  /** Null for a download, and when nothing was written. */
  path: z.string().nullable(),
  message: z.string().nullable(),
});
export type ReportRun = z.infer<typeof reportRun>;

const name = z.string().trim().min(1, 'Please enter a name').max(200, 'Please enter a name of at most 200 characters');

/** A report that can be run again. */
export const savedReport = z.object({
  id: z.string(),
  environment_id: z.string(),
  name: z.string(),
  question: savedQuestion,
  schedule: reportSchedule.nullable(),
  /** Where it is written without asking; null until a folder was chosen. Only to be shown. */
  folder: z.string().nullable(),
  /** Null without a schedule. */
  next_run_at: z.string().nullable(),
  last_run: reportRun.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type SavedReport = z.infer<typeof savedReport>;

export const savedReportCreate = z.object({ name, question: savedQuestion });
export const savedReportUpdate = z.object({
  id: z.string(),
  name: name.optional(),
  question: savedQuestion.optional(),
});
/** Without a target it is written to its folder. */
export const savedReportRun = z.object({ id: z.string(), target: saveTarget.optional() });
/** A new schedule, or null for none; it goes to its folder unless a new one is given. */
export const savedReportSchedule = z.object({
  id: z.string(),
  schedule: reportSchedule.nullable(),
  target: saveTarget.optional(),
});
