/** As many rows as fit one statement: SQLite takes 32,766 parameters, and no table has more than 50 columns. */
const rowsPerStatement = 500;

/** Hands rows to a statement a few hundred at a time: one by one costs ten times as much. */
export async function inChunks<T>(rows: readonly T[], run: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) await run(rows.slice(from, from + rowsPerStatement));
}
