import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { root } from '../../tools/setup/processes.mjs';
import type { EndedRun } from './launch-shell';

const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export interface ElectronRun {
  app: ElectronApplication;
  page: Page;
  process: ChildProcess;
}

/** Starts the built app in Electron (or its stand-in) on a data folder and waits for its page. */
export async function launchElectron(profileDir: string, args: string[] = []): Promise<ElectronRun> {
  const app = await _electron.launch({ cwd: root, args: [...asRoot, '.', '--profile', profileDir, ...args] });
  const child = app.process();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const page = await app.firstWindow().catch((error: Error) => {
    const end = child.exitCode ?? child.signalCode ?? 'still running';
    throw new Error(`${error.message}\nThe program (${end}) said:\n${output}`);
  });
  // The first window may still be on about:blank when it is handed out.
  await page.waitForURL((url) => url.protocol !== 'about:');
  await page.waitForLoadState();
  return { app, page, process: child };
}

/** Starts Electron where the app is expected to refuse: answers what it said and its exit code. */
export async function runElectronToItsEnd(profileDir: string): Promise<EndedRun> {
  const executable: string = createRequire(import.meta.url)('electron');
  const child = spawn(executable, [...asRoot, root, '--profile', profileDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PRICEBOOK_UNATTENDED: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}
