import type { Worker } from 'node:worker_threads';
import { AppError, type AppErrorBody } from '@shared/errors';
import { idSource } from '@shared/ids';
import type { Deps } from '../deps';
import { noServers } from '../secrets';
import { openStore } from '../store/open';
import { type WriteProgress, type WriteReport, writeReport } from './write-report';

/** What a thread that writes one report is started with. */
export interface ExportThreadData {
  /** The database file. */
  file: string;
  exportReport: WriteReport;
}

/** From that thread: progress, and at the end one of the others. */
export type FromExportThread =
  | { progress: WriteProgress }
  | { written: WriteProgress & { files: number } }
  | { refused: AppErrorBody }
  | { broken: string };

/** Progress is told at most this often. */
const tellEveryMs = 100;

/**
 * Writes a report on a connection of its own, which sees one state of the store from the first row to the last while
 * others go on reading and writing.
 */
export function runExportThread(
  { file, exportReport }: ExportThreadData,
  post: (message: FromExportThread) => void,
): void {
  const store = openStore(file, 'reader');
  try {
    // Report readers walk the store once: a large cache would only be memory.
    store.sqlite.pragma('cache_size = -4096');
    store.sqlite.exec('begin');
    const call = { deps: depsOf(store), context: { environment_id: exportReport.environment_id } };
    const steps = writeReport(exportReport, call);
    let toldAt = 0;
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        post({ written: value });
        return;
      }
      if (performance.now() - toldAt < tellEveryMs) continue;
      toldAt = performance.now();
      post({ progress: value });
    }
  } catch (error) {
    post(problemOf(error));
  } finally {
    store.close();
  }
}

function depsOf(store: Deps['store']): Deps {
  return {
    store,
    now: Date.now,
    newId: idSource(Date.now),
    publish() {},
    log() {},
    enqueue: (step) => step(),
    importThread: null,
    ...noServers,
  };
}

/** What went wrong, in words for the person where there are any. */
export function problemOf(error: unknown): { refused: AppErrorBody } | { broken: string } {
  if (error instanceof AppError) {
    const { code, message, field, details } = error;
    return { refused: { code, message, field, details } };
  }
  const sentence = fileProblem(error);
  if (sentence) return { refused: { code: 'invalid_operation', message: sentence } };
  return { broken: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

const unreachable = 'That folder cannot be reached now. Check its drive or the network, or choose another folder.';

const fileProblems: Record<string, string> = {
  ENOSPC: 'The disk is full. Nothing was left behind; free some space and try again.',
  EACCES: 'Pricebook may not write there. Choose another folder.',
  EBUSY: 'Another program has that file open. Close it there and try again.',
  EPERM: 'Pricebook may not write there. Choose another folder.',
  EROFS: 'That folder can only be read. Choose another one.',
  ENOENT: 'That folder is not there (any more). Choose another one.',
  ENOTDIR: 'That folder is not there (any more). Choose another one.',
  EEXIST:
    'There is something of that name with ".partial" behind it, which is not deleted: another export may be writing it. Wait for that, or choose another name.',
  EISDIR: 'There is a folder of that name. Choose another name.',
  ENAMETOOLONG: 'That name is too long. Choose a shorter one.',
  ELOOP: 'That folder is a link that leads nowhere. Choose another one.',
  EDQUOT: 'There is no space left for you there. Free some space and try again, or choose another folder.',
  EIO: unreachable,
  ENXIO: unreachable,
  ENODEV: unreachable,
  ESTALE: unreachable,
  ENOTCONN: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTDOWN: unreachable,
  EHOSTUNREACH: unreachable,
};

const fileProblem = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? fileProblems[error.code] : undefined;

/** What an export thread says, one message after another; ends with the thread. */
export function messagesOf(worker: Worker, onMessage: (message: FromExportThread) => void): Promise<void> {
  worker.on('message', onMessage);
  worker.on('error', (error) => onMessage({ broken: String(error) }));
  return new Promise((resolve) => worker.on('exit', () => resolve()));
}
