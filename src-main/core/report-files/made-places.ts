import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file or folder that an export made, where it grows until it is whole. */
interface MadePlace {
  kind: 'file' | 'folder';
  path: string;
}

/** What an export makes, noted so that whatever ends it, only that is deleted. */
export interface MadePlaces {
  /** Notes a place that is about to be made; nothing is there yet. */
  note(place: MadePlace): void;
  /** Notes that a place was somebody else's already. */
  withdraw(place: MadePlace): void;
  /** It is whole and in its place: nothing is left to be deleted. */
  forget(): void;
  /** Deletes all that was made. */
  remove(): void;
}

/** Where the notes of exports at work are kept, beside the store. */
export const begunExportsDirOf = (storeFile: string): string => join(dirname(storeFile), 'begun-exports');

/**
 * Notes of an export's own, so that no other deletes what it makes; null where the store is in memory, which ends with
 * whatever is exported.
 */
export function newNotes(storeFile: string): string | null {
  if (storeFile === ':memory:') return null;
  return join(begunExportsDirOf(storeFile), `${randomBytes(8).toString('hex')}.log`);
}

/** Begins the notes of an export. */
export function madePlaces(notes: string | null): MadePlaces {
  let made: MadePlace[] = [];
  if (notes !== null) {
    mkdirSync(dirname(notes), { recursive: true, mode: 0o700 });
    writeFileSync(notes, '', { flag: 'wx', mode: 0o600 });
  }
  const write = (line: MadePlace & { isOthers?: true }) => {
    if (notes !== null) appendFileSync(notes, `${JSON.stringify(line)}\n`);
  };
  function forget() {
    made = [];
    if (notes !== null) rmSync(notes, { force: true });
  }
  return {
    note(place) {
      write(place);
      made.push(place);
    },
    withdraw(place) {
      write({ ...place, isOthers: true });
      made = made.filter(({ path }) => path !== place.path);
    },
    forget,
    remove() {
      for (const place of made.toReversed()) removePlace(place);
      forget();
    },
  };
}

/** Makes a place of an export with `make`, which fails where something is already: that is not of the export then. */
export function making<T>(made: MadePlaces, place: MadePlace, make: (path: string) => T): T {
  made.note(place);
  try {
    return make(place.path);
  } catch (error) {
    if (isTaken(error)) made.withdraw(place);
    throw error;
  }
}

/** Deletes what the notes of an export that ended early say that it made. */
export function removeNoted(notes: string): void {
  for (const place of placesIn(notes)) removePlace(place);
  rmSync(notes, { force: true });
}

/**
 * Deletes what killed exports left behind, while nobody else holds the data folder and none is at work. A drive may take
 * long to say that it is away, so that nothing waits for this; what cannot be reached is tried again at the next start.
 */
export async function removeLeftovers(dir: string): Promise<void> {
  // Taken at once, before an export begins that has such notes of its own.
  for (const name of namesIn(dir).filter((name) => name.endsWith('.log'))) {
    const notes = join(dir, name);
    appendFileSync(notes.replace(/log$/, 'left'), textOf(notes), { mode: 0o600 });
    unlinkSync(notes);
  }
  for (const name of namesIn(dir).filter((name) => name.endsWith('.left'))) {
    const notes = join(dir, name);
    try {
      for (const { kind, path } of placesIn(notes)) {
        await (kind === 'file' ? unlink(path) : rmdir(path)).catch(passOver);
      }
      await unlink(notes);
    } catch {
      // Its drive is away, or it may not be deleted any more.
    }
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => /^[0-9a-f]{16}\.(log|left)$/.test(name));
  } catch {
    return [];
  }
}

/** What was made, the last first: a folder is empty by the time it is deleted. */
function placesIn(notes: string): MadePlace[] {
  const made = new Map<string, MadePlace>();
  for (const line of textOf(notes).split('\n').slice(0, -1)) {
    const { isOthers, ...place } = JSON.parse(line) as MadePlace & { isOthers?: true };
    if (isOthers) made.delete(place.path);
    else made.set(place.path, place);
  }
  return [...made.values()].toReversed();
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    passOver(error);
    return '';
  }
}

function removePlace({ kind, path }: MadePlace): void {
  try {
    if (kind === 'file') unlinkSync(path);
    else rmdirSync(path);
  } catch (error) {
    passOver(error);
  }
}

/** Whether something could not be made because there is something already. */
export const isTaken = (error: unknown): boolean => codeOf(error) === 'EEXIST';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Not there any more, or a folder that holds something of others. */
function passOver(error: unknown): void {
  if (!['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'].includes(String(codeOf(error)))) throw error;
}
