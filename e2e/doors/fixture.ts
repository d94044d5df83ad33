import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, type Page } from '@playwright/test';
import { openElectronDoor } from './electron-door';
import { launchShell } from './launch-shell';
import type { OpenDoor } from './open-door';
import { openShellDoor } from './shell-door';

/** Which door a project's specs go through. */
export interface DoorOption {
  door: 'electron' | 'browser-shell';
}

/** What is in the data folder when the app starts. */
interface StartOption {
  startsWith: 'nothing' | 'sample';
}

interface DoorFixtures {
  /** A data folder of the test's own, deleted after it. */
  profileDir: string;
  openDoor: OpenDoor;
  /** The next file the app asks for will be this one. */
  chooseFile(path: string): Promise<void>;
  /** The text of the next file the app saves: one call per file, before or after the click that saves it. */
  savedFile(): Promise<string>;
  /** The same as bytes. */
  savedBytes(): Promise<Buffer>;
  /**
   * Ends the app in an orderly way and starts it again on the same data folder; answers the new page. What happens to
   * the folder in between is up to the test.
   */
  relaunch(whileClosed?: () => void): Promise<Page>;
}

interface WorkerFixtures {
  /** One browser for all shell tests of a worker, started when the first one needs it. */
  shellBrowser(): Promise<Browser>;
  /** A data folder with the sample in its Sandbox, to be copied: filling one takes longer than many a journey. */
  sampleFolder(): Promise<string>;
}

async function fillWithSample(dir: string): Promise<string> {
  const shell = await launchShell(dir, ['--sample']);
  await shell.end();
  return dir;
}

/** A test of a person's journey: the same in an Electron window and in the browser shell. */
export const test = base.extend<DoorFixtures & DoorOption & StartOption, WorkerFixtures>({
  door: ['browser-shell', { option: true }],
  startsWith: ['nothing', { option: true }],

  shellBrowser: [
    async ({ playwright }, use) => {
      let browser: Promise<Browser> | undefined;
      await use(() => {
        browser ??= playwright.chromium.launch();
        return browser;
      });
      await (await browser)?.close();
    },
    { scope: 'worker' },
  ],

  sampleFolder: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern
    async ({}, use) => {
      const dir = mkdtempSync(join(tmpdir(), 'pricebook-sample-'));
      let filled: Promise<string> | undefined;
      await use(() => {
        filled ??= fillWithSample(dir);
        return filled;
      });
      rmSync(dir, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  profileDir: async ({ startsWith, sampleFolder }, use) => {
    const dir = mkdtempSync(join(tmpdir(), 'pricebook-e2e-'));
    if (startsWith === 'sample') cpSync(await sampleFolder(), dir, { recursive: true });
    await use(dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  },

  openDoor: async ({ door, profileDir, shellBrowser }, use) => {
    // As long as a real one: no column has room for it.
    const savedDir = mkdtempSync(join(tmpdir(), 'pricebook-saved-in-the-finance-folder-of-the-second-quarter-'));
    const opened =
      door === 'electron'
        ? await openElectronDoor(profileDir, savedDir)
        : await openShellDoor(profileDir, shellBrowser);
    await use(opened);
    await opened.close();
    rmSync(savedDir, { recursive: true, force: true });
  },

  page: async ({ openDoor }, use) => use(openDoor.page()),
  chooseFile: async ({ openDoor }, use) => use((path) => openDoor.chooseFile(path)),
  savedFile: async ({ openDoor }, use) => use(async () => (await openDoor.savedBytes()).toString('utf8')),
  savedBytes: async ({ openDoor }, use) => use(() => openDoor.savedBytes()),
  relaunch: async ({ openDoor }, use) => use((whileClosed) => openDoor.relaunch(whileClosed)),
});

export const expect = test.expect;
