import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import type { DoorOption } from './e2e/doors/fixture';
import { findInstalledBrowser } from './src-main/browser-shell/installed-browser.mjs';
import { installedElectron } from './tools/setup/electron.mjs';

// The real binary when it was downloaded, else the stand-in; the specs do not know which.
if (!installedElectron(import.meta.dirname) || process.env.E2E_ELECTRON_STAND_IN === '1') {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = join(import.meta.dirname, 'tools/electron-stand-in');
}
const browser = findInstalledBrowser();

export default defineConfig<DoorOption>({
  testDir: 'e2e',
  globalSetup: './e2e/doors/build-first.ts',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Two browsers, two stores and their threads are all that two cores can carry without slowing each other down.
  workers: 1,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    ...(browser && { launchOptions: { executablePath: browser } }),
  },
  projects: [
    { name: 'browser-shell', use: { door: 'browser-shell' }, testIgnore: '**/*-electron.spec.ts' },
    { name: 'electron', use: { door: 'electron' }, testIgnore: '**/*-shell.spec.ts' },
  ],
});
