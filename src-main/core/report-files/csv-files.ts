import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportSplit } from '@shared/entities/report-file';
import { type Cell, csvRows } from '../reports/csv';
import { freeFileName } from './file-names';
import type { FileKey, FileRow } from './file-plan';
import { isTaken, type MadePlaces, making } from './made-places';
import { partialOf } from './partial-place';

/** Text for many files is kept until it is this long, then written: few are opened, and little memory is used. */
const mostKept = 1 << 20;

/** The rows of a report on their way into one file, or into a folder with one per customer or group. */
export interface CsvFiles {
  write(rows: readonly FileRow[]): void;
  /** Writes the rest and puts the file or folder in its place; answers how many files there are. */
  finish(): number;
  /** Lets go of what is open; what was written is of no use then. */
  close(): void;
}

/**
 * Begins a report file at a path, or a folder of them when it is split. The header is there without rows, too. What is made
 * is noted in `made`.
 */
export function openCsvFiles(path: string, columns: readonly Cell[], split: ReportSplit, made: MadePlaces): CsvFiles {
  return split === 'none' ? oneFile(path, columns, made) : manyFiles(path, columns, split, made);
}

// Joined, not added up: text is made of as few pieces as can be.
const linesOf = (rows: readonly FileRow[]): string =>
  rows.length === 0 ? '' : `${rows.map(({ line }) => line).join('\n')}\n`;

/** Every batch is written at once: text that is kept for a while is moved about by the garbage collector. */
function oneFile(path: string, columns: readonly Cell[], made: MadePlaces): CsvFiles {
  const descriptor = making(made, { kind: 'file', path: partialOf(path) }, (place) => openSync(place, 'wx', 0o644));
  let isOpen = true;
  writeFileSync(descriptor, csvRows([columns]));
  function close() {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  }
  return {
    write(rows) {
      if (rows.length > 0) writeFileSync(descriptor, linesOf(rows));
    },
    finish() {
      fsyncSync(descriptor);
      close();
      renameSync(partialOf(path), path);
      return 1;
    },
    close,
  };
}

interface KeptFile {
  /** What it is called after. */
  name: string;
  path: string;
  isBegun: boolean;
  text: string;
}

/** Files are opened only to append what was kept for them: a report may have more customers than a process may open. */
function manyFiles(path: string, columns: readonly Cell[], split: 'customer' | 'group', made: MadePlaces): CsvFiles {
  const folder = partialOf(path);
  making(made, { kind: 'folder', path: folder }, (place) => mkdirSync(place));
  const files = new Map<string, KeptFile>();
  const taken = new Set<string>();
  const header = csvRows([columns]);
  let kept = 0;

  const freePath = (name: string) => join(folder, freeFileName(name, taken));

  /** A file system may take two names for one that are two to us: then the second gets another. */
  function begin(file: KeptFile): number {
    for (;;) {
      try {
        return making(made, { kind: 'file', path: file.path }, (place) => openSync(place, 'wx', 0o644));
      } catch (error) {
        if (!isTaken(error)) throw error;
        file.path = freePath(file.name);
      }
    }
  }
  function append(file: KeptFile) {
    const descriptor = file.isBegun ? openSync(file.path, 'a', 0o644) : begin(file);
    file.isBegun = true;
    try {
      writeFileSync(descriptor, file.text);
    } finally {
      closeSync(descriptor);
    }
  }
  function fileOf({ id, name }: FileKey): KeptFile {
    let file = files.get(id);
    if (!file) {
      file = { name, path: freePath(name), isBegun: false, text: header };
      files.set(id, file);
    }
    return file;
  }
  function flush() {
    for (const file of files.values()) {
      if (file.text === '') continue;
      append(file);
      file.text = '';
    }
    kept = 0;
  }
  return {
    write(rows) {
      for (const [, ofKey] of Map.groupBy(rows, (row) => row[split].id)) {
        const [first] = ofKey;
        if (!first) continue;
        const text = linesOf(ofKey);
        fileOf(first[split]).text += text;
        kept += text.length;
      }
      if (kept > mostKept) flush();
    },
    finish() {
      flush();
      renameSync(folder, path);
      return files.size;
    },
    close() {},
  };
}
