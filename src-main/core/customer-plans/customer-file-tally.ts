import type { CustomerFile } from '@shared/entities/customer-file';
import type { RowError } from '@shared/entities/row-error';
import { keptCells } from '../events/import/rejected-row';
import type { FileColumns, FileRecord } from './customer-file';
import type { CustomerRowsPlan } from './import-customers';

/** Wrong rows that are told one by one; the others are only counted. */
export const toldProblems = 1000;

/** What is known of a file once it was read: each of its rows stands here at most once. */
export interface FileRead {
  columns: FileColumns;
  rows: number;
  /** Rows that are wrong by themselves, with the first of them. */
  failed: number;
  problems: readonly RowError[];
}

/** What a file does, added up part by part. */
export function customerFileTally({ columns, rows, failed: unreadable, problems: first }: FileRead) {
  const sums = { put: 0, changed: 0, taken_off: 0, unchanged: 0, customers_created: 0, customers_updated: 0 };
  let problems = [...first];
  let failed = unreadable;
  return {
    rows,
    add({ outcome, problems: found }: CustomerRowsPlan, records: readonly FileRecord[]): void {
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += outcome[name];
      if (found.length === 0) return;
      failed += new Set(found.map(({ line }) => line)).size;
      const cells = new Map(records.map(({ line, fields }) => [line, fields]));
      problems = [...problems, ...found.map((one) => ({ ...one, ...keptCells(cells.get(one.line)) }))]
        .toSorted((a, b) => a.line - b.line)
        .slice(0, toldProblems);
    },
    told: (): CustomerFile => ({
      ...sums,
      rows,
      rows_failed: failed,
      problems,
      header: columns.header,
      ignored_columns: columns.ignored,
    }),
  };
}

export type CustomerFileTally = ReturnType<typeof customerFileTally>;
