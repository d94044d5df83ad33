import { Worker } from 'node:worker_threads';
import type { Deps } from '../deps';
import type { CheckpointThreadData, ToCheckpointThread } from './checkpoint-thread';

/**
 * Pages of the log after which a commit moves what is not moved yet: SQLite's own measure, and the one while a thread moves
 * them. They count from where the log begins, which it does anew only when all is moved at the moment of a write: at a
 * third of this every second commit of an import did what the thread was about to.
 */
const pagesAlone = 1000;
const pagesBeside = 12_000;
/** How often that thread is told to, in milliseconds. */
const everyMs = 100;
/** It does nothing but call SQLite. */
const memory = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 };

export interface CheckpointsBeside {
  /** Tells that something was committed. */
  wrote(): void;
  /** Has the rest moved, so that no edit has to; settles when the thread has ended. */
  end(): Promise<void>;
}

/**
 * Has another thread move into the database file what a long write leaves in the write-ahead log: a commit that does so
 * itself, as one does when the log has become long, waits for the disk twice. Without a thread to do it on, and should that
 * one fail or not keep up, commits do it as always.
 */
export function checkpointsBeside({
  store,
  exportThread,
  log,
}: Pick<Deps, 'store' | 'exportThread' | 'log'>): CheckpointsBeside {
  if (!exportThread) return { wrote: () => undefined, end: async () => undefined };
  const workerData: CheckpointThreadData = { file: store.file, checkpoints: true };
  const worker = new Worker(exportThread, { name: 'checkpoints', workerData, execArgv: [], resourceLimits: memory });
  const tell = (message: ToCheckpointThread) => worker.postMessage(message);
  const setPages = (pages: number) => {
    if (store.sqlite.open) store.sqlite.pragma(`wal_autocheckpoint = ${pages}`);
  };
  setPages(pagesBeside);
  let isIdle = true;
  let toldAt = performance.now();
  worker.on('message', () => {
    isIdle = true;
  });
  worker.on('error', (error) => log('warn', 'checkpoints beside a long write ended', { error: String(error) }));
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      isIdle = false;
      setPages(pagesAlone);
      resolve();
    });
  });
  return {
    wrote() {
      if (!isIdle || performance.now() - toldAt < everyMs) return;
      isIdle = false;
      toldAt = performance.now();
      tell('checkpoint');
    },
    end() {
      tell('close');
      return ended;
    },
  };
}
