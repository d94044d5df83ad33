import { z } from 'zod';
import { planOutcome } from './plan-outcome';
import { rowError } from './row-error';

/** What a file of customers does, or would do, and what is wrong in it. */
export const customerFile = planOutcome.extend({
  rows: z.int(),
  rows_failed: z.int(),
  customers_updated: z.int(),
  /** The first 1,000 of them. */
  problems: z.array(rowError),
  /** The first line as it stands in the file. */
  header: z.array(z.string()),
  /** Columns that mean nothing here. */
  ignored_columns: z.array(z.string()),
});
export type CustomerFile = z.infer<typeof customerFile>;
