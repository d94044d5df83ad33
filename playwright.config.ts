import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import type { DoorOption } from './e2e/doors/fixture';
import { findTestBrowser } from './tools/setup/browser.mjs';
import { installedElectron } from './tools/setup/electron.mjs';

// The real binary when it was downloaded, else the stand-in; the specs do not know which.
if (!installedElectron(import.meta.dirname) || process.env.E2E_ELECTRON_STAND_IN === '1') {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = join(import.meta.dirname, 'tools/electron-stand-in');
}
const browser = findTestBrowser();
// The stand-in shows its pages by it, too.
if (browser) process.env.PRICEBOOK_BROWSER = browser;

/**
 * The page is the same file behind both doors, so that Electron's needs the journeys in which the door has a part: its
 * start and end, its files, menus, secrets and threads, and the main job. They are tagged, or in files of the door's own.
 * E2E_EVERY_SPEC=1 takes all others through it too.
 */
const electronJourneys = /@both-doors|-electron\.spec\.ts|doors\//;

export default defineConfig<DoorOption>({
  testDir: 'e2e',
  globalSetup: './e2e/doors/build-first.ts',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Each has a browser, a store and ports of its own; more than the cores can carry would only slow each other down.
  workers: Math.min(4, availableParallelism()),
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    // Recording every step costs a fifth of the time; `--trace retain-on-failure` does it where it is wanted.
    trace: 'off',
    ...(browser && { launchOptions: { executablePath: browser } }),
  },
  projects: [
    { name: 'browser-shell', use: { door: 'browser-shell' }, testIgnore: '**/*-electron.spec.ts' },
    {
      name: 'electron',
      use: { door: 'electron' },
      testIgnore: '**/*-shell.spec.ts',
      ...(process.env.E2E_EVERY_SPEC !== '1' && { grep: electronJourneys }),
    },
  ],
});
