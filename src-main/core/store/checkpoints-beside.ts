import { Worker } from 'node:worker_threads';
import type { Deps } from '../deps';
import type { CheckpointThreadData, ToCheckpointThread } from './checkpoint-thread';

/** Pages of the write-ahead log after which a commit moves them into the database file, as SQLite does by itself. */
const pagesByDefault = 1000;
/** The same while another thread moves them, should it not keep up: 32 MB. */
const pagesAtMost = 4000;
/** How often that thread is told to, in milliseconds. */
const everyMs = 100;
/** It does nothing but call SQLite. */
const memory = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 };

export interface CheckpointsBeside {
  /** Tells that something was committed. */
  wrote(): void;
  /** Settles when the thread has ended. */
  end(): Promise<void>;
}

/**
 * Has another thread move into the database file what a long write leaves in the write-ahead log: a commit that does so
 * itself waits for the disk twice and takes ten times as long as others. Without a thread to do it on, and should that one
 * fail, commits do it as always.
 */
export function checkpointsBeside({
  store,
  exportThread,
  log,
}: Pick<Deps, 'store' | 'exportThread' | 'log'>): CheckpointsBeside {
  if (!exportThread) return { wrote: () => undefined, end: async () => undefined };
  const { sqlite, file } = store;
  const commitsMoveAfter = (pages: number) => sqlite.pragma(`wal_autocheckpoint = ${pages}`);
  const workerData: CheckpointThreadData = { file, checkpoints: true };
  const worker = new Worker(exportThread, { name: 'checkpoints', workerData, execArgv: [], resourceLimits: memory });
  const tell = (message: ToCheckpointThread) => worker.postMessage(message);
  let isIdle = true;
  let toldAt = performance.now();
  worker.on('message', () => {
    isIdle = true;
  });
  worker.on('error', (error) => log('warn', 'checkpoints beside a long write ended', { error: String(error) }));
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      isIdle = false;
      if (sqlite.open) commitsMoveAfter(pagesByDefault);
      resolve();
    });
  });
  commitsMoveAfter(pagesAtMost);
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
