import { lstatSync, renameSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type { Call } from '../deps';
import { usageEnvironment } from '../usage/usage-environment';
import { type CsvFiles, openCsvFiles } from './csv-files';
import type { FileInput } from './file-input';
import { madePlaces, making } from './made-places';
import { filtersPathOf, partialOf } from './partial-place';
import { planFile } from './plan-file';

/** What is to be written, and where. */
export interface WriteReport {
  environment_id: string;
  input: FileInput;
  /** The final path of the file, or of the folder when it is split. */
  path: string;
  /** Where is noted what it makes, to be deleted if it is killed; null for nowhere. */
  notes: string | null;
}

/** How far an export is. */
export interface WriteProgress {
  done: number;
  total: number;
  rows: number;
}

/**
 * Writes a report step by step: rows go to the file as they are worked out, so that memory does not grow with them. The
 * caller sees to it that all steps read one state of the store. Answers how many rows and files were written; throws
 * AppError for a question that cannot be answered, and what the file system says.
 */
export function* writeReport(
  { input, path, notes }: WriteReport,
  call: Call,
): Generator<WriteProgress, WriteProgress & { files: number }> {
  const plan = planFile(input, call);
  const filtersPath = input.with_filters ? filtersPathOf(path) : null;
  refuseFolder(path);
  if (filtersPath) refuseFolder(filtersPath);
  const made = madePlaces(notes);
  let files: CsvFiles | null = null;
  let isWhole = false;
  try {
    files = openCsvFiles(path, plan.columns, input.split, made);
    const progress = { done: 0, total: plan.steps, rows: 0 };
    for (const { rows, done } of plan.batches()) {
      files.write(rows);
      progress.rows += rows.length;
      progress.done = done;
      yield { ...progress };
    }
    // Where there is no room for both, there is neither. The report goes first: a place that was looked at may still be
    // refused to it, and what is said beside the one that was there would be about another then.
    if (filtersPath) {
      const text = filtersText(input, progress.rows, plan.columns, call);
      making(made, { kind: 'file', path: partialOf(filtersPath) }, (place) =>
        writeFileSync(place, text, { flag: 'wx' }),
      );
    }
    const count = files.finish();
    if (filtersPath) renameSync(partialOf(filtersPath), filtersPath);
    isWhole = true;
    return { ...progress, files: count };
  } finally {
    files?.close();
    if (isWhole) made.forget();
    // What is noted is deleted by whoever can tell that this was killed, too.
    else if (notes === null) made.remove();
  }
}

/** Nothing is put in the place of a folder: found out before the work is done. */
function refuseFolder(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new AppError('invalid_operation', `There is a folder of that name: ${basename(path)}. Choose another name.`);
}

/** Says beside a report what it was asked. */
function filtersText(input: FileInput, rows: number, columns: readonly string[], { deps, context }: Call): string {
  const { kind, split, with_filters: _self, ...filters } = input;
  const { calendar } = usageEnvironment(deps.store.sqlite, context.environment_id);
  const text = {
    report: kind,
    split,
    environment_id: context.environment_id,
    timezone: calendar.zone,
    filters,
    columns,
    rows,
    made_at: toInstant(deps.now()),
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}
