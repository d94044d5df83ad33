import { z } from 'zod';
import { customerFile } from './customer-file';
import { planOutcome } from './plan-outcome';
import { usageComparison } from './remote-usage';
import { writtenReport } from './report-file';
import { rowError } from './row-error';
import { usageCheck } from './usage-check';

/** An event name in an imported file, with what is known of it: enough to propose a feature for it. */
export const importedEventName = z.object({
  event_name: z.string(),
  event_count: z.int(),
  /** Properties whose every seen value is a number, most frequent first. */
  numeric_properties: z.array(z.string()),
  /** Ids of published meters that already measure this event name. */
  meter_ids: z.array(z.string()),
});
export type ImportedEventName = z.infer<typeof importedEventName>;

/** A long task. It goes on while the person works, shows progress and can be cancelled. */
export const job = z.object({
  id: z.string(),
  kind: z.enum([
    'event_import',
    'sample_catalog',
    'rollup_rebuild',
    'report_export',
    'usage_check',
    'usage_comparison',
    'event_push',
    'customer_check',
    'customer_import',
    'plan_change',
    'plan_undo',
  ]),
  environment_id: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  title: z.string(),
  /** Work done and to do, in `unit`; total is null while unknown. */
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(['bytes', 'rows', 'steps']),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  /** One sentence for the person when it failed. */
  message: z.string().nullable(),
  import: z
    .object({
      rows_read: z.int(),
      rows_accepted: z.int(),
      /** Rows whose event_id was already stored with the same content. */
      rows_known: z.int(),
      /** Rows of which a later one of the file with the same event_id took the place, or says the same. */
      rows_replaced: z.int(),
      rows_failed: z.int(),
      /** The first line of a CSV file as it stands there; null of other files. */
      header: z.array(z.string()).nullable(),
      /** The first 1,000 refused rows. */
      errors: z.array(rowError),
      first_timestamp: z.string().nullable(),
      last_timestamp: z.string().nullable(),
      event_names: z.array(importedEventName),
      external_customer_ids_count: z.int(),
    })
    .nullable(),
  /** What a finished export wrote; absent for other jobs. */
  export: writtenReport.nullish(),
  /** What a finished comparison with the server found; absent for other jobs. */
  usage_comparison: usageComparison.nullish(),
  /** What a finished check of usage found; absent for other jobs. */
  usage_check: usageCheck.nullish(),
  /** What a file of customers would do, or did; absent for other jobs. */
  customer_file: customerFile.nullish(),
  /** What was done to customers' plans, and how many customers somebody else had changed meanwhile; absent for other jobs. */
  plan_changes: z.object({ outcome: planOutcome, left: z.int() }).nullish(),
  /** Whether customerPlan.takeBack takes back what it did; absent where there is no such thing. */
  can_undo: z.boolean().nullish(),
  /** Customers that are as before, those of them that are archived again, and those that were changed since and stay. */
  taken_back: z
    .object({
      customers: z.int(),
      archived: z.int(),
      left: z.int(),
      /** The first of those that stay, by external id. */
      left_first: z.array(z.string()),
    })
    .nullish(),
});
export type Job = z.infer<typeof job>;
