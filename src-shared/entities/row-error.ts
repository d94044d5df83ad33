import { z } from 'zod';

/** One refused row of an imported file: the line it stands on (1-based, header included) and why. */
export const rowError = z.object({
  line: z.int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string(),
  /**
   * The row as it stands in the file: its cells, or in a JSON file its one text; empty when it could not be read,
   * absent where it is not kept.
   */
  cells: z.array(z.string()).optional(),
});
export type RowError = z.infer<typeof rowError>;
