import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { launchServe, type ServeRun } from './launch-serve';

interface ServeFixtures {
  /** A fresh data folder, deleted after the test. */
  profileDir: string;
  /** Starts a server on it, which is ended after the test if it still runs. */
  serve(args?: string[]): Promise<ServeRun>;
}

/** A test of the program behind `npm run serve`, as a process of its own. */
export const test = base.extend<ServeFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern
  profileDir: async ({}, use) => {
    const dir = mkdtempSync(join(tmpdir(), 'pricebook-serve-'));
    await use(dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  },

  serve: async ({ profileDir }, use) => {
    const runs: ServeRun[] = [];
    await use(async (args) => {
      const run = await launchServe(profileDir, args);
      runs.push(run);
      return run;
    });
    for (const run of runs) await run.end('SIGKILL');
  },
});

export const expect = test.expect;
