import type { UsageCheck } from '@shared/entities/usage-check';
import { openStore } from '../store/open';
import { type CheckProgress, verifyUsage } from './verify-usage';

/** What a thread that checks the usage of one environment is started with. */
export interface VerifyThreadData {
  /** The database file. */
  file: string;
  verifyUsageOf: string;
}

/** From that thread: progress, and at the end one of the others. */
export type FromVerifyThread = { progress: CheckProgress } | { check: UsageCheck } | { broken: string };

/** Progress is told at most this often. */
const tellEveryMs = 100;

/** Checks usage on a connection of its own, so that nobody waits for it. */
export function runVerifyThread(
  { file, verifyUsageOf }: VerifyThreadData,
  post: (message: FromVerifyThread) => void,
): void {
  try {
    const store = openStore(file, 'reader');
    // The store is walked once: a large cache would only be memory.
    store.sqlite.pragma('cache_size = -16384');
    const steps = verifyUsage(store.sqlite, verifyUsageOf);
    let toldAt = 0;
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        store.close();
        post({ check: value });
        return;
      }
      if (performance.now() - toldAt < tellEveryMs) continue;
      toldAt = performance.now();
      post({ progress: value });
    }
  } catch (error) {
    post({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
