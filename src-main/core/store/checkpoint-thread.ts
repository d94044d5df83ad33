import type { MessagePort } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** What a thread that empties the write-ahead log is started with. */
export interface CheckpointThreadData {
  /** The database file. */
  file: string;
  checkpoints: true;
}

/** To that thread, which tells of every `checkpoint` when it is `done`, and does a last one at `close`. */
export type ToCheckpointThread = 'checkpoint' | 'close';

/** Moves what is in the write-ahead log into the database file whenever it is told to, beside the thread that writes. */
export function runCheckpointThread({ file }: CheckpointThreadData, port: MessagePort): void {
  const sqlite = new Database(file, { fileMustExist: true });
  port.on('message', (message: ToCheckpointThread) => {
    // Passive: neither the writer nor a reader ever waits for it.
    sqlite.pragma('wal_checkpoint(passive)');
    if (message === 'checkpoint') {
      port.postMessage('done');
      return;
    }
    sqlite.close();
    port.close();
  });
}
