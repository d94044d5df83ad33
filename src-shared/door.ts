import type { Job } from './entities/job';
import type { Reply } from './errors';
import type { Topic } from './topics';

/** Which catalog a call is about. Every row belongs to exactly one environment. */
export interface CallContext {
  environment_id: string;
  /** The id of the API key that calls; absent when it is the app itself. */
  caller?: string;
  /** Names the question, so that `request.cancel` can withdraw it: any text that nobody else uses. */
  request_id?: string;
  /** Put in place by the program: not 0 as soon as the question was withdrawn. */
  cancel_flag?: SharedArrayBuffer;
  /** Answers the version of every row that is answered. */
  versions?: true;
  /** Writes only when this row is still at this version. */
  if_match?: { id: string; version: number };
  /** Writes once, however often the same request comes with this key; `request` identifies what was asked. */
  idempotency?: {
    key: string;
    request: string;
    /** Put in place by the program when it had been written before: the versions of the rows that were answered then. */
    versions_then?: Record<string, number>;
  };
}

/** What the native menu of an Electron window asks the page to do. */
export type MenuCommand =
  | 'import-usage'
  | 'export-csv'
  | 'theme-light'
  | 'theme-dark'
  | 'theme-system'
  | 'quick-search';

/** Pushed by the core to every window, changes after their commit (never before it); `command` comes from the native menu. */
export type DoorEvent =
  | { type: 'changed'; environment_id: string; topics: Topic[] }
  | { type: 'job'; job: Job }
  /** How far a question has come that was asked under this id, in whole percent: of long ones only. */
  | { type: 'progress'; request_id: string; percent: number }
  | { type: 'store_failed'; message: string }
  | { type: 'command'; command: MenuCommand };

/** A file the person chose. The page never sees a path: the token is only good for the process that made it. */
export interface PickedFile {
  token: string;
  name: string;
  size: number;
}

/** A place the person chose to save to. Its path is only to be shown; null when it leads to a download. */
export interface PickedTarget {
  token: string;
  name: string;
  path: string | null;
}

/** What `saveFile` or `savePdf` did: the place it was saved to when the host knows it. */
export interface SavedFile {
  name: string;
  path: string | null;
}

/** The papers a page is laid out for. */
export const papers = ['A4', 'Letter'] as const;
export type Paper = (typeof papers)[number];

export interface FileFilter {
  name: string;
  extensions: string[];
}

/**
 * What a page may ask of the process it runs in: the same functions in an Electron window (through the preload) and in
 * the browser shell (through fetch). There is nothing else on the other side.
 */
export interface Door {
  readonly host: 'electron' | 'browser';
  call(name: string, input: unknown, context: CallContext): Promise<Reply>;
  onEvent(listener: (event: DoorEvent) => void): () => void;
  /** Asks for a file to read; null when the person cancelled. */
  pickFile(title: string, filters: FileFilter[]): Promise<PickedFile | null>;
  /** Takes a file that was dropped on the page; null when what was dropped is not a file on this computer. */
  takeDropped(file: File): Promise<PickedFile | null>;
  /** Asks where to save a file and writes it, text as UTF-8; null when the person cancelled. */
  saveFile(suggestedName: string, content: string | Uint8Array<ArrayBuffer>): Promise<SavedFile | null>;
  /** Asks where to save the page, laid out for paper, as a PDF; null when cancelled. Absent where only printing can. */
  savePdf?(suggestedName: string, paper: Paper): Promise<SavedFile | null>;
  /** Asks where a file is to be written that a call makes; null when the person cancelled. */
  pickSaveTarget(suggestedName: string): Promise<PickedTarget | null>;
  /** Asks for a folder to write into; null when the person cancelled. */
  pickFolder(title: string): Promise<PickedTarget | null>;
  /** Hands over what was written to a target; a host that wrote it to its place has nothing to do. */
  deliver(token: string): Promise<void>;
  /** Shows what a finished export wrote among the files beside it; absent where the host cannot. */
  showExport?(jobId: string): Promise<void>;
}
