import { z } from 'zod';
import { reportInput } from './analytics';

/** What a CSV of usage holds, one row each: a price per customer, a window per group, a price per source, an event. */
export const reportFileKinds = ['breakdown', 'series', 'usage_analytics', 'events'] as const;
export const reportFileKind = z.enum(reportFileKinds);
export type ReportFileKind = z.infer<typeof reportFileKind>;

/** One file of everything, or a folder with one per customer or group. */
export const reportSplit = z.enum(['none', 'customer', 'group']);
export type ReportSplit = z.infer<typeof reportSplit>;

/** A report as a file: the question of the report, and how its answer is written down. */
export const reportFileInput = reportInput.extend({
  kind: reportFileKind,
  split: reportSplit.default('none'),
  /** Writes a JSON file beside it that says what the report was asked. */
  with_filters: z.boolean().default(false),
});
export type ReportFileInput = z.output<typeof reportFileInput>;

/** Where a report is written, as the host knows it; a page only ever has a token for it. */
export const saveTarget = z.object({
  path: z.string(),
  /** `file`: exactly there, whatever was there before. `folder`: in it, under a name that is free. */
  kind: z.enum(['file', 'folder']),
  /** A file on its way to a download: its path means nothing to anybody. */
  is_temporary: z.boolean().default(false),
});
export type SaveTarget = z.output<typeof saveTarget>;

/** What an export wrote. */
export const writtenReport = z.object({
  rows: z.int(),
  files: z.int(),
  /** Of the file, or of the folder of files; null on its way to a download. */
  path: z.string().nullable(),
});
export type WrittenReport = z.infer<typeof writtenReport>;
